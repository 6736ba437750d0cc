import sys
import threading
import time
from datetime import UTC, datetime

import pytest
from django.db import OperationalError

from publishing import bundle, following, keeper
from publishing.edition import Edition
from publishing.registry import layouts
from tests.sealed import sealed

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


class Source(keeper.Keeper):
    """A keeper whose database is what the test says: `answer` is called for each check."""

    def __init__(self, answer=lambda: 1):
        super().__init__()
        self.answer = answer
        self.checks: list[float] = []

    def check(self) -> bool:
        self.checks.append(time.monotonic())
        held = self._hold(edition(self.answer()), "database")
        self.checked_at = datetime.now(UTC)
        return held


def edition(number: int) -> Edition:
    return sealed(Edition(number, [], layouts()))


def gone() -> int:
    raise OperationalError("gone")


@pytest.fixture(autouse=True)
def quick(settings, tmp_path):
    settings.EDITION_POLL_SECONDS = 0.02
    settings.EDITIONS_FOLDER = tmp_path / "editions"


@pytest.fixture
def follow():
    """Start a follower of a keeper; all of them stop with the test."""
    started = []

    def follow(source) -> following.Follower:
        follower = following.Follower(source)
        started.append(follower)
        follower.start()
        return follower

    yield follow
    for follower in started:
        follower.stop()
        for thread in follower._threads.values():
            thread.join(timeout=5)


def eventually(holds, seconds: float = 5) -> bool:
    end = time.monotonic() + seconds
    while not holds() and time.monotonic() < end:
        time.sleep(0.01)
    return holds()


def test_a_process_that_starts_holds_what_the_database_says(follow):
    source = Source(lambda: 7)

    follow(source)

    assert (source.status().edition, source.status().source) == (7, "database")


def test_a_newer_edition_is_seen_without_being_asked_for(follow):
    numbers = iter(range(1, 10_000))
    source = Source(lambda: next(numbers))

    follow(source)

    assert eventually(lambda: source.status().edition >= 5)


def test_while_it_fails_the_database_is_asked_at_most_once_a_second(follow):
    source = Source(gone)
    follow(source)

    time.sleep(3.5)

    gaps = [after - before for before, after in zip(source.checks, source.checks[1:], strict=False)]
    assert len(gaps) >= 2
    assert min(gaps) >= 1


def test_however_long_it_failed_the_next_attempt_is_within_two_seconds():
    assert all(1 <= following._wait(failed) <= 1.8 for failed in (1, 2, 5, 1000))


def test_the_edition_goes_on_being_held_while_the_database_is_gone(follow):
    answers = iter([3])
    source = Source(lambda: next(answers, None) or gone())

    follow(source)

    assert eventually(lambda: len(source.checks) > 1)
    assert source.status().edition == 3


def test_the_database_is_followed_again_when_it_is_back(follow):
    answers = iter([1, None, 2])
    source = Source(lambda: next(answers, 2) or gone())

    follow(source)

    assert eventually(lambda: source.status().edition == 2)


def test_a_bug_in_loading_does_not_end_the_thread(follow):
    answers = iter([1, "nonsense", 2])
    source = Source(lambda: next(answers, 2))

    follow(source)

    assert eventually(lambda: source.status().edition == 2)


def test_a_dead_thread_is_noticed_by_a_request_and_started_again(follow, recwarn):
    answers = iter([1, SystemExit, 2])

    def answer() -> int:
        found = next(answers, 2)
        if found is SystemExit:
            raise SystemExit
        return found

    source = Source(answer)
    follower = follow(source)
    assert eventually(lambda: not follower._threads["keeper"].is_alive())

    assert eventually(lambda: follower.attend() or source.status().edition == 2)


def test_whoever_looks_at_the_health_alone_has_a_dead_thread_started_again(follow, monkeypatch, api, recwarn):
    answers = iter([1])
    source = Source(lambda: next(answers, None) or sys.exit())
    follower = follow(source)
    monkeypatch.setattr(keeper, "_follower", follower)
    monkeypatch.setattr(keeper, "_keeper", source)
    assert eventually(lambda: not follower._threads["keeper"].is_alive())
    source.answer = lambda: 2

    assert eventually(lambda: api.get("/health/ready").json()["edition"] == 2)


def test_a_request_is_answered_where_the_system_has_no_thread_to_spare(follow, monkeypatch, caplog, recwarn):
    answers = iter([1])
    source = Source(lambda: next(answers, None) or sys.exit())
    follower = follow(source)
    assert eventually(lambda: not follower._threads["keeper"].is_alive())

    def start(thread):
        raise RuntimeError("can't start new thread")

    with monkeypatch.context() as exhausted:
        exhausted.setattr(threading.Thread, "start", start)
        for _ in range(3):
            follower._next_look = 0
            follower.attend()
    source.answer = lambda: 2

    assert caplog.text.count("no thread can be started") == 1
    assert eventually(lambda: follower.attend() or source.status().edition == 2)


def test_a_request_never_waits_for_a_check_that_hangs(follow):
    hanging = threading.Event()
    answers = iter([1])
    source = Source(lambda: next(answers, None) or hanging.wait(5) or 1)
    follower = follow(source)
    assert eventually(lambda: len(source.checks) == 2)

    began = time.monotonic()
    for _ in range(1000):
        follower.attend()
        source.current()
    took = time.monotonic() - began
    hanging.set()

    assert took < 0.5


def test_a_start_without_the_database_serves_from_the_file(follow, settings):
    settings.EDITIONS_FOLDER.mkdir()
    bundle.write(settings.EDITIONS_FOLDER, edition(4), NOW)
    source = Source(gone)

    began = time.monotonic()
    follow(source)

    assert time.monotonic() - began < 2
    status = source.status()
    assert (status.edition, status.source, status.checked) == (4, "file", None)


def test_a_start_while_the_database_hangs_serves_from_the_file_within_two_seconds(follow, settings):
    settings.EDITIONS_FOLDER.mkdir()
    bundle.write(settings.EDITIONS_FOLDER, edition(4), NOW)
    hanging = threading.Event()
    source = Source(lambda: hanging.wait(5) or 5)

    began = time.monotonic()
    follow(source)
    took = time.monotonic() - began
    hanging.set()

    assert took < 2
    assert source.status().source == "file"


def test_a_start_without_database_and_file_holds_nothing(follow):
    source = Source(gone)

    follow(source)

    assert source.current() is None


def test_an_empty_database_does_not_hide_the_content_on_file(follow, settings):
    settings.EDITIONS_FOLDER.mkdir()
    bundle.write(settings.EDITIONS_FOLDER, edition(4), NOW)

    source = Source(lambda: 0)
    follow(source)

    assert (source.status().edition, source.status().source) == (4, "file")


def test_the_edition_is_put_on_file(follow, settings):
    follow(Source(lambda: 6))

    assert eventually(lambda: (found := bundle.newest(settings.EDITIONS_FOLDER)) and found.number == 6)


def test_an_edition_that_is_just_coming_in_is_no_trouble_for_the_file(follow, settings, monkeypatch, caplog):
    monkeypatch.setattr(following, "LOOK_SECONDS", 0.02)
    settings.EDITIONS_FOLDER.mkdir()
    bundle.write(settings.EDITIONS_FOLDER, edition(1), NOW)
    is_in = threading.Event()

    class Slow(Source):
        def check(self) -> bool:
            """Holds the edition, and is then kept from noting when the database said so."""
            held = self._hold(edition(2), "database")
            is_in.wait(5)
            self.checked_at = datetime.now(UTC)
            return held

    follow(Slow())
    time.sleep(0.2)
    is_in.set()

    assert eventually(lambda: bundle.newest(settings.EDITIONS_FOLDER).number == 2)
    assert "could not be written" not in caplog.text


def test_an_edition_from_a_file_is_not_written_again(follow, settings):
    settings.EDITIONS_FOLDER.mkdir()
    path = bundle.write(settings.EDITIONS_FOLDER, edition(4), NOW)
    before = path.stat().st_mtime_ns
    follow(Source(gone))

    time.sleep(following.LOOK_SECONDS + 0.5)

    assert [(p, p.stat().st_mtime_ns) for p in settings.EDITIONS_FOLDER.glob("edition-*")] == [(path, before)]


def test_a_folder_that_cannot_be_written_to_stops_nothing(follow, settings, tmp_path):
    (tmp_path / "a-file").touch()
    settings.EDITIONS_FOLDER = tmp_path / "a-file"
    numbers = iter(range(1, 10_000))
    source = Source(lambda: next(numbers))
    follow(source)

    time.sleep(following.LOOK_SECONDS + 0.3)

    before = source.status().edition
    assert eventually(lambda: source.status().edition > before)


def test_a_disk_that_stays_full_is_logged_once_and_so_is_its_end(follow, settings, tmp_path, monkeypatch, caplog):
    monkeypatch.setattr(following, "LOOK_SECONDS", 0.05)
    monkeypatch.setattr(bundle, "SECONDS_BETWEEN", 0.05)
    settings.EDITIONS_FOLDER = in_the_way = tmp_path / "a-file"
    in_the_way.touch()
    follow(Source(lambda: 6))
    time.sleep(0.5)

    in_the_way.unlink()

    assert eventually(lambda: "the edition file can be written again" in caplog.text)
    assert caplog.text.count("the edition file could not be written") == 1


def test_a_process_that_was_forked_with_an_edition_does_not_read_its_file_again(follow, settings, monkeypatch):
    settings.EDITIONS_FOLDER.mkdir()
    path = bundle.write(settings.EDITIONS_FOLDER, edition(4), NOW)
    source = Source(gone)
    source.hold_file(bundle.read(path))
    forked_with = source.current()
    monkeypatch.setattr(bundle, "read", lambda path: pytest.fail("it is held already"))

    follow(source)

    assert source.current() is forked_with


def test_it_takes_the_file_that_was_written_since(follow, settings):
    settings.EDITIONS_FOLDER.mkdir()
    source = Source(gone)
    source.hold_file(bundle.read(bundle.write(settings.EDITIONS_FOLDER, edition(4), NOW)))
    bundle.write(settings.EDITIONS_FOLDER, edition(5), NOW)

    follow(source)

    assert source.status().edition == 5
