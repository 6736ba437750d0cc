"""What is sent to the real server byte by byte: refused by it or by us, never an error of ours, and others go on."""

import contextlib
import json
import re
import socket

import pytest

from benchmarks.servers import Service
from tests import prepared

HOST = b"Host: help.example.org\r\nConnection: close\r\n"
HELP = b"GET /api/v1/help HTTP/1.1\r\n" + HOST
ASK = b"POST /api/v1/help HTTP/1.1\r\n" + HOST + b"Content-Type: application/json\r\n"
# What no client of ours sends. The server refuses it with a bare status, before any code of ours has run.
BROKEN = {
    400: [
        *(
            b"GET /api/v1/help?age=%s HTTP/1.1\r\n%s\r\n" % (odd, HOST)
            for odd in (b'"', b"<", b"1 5", b"\xe9", b"\x00")
        ),
        *(HELP + odd + b"\r\n\r\n" for odd in (b"A\x00: b", b"A b: c", b"no colon", b": empty", b"A: \x00")),
        *(ASK + odd + b"\r\n\r\n{}" for odd in (b"Content-Length: x", b"Content-Length: -1", b"Transfer-Encoding: x")),
        ASK + b"Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}",
        *(b"\x16\x03\x01\x00\xa5\x01\x00\x00", b"GET\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n", b"G@T / HTTP/1.1\r\n" + HOST),
    ],
    414: [b"GET /%s HTTP/1.1\r\n%s\r\n" % (b"a" * 70_000, HOST)],
    431: [HELP + b"A: %s\r\n\r\n" % (b"a" * 2_000_000), HELP + b"A: b\r\n" * 101 + b"\r\n"],
}
# What is well-formed enough to reach us, however odd, gets an answer of ours.
ODD = {
    200: [
        b"GET /api/v1/help HTTP/1.0\r\n" + HOST + b"\r\n",
        b"GET http://help.example.org/api/v1/help HTTP/1.1\r\n" + HOST + b"\r\n",
        HELP + b"A: \xff\xfe\r\n\r\n",
        ASK + b"Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
    ],
    400: [
        b"GET /api/v1/help?age=%FF HTTP/1.1\r\n" + HOST + b"\r\n",
        HELP + b"Content-Length: 2\r\n\r\n{}",
        ASK + b"Content-Length: 3\r\n\r\n\xff{}",
        ASK + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n{}",
    ],
    404: [
        b"GET /api/v1/../../etc/passwd HTTP/1.1\r\n" + HOST + b"\r\n",
        b"GET /api/v1/services/%00 HTTP/1.1\r\n" + HOST + b"\r\n",
        b"GET /admin/x HTTP/1.1\r\n" + HOST + b"\r\n",  # there is no admin in the role public
    ],
    405: [
        b"%s /api/v1/help HTTP/1.1\r\n%s\r\n" % (odd, HOST) for odd in (b"BREW", b"get", b"Get", b"TRACE", b"M-SEARCH")
    ],
    414: [b"GET /%s HTTP/1.1\r\n%s\r\n" % (b"a" * 5_000, HOST)],
}


@pytest.fixture(scope="module")
def service(tmp_path_factory):
    home = tmp_path_factory.mktemp("server")
    prepared.filled(home)
    with Service(home, "", workers=1) as service:
        service.wait_until(lambda ready: ready["edition"])
        yield service


def sent(service: Service, request: bytes) -> tuple[int, bytes, bytes]:
    """The status, headers and body of what comes back; 0 when the connection was closed without an answer."""
    with socket.create_connection(("127.0.0.1", service.port), timeout=10) as connection:
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            connection.sendall(request)
        told = b""
        with contextlib.suppress(ConnectionResetError):
            while part := connection.recv(65_536):
                told += part
    head, _, body = told.partition(b"\r\n\r\n")
    status = re.match(rb"HTTP/1\.[01] (\d{3})", head)
    return int(status[1]) if status else 0, head.lower(), body


def cases(table: dict[int, list[bytes]]) -> list:
    return [pytest.param(status, raw, id=f"{status}-{raw[:60]!r}") for status, raws in table.items() for raw in raws]


@pytest.mark.parametrize(("status", "request_"), cases(BROKEN))
def test_what_is_not_http_is_refused_by_the_server_and_harms_nobody(service, status, request_):
    found, _, body = sent(service, request_)

    assert (found, body) in ((status, b""), (0, b""))
    assert service.get("/api/v1/help?age=15")[0] == 200


@pytest.mark.parametrize(("status", "request_"), cases(ODD))
def test_what_is_http_however_odd_is_answered_in_our_shape(service, status, request_):
    found, head, body = sent(service, request_)

    assert found == status
    assert b"\r\naccess-control-allow-origin: *" in head and re.search(
        rb"\r\nvary: (accept, )?accept-encoding(, accept-language)?\r\n", head
    )
    assert json.loads(body)["emergency"]["ways"][0]["value"] == "999"
