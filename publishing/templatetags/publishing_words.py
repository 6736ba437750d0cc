"""What the editors' pages need to say things in words."""

from django import template
from django.contrib.auth.models import User
from django.db.models import Model
from django.db.models.options import Options

from publishing import reasons
from publishing.admin import my_work as work
from publishing.admin.people import name_of

register = template.Library()
register.filter("name_of", name_of)
register.filter("reason_in_words", reasons.in_words)


@register.filter
def back_name(options: "Options[Model]") -> str:
    """The name of the page that goes back to a version of this kind of content."""
    return f"admin:{options.app_label}_{options.model_name}_back"


@register.simple_tag
def my_work(user: User) -> dict[str, object]:
    return work.of(user)
