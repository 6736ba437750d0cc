"""What the drills stand on: a PostgreSQL to fail, content to serve, readers, and watchers of what is served."""

import contextlib
import itertools
import os
import re
import threading
import time
from collections.abc import Iterator
from types import SimpleNamespace
from urllib.error import HTTPError
from urllib.parse import urlencode, urlsplit
from urllib.request import HTTPCookieProcessor, build_opener

import pytest

from benchmarks import servers
from benchmarks.readers import Readers
from benchmarks.servers import Service
from tests.admin_pages import as_sent

PASSWORD = "a long enough password"
MAKE_AN_EDITOR = f"""
from django.contrib.auth.models import User
from tests.in_force import colleague, in_force
in_force(User.objects.filter(username="drill").first() or colleague("drill", password={PASSWORD!r}))
"""
MARK = re.compile(rb"mark-[0-9]+")
QUESTIONS = ("/api/v1/services?page_size=50", "/api/v1/services", "/api/v1/services?age=30&page_size=50")


def postgres() -> str:
    """The PostgreSQL of this machine; skips the test where there is none, and fails it in CI."""
    if not servers.answers(servers.POSTGRES):
        sentence = "No PostgreSQL answers on 127.0.0.1:5432, so nothing can be made to fail."
        if os.environ.get("CI") == "true":
            pytest.fail(sentence)
        pytest.skip(sentence)
    return servers.POSTGRES


@pytest.fixture(scope="session")
def filled(tmp_path_factory) -> Iterator[str]:
    """A database with the project's content, on PostgreSQL, to be copied."""
    with servers.own_database(postgres()) as database:
        servers.filled(tmp_path_factory.mktemp("filled"), database)
        yield database


def copy(filled: str):
    """A context with a database of its own that begins with the content of `filled`."""
    return servers.own_database(postgres(), copy_of=urlsplit(filled).path.strip("/"))


def is_of_one_edition(question: str, body: bytes) -> bool:
    """Whether an answer holds no more than one mark of benchmarks.publisher: two mean that two editions were mixed."""
    return len(set(MARK.findall(body))) <= 1


def readers(service: Service, rate: float = 50) -> Readers:
    """Readers of answers that show all that an edition of benchmarks.publisher changed."""
    return Readers(service.port, is_of_one_edition, itertools.cycle(QUESTIONS).__next__, rate)


def assert_all_good(asked: Readers, at_least: int) -> None:
    tally = asked.tally
    assert (tally.failed, tally.wrong) == (0, 0)
    assert len(tally.milliseconds) >= at_least


class Watcher:
    """What a service of one worker has served: each edition with the moment it was first seen, in order of time."""

    def __init__(self, service: Service):
        self._service = service
        self._is_over = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self.seen: list[tuple[int, float]] = []

    def __enter__(self) -> "Watcher":
        self._thread.start()
        return self

    def __exit__(self, *error) -> None:
        self._is_over.set()
        self._thread.join()

    @property
    def only_moves_forward(self) -> bool:
        numbers = [number for number, _ in self.seen]
        return numbers == sorted(numbers)

    def seconds_until(self, edition: int, since: float) -> float:
        """From `since` until this edition, or one after it, was served."""
        return next(at for number, at in self.seen if number >= edition) - since

    def _watch(self) -> None:
        while not self._is_over.wait(0.02):
            ready = self._service.ready()
            if ready and ready["edition"] and (not self.seen or self.seen[-1][0] != ready["edition"]):
                self.seen.append((ready["edition"], time.time()))


class Desk:
    """An editor at the admin of a running service, who sends what a browser would."""

    def __init__(self, service: Service, name: str, password: str):
        self._home = f"http://127.0.0.1:{service.port}"
        self._browser = build_opener(HTTPCookieProcessor())
        self.press("/admin/login/", username=name, password=password)

    def ask(self, path: str, form: dict | None = None) -> SimpleNamespace:
        """Open a page, or send a form to it, and go where that leads."""
        data = urlencode(form, doseq=True).encode() if form else None
        try:
            answer = self._browser.open(self._home + path, data, timeout=60)
        except HTTPError as refused:
            answer = refused
        with answer:
            return SimpleNamespace(status_code=answer.status, headers=answer.headers, content=answer.read())

    def press(self, path: str, **typed: str) -> SimpleNamespace:
        """Open the form at `path`, type, and press its button."""
        return self.ask(path, {**as_sent(self.ask(path)), **typed})


@contextlib.contextmanager
def asking(path: str, service: Service, times: int) -> Iterator[None]:
    """Ask a slow page that many times at once, and end when all have been answered."""
    threads = [threading.Thread(target=service.get, args=(path, 60)) for _ in range(times)]
    for thread in threads:
        thread.start()
    yield
    for thread in threads:
        thread.join()
