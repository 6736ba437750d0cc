"""The forms in which editors write topics."""

from collections.abc import Mapping
from typing import Any

from advice.models import Step
from publishing.admin.parts import OrderedFormSet, PartForm, is_deleted
from publishing.admin.slugs import SlugForm
from publishing.widgets import CodeCheckboxes, CodeRadios


class TopicForm(SlugForm):
    """A topic, with the document its words come from."""

    named_by = "title"


class StepForm(PartForm):
    """One instruction of a topic."""

    class Meta:
        widgets = {
            "phase": CodeRadios("phases"),
            "service_types": CodeCheckboxes("service-types", folded=True),
        }


class DetailLimitForm(PartForm):
    """For whom one detail of a step is."""

    class Meta:
        widgets = {"audiences": CodeCheckboxes("audiences")}

    def clean(self) -> dict[str, Any] | None:
        """The part is looked for in the step as it is typed on the same page, and not as it was before."""
        given = super().clean()
        step = self.cleaned_data.get("step")
        if isinstance(step, Step) and (prefix := typed_in(self.data, step)):
            lines = Step._meta.get_field("details").formfield()
            step.details = lines.clean(self.data.get(f"{prefix}-details", ""))
        return given


class DetailLimitFormSet(OrderedFormSet):
    """Limits of details, none of a step that is being deleted: one that nobody has touched goes with its step."""

    def clean(self) -> None:
        super().clean()
        for form in self.forms:
            step = getattr(form, "cleaned_data", {}).get("step")
            prefix = typed_in(self.data, step) if isinstance(step, Step) else ""
            if prefix and self.data.get(f"{prefix}-DELETE") and form.has_changed() and not is_deleted(form):
                form.add_error("step", "You are deleting this step. Choose another, or delete this as well.")


def typed_in(data: Mapping[str, Any], step: Step) -> str:
    """What the names of the controls begin with in which a step stands on the page; empty where it does not."""
    held = (name for name, value in data.items() if name.startswith("step_set-") and value == str(step.pk))
    return next((name.removesuffix("-uid") for name in held if name.endswith("-uid")), "")
