"""The answer of `/help` in plain sentences: for text lines, assistants and printing. At most `LONGEST` bytes."""

from collections.abc import Iterator, Mapping, Sequence

from advice.help import CHECK, Help
from advice.origins import DOCUMENT
from publishing.edition import Published
from publishing.emergency import emergency
from publishing.languages import say
from services.matching.needs import Need

LONGEST = 3000


def in_sentences(found: Help, notices: Sequence[str]) -> str:
    """The emergency first, then what to do now, then who can help by need; the first of each before any second."""
    first = emergency()
    head = [str(first["text"]), str(first["covers"]), *notices, *_steps(found)]
    kept: dict[str, list[str]] = {need.code: [] for need in found.needs}
    left = list(_in_turn(found.needs))
    is_more = any(need.count > len(need.shown) for need in found.needs)
    while left:
        need, item = left.pop(0)
        kept[need.code].append(_sentence(found, need.code, item))
        if len(_text(head, found.needs, kept, is_cut=is_more or bool(left)).encode()) > LONGEST:
            kept[need.code].pop()
            left.append((need, item))
            break
    return _text(head, found.needs, kept, is_cut=is_more or bool(left))


def _text(head: Sequence[str], needs: Sequence[Need], kept: Mapping[str, Sequence[str]], is_cut: bool) -> str:
    lines = list(head)
    for need in needs:
        if kept[need.code]:
            lines += ["", f"{need.label}:", *kept[need.code]]
    return "\n".join([*lines, *(["", say("There is more help than fits here.")] if is_cut else [])]) + "\n"


def _steps(found: Help) -> Iterator[str]:
    """What editors added says so: each step beside others that are quoted, and where none is all of them at once."""
    whose = {step.get("origin") for phase in found.phases for step in phase["steps"]}
    added = found.topic["added_text"] if found.topic and whose - {DOCUMENT, None} else ""
    is_all = len(whose) == 1 and whose.isdisjoint({DOCUMENT, None})
    if is_all:
        yield ""
        yield added
    for phase in found.phases:
        yield ""
        yield f"{phase['label']}:"
        for step in phase["steps"]:
            when = f"{step['condition']}: " if step["applies"] == CHECK else ""
            label = f" – {added}" if step.get("origin") not in (DOCUMENT, None) and not is_all else ""
            yield f"- {when}{step['action']}{label}"


def _in_turn(needs: Sequence[Need]) -> Iterator[tuple[Need, Published]]:
    shown = [(need, need.shown) for need in needs]
    for number in range(max((len(items) for _, items in shown), default=0)):
        for need, items in shown:
            if number < len(items):
                yield need, items[number]


def _sentence(found: Help, need: str, item: Published) -> str:
    return f"- {found.cards.spoken(item, found.use(item, need))}"
