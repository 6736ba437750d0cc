"""The code lists over REST: reference data from a file, the same whatever the edition."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import Any

from rest_framework import serializers
from rest_framework.exceptions import NotFound

from publishing.api.views import ItemView, ListView
from publishing.codes import CodeList, code_list, lists
from publishing.edition import Edition
from publishing.languages import ENGLISH, LIST, say, speaking, spoken
from publishing.serializers import Members, members, texts


class CodeEntrySerializer(Members):
    """One code."""

    code = serializers.CharField(help_text="As it stands in questions and answers.")
    label = serializers.CharField(help_text="In a few words, ready to show.")  # type: ignore[assignment]  # a member, and not on an instance
    description = serializers.CharField(help_text="In a sentence.")
    types = texts("Of a need: the service types that it gathers. Empty for any other code.")


class CodeListSerializer(Members):
    """The values of an enumeration."""

    name = serializers.CharField(help_text="The name of the list.")
    title = serializers.CharField(help_text="What the codes are of.")
    codes = CodeEntrySerializer(many=True, help_text="In the order in which they are to be shown.")


class CodeLists(ListView[CodeList]):
    """List the code lists

    They have every enumerated value, with a label and a description in plain words.
    """

    noun, noun_plural, tag = "CodeList", "CodeLists", "reference"
    serializer_class = CodeListSerializer

    def find(self, edition: Edition) -> Sequence[CodeList]:
        return list(lists().values())

    def show(self, edition: Edition, item: CodeList) -> dict[str, Any]:
        return shown(item)


def shown(one: CodeList) -> dict[str, Any]:
    """A code list in the language spoken now."""
    tag = spoken()
    return members(CodeListSerializer, one if tag == ENGLISH else _said(one, tag))


@cache
def _said(one: CodeList, language: str) -> CodeList:
    """Languages to be answered in have their own names in all."""
    with speaking(language):
        codes = [
            replace(code, label=code.label if one.name == LIST else say(code.label), description=say(code.description))
            for code in one.codes
        ]
        return replace(one, title=say(one.title), codes=tuple(codes))


class CodeListItem(ItemView):
    """Get one code list

    By its name, for example service-types.
    """

    noun, noun_plural, tag = "CodeList", "CodeLists", "reference"
    path_words = "The name of the list, for example service-types."
    serializer_class = CodeListSerializer

    def answer(self, edition: Edition, **path: str) -> dict[str, Any]:
        if path["name"] not in lists():
            raise NotFound(say("There is no such code list."))
        return {"result": shown(code_list(path["name"]))}
