"""Translations as XLIFF files: out for translators, and in again as proposals that two people publish."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from publishing.management.jobs import Job, Lines, person
from publishing.translating import standing
from publishing.translating.xliff import exporting, importing
from publishing.translating.xliff.sheets import LARGEST, NotTaken
from publishing.wording import shortened

SHOWN = 100  # characters of a text


class Command(Job):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        ways = parser.add_subparsers(dest="way", required=True, metavar="export|import")
        out = ways.add_parser("export", help="write what there is to translate")
        out.set_defaults(dry_run=False)
        out.add_argument("file", type=Path, metavar="FILE", help="where to; a file that is there is replaced")
        out.add_argument("--lang", required=True, choices=standing.others(), help="the language")
        out.add_argument("--only", choices=[*exporting.WHICH], default=exporting.ALL, help="which items; all of them")
        back = ways.add_parser("import", help="take in what translators sent back")
        super().add_arguments(back)
        back.add_argument("file", type=Path, metavar="FILE")
        back.add_argument("--by", required=True, metavar="USERNAME", help="in whose name")
        back.add_argument("--submit", action="store_true", help="submit for approval what is whole")

    def do(self, way: str, file: Path, **options: Any) -> Lines:
        return self.write_out(file, **options) if way == "export" else self.take_in(file, **options)

    def write_out(self, file: Path, lang: str, only: str, **options: object) -> Lines:
        wanted = exporting.wanted(lang, only)
        try:
            content = exporting.export(lang, wanted)
            file.write_bytes(content)
        except (NotTaken, OSError) as error:
            raise CommandError(f"{str(error).removesuffix('.')}. Nothing was written.") from None
        yield f"{file}: {len(wanted)} items in {len(content):,} bytes."

    def take_in(self, file: Path, by: str, submit: bool, **options: object) -> Lines:
        try:
            with file.open("rb") as opened:
                content = opened.read(LARGEST + 1)
        except OSError as error:
            raise CommandError(f"{error}. Nothing was changed.") from None
        report = importing.take_in(content, person(by), submit)
        for one in report.taken:
            done = "submitted" if one.is_submitted else "changed" if one.changes else "as it was"
            yield f"{one.row}: {done}"
            for english, before, after in one.changes:
                told = [shortened(text, SHOWN) for text in (english, before or "nothing", after)]
                yield "  {}: {} → {}".format(*told)
            yield from (f"  {words}" for words in one.told)
        yield from (f"Not taken: {problem}" for problem in report.problems)
        yield f"Items: {len(report.taken)}. Not taken: {len(report.problems)}. Nothing of it is public."
