"""What the drills count by must itself be right: when readers may expect an answer again after a kill."""

import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from benchmarks.readers import Readers


class Slow(BaseHTTPRequestHandler):
    asked, go_on = threading.Event(), threading.Event()

    def do_GET(self) -> None:
        self.asked.set()
        self.go_on.wait(5)
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *args) -> None:
        """Say nothing."""


@pytest.fixture
def port() -> Iterator[int]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Slow)
    thread = threading.Thread(target=server.serve_forever, args=[0.01])
    thread.start()
    yield server.server_port
    server.shutdown()
    thread.join()
    server.server_close()


def test_an_answer_to_a_question_from_before_the_kill_does_not_say_that_the_service_is_back(port):
    with Readers(port, lambda question, body: True, lambda: "/", rate=100, count=1) as readers:
        assert Slow.asked.wait(5)
        readers.expect_outage()
        Slow.go_on.set()
        until(lambda: readers.good_at)
        assert readers.is_down
        readers.note_gone()
        until(lambda: not readers.is_down)
    assert not readers.tally.failed


def until(is_so) -> None:
    ends = time.monotonic() + 5
    while not is_so():
        assert time.monotonic() < ends
        time.sleep(0.005)
