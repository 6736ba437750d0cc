"""A new version of the document that a topic is quoted from: what it says otherwise, and what of the topic follows it.

Only the working copy is changed. A text follows where a whole line of it was reworded and its parts still fit; all else
is left for a person, who is told what it is.
"""

import difflib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Any

from django.core.exceptions import ValidationError

from advice.models import Step, Topic, TopicPart
from advice.origins import COMPARED, OWN, added, strange
from advice.quoting import Document, as_compared, held

REWORDED = 0.5  # how much of two lines is the same when one is the other, reworded


@dataclass(frozen=True)
class Line:
    """One line that is not in both. `before`: empty where it is new; `after`: empty where it is gone."""

    before: str
    after: str

    def __str__(self) -> str:
        if self.before and self.after:
            return f"≠ {self.before}\n→ {self.after}"
        return f"− {self.before}" if self.before else f"+ {self.after}"


def differences(old: Document, new: Document) -> list[Line]:
    """The lines that are not in both documents, as they are printed, each beside the one that it may have become."""
    left = [line for line in new.printed if line not in old.printed]
    found = []
    for line, printed in old.printed.items():
        if line in new.printed:
            continue
        nearest = max(left, key=lambda other: _likeness(line, other), default="")
        if _likeness(line, nearest) >= REWORDED:
            left.remove(nearest)
            found.append(Line(printed, new.printed[nearest]))
        else:
            found.append(Line(printed, ""))
    return [*found, *(Line("", new.printed[line]) for line in left)]


def take_in(topic: Topic, digest: str) -> Iterator[str]:
    """Make the topic's rows follow the document of this digest; what was found and done, in words."""
    old, new = held(topic.document_sha256), held(digest)
    lines = differences(old, new)
    yield from map(str, lines)
    if [line for line in old.printed if line in new.printed] != [line for line in new.printed if line in old.printed]:
        yield "The lines that are in both stand in another order."
    reworded = {as_compared(line.before): line.after for line in lines if line.before and line.after}
    topic.document_sha256 = digest
    yield from _own_texts(topic, old, new, reworded)
    topic.save()
    parts = (topic.step_set, topic.reassurance_set, topic.form_set, topic.entry_set)
    for part in chain.from_iterable(held_parts.all() for held_parts in parts):
        yield from _part(part, old, new, reworded)
    for path in added(topic):
        if path.startswith("document."):
            yield f"By hand: what is said of the document's {path.partition('.')[2].replace('_', ' ')}."


def _own_texts(topic: Topic, old: Document, new: Document, reworded: Mapping[str, str]) -> Iterator[str]:
    for path, name in OWN.items():
        text = getattr(topic, name)
        if text and old.quotes(text) and not new.quotes(text):
            after = reworded.get(as_compared(text), text)
            setattr(topic, name, after)
            if not (is_fit := after != text and name not in _faults(topic)):
                setattr(topic, name, text)
            yield _followed(f"the {path.replace('_', ' ').replace('.', ' ')}", text, after, is_fit)


def _followed(what: str, before: str, after: str, is_fit: bool) -> str:
    return f"Follows: {what} now says “{after}”" if is_fit else f"By hand: {what}, “{before}”"


def _part(part: TopicPart, old: Document, new: Document, reworded: Mapping[str, str]) -> Iterator[str]:
    said = {name: getattr(part, name) for name in COMPARED[str(part._meta.model_name)]}
    if strange(old, said) or not strange(new, said):
        return  # it was ours before, or it stands in both
    following = {name: _following(value, reworded) for name, value in said.items()}
    is_fit = not strange(new, following) and not _unlimits(part, following)
    for name, value in following.items():
        setattr(part, name, value)
    if is_fit := is_fit and not _faults(part):
        part.save()
    yield _followed(f"the {part._meta.verbose_name} “{part.code}”", said["text"], following["text"], is_fit)


def _faults(row: Topic | TopicPart) -> Collection[str]:
    """The fields of which something is wrong."""
    try:
        row.full_clean()
    except ValidationError as error:
        return error.message_dict.keys()
    return ()


def _following(value: Any, reworded: Mapping[str, str]) -> Any:
    if isinstance(value, list):
        return [_following(one, reworded) for one in value]
    return reworded.get(as_compared(value), value)


def _unlimits(part: TopicPart, following: Mapping[str, Any]) -> bool:
    """Whether a detail that is not for everybody would be reworded, and so be shown to everybody."""
    if not isinstance(part, Step):
        return False
    limited = part.topic.detaillimit_set.filter(step=part).values_list("detail", flat=True)
    return any(detail not in following["details"] for detail in limited)


def _likeness(line: str, other: str) -> float:
    return difflib.SequenceMatcher(None, line.split(), other.split(), autojunk=False).ratio()
