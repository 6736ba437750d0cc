"""Bring the catalogues of our own words up to date with what the code says, compile them, and tell what is missing."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from publishing import languages

HEADER = """\
# Our own words in {language}.
# Nobody has translated or read them yet.
"""


class Command(BaseCommand):
    help = "For developers: collect our own words, update and compile fixtures/words, and tell what is not translated."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--add", metavar="TAG", help="Begin a catalogue for this language of answer-languages.")
        parser.add_argument("--check", action="store_true", help="Change nothing; fail where something would change.")

    def handle(self, *args: Any, **options: Any) -> None:
        from publishing import catalogues  # with babel, which nothing that answers needs for English

        try:
            tags = catalogues.tags()
            if added := options["add"]:
                if added not in languages.tags() or added in (languages.ENGLISH, *tags):
                    raise CommandError(f"{added} must be in the list {languages.LIST}, and have no catalogue yet.")
                begun = catalogues.updated(added)
                begun.header_comment = HEADER.format(language=added)
                catalogues.path(added).write_bytes(catalogues.written(begun, added))
                tags = catalogues.tags()
            stale = [name for tag in tags for name in self._bring_up_to_date(tag, is_check=options["check"])]
            stale += self._write(catalogues.GIVEN, catalogues.of_page(), is_check=options["check"])
        except catalogues.CatalogueError as error:
            raise CommandError(str(error)) from None
        if stale and options["check"]:
            raise CommandError(f"Not up to date: {', '.join(stale)}. Run the command words.")

    def _bring_up_to_date(self, tag: str, *, is_check: bool) -> list[str]:
        """The names of the files of a language that were not as they must be."""
        from publishing import catalogues

        catalogue = catalogues.updated(tag)
        stale = self._write(catalogues.path(tag), catalogues.written(catalogue, tag), is_check=is_check)
        stale += self._write(catalogues.path(tag, "mo"), catalogues.compiled(tag), is_check=is_check)
        missing, faults = catalogues.missing(catalogue), list(catalogues.faults(catalogue))
        total = sum(1 for one in catalogue if one.id)
        self.stdout.write(f"{tag}: {total - len(missing)} of {total} are translated.")
        for words in missing:
            self.stdout.write(f"  missing: {words}")
        if faults:
            raise catalogues.CatalogueError("\n".join(f"{tag}: {fault}" for fault in faults))
        return stale

    def _write(self, path: Any, content: bytes, *, is_check: bool) -> list[str]:
        if path.exists() and path.read_bytes() == content:
            return []
        if not is_check:
            path.write_bytes(content)
        return [path.name]
