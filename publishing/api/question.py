"""What is asked of an address: one frozen object, whose fields are the parameters with their type, bounds and words.

The gate, the FilterSet, the schema and the links are worked out from it, and what answers reads it as plain attributes:
`services.for_age(question.reader)`. So an editor or a type checker follows a parameter from its address to its bytes.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import datetime
from functools import cache
from typing import Any, Self, TypeVar

import django_filters
from django.utils.functional import cached_property

from publishing import languages
from publishing.api.errors import Fault
from publishing.api.parameters import (
    CodeParameter,
    FlagParameter,
    MomentParameter,
    NumberParameter,
    Parameter,
    TextParameter,
    WordParameter,
)
from publishing.edition import LARGEST_EDITION
from publishing.languages import say

LARGEST_PAGE = 100_000

T = TypeVar("T")
D = TypeVar("D")


def asked(parameter: Parameter[T], default: D) -> T | D:
    """A field of a question; `default`, of which clients are told, where it is not sent."""
    parameter.default = default
    return field(default=default, metadata={"parameter": parameter})


def number(help_text: str, lowest: int, highest: int, example: int | None = None) -> int | None:
    return asked(NumberParameter(help_text, lowest, highest, example), None)


def flag(help_text: str) -> bool | None:
    return asked(FlagParameter(help_text), None)


def code(help_text: str, codes: str | tuple[str, ...], schema_name: str = "") -> str | None:
    return asked(CodeParameter(help_text, codes, schema_name), None)


def codes(help_text: str, name: str, schema_name: str) -> tuple[str, ...]:
    """Any of several codes of the list `name`; none of them where it is not sent."""
    parameter = CodeParameter(help_text, name, schema_name)
    parameter.multiple = True
    return field(default=(), metadata={"parameter": parameter})


def moment(help_text: str, example: str | None = None) -> datetime | None:
    return asked(MomentParameter(help_text, example), None)


def text(help_text: str, longest: int, example: str) -> str | None:
    return asked(TextParameter(help_text, longest, example), None)


def word(help_text: str, reader: Callable[[str], T], in_words: str, example: str) -> T | None:
    return asked(WordParameter(help_text, reader, in_words, example), None)


@dataclass(frozen=True, kw_only=True)
class Question:
    """Takes no parameters. `sent`: what was asked, as it was sent, by name in alphabetical order."""

    sent: Mapping[str, Sequence[Any]] = field(default_factory=dict, compare=False)

    @classmethod
    @cache
    def parameters(cls) -> Mapping[str, Parameter[Any]]:
        """Every parameter of the address by name, in the order of the contract."""
        return {one.name: one.metadata["parameter"] for one in fields(cls) if "parameter" in one.metadata}

    @classmethod
    @cache
    def filterset(cls) -> type[django_filters.FilterSet]:
        """The same declaration for tools that read django-filter's."""
        return type(f"{cls.__name__}Filters", (django_filters.FilterSet,), dict(cls.parameters()))

    def without(self, name: str) -> Self:
        """The same question, in which one parameter is not asked. What is worked out of it is worked out anew."""
        other = object.__new__(type(self))
        vars(other).update(vars(self))
        for one in self._worked_out():
            vars(other).pop(one, None)
        vars(other)[name] = type(self).__dataclass_fields__[name].default
        return other

    @classmethod
    @cache
    def _worked_out(cls) -> tuple[str, ...]:
        return tuple(one for one in dir(cls) if isinstance(getattr(cls, one), cached_property))

    def contradictions(self) -> Iterator[Fault]:
        """What the answers, each right by itself, cannot mean together."""
        yield from ()


@dataclass(frozen=True, kw_only=True)
class LanguageQuestion(Question):
    """What the address of one item takes."""

    lang: str | None = code(
        "The language of the answer; without it, that of ours which Accept-Language likes best, or else English. "
        "An item that has no text in it is given in English, and says so.",
        languages.LIST,
        "AnswerLanguage",
    )


@dataclass(frozen=True, kw_only=True)
class PageQuestion(LanguageQuestion):
    """What every list takes."""

    page: int = asked(NumberParameter("Which page, counted from 1. A page past the end is 404.", 1, LARGEST_PAGE), 1)
    page_size: int = asked(NumberParameter("How many results a page has.", 1, 100), 50)
    edition: int | None = number(
        "Only with page: the edition the walk began in, as the next link has it. "
        "410 when that edition is no longer kept.",
        0,
        LARGEST_EDITION,
    )

    def contradictions(self) -> Iterator[Fault]:
        if self.edition is not None and "page" not in self.sent:
            yield Fault("edition", "only-with", say("May be given only together with “{name}”.", name="page"))
