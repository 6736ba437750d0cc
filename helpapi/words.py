"""`{% say "…" %}`: words of ours in a page, in the language spoken now."""

from django.template import Library

from publishing import languages

register = Library()


@register.simple_tag
def say(text: str, **values: object) -> str:
    """Escaped by the template like any other value."""
    return languages.say(text, **values)
