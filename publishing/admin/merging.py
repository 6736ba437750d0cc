"""Two editors of one item: what only one of them changed is kept of each, and only where both did, the second is asked.

A form carries what it would have sent untouched when it was opened. When it comes back and the item is another by then,
three things are compared, field by field and part by part: what it was, what it is now (theirs), what was sent (mine).
Whatever is decided is written into what was sent, so that the form says and saves it. Until each question is answered
the form is compared with what it was when it was opened, so that to save again can't make the other's change go away.
"""

import hashlib
import json
from dataclasses import dataclass, field
from typing import Any

from django.core import signing
from django.forms.formsets import DEFAULT_MAX_NUM, DELETION_FIELD_NAME
from django.http import QueryDict

from publishing.admin.sent import Fields, Values, in_words, plain, sent

OPENED_WITH = "opened_with"  # the hidden field with what the form would have sent untouched
ORDER = "position"  # where both moved parts, the second order holds
Row = dict[str, list[str]]  # what was sent of one part, by the names of its controls


@dataclass(frozen=True)
class Question:
    """One field that both changed. `name`: of the control that answers; `answers`: for theirs and for mine."""

    name: str
    label: str
    anchor: str
    was: str
    theirs: str
    mine: str
    answers: tuple[str, str]


@dataclass
class Merge:
    """`theirs`: what was taken over from the other, in words; `told`: what a person has to know before it is saved."""

    data: QueryDict
    who: str  # the other, as the beginning of a sentence
    questions: list[Question] = field(default_factory=list)
    theirs: list[str] = field(default_factory=list)
    told: list[str] = field(default_factory=list)

    @property
    def theirs_called(self) -> str:
        return self.who.removesuffix(",")


def opened_with(form: Any, formsets: list[Any]) -> str:
    """For the hidden field, of forms that hold what is stored. Signed, so that nothing else is ever read from it."""
    state = {"": sent(form), **{each.prefix: _parts(each) for each in formsets}}
    return signing.dumps(state, salt=_salt(form), compress=True)


def merge(data: QueryDict, form: Any, formsets: list[Any], who: str) -> Merge:
    """What was sent, merged with `form` and `formsets`, which hold what is stored now."""
    try:
        was = signing.loads(data.get(OPENED_WITH, ""), salt=_salt(form))
    except signing.BadSignature:
        was = {}  # each difference is asked about
    merged = Merge(data.copy(), who)
    known = was.get("", {})
    for name, theirs in sent(form).items():
        row = {key: data.getlist(key) for key in theirs}
        _settle(merged, form, name, known.get(name), theirs, row, str(form.fields[name].label), name)
        for key, values in row.items():
            merged.data.setlist(key, values)
    for each in formsets:
        _merge_parts(merged, each, was.get(each.prefix, {}))
    return merged


def _merge_parts(merged: Merge, formset: Any, was: dict[str, Fields]) -> None:
    prefix, pk = formset.prefix, formset.model._meta.pk.name
    stored = {str(form.instance.pk): form for form in formset.initial_forms}
    rows, initial = _rows(merged.data, prefix)
    held, new, seen = [], [], set()
    for row in rows[:initial]:
        uid = (row.get(pk) or [""])[0]
        if uid in stored and uid not in seen:
            _merge_part(merged, formset, stored[uid], was.get(uid), row)
            held.append(row)
        elif uid not in stored and _is_kept(merged, formset, was.get(uid), row):
            new.append({**row, pk: [""]})
        seen.add(uid)
    for uid, form in stored.items():
        if uid not in seen:
            merged.theirs.append(f"a new {_named(formset, form)}")
            held.append(_row_of(formset, form))
    _write(merged.data, prefix, [*held, *new, *rows[initial:]], len(held))


def _merge_part(merged: Merge, formset: Any, form: Any, was: Fields | None, row: Row) -> None:
    named, left_out = _named(formset, form), _own(formset)
    theirs, anchor = sent(form, left_out), form.prefix
    if row.get(DELETION_FIELD_NAME):
        if was is None or any(_plain(was.get(name)) != _plain(theirs[name]) for name in theirs if name != ORDER):
            told = "; ".join(
                f"{form.fields[name].label}: {in_words(form.fields[name], theirs[name])}"
                for name in theirs
                if name != ORDER and (was is None or _plain(was.get(name)) != _plain(theirs[name]))
            )
            digest = _digest(theirs)
            key = f"{formset.prefix}-{form.instance.pk}-{DELETION_FIELD_NAME}"
            answer = merged.data.get(f"choose-{key}", "")
            if answer == f"theirs:{digest}":
                row.update(_row_of(formset, form))
                row.pop(DELETION_FIELD_NAME)
            elif answer != f"mine:{digest}":
                question = Question(
                    f"choose-{key}", named, anchor, "as you opened it", f"changed: {told}", "deleted", _answers(digest)
                )
                merged.questions.append(question)
        return
    for name, values in theirs.items():
        known = None if was is None else was.get(name)
        label = f"{named}: {form.fields[name].label}"
        cells = {key: row.get(key, []) for key in values}
        if name == ORDER:
            if _plain(cells) == _plain(known):
                cells = values
        else:
            key = f"{formset.prefix}-{form.instance.pk}-{name}"
            _settle(merged, form, name, known, values, cells, label, key)
        row.update(cells)


def _settle(
    merged: Merge, form: Any, name: str, was: Values | None, theirs: Values, mine: Values, label: str, key: str
) -> None:
    """Decide about one field, and write the decision into `mine`; or ask."""
    its, own, before = _plain(theirs), _plain(mine), _plain(was)
    if own == its or (was is not None and its == before):
        return
    if was is not None and own == before:
        merged.theirs.append(label)
        mine.update(theirs)
        return
    digest, field_ = _digest(theirs), form.fields[name]
    answer = merged.data.get(f"choose-{key}", "")
    if answer == f"theirs:{digest}":
        mine.update(theirs)
    elif answer != f"mine:{digest}":
        shown = "not known" if was is None else in_words(field_, was)
        words = (shown, in_words(field_, theirs), in_words(field_, mine))
        merged.questions.append(Question(f"choose-{key}", label, form[name].auto_id, *words, _answers(digest)))


def _is_kept(merged: Merge, formset: Any, was: Fields | None, row: Row) -> bool:
    """Whether a part is kept that the other deleted: if there is something in it that would be lost."""
    if row.get(DELETION_FIELD_NAME):
        return False
    one = formset.model._meta.verbose_name
    if was is not None and all(
        _plain({key: row.get(key, []) for key in values}) == _plain(values)
        for name, values in was.items()
        if name != ORDER
    ):
        merged.theirs.append(f"that a {one} was deleted")
        return False
    merged.told.append(
        f"A {one} that you have changed was deleted meanwhile. It stands below as a new one, with what you typed: "
        "remove it if it is to go."
    )
    return True


def _parts(formset: Any) -> dict[str, Fields]:
    return {str(form.instance.pk): sent(form, _own(formset)) for form in formset.initial_forms}


def _own(formset: Any) -> set[str]:
    """The controls that say which part of which item it is."""
    return {formset.model._meta.pk.name, formset.fk.name}


def _row_of(formset: Any, form: Any) -> Row:
    pk = formset.model._meta.pk.name
    own = {pk: [str(form.instance.pk)], formset.fk.name: [str(formset.instance.pk)]}
    return {key: list(values) for each in sent(form, _own(formset)).values() for key, values in each.items()} | own


def _named(formset: Any, form: Any) -> str:
    return f"{formset.model._meta.verbose_name} “{form.instance.in_short()}”"


def _rows(data: QueryDict, prefix: str) -> tuple[list[Row], int]:
    """What was sent of each part, in order, and how many of them were stored when the form was opened."""
    total, initial = (_count(data.get(f"{prefix}-{name}_FORMS")) for name in ("TOTAL", "INITIAL"))
    rows: list[Row] = [{} for _ in range(total)]
    for name, values in data.lists():
        number, dash, rest = name.removeprefix(f"{prefix}-").partition("-")
        if name.startswith(f"{prefix}-") and dash and number.isdecimal() and int(number) < total:
            rows[int(number)][rest] = values
    return rows, min(initial, total)


def _write(data: QueryDict, prefix: str, rows: list[Row], initial: int) -> None:
    for name in [name for name in data if name.removeprefix(f"{prefix}-").partition("-")[0].isdecimal()]:
        if name.startswith(f"{prefix}-"):
            del data[name]
    for number, row in enumerate(rows):
        for rest, values in row.items():
            data.setlist(f"{prefix}-{number}-{rest}", values)
    data[f"{prefix}-TOTAL_FORMS"], data[f"{prefix}-INITIAL_FORMS"] = str(len(rows)), str(initial)


def _count(text: str | None) -> int:
    """A number of forms; Django refuses what is no number or more than it takes."""
    return min(int(text), DEFAULT_MAX_NUM * 2) if text and text.isdecimal() else 0


def _plain(values: Values | None) -> dict[str, list[str]] | None:
    return None if values is None else {key: plain(each) for key, each in values.items()}


def _digest(values: Any) -> str:
    """Of what the other has, as the question showed it: an answer is none to what has changed again since."""
    return hashlib.sha256(json.dumps(values, sort_keys=True).encode()).hexdigest()[:16]


def _answers(digest: str) -> tuple[str, str]:
    return f"theirs:{digest}", f"mine:{digest}"


def _salt(form: Any) -> str:
    return f"publishing.opened_with:{form.instance.pk}"
