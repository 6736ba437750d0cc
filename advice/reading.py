"""The answer of `/help` as somebody reads it, for editors who look at their draft (publishing/readers.py)."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import orjson
from django import forms

from advice.comparing import compared
from advice.help import Help
from advice.questions import DEFAULT_TOPIC, HelpQuestion
from publishing import recalling
from publishing.api.parameters import Refused
from publishing.codes import code_list
from publishing.edition import Edition, Published
from publishing.emergency import EMERGENCY
from publishing.readers import Readers
from services.api.questions import place_code, resolved
from services.matching.conditions import VICTIM
from services.places import text as places


class ReaderForm(forms.Form):
    """For whom to answer. What is typed here is used for one answer, and kept nowhere."""

    age = forms.IntegerField(
        label="Age of the person being blackmailed",
        required=False,
        min_value=0,
        max_value=120,
        help_text="Empty: not said.",
    )
    place = forms.CharField(
        label="Where they are", required=False, max_length=80,
        help_text="A council, a nation, or the first half of a postcode. Empty: not said.",
    )  # fmt: skip
    audience = forms.ChoiceField(label="Who asks", choices=lambda: code_list("audiences").choices(), required=False)
    situation = forms.MultipleChoiceField(
        label="What has happened", choices=lambda: code_list("situations").choices(), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    open_at = forms.DateTimeField(
        label="When", required=False, help_text="Empty: now.",
        widget=forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )  # fmt: skip

    def __init__(self, *words: Any, **more: Any):
        super().__init__(*words, **more)
        for field in self.fields.values():
            field.widget.attrs["autocomplete"] = "off"  # or the browser keeps it

    def clean_place(self) -> dict[str, Any]:
        """As parameters of a question."""
        typed = self.cleaned_data["place"].strip()
        if not typed:
            return {}
        codes, faults = places.parse(typed)
        if len(codes) == 1:
            return {"region": codes[0]}
        for name, read in (("region", place_code), ("outcode", resolved)):
            try:
                return {name: read(typed)}
            except Refused:
                continue
        fault = faults[0].partition(": ")[2] if faults else "name one place."
        raise forms.ValidationError(f"{fault[:1].upper()}{fault[1:]}")


def answer(edition: Edition, asked: Mapping[str, Any], uid: str) -> dict[str, Any]:
    """What the page shows. `uid`: the item that is looked at, marked where it stands."""
    question = _question(asked)
    item = edition.items[uid]
    found = Help(edition, question, question.open_at or datetime.now(UTC), _topic(edition, item))
    needs = [orjson.loads(orjson.dumps(found.shown(need, lambda kinds: None))) for need in found.needs]
    return {
        "emergency": EMERGENCY,
        "notices": [orjson.loads(one.document) for one in recalling.notices_in(edition)],
        "reassurances": found.reassurances(),
        "phases": found.phases,
        "needs": needs,
        "left_out": found.left_out(),
        "uid": uid,
        "missing": _missing(found, item, {card["uid"] for need in needs for card in need["services"]}),
    }


def _question(asked: Mapping[str, Any]) -> HelpQuestion:
    """As if it had been sent to the address."""
    given = {
        "age": asked["age"], "audience": asked["audience"] or VICTIM[0], "situation": tuple(asked["situation"]),
        "open_at": asked["open_at"], **asked["place"],
    }  # fmt: skip
    return HelpQuestion(**given, sent={name: [value] for name, value in given.items() if value not in (None, ())})


def _topic(edition: Edition, item: Published) -> Published | None:
    topic = item if item.kind == "topic" else edition.find("topic", DEFAULT_TOPIC)
    return topic if topic and topic.is_live else None


def _missing(found: Help, item: Published, shown: set[str]) -> str:
    """Why a service that is looked at is not on the page; empty where it is, or is no service."""
    if item.kind != "service" or item.uid in shown:
        return ""
    if any(one.uid == item.uid for one in found.found):
        return "It is for this reader, but others come before it: an app shows it only to whoever asks for more."
    return "This reader is not given it."


READERS = Readers(ReaderForm, "admin/advice/answer.html", answer, compared)
