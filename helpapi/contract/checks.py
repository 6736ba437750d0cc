"""What the contract promises and the code might not keep, found before anything is answered."""

from collections.abc import Iterator

from django.core.checks import CheckMessage, Error, Tags, register
from django.urls import get_resolver

from publishing.api.unread import unread
from publishing.api.views import EditionView


@register(Tags.urls)
def every_parameter_is_read(*words: object, **options: object) -> list[CheckMessage]:
    """A parameter that nothing reads would be ignored, and somebody shown what is not for them."""
    return [found for view in _views() for found in _faults(view)]


def _faults(view: type[EditionView]) -> Iterator[CheckMessage]:
    question = view.question_class.__name__
    try:
        for name in unread(view):
            hint = f"Read `question.{name}` where the answer is made, or take it out of {question}."
            words = f"{view.__name__} takes “{name}”, and nothing in its answer reads it."
            yield Error(words, hint=hint, id="helpapi.E014")
    except AttributeError as error:
        hint = f"A parameter has to be declared in {question}, and a verb in the selection that it asks."
        yield Error(f"{view.__name__} can't answer: {error}.", hint=hint, id="helpapi.E015")


def _views() -> list[type[EditionView]]:
    """Every view of the house that answers from an edition."""
    found = (getattr(pattern.callback, "cls", None) for pattern in get_resolver().url_patterns if pattern.callback)
    return list(dict.fromkeys(view for view in found if isinstance(view, type) and issubclass(view, EditionView)))
