"""Parameters that an address takes and nothing in its answer reads: they would be ignored in silence."""

from collections.abc import Set
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

from django.http import HttpRequest
from rest_framework.exceptions import APIException
from rest_framework.request import Request

from publishing.api.question import LanguageQuestion, Question
from publishing.api.views import EditionView
from publishing.edition import Edition
from publishing.languages import ENGLISH
from publishing.registry import layouts


class _AllRead(Exception):
    """There is no parameter left to look for."""


def unread(view_class: type[EditionView]) -> list[str]:
    """The names of such parameters of a view, found by answering once from an edition that holds nothing.

    Nothing is made of the answer once all are read: each start waits for this.
    """
    parameters = view_class.question_class.parameters()
    read = set(LanguageQuestion.parameters())  # each view reads the language before it answers
    if parameters.keys() <= read:
        return []
    view = view_class()
    view.request, view.now, view.language = Request(HttpRequest()), datetime.now(UTC), ENGLISH
    view.question = _watched(view_class, parameters.keys(), read)
    with suppress(APIException, _AllRead):  # there is nothing by that name
        view.pinned()
        view.answer_from(Edition(0, (), layouts()), name="-")
    return [name for name in parameters if name not in read]


def _watched(view_class: type[EditionView], parameters: Set[str], read: set[str]) -> LanguageQuestion:
    """A question in which nothing is asked, that notes in `read` each parameter that is looked at."""

    def noted(question: Question, name: str) -> Any:
        read.add(name)
        if read >= parameters:
            raise _AllRead
        return object.__getattribute__(question, name)

    name = view_class.question_class.__name__  # what an error calls it
    watched: type[LanguageQuestion] = type(name, (view_class.question_class,), {"__getattribute__": noted})
    return watched()
