"""The emergency notice that goes with every answer, errors and outages included.

The words are the advice sheet's own (fixtures/sheet.txt); a test holds them to it. So `text` is said in another
language only where somebody whose words they are has signed them off in it (fixtures/emergency.yaml); `language` says
which it is in. What is said beside it is ours. In English all of it is a constant, served even when there is no
database, no edition and no file at all.
"""

import logging
from functools import cache
from pathlib import Path
from typing import Any

from publishing import languages, yaml_files
from publishing.languages import say, to_say

FILE = Path(__file__).resolve().parent.parent / "fixtures" / "emergency.yaml"
TEXT = "If you are in severe distress and thinking about harming yourself, please call 999 immediately."
COVERS = to_say("999 is for the United Kingdom. Anywhere else, call the emergency number of the country you are in.")
MEMBERS = {"text", "signed_off_by", "signed_off_on"}
log = logging.getLogger("helpapi.emergency")

EMERGENCY: dict[str, Any] = {
    "language": languages.ENGLISH,
    "text": TEXT,
    "covers": COVERS,
    "ways": [
        {"kind": "phone", "label": to_say("Call 999"), "value": "999", "uri": "tel:999"},
        {
            "kind": "bsl-video-relay",
            "label": to_say("Call 999 in British Sign Language"),
            "value": "999bsl.co.uk",
            "uri": "https://999bsl.co.uk",
        },
    ],
}


class SignedOffError(Exception):
    """The file of texts that were signed off is malformed; the message names the language."""


def emergency() -> dict[str, Any]:
    """The notice in the language spoken now, as far as there are words in it."""
    tag = languages.current()
    return EMERGENCY if tag == languages.ENGLISH else _in(tag)


@cache
def _in(tag: str) -> dict[str, Any]:
    try:
        signed = signed_off().get(tag)
    except SignedOffError:
        log.exception("the emergency notice is given in English")
        signed = None
    with languages.speaking(tag):
        return {
            **EMERGENCY,
            "language": tag if signed else languages.ENGLISH,
            "text": signed or TEXT,
            "covers": say(COVERS),
            "ways": [{**way, "label": say(way["label"])} for way in EMERGENCY["ways"]],
        }


def signed_off() -> dict[str, str]:
    """The text by language, where it was signed off; SignedOffError where the file says less than it must."""
    try:
        held = yaml_files.read(FILE) if FILE.exists() else {}
    except Exception as error:  # of whatever kind: the notice is given all the same
        raise SignedOffError(f"{FILE.name} cannot be read: {error}") from None
    for tag, entry in (held or {}).items():
        if tag not in languages.tags() or not isinstance(entry, dict) or set(entry) != MEMBERS:
            raise SignedOffError(f"{FILE.name}: {tag}: must be a language of ours, with {', '.join(sorted(MEMBERS))}")
        if not all(isinstance(value, str) and value.strip() for value in entry.values()) or "999" not in entry["text"]:
            raise SignedOffError(f"{FILE.name}: {tag}: all of it must be text, and the text must name 999")
    return {tag: entry["text"] for tag, entry in (held or {}).items()}
