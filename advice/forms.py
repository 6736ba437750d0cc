"""The forms in which editors write topics."""

from publishing.admin.slugs import SlugForm
from services.forms import PartForm
from services.widgets import CodeCheckboxes, CodeRadios


class TopicForm(SlugForm):
    """A topic, with the document its words come from."""

    named_by = "title"


class ReassuranceForm(PartForm):
    """A sentence that steadies the reader, and to whom and where it may be said."""

    class Meta:
        labels = {
            "precondition": "Only if",
            "audiences": "To whom it may be said",
            "coverage": "Where it is true",
        }


class StepForm(PartForm):
    """One instruction of a topic."""

    class Meta:
        widgets = {
            "phase": CodeRadios("phases"),
            "service_types": CodeCheckboxes("service-types", folded=True),
        }
        labels = {
            "text": "The whole step",
            "action": "What to do",
            "reasons": "Why",
            "condition": "When it applies",
            "details": "How",
            "phase": "When to do it",
            "audiences": "To whom it may be shown",
            "service_types": "Kinds of help it points to",
        }
