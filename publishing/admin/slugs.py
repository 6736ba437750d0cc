"""The slug on a form: made from the name if it is left empty, and asked about if it is taken."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.text import slugify

from publishing.admin.generic import ItemForm


class SlugForm(ItemForm):
    """An item whose slug is made from its name if it is left empty."""

    named_by = "name"

    def __init__(self, *args: Any, **options: Any):
        super().__init__(*args, **options)
        if "slug" in self.fields:
            self.fields["slug"].required = False
            self.fields["slug"].error_messages["unique"] = (
                "There is one with this slug already. Look for it in the list: it may be the same. If it is not, give "
                "this one another slug, for example with the name of a place at its end."
            )

    def clean_slug(self) -> str:
        longest = self._meta.model._meta.get_field("slug").max_length
        name = self.cleaned_data.get(self.named_by, "")
        slug: str = self.cleaned_data["slug"] or slugify(name)[:longest].strip("-")
        if name and not slug:
            raise ValidationError("Give it a slug: none can be made from this name.")
        return slug
