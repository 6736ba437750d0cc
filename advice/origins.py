"""Whose words the texts of a topic are: found by comparing them with the document, and declared by nobody.

Pure, so that whoever compiles a topic anew finds the same (docs/decisions/0021).
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from advice.quoting import PARTS, Document, as_compared, held
from publishing.languages import ENGLISH, current, say

DOCUMENT, EDITORS, TRANSLATION = "document", "editors", "translation"
# What is compared of each kind of part: its fields, which are members of its public document, too.
COMPARED = {
    "form": ("text",),
    "reassurance": ("text", "emphasis"),
    "step": ("text", *PARTS),
    "entry": ("text", "name", "descriptor", "url", "url_as_printed", "phone_as_printed"),
}

# The texts of a topic itself, by their path in its public document, with the names of their fields.
OWN = {
    "title": "title",
    "introduction": "introduction",
    "definition.heading": "definition_heading",
    "definition.text": "definition",
    "forms.lead_in": "forms_lead_in",
    "steps.heading": "steps_heading",
    "steps.lead_in": "steps_lead_in",
    "more_information.text": "more_information",
    "more_information.url_as_printed": "more_information_url_as_printed",
    "further_help.lead_in": "further_help_lead_in",
    "emergency_text": "emergency_text",
}
# What editors say that the document says of itself, likewise.
SAID_OF_IT = {
    "document.title": "document_title",
    "document.publisher": "publisher",
    "document.marking": "marking",
    "document.date": "document_date",
    "document.version": "document_version",
    "document.review_date": "document_review_date",
    "document.author": "document_author",
}
A_DASH = r"\s*-\s+"


def of_document(topic: Any) -> Document:
    """The document that a topic names, where the project carries it."""
    return held(topic.document_sha256)


def added_text(document: Document) -> str:
    """What to show beside all that is not the document's own words."""
    if current() != ENGLISH:
        return say("A translation. It is not {publisher}’s own.", publisher=document.publisher or say("the source"))
    if document.is_held:
        return say("Added by the editors of this service, not by {publisher}.", publisher=document.publisher)
    return say("Written by the editors of this service.")


def added(topic: Any) -> list[str]:
    """The paths of the topic's own texts that are not quoted, and of what is said of its document and not borne out.

    Of a translation there are none, for all of it is one.
    """
    if current() != ENGLISH:
        return []
    document = of_document(topic)
    own = [path for path, name in OWN.items() if (text := getattr(topic, name)) and not document.quotes(text)]
    if (url := topic.more_information_url) and not _is_printed(url, topic.more_information_url_as_printed):
        own.append("more_information.url")
    claims = SAID_OF_IT.items() if document.is_held else ()
    return own + [path for path, name in claims if not bears_out(document, name, getattr(topic, name))]


def bears_out(document: Document, name: str, said: str) -> bool:
    """Whether what editors say of a document, in the field of this name, is true of it. Silence may be untrue, too."""
    known = {"publisher": document.publisher, "marking": document.marking}
    if name in known:
        return document.is_held and as_compared(said) == known[name]
    return not said or (document.quotes(said) if name in SAID_OF_IT.values() else document.is_held)


def origin(part: Any) -> str:
    """Whose words a part of a topic is: a code of word-origins."""
    if current() != ENGLISH:
        return TRANSLATION
    said = {name: getattr(part, name) for name in COMPARED[part._meta.model_name]}
    return EDITORS if strange(of_document(part.topic), said) else DOCUMENT


def strange(document: Document, part: Mapping[str, Any]) -> list[str]:
    """The words of a part of a topic that are not quoted. `part`: its members, as in the topic's public document."""
    if not document.quotes(part["text"]):
        return [part["text"]]
    if "action" in part:
        return list(_strange_in_step(document, part))
    if "emphasis" in part:
        return [phrase for phrase in part["emphasis"] if as_compared(phrase) not in document.bold]
    return list(_strange_in_entry(part)) if "name" in part else []


def _strange_in_step(document: Document, step: Mapping[str, Any]) -> Iterator[str]:
    """Its parts that are neither sentences of the step nor pieces that one of them may be cut into."""
    whole = as_compared(step["text"])
    parts = {name: [step[name]] if isinstance(step[name], str) else step[name] or [] for name in PARTS}
    for name, given in parts.items():
        for part in filter(None, given):
            is_sentence = name != "condition" and document.quotes(part)
            if as_compared(part) not in whole or not (is_sentence or document.cuts_into(parts, name, part)):
                yield part


def _strange_in_entry(entry: Mapping[str, Any]) -> Iterator[str]:
    """The parts of a line, which is made of them: a name, a dash, what is said of it, a colon, an address."""
    line = as_compared(entry["text"])
    name, descriptor = as_compared(entry["name"]), as_compared(entry["descriptor"] or "")
    rest = rf"{A_DASH}{re.escape(descriptor)}(?:[:.].*)?" if descriptor else rf"(?:(?:{A_DASH}|:).*)?"
    if not re.fullmatch(re.escape(name) + rest, line):
        yield f"{entry['name']} – {entry['descriptor']}" if descriptor else entry["name"]
    for printed in filter(None, (entry["url_as_printed"], entry["phone_as_printed"])):
        if not re.search(rf"(?<![\w./+-])(?<!\d ){re.escape(as_compared(printed))}(?! ?\d|\.?[\w/+-])", line):
            yield printed
    if entry["url"] and not _is_printed(entry["url"], entry["url_as_printed"]):
        yield entry["url"]


def _is_printed(url: str, printed: str | None) -> bool:
    """Whether a link is the printed address, made whole."""
    return bool(printed) and _bare(url) == _bare(printed or "")


def _bare(address: str) -> str:
    return re.sub(r"^https?://", "", address.strip(), flags=re.I).rstrip("/")
