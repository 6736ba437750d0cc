"""What translators sent back, as proposals: rows that people look at and submit. Nothing here becomes public.

Whatever is not taken is told, with its file and unit. What was made from older English is kept and marked: until
somebody has looked at it in the form, it can't be submitted.
"""

from dataclasses import dataclass, field

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction

from publishing import languages, lifecycle, permission, plain_text
from publishing.models import Publishable, Translation
from publishing.permission import Refusal
from publishing.registry import kind_of
from publishing.translating import checking, sources, standing, words
from publishing.translating.xliff.reading import read
from publishing.translating.xliff.sheets import Line, NotTaken, Problem, Sheet, id_of, plain

NOTE = "Taken in from a file of translators"
MOST_OLD = 500  # texts of an item that are kept though their English is another by now
UNKNOWN = "unknown"  # in the place of a digest: made from an English that nobody can tell
BEHIND = (
    "The file was made from older English. It is kept, and can't be submitted until somebody has looked in the form at "
    "what has changed."
)
MACHINE = "The file says that a machine wrote some of it. Whoever approves is told."


@dataclass
class Taken:
    """What became of the translation of one item. `changes`: the English, what stood for it, and what does now."""

    row: Translation
    changes: list[tuple[str, str, str]] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    is_submitted: bool = False

    @property
    def direction(self) -> str:
        return languages.direction(self.row.language)


@dataclass
class Report:
    """What was done with a file, or would be."""

    language: str
    taken: list[Taken] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def take_in(content: bytes, by: User, submits: bool = False) -> Report:
    """Write what the file says into the rows of its items, in this person's name; or `Refusal`, and nothing is done.

    `submits`: ask for what is whole, and made from the English of now, to be published.
    """
    permission.require(by, "submit_item", "take in translations")
    if not by.has_perm("publishing.change_translation"):
        raise Refusal("Your account is not allowed to change translations.")
    try:
        book = read(content, [tag for tag in standing.others() if tag not in languages.SIGNED])
    except NotTaken as why:
        raise Refusal(str(why)) from None
    report = Report(book.language, problems=list(book.problems))
    with lifecycle.locked():
        uids = [sheet.uid for sheet in book.sheets]
        items = sources.items(sources.named(uids))
        held = {row.of: row for row in Translation.objects.filter(of__in=uids, language=book.language)}
        for sheet in book.sheets:
            item = items.get(sheet.uid)
            if item is None:
                report.problems.append(Problem("There is no item with this uid that has words.", str(sheet.uid)))
            elif sheet.kind and sheet.kind != kind_of(item).name:
                fault = f"The file says that this is a {sheet.kind}, and it is a {kind_of(item).name}."
                report.problems.append(Problem(fault, str(sheet.uid)))
            else:
                row = held.get(sheet.uid) or Translation.of_item(item, kind_of(item).name, book.language)
                _take(sheet, item, row, by, submits, report)
    return report


def _take(sheet: Sheet, item: Publishable, row: Translation, by: User, submits: bool, report: Report) -> None:
    """One item. A fault of one text leaves the others alone."""
    taken = Taken(row)
    report.taken.append(taken)
    given, problems = _given(sheet, item, row, taken)
    report.problems += problems
    if not given:
        return
    english, now = words.of(item), words.digest(item)
    texts = {**row.texts, **{one: line.text for one, line in given.items()}}
    made_from = _made_from(sheet, row, now, is_whole=all(one in given for one in english))
    is_machine_made = row.is_machine_made or sheet.is_machine_made or any(one.is_machine_made for one in given.values())
    taken.changes = [(one, row.texts.get(one, ""), text) for one, text in texts.items() if row.texts.get(one) != text]
    if sheet.digest != now:
        taken.told.append(BEHIND)
    if is_machine_made and not row.is_machine_made:
        taken.told.append(MACHINE)
    if made_from == now and not words.missing(item, texts):
        texts = {one: texts[one] for one in english}
    if (texts, made_from, is_machine_made) != (row.texts, row.made_from, row.is_machine_made):
        row.texts, row.made_from, row.is_machine_made = texts, made_from, is_machine_made
        if not _is_saved(row, by, sheet, report):
            report.taken.remove(taken)
            return
    if submits:
        _submit(taken, by, report if problems else None, {line.state for line in given.values()})


def _given(
    sheet: Sheet, item: Publishable, row: Translation, taken: Taken
) -> tuple[dict[str, Line], list[Problem]]:  # fmt: skip
    """By the English that each is meant for, the lines that can be taken; and what is wrong with the others."""
    english, now = words.of(item), words.digest(item)
    known = {id_of(one): one for one in (*row.texts, *english)}
    given: dict[str, Line] = {}
    problems = []
    left = 0
    for line in sheet.lines:
        meant = _meant(line, known)
        if not meant:
            fault = "The English of this unit is not what was exported, so it is not taken."
        elif meant in given:
            fault = "The same English stands in another unit already, so this one is not taken."
        elif meant not in english and (sheet.digest == now or len(given) + len(row.texts) > MOST_OLD + len(english)):
            fault = "The item has no such English, so this is not taken."
        elif not line.text.strip():
            left += bool(row.texts.get(meant))
            continue
        else:
            fault = checking.of_pair(meant, line.text) or plain_text.fault([meant, line.text])
            given |= {} if fault else {meant: line}
        if fault:
            problems.append(Problem(fault, str(sheet.uid), line.unit, row.title))
    if left:
        taken.told.append(f"{left} of its texts have no translation in the file. What there is of them stays.")
    return given, problems


def _meant(line: Line, known: dict[str, str]) -> str:
    """Which English the line stands for: what it says, or what differs from that in its spaces alone; else empty."""
    if line.unit == id_of(line.english) or line.english in known.values():
        return line.english
    one = known.get(line.unit, "")
    return one if one and plain(one) == plain(line.english) else ""


def _made_from(sheet: Sheet, row: Translation, now: str, is_whole: bool) -> str:
    """The digest of the English that the row is then made from: of now, only where a person has seen all of it."""
    if sheet.digest == now:
        return now if is_whole or not row.texts else row.made_from
    return sheet.digest or UNKNOWN


def _is_saved(row: Translation, by: User, sheet: Sheet, report: Report) -> bool:
    try:
        with transaction.atomic():
            row.full_clean()
            row.save()
            lifecycle.edited(row, by=by)
    except ValidationError as error:
        report.problems += [Problem(fault, str(sheet.uid), item=row.title) for fault in error.messages]
        return False
    return True


def _submit(taken: Taken, by: User, faulty: Report | None, states: set[str]) -> None:
    """Ask for it to be published, or tell why not."""
    if faulty:
        taken.told.append("Not submitted, because some of it was not taken.")
    elif "initial" in states:
        taken.told.append("Not submitted, because the file says that some of it is not translated yet (“initial”).")
    else:
        try:
            with transaction.atomic():
                lifecycle.submit([taken.row], by, NOTE)
                taken.is_submitted = True
        except Refusal as refusal:
            taken.told.append(f"Not submitted. {refusal}")
