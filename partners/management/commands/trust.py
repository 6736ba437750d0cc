"""The root of trust: make keys, draft the next root, sign it, look at it (docs/operating.md).

Needs no database, so the machine of a person who signs need not have one.
"""

import getpass
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from partners.trust import ceremony, keys, roots


class Command(BaseCommand):
    help = "Make keys, and make, sign and look at the roots that say which keys are ours."
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        words = parser.add_subparsers(dest="word", required=True, metavar="key|root|sign|verify")

        key = words.add_parser("key", help="make a key: FILE, and FILE.pub for everybody")
        key.add_argument("file", type=Path)
        key.add_argument("--online", action="store_true", help="for the nodes: the line for HELPAPI_BUNDLE_KEY")

        root = words.add_parser("root", help="draft the root to come")
        root.add_argument("folder", type=Path)
        root.add_argument("--add-person", type=Path, action="append", default=[], metavar="FILE.pub")
        root.add_argument("--add-online", type=Path, action="append", default=[], metavar="FILE.pub")
        root.add_argument("--remove", action="append", default=[], metavar="FILE.pub or id")
        root.add_argument("--days", type=int, default=roots.DAYS, help="that it is good for")

        sign = words.add_parser("sign", help="sign the draft")
        sign.add_argument("folder", type=Path)
        sign.add_argument("--key", type=Path, required=True)

        verify = words.add_parser("verify", help="say what is in force, and what a draft would change")
        verify.add_argument("folder", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            getattr(self, options["word"])(options)
        except FileExistsError as error:
            raise CommandError(f"{error.filename} is there already.") from None
        except FileNotFoundError as error:
            raise CommandError(f"There is no {error.filename}.") from None
        except (keys.BadKey, roots.BadRoot) as error:
            raise CommandError(str(error)) from None

    def key(self, options: dict[str, Any]) -> None:
        path = options["file"]
        if options["online"]:
            keys.write_seed(path, keys.made())
        else:
            keys.write(path, keys.made(), self.passphrase("A passphrase for the key; empty: none. "))
        self.stdout.write(f"{path.name} is secret. {path.name}.pub is {keyid(path)} and for everybody.")

    def root(self, options: dict[str, Any]) -> None:
        options["folder"].mkdir(exist_ok=True)
        people, online = ceremony.public(options["add_person"]), ceremony.public(options["add_online"])
        path = ceremony.draft(options["folder"], people, online, options["remove"], options["days"])
        self.stdout.write(f"{path.name} is a draft, to be signed.")

    def sign(self, options: dict[str, Any]) -> None:
        key = options["key"]
        passphrase = self.passphrase("The passphrase of the key. ") if keys.is_locked(key) else ""
        path, missing = ceremony.sign(options["folder"], keys.from_file(key, passphrase))
        self.stdout.write(f"{path.name}: {missing} more to sign." if missing else f"{path.name} is in force.")

    def verify(self, options: dict[str, Any]) -> None:
        for line in ceremony.described(options["folder"]):
            self.stdout.write(line)
        if wrong := ceremony.faults(options["folder"], datetime.now(UTC)):
            raise CommandError(" ".join(wrong))

    def passphrase(self, words: str) -> str:
        """Typed unseen; where nobody sits at a keyboard, the first line of what is sent."""
        return getpass.getpass(words) if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")


def keyid(path: Path) -> str:
    return keys.public_from_file(path.with_name(f"{path.name}.pub")).keyid[: ceremony.SHORTEST_NAME]
