"""What is too long or too slow is let go by the service itself; a proxy in front is stricter still (tests/deploy)."""

import contextlib
import socket
import time

import pytest

from benchmarks.servers import Service
from helpapi.running import turns
from tests import prepared
from tests.front import Front, needs_nginx

START = b"Host: help.example.org\r\n"
BODY = b"POST /api/v1/help HTTP/1.1\r\n" + START + b"Content-Type: application/json\r\n"


@pytest.fixture(scope="module")
def service(tmp_path_factory):
    home = tmp_path_factory.mktemp("bounds")
    prepared.filled(home)
    with Service(home, "", workers=1) as service:
        service.wait_until(lambda ready: ready["edition"])
        yield service


def answer_to(service: Service, request: bytes) -> bytes:
    """The status line; empty when the connection was closed without one."""
    with socket.create_connection(("127.0.0.1", service.port), timeout=10) as connection:
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            connection.sendall(request)
        with contextlib.suppress(ConnectionResetError):
            return connection.recv(1000).partition(b"\r\n")[0]
        return b""


@pytest.mark.parametrize("length", [2_100, 5_000, 100_000])
def test_a_long_address_is_refused(service, length):
    status = answer_to(service, b"GET /api/v1/services?q=" + b"a" * length + b" HTTP/1.1\r\n" + START + b"\r\n")

    assert status.split()[1] in (b"400", b"414")


@pytest.mark.parametrize(
    "header", [b"X-Long: " + b"a" * 1_500_000, b"\r\n".join(b"X-%d: a" % number for number in range(500))]
)
def test_long_and_many_headers_are_refused(service, header):
    assert b" 431 " in answer_to(service, b"GET / HTTP/1.1\r\n" + START + header + b"\r\n\r\n")


def test_a_long_list_of_tags_is_read_in_no_time(service):
    began = time.monotonic()

    assert b" 200 " in answer_to(
        service, b"GET /api/v1/codes HTTP/1.1\r\n" + START + b"If-None-Match: " + b"," * 350_000 + b"\r\n\r\n"
    )
    assert time.monotonic() - began < 0.5


def test_a_large_body_is_refused_before_it_has_arrived(service):
    began = time.monotonic()

    status = answer_to(service, BODY + b"Content-Length: 500000000\r\n\r\n" + b" " * 1_000_000)

    assert b" 413 " in status
    assert time.monotonic() - began < 2


def test_a_body_without_a_length_is_refused_when_it_grows_large(service):
    chunk = b"%x\r\n" % 50_000 + b" " * 50_000 + b"\r\n"

    assert b" 413 " in answer_to(service, BODY + b"Transfer-Encoding: chunked\r\n\r\n" + chunk * 20)


def test_a_deeply_nested_body_is_refused(service):
    body = b"[" * 9_000

    assert b" 400 " in answer_to(service, BODY + b"Content-Length: %d\r\n\r\n" % len(body) + body)


def test_nothing_but_http_1_is_spoken(service):
    preface = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + bytes([0, 0, 0, 4, 0, 0, 0, 0, 0])

    assert answer_to(service, preface)[:9] in (b"", b"HTTP/1.1 ")


def test_clients_that_send_their_headers_slowly_hold_up_nobody(service):
    with contextlib.ExitStack() as open_connections:
        for _ in range(100):
            connection = open_connections.enter_context(socket.create_connection(("127.0.0.1", service.port)))
            connection.sendall(b"GET / HTTP/1.1\r\nX-")
        began = time.monotonic()

        assert service.get("/api/v1/help?age=15")[0] == 200
        assert time.monotonic() - began < 2


@needs_nginx
def test_behind_the_proxy_bodies_sent_slowly_hold_up_nobody(service, tmp_path):
    with Front(tmp_path, service.port) as front, contextlib.ExitStack() as open_connections:
        for _ in range(20):
            connection = open_connections.enter_context(front.connect())
            connection.sendall(BODY + b"Content-Length: 5000\r\n\r\n{")
        began = time.monotonic()

        assert service.get("/api/v1/help?age=15")[0] == 200
        assert time.monotonic() - began < 2


def test_a_client_that_breaks_off_leaves_the_service_as_it_was(service):
    for _ in range(5):
        with socket.create_connection(("127.0.0.1", service.port)) as connection:
            connection.sendall(BODY + b"Content-Length: 5000\r\n\r\n{")

    assert service.get("/api/v1/help?age=15")[0] == 200


def test_a_form_of_the_admin_is_bounded(client, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000

    response = client.post("/admin/login/", "a=" + "b" * 1_000_001, content_type="application/x-www-form-urlencoded")

    assert response.status_code == 400


@pytest.mark.parametrize("address", ["/admin/login/", "/api/v1/help"])
def test_a_body_that_says_it_is_larger_than_it_may_be_is_never_waited_for(address):
    class Slow:
        def read(self, *size):
            raise AssertionError("somebody waits for it, and holds a turn meanwhile")

    answer = turns.taking_turns(lambda environ, start: [environ["wsgi.input"].read()], at_once=1)
    environ = {"REQUEST_METHOD": "POST", "PATH_INFO": address, "CONTENT_LENGTH": "9000000", "wsgi.input": Slow()}

    assert list(answer(environ, lambda *_: None)) == [b""]
