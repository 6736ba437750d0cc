"""The lists of docs/operating.md about keys, carried out as they stand there, by people who each have a passphrase."""

import io
import json
import re
import shlex
import stat
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from partners.trust import metadata, roots, standing
from tests.deploy.runbook import steps
from tests.partners.trusted import STATEMENT

COMMAND = "python3 -m helpapi trust "
LISTS = (
    "The first root",
    "A root before it expires",
    "Another online key",
    "The online key was stolen",
    "Another person's key",
)


class People:
    """At one table, in one folder, beside a node; `said` is what their machines have said."""

    def __init__(self, folder: Path, settings, monkeypatch):
        self.folder, self.node, self.settings, self.patch = folder, folder / "node", settings, monkeypatch
        self.said, self.done = "", 0
        self.node.mkdir()
        monkeypatch.chdir(folder)
        settings.PRODUCTION, settings.TRUST_FOLDER, settings.BUNDLE_KEY = True, self.node, ""

    def carry_out(self, heading: str) -> None:
        for step in steps(heading):
            for command in step.commands:
                self.run(command)
            if found := re.search(r"Set `HELPAPI_BUNDLE_KEY` to the line in `([a-z.]+)`", step.words):
                self.settings.BUNDLE_KEY = (self.folder / found[1]).read_text().strip()

    def run(self, command: str) -> None:
        if command.startswith(COMMAND):
            self.trust(*shlex.split(command.removeprefix(COMMAND)))
        else:
            assert command in ('cp trust/1.root.json "$HELPAPI_TRUST"', 'cp trust/*.root.json "$HELPAPI_TRUST"')
            for path in (self.folder / "trust").glob("*.root.json"):
                (self.node / path.name).write_bytes(path.read_bytes())

    def trust(self, *words: str, passphrase: str = "correct horse") -> None:  # noqa: S107  (nobody's)
        out = io.StringIO()
        self.patch.setattr(sys, "stdin", io.StringIO(f"{passphrase}\n"))
        call_command("trust", *words, stdout=out)
        self.said += out.getvalue()

    def online(self) -> int:
        """How many online keys the root in force names."""
        return len(standing.newest().roles["timestamp"].keyids)


@pytest.fixture
def people(tmp_path, settings, monkeypatch) -> People:
    return People(tmp_path, settings, monkeypatch)


@pytest.fixture
def begun(people) -> People:
    people.carry_out("The first root")
    return people


def test_every_list_is_carried_out_one_after_another(people):
    for number, heading in enumerate(LISTS, start=1):
        people.carry_out(heading)
        assert standing.signer(), heading
        assert max(metadata.roots()) >= number

    assert sorted(metadata.roots()) == [1, 2, 3, 4, 5, 6]
    assert people.online() == 1


def test_a_key_is_for_its_owner_alone_and_is_never_shown(begun):
    for name in ("ann.pem", "ben.pem", "cat.pem", "online.key"):
        path = begun.folder / name
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert not any(line in begun.said for line in path.read_text().splitlines() if "-----" not in line)
    assert "ENCRYPTED" in (begun.folder / "ann.pem").read_text()
    assert all("PRIVATE" not in path.read_text() for path in (begun.folder / "trust").iterdir())


def test_a_key_is_never_written_over_another(begun):
    with pytest.raises(CommandError, match=r"ann\.pem is there already"):
        begun.trust("key", "ann.pem")


def test_a_wrong_passphrase_signs_nothing(begun):
    begun.trust("root", "trust")

    with pytest.raises(CommandError, match="passphrase is wrong"):
        begun.trust("sign", "trust", "--key", "ann.pem", passphrase="battery staple")


def test_one_person_cannot_put_a_root_in_force(begun):
    begun.trust("root", "trust")
    begun.trust("sign", "trust", "--key", "ann.pem")
    begun.trust("sign", "trust", "--key", "ann.pem")

    with pytest.raises(CommandError, match="not signed by enough people"):
        begun.trust("verify", "trust")
    begun.run('cp trust/*.root.json "$HELPAPI_TRUST"')
    assert list(metadata.roots()) == [1]


def test_somebody_who_is_new_cannot_bring_themselves_in(begun):
    begun.trust("key", "dan.pem")
    begun.trust("root", "trust", "--add-person", "dan.pem.pub")
    begun.trust("sign", "trust", "--key", "dan.pem")
    begun.trust("sign", "trust", "--key", "ann.pem")

    with pytest.raises(CommandError, match="not signed by enough people"):
        begun.trust("verify", "trust")


def test_the_online_key_signs_no_root(begun):
    begun.trust("root", "trust")
    begun.trust("key", "mallory.pem")

    with pytest.raises(CommandError, match="nobody who may sign"):
        begun.trust("sign", "trust", "--key", "mallory.pem")


@pytest.mark.parametrize(
    "words", [("--remove", "ann.pem.pub", "--remove", "ben.pem.pub"), ("--remove", "online.key.pub")]
)
def test_a_root_with_too_few_keys_is_not_drafted(begun, words):
    with pytest.raises(CommandError, match=r"has 1\.|no online key"):
        begun.trust("root", "trust", *words)


def test_a_stolen_key_signs_no_more(begun):
    begun.trust("key", "new.key", "--online")
    begun.trust("root", "trust", "--remove", "online.key.pub", "--add-online", "new.key.pub")
    for name in ("ann", "ben"):
        begun.trust("sign", "trust", "--key", f"{name}.pem")
    begun.run('cp trust/*.root.json "$HELPAPI_TRUST"')

    assert standing.signer() is None
    with pytest.raises(metadata.Unsigned):
        metadata.timestamp(STATEMENT)


def test_a_root_about_to_expire_is_said_to_be(begun):
    begun.trust("root", "trust", "--days", "30")
    for name in ("ann", "ben"):
        begun.trust("sign", "trust", "--key", f"{name}.pem")

    with pytest.raises(CommandError, match="make the next one"):
        begun.trust("verify", "trust")


def test_what_was_tampered_with_on_the_way_is_not_in_force(begun):
    path = begun.folder / "trust" / roots.name(1)
    root = json.loads(path.read_text())
    root["signed"]["expires"] = "2199-01-01T00:00:00Z"
    path.write_text(json.dumps(root))

    with pytest.raises(CommandError, match="not signed by enough people"):
        begun.trust("verify", "trust")
