"""A copy in Python that keeps itself right: what it asks, what it takes, and what it is worth as it ages."""

import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from datetime import timedelta

import pytest
from helpapi_matcher.mirror import Mirror, Refused
from helpapi_matcher.mirror.copies import contents

from tests.partners.hostile import HostileServer
from tests.partners.publisher import FIRST, LAST, NEXT, NOW, PEOPLE, THIEF, A, root

PINNED = root()
DAY = timedelta(days=1)
RECALL = {"channel": "0c0f", "service": "5e", "kind": "phone", "digest": "d" * 64, "reason": "withdrawn", "since": "…"}


@pytest.fixture
def server():
    with HostileServer() as server:
        server.answers = dict(FIRST.answers())
        yield server


@pytest.fixture
def mirror(server, tmp_path) -> Mirror:
    mirror = Mirror(server.address, tmp_path / "copy", PINNED, 5)
    mirror.update(NOW)
    return mirror


def slugs(mirror: Mirror) -> list[str]:
    return sorted(entry["slug"] for entry in mirror.bundle["entries"] if entry["document"])


def test_from_nothing_it_asks_three_times(server, mirror):
    assert len(server.asked) == 3
    assert (mirror.state(NOW), slugs(mirror)) == ("fresh", ["a-line", "b-line"])


def test_one_change_is_one_request_and_nothing_new_is_a_304(server, mirror):
    server.answers, server.asked = dict(NEXT.answers()), []

    assert mirror.update(NOW).edition == 42
    assert server.asked == [("/api/v1/changes?since=41", 200)]
    assert slugs(mirror) == ["a-line", "b-line", "c-line"]

    mirror.update(NOW)
    server.asked.clear()
    assert mirror.update(NOW).edition == 42
    assert server.asked == [("/api/v1/changes?since=42", 304)]


def test_a_copy_by_changes_is_the_bundle_that_one_would_fetch(server, mirror, tmp_path):
    server.answers = dict(LAST.answers())
    mirror.update(NOW)
    fetched = Mirror(server.address, tmp_path / "another", PINNED)
    fetched.update(NOW)

    assert mirror.bundle == fetched.bundle
    assert slugs(mirror) == ["a-line", "c-line"]
    assert contents(mirror.bundle["entries"]) == LAST.contents


def test_changes_come_in_pages(server, mirror):
    changed = LAST.entries[1:]
    server.answers = {
        "/api/v1/changes?since=41": LAST.page(41, of=changed[:1], more=True),
        "/api/v1/changes?page=2&since=41": LAST.page(41, of=changed[1:]),
    }

    assert mirror.update(NOW).edition == 43


def test_an_edition_between_two_pages_is_made_up_for_by_the_bundle(server, mirror):
    first = NEXT.page(41, of=NEXT.entries[1:2], more=True)
    server.answers = {
        **LAST.answers(), "/api/v1/changes?since=41": first, "/api/v1/changes?page=2&since=41": LAST.page(41),
    }  # fmt: skip

    assert (mirror.update(NOW).refusal, slugs(mirror)) == (None, ["a-line", "c-line"])


def test_pages_that_lead_to_each_other_come_to_an_end(server, mirror):
    page = NEXT.page(41, of=NEXT.entries[1:2], more=True)
    server.answers = {**NEXT.answers(), "/api/v1/changes?since=41": page, "/api/v1/changes?page=2&since=41": page}

    assert (mirror.update(NOW).refusal, slugs(mirror)) == (None, ["a-line", "b-line", "c-line"])
    assert len(server.asked) < 120


def test_what_is_too_long_ago_begins_anew(server, mirror):
    server.answers = {**LAST.answers(), "/api/v1/changes?since=41": 410}

    assert mirror.update(NOW).edition == 43


def test_other_reference_data_are_fetched(server, mirror):
    other = replace(NEXT, reference={"public_url": "https://help.example.org", "language": "cy"})
    server.answers = dict(other.answers())

    assert mirror.update(NOW).refusal is None
    assert mirror.bundle["reference"]["language"] == "cy"


@pytest.mark.parametrize(
    "days, state", [(0, "fresh"), (6.9, "fresh"), (7, "out-of-date"), (89.9, "out-of-date"), (90, "contacts-hidden")]
)
def test_a_copy_ages_while_nobody_answers(server, mirror, days, state):
    server.answers = {}

    outcome = mirror.update(NOW + days * DAY)

    assert (outcome.state, outcome.edition, outcome.refusal) == (state, 41, None)


def test_a_server_that_says_304_for_ever_makes_no_copy_fresh(server, mirror):
    mirror.update(NOW)

    outcome = mirror.update(NOW + 8 * DAY)

    assert server.asked[-1] == ("/api/v1/changes?since=41", 304)
    assert outcome.state == "out-of-date"


def test_a_newer_statement_makes_the_same_contents_fresh(server, mirror):
    later = NOW + 3 * DAY
    server.answers = dict(replace(FIRST, issued_at=later).answers())

    mirror.update(later)

    assert mirror.state(NOW + 8 * DAY) == "fresh"


def test_another_process_begins_where_this_one_ended(server, mirror, tmp_path):
    server.answers = dict(NEXT.answers())
    mirror.update(NOW)
    server.answers = {}

    again = Mirror(server.address, tmp_path / "copy", PINNED)

    assert (again.state(NOW), again.bundle) == ("fresh", mirror.bundle)
    server.answers = dict(FIRST.answers())
    assert again.update(NOW).refusal is None  # nobody knows changes since 42 there
    server.answers["/api/v1/changes?since=42"] = FIRST.page(41)
    assert again.update(NOW).refusal == "rollback"


def test_a_damaged_copy_is_fetched_anew(server, mirror, tmp_path):
    path = tmp_path / "copy" / "copy.json"
    path.write_bytes(path.read_bytes().replace(b"7946 0001", b"7946 0666"))

    again = Mirror(server.address, tmp_path / "copy", PINNED)

    assert again.bundle is None
    assert (again.update(NOW).state, slugs(again)) == ("fresh", ["a-line", "b-line"])


def test_a_new_key_is_followed_and_the_former_one_is_not(server, mirror):
    stolen = replace(LAST, key=THIEF)
    server.answers = {**stolen.answers(), "/api/v1/trust/2.root.json": root(2, online=THIEF)}

    assert mirror.update(NOW).edition == 43  # the key is looked for at once

    server.answers["/api/v1/changes?since=43"] = replace(LAST, number=44, sequence=99).page(43)
    assert mirror.update(NOW).refusal == "unknown-key"


def test_another_person_is_followed(server, mirror):
    two = root(2, people=PEOPLE[1:], signed_by=PEOPLE)
    three = root(3, people=PEOPLE[1:], signed_by=PEOPLE[1:])
    server.answers |= {"/api/v1/trust/2.root.json": two, "/api/v1/trust/3.root.json": three}

    assert mirror.update(NOW + timedelta(hours=1)).refusal is None
    assert mirror._root.version == 3

    server.answers["/api/v1/trust/4.root.json"] = root(4, signed_by=PEOPLE[:2])
    assert mirror.update(NOW + timedelta(hours=2)).refusal == "bad-signature"


def test_an_expired_root_takes_nothing_new_and_shows_all(server, mirror):
    server.answers = dict(replace(NEXT, issued_at=NOW + 365 * DAY).answers())

    outcome = mirror.update(NOW + 365 * DAY)

    assert (outcome.refusal, outcome.edition) == ("expired", 41)
    assert slugs(mirror) == ["a-line", "b-line"]


def test_a_newer_root_that_is_pinned_is_taken(server, mirror, tmp_path):
    again = Mirror(server.address, tmp_path / "copy", root(5))

    assert again._root.version == 5


def test_recalls_are_newer_than_the_bundle(server, mirror):
    assert mirror.recalls == []
    server.answers = dict(replace(FIRST, recalled=(RECALL,), sequence=58).answers())
    server.asked.clear()

    assert mirror.update_recalls(NOW).refusal is None
    assert server.asked == [("/api/v1/recalls", 200)]
    assert mirror.recalls == mirror.bundle["recalls"] == [RECALL]

    mirror.update_recalls(NOW)
    assert server.asked[-1] == ("/api/v1/recalls", 304)


def test_recalls_outlive_the_process_and_their_date(server, mirror, tmp_path):
    server.answers = dict(replace(FIRST, recalled=(RECALL,)).answers())
    mirror.update_recalls(NOW)
    server.answers = {}

    again = Mirror(server.address, tmp_path / "copy", PINNED)
    again.update_recalls(NOW + 5 * DAY)

    assert again.recalls == [RECALL]


def test_a_mirror_needs_no_copy_to_hear_of_recalls(server, tmp_path):
    server.answers = {"/api/v1/recalls": replace(FIRST, recalled=(RECALL,)).recall_answer()}
    mirror = Mirror(server.address, tmp_path / "copy", PINNED)

    mirror.update_recalls(NOW)

    assert (mirror.recalls, mirror.bundle) == ([RECALL], None)


def test_a_file_that_is_no_root_is_refused(server, tmp_path):
    with pytest.raises(Refused) as refused:
        Mirror(server.address, tmp_path / "copy", b"{}")
    assert refused.value.name == "malformed"


def test_the_command_says_what_became_of_it(server, tmp_path):
    pinned = tmp_path / "root.json"
    pinned.write_bytes(PINNED)
    words = [server.address, str(tmp_path / "copy"), "--root", str(pinned)]

    done = subprocess.run(
        [sys.executable, "-m", "helpapi_matcher.mirror", *words],
        env={**os.environ, "PYTHONPATH": "matchers/python"}, capture_output=True, text=True, timeout=60,
    )  # fmt: skip

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == '{"state": "fresh", "edition": 41, "refusal": null}\n'


KEEPS_ON = """
import itertools, sys
from dataclasses import replace
from pathlib import Path
from helpapi_matcher.mirror.copies import Copy, Proof
from helpapi_matcher.mirror.storing import Folder
folder = Folder(Path(sys.argv[1]))
copy = folder.copy()
print("ready", flush=True)
for number in itertools.count(100):
    folder.keep_copy(replace(copy, proof=replace(copy.proof, sequence=number)))
"""


def test_whoever_kills_it_leaves_the_old_copy_or_the_new_one(server, mirror, tmp_path):
    mirror.update(NOW)
    for number in range(15):
        writer = subprocess.Popen(
            [sys.executable, "-c", KEEPS_ON, str(tmp_path / "copy")],
            env={**os.environ, "PYTHONPATH": "matchers/python"}, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        assert writer.stdout.readline() == "ready\n"
        time.sleep(0.003 * number)
        writer.send_signal(signal.SIGKILL)
        writer.wait()
        writer.stdout.close()

        again = Mirror(server.address, tmp_path / "copy", PINNED)
        assert again.bundle["entries"][0]["document"]["slug"] in (A["slug"], "b-line")
        assert slugs(again) == ["a-line", "b-line"]
