"""What an approver answers for before a risky change is published: a question for each thing that could harm."""

from collections.abc import Iterable
from typing import Any

from django import forms

from publishing.admin.reviewing import Review
from publishing.dangers import Danger

# Each with what it is asked for, in the order in which it is asked.
QUESTIONS: tuple[tuple[str, frozenset[Danger], str], ...] = (
    ("advice", frozenset({Danger.ADVICE}), "I read the old words beside the new ones, and whose words they are."),
    ("identity", frozenset({Danger.IDENTITY}), "It is who it says it is."),
    (
        "people",
        frozenset({Danger.PEOPLE, Danger.PLACES, Danger.CONDITIONS}),
        "The source says that it is for these people and places.",
    ),
    (
        "contacts",
        frozenset({Danger.REACHING, Danger.IN_TEXT}),
        "I saw each number and address on the organisation’s own page, or tried it.",
    ),
    ("meaning", frozenset({Danger.TURNED}), "The marked words still mean what the source means."),
    ("hours", frozenset({Danger.OPENING}), "The source says that somebody is there then."),
    ("costs", frozenset({Danger.SHOWING}), "The source says what it costs, and what others may see of it."),
    ("order", frozenset({Danger.ORDER}), "It belongs in this place of the answer."),
)


class Checklist(forms.Form):
    """Of the dangers of the changes that are to be approved; nothing to answer where there are none."""

    prefix = "checked"

    def __init__(self, data: Any, reviews: Iterable[Review]):
        super().__init__(data)
        found = {danger for review in reviews for danger in review.dangers}
        for name, dangers, question in QUESTIONS:
            if dangers & found:
                self.fields[name] = forms.BooleanField(
                    label=question,
                    error_messages={"required": "Tick this when it is so; until then it can’t be approved."},
                )

    @property
    def answered(self) -> str:
        """What was ticked, for whoever asks later."""
        return " ".join(str(field.label) for field in self.fields.values())
