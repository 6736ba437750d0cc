"""The base of every FilterSet: a declaration of parameters, and which verbs of a selection they ask.

The FilterSet is the declaration, not the engine: django-filter would ignore an unknown name, accept `１５` and echo
a bad choice. `questions` reads what was asked; `apply` asks the selection by name.
"""

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

import django_filters

from publishing.api.errors import Fault
from publishing.api.parameters import Code, Number

LARGEST_PAGE = 100_000
LARGEST_EDITION = 999_999_999


class Filters(django_filters.FilterSet):
    """Declares no parameters. `verbs`: a selection's verb, and the parameters it takes."""

    verbs: ClassVar[Mapping[str, tuple[str, ...]]] = {}

    @classmethod
    def contradictions(cls, answers: Mapping[str, Any], asked: Mapping[str, list]) -> Iterator[Fault]:
        """What the answers, each right by itself, cannot mean together. `asked`: the values as they were sent."""
        yield from ()

    @classmethod
    def apply(cls, selection, answers: Mapping[str, Any]):
        """The selection narrowed by each verb that has at least one of its parameters answered."""
        for verb, names in cls.verbs.items():
            given = {name: answers[name] for name in names if name in answers}
            if given:
                selection = getattr(selection, verb)(**given)
        return selection


class PagedFilters(Filters):
    """What every list takes."""

    lang = Code("The language of the answer.", ("en",), default="en")
    page = Number("Which page, counted from 1. A page past the end is 404.", 1, LARGEST_PAGE, default=1)
    page_size = Number("How many results a page has.", 1, 100, default=50)
    edition = Number(
        "Only with page: the edition the walk began in, as the next link has it. "
        "410 when that edition is no longer kept.",
        0,
        LARGEST_EDITION,
    )

    @classmethod
    def contradictions(cls, answers: Mapping[str, Any], asked: Mapping[str, list]) -> Iterator[Fault]:
        yield from super().contradictions(answers, asked)
        if "edition" in answers and "page" not in answers:
            yield Fault("edition", "only-with", "May be given only together with “page”.")


class ItemFilters(Filters):
    """What the address of one item takes."""

    lang = Code("The language of the answer.", ("en",), default="en")
