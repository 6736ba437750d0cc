"""What the editors' pages need to say things in words."""

from django import forms, template
from django.contrib.auth.models import User
from django.db.models import Model
from django.db.models.options import Options

from publishing import readers, reasons
from publishing.admin import my_work as work
from publishing.admin import noting
from publishing.admin.as_reader import PREFIX
from publishing.admin.people import name_of
from publishing.codes import code_list
from publishing.links import outcomes
from publishing.models import Publication, Publishable
from publishing.upkeep import LIST, Upkeep, choices
from publishing.wording import shortened

register = template.Library()
register.filter("name_of", name_of)


@register.filter(name="shortened")
def in_short(value: object, most: int) -> str:
    """What there is to say, in at most so many characters, and no number cut in two."""
    return shortened(str(value), most)


register.filter("reason_in_words", reasons.in_words)
register.filter("how_checked", lambda code: code_list(LIST).label(code))
register.simple_tag(choices, name="ways_to_check")


register.filter("link_outcome", outcomes.in_words)


@register.simple_tag
def noted_of(item: Publishable) -> list[noting.Note]:
    """What others have noticed of what is public of an item."""
    return noting.of_items([item.pk]).get(item.pk, [])


@register.filter
def upkeep(publication: Publication) -> Upkeep:
    """Who checked what is public, and by when somebody has to look again."""
    return Upkeep.of(publication.keys)


@register.filter
def back_name(options: "Options[Model]") -> str:
    """The name of the page that goes back to a version of this kind of content."""
    return f"admin:{options.app_label}_{options.model_name}_back"


@register.simple_tag
def reader_form() -> forms.Form | None:
    """For whom an answer can be shown beside a form; None where no app answers readers."""
    found = readers.registered()
    return found.form(prefix=PREFIX) if found else None


@register.simple_tag
def my_work(user: User) -> dict[str, object]:
    return work.of(user)
