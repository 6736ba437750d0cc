"""What there is to translate, as a file: every English text of the items that are asked for, in one language."""

from collections.abc import Iterable
from uuid import UUID

from publishing import languages
from publishing.models import Publishable, Translation
from publishing.registry import kind_of
from publishing.translating import sources, standing, words
from publishing.translating.xliff.sheets import Line, NotTaken, Sheet, Workbook
from publishing.translating.xliff.writing import written

ALL = "all"
WHICH = {standing.MISSING: [standing.MISSING], standing.BEHIND: [standing.BEHIND], ALL: []}
INITIAL, TRANSLATED = "initial", "translated"
STATES = {standing.WAITING: "reviewed", standing.PUBLIC: "final"}  # of XLIFF


def export(language: str, wanted: Iterable[tuple[str, UUID]]) -> bytes:
    """The file of these items, by their kinds and uids; `NotTaken` where there is nothing to write."""
    if language in languages.SIGNED:
        raise NotTaken("This language has no written form. Give a film on the page of each item.")
    items = sources.items(wanted)
    rows = standing.with_state(Translation.objects.filter(language=language, of__in=list(items)))
    held = {row.of: row for row in rows}
    sheets = [_sheet(item, held.get(uid)) for uid, item in items.items()]
    if not any(sheet.lines for sheet in sheets):
        raise NotTaken("There is nothing to translate among these.")
    return written(Workbook(language, [sheet for sheet in sheets if sheet.lines]))


def wanted(language: str, which: str) -> list[tuple[str, UUID]]:
    """The items that `which` means in a language: a key of `WHICH`."""
    return standing.uids(language, WHICH[which])


def _sheet(item: Publishable, row: Translation | None) -> Sheet:
    texts = row.texts if row else {}
    former = words.former(item, texts)
    state = STATES.get(getattr(row, "standing", ""), TRANSLATED)
    lines = [
        Line(
            english,
            texts.get(english, ""),
            state if texts.get(english) else INITIAL,
            place.where,
            place.longest,
            former.get(english, ""),
            texts.get(former.get(english, ""), ""),
        )
        for english, place in words.places(item).items()
    ]
    is_machine_made = bool(row and row.is_machine_made)
    return Sheet(item.uid, kind_of(item).name, str(item), words.digest(item), is_machine_made, lines)
