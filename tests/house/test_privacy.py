"""No trace of a question is left anywhere: not in a log, not in a file, not in a table.

Marked ages, places, words and addresses are sent by every route and method, rightly and wrongly, to the service as it
is run, with PostgreSQL logging every statement with every value. Then everything that was written is searched.
"""

import gzip
import http.client
import json
import re
import socket
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest

from benchmarks.servers import Service, filled
from tests.house import addresses
from tests.private_postgres import private_postgres
from tests.security.faulty import WORD

PLACE, OUTCODE, AGE, SEARCH = "na-h-eileanan-siar", "ZE2", "1987654321", "Qwmarkedword"
READER, BROWSER, COOKIE = "203.0.113.77", "Markedbrowser", "markedcookie"
LETTERS = "Æøymarked"
PEER = "127.0.0.77"  # where the connections really come from
MARKS = [
    PLACE,
    OUTCODE,
    AGE,
    SEARCH,
    READER,
    PEER,
    BROWSER,
    COOKIE,
    LETTERS,
    quote(LETTERS),
    "markedhost",
    "markedbody",
]
METHODS = ("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE", "TRACE", "QUERY")
QUERIES = [
    f"region={PLACE}",
    f"outcode={OUTCODE}",
    f"age={AGE}",
    f"q={SEARCH}",
    f"{SEARCH}={PLACE}",
    f"q={quote(LETTERS)}&age={AGE}&age={AGE}",
    f"q=%ff{SEARCH}",
    f"{WORD}={PLACE}&age={AGE}",
    "q=" + SEARCH * 400,
]
HEADERS = {
    "User-Agent": BROWSER,
    "Referer": f"https://app.example/?place={PLACE}",
    "Cookie": f"sessionid={COOKIE}; other={COOKIE}",
    "X-Forwarded-For": READER,
    "X-Real-IP": READER,
    "Authorization": f"Bearer {SEARCH}",
    "If-None-Match": f'"{SEARCH}"',
    "Accept-Language": LETTERS.encode().decode("latin-1"),
    "Origin": f"https://{SEARCH}.example",
}


class Watched(Service):
    """The service with a fault in it, its access log asked for in every way there is."""

    def __init__(self, home: Path, database_url: str):
        super().__init__(home, database_url, role="all", workers=1, application="tests.security.faulty:application")
        self._environment.update(
            HELPAPI_ACCESS_LOG="INFO",
            HELPAPI_HOSTS="127.0.0.1",
            HELPAPI_PROXIES="1",
            HELPAPI_DEMO="1",
            GRANIAN_LOG_ACCESS_ENABLED="1",
            GRANIAN_LOG_ACCESS_FMT="%(path)s?%(query_string)s",
        )

    def ask(self, method: str, path: str, body: bytes | None = None, **headers: str) -> int:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10, source_address=(PEER, 0))
        try:
            sent = {**HEADERS, **headers}
            if path.startswith("/admin"):
                del sent["Cookie"]  # there it is an editor's session, which is looked up
            connection.request(method, path, body, sent)
            return connection.getresponse().status
        finally:
            connection.close()

    def send(self, raw: bytes) -> None:
        with socket.create_connection(("127.0.0.1", self.port), 5, (PEER, 0)) as connection:
            connection.sendall(raw)
            connection.settimeout(0.3)
            try:
                connection.recv(1000)
            except TimeoutError:
                pass


@pytest.fixture(scope="module")
def watched(tmp_path_factory) -> Iterator[tuple[Watched, str, Path, Path]]:
    home = tmp_path_factory.mktemp("watched")
    with private_postgres() as (database, log, _):
        filled(home, database)
        with Watched(home, database) as service:
            service.wait_until(lambda ready: ready["edition"])
            yield service, database, log, home


def routes() -> list[str]:
    """Every public address, with something marked in place of each variable, and a few that there are not."""
    marked = ["/" + re.sub(r"<[^>]+>", PLACE, path) for path, _ in addresses.public()]
    also = [f"/{SEARCH}", f"/api/v1/regions/{PLACE}/", f"/static/{SEARCH}.css", f"/api/v1/services/{quote(LETTERS)}"]
    return [*marked, *also, f"/api/v1/regions/{OUTCODE}", f"/admin/{SEARCH}/", "/admin/login/"]


def ask_everything(service: Watched) -> dict[int, int]:
    """How often each status was answered."""
    statuses: list[int] = []
    for route in routes():
        for query in QUERIES:
            statuses.append(service.ask("GET", f"{route}?{query}"))
        for method in METHODS:
            statuses.append(service.ask(method, f"{route}?{QUERIES[0]}"))
        for body in ({"region": PLACE}, {"q": SEARCH, "age": int(AGE)}, {SEARCH: "markedbody"}, [PLACE]):
            content = json.dumps(body).encode()
            statuses.append(service.ask("POST", route, content, **{"Content-Type": "application/json"}))
        statuses.append(service.ask("POST", route, b'{"q": "markedbody', **{"Content-Type": "application/json"}))
        statuses.append(service.ask("POST", route, b'"markedbody"' * 2000, **{"Content-Type": "application/json"}))
        statuses.append(service.ask("POST", route, b"markedbody", **{"Content-Type": "text/plain"}))
        statuses.append(service.ask("GET", f"{route}?{QUERIES[0]}", Host="markedhost.example"))
        statuses.append(service.ask("GET", f"{route}?{QUERIES[0]}", Accept="text/html"))
        statuses.append(service.ask("GET", f"{route}?q={SEARCH}&page=2&edition=987654"))
    statuses += report(service)
    break_off(service)
    return {status: statuses.count(status) for status in set(statuses)}


def report(service: Watched) -> list[int]:
    """What is wrong with something that is public, rightly and wrongly said."""
    connection = http.client.HTTPConnection("127.0.0.1", service.port, timeout=10)
    connection.request("GET", "/api/v1/services?page_size=1")
    uid = json.loads(connection.getresponse().read())["results"][0]["uid"]
    connection.close()
    said = {"uid": uid, "problem": "closed"}
    bodies = (said, {**said, "problem": SEARCH}, {**said, "words": "markedbody"}, {**said, "channel": "markedbody"})
    sent = {"Content-Type": "application/json"}
    return [service.ask("POST", "/api/v1/reports", json.dumps(body).encode(), **sent) for body in bodies]


def break_off(service: Watched) -> None:
    """What is not HTTP, or ends too early."""
    for raw in (
        f"GET /api/v1/services?q={SEARCH} HTTP/9.9\r\n\r\n",
        f"{SEARCH} {PLACE}\r\n\r\n",
        f"{SEARCH.upper()} /api/v1/services HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
        f"GET /{SEARCH} HTTP/1.1\r\nHost: markedhost\r\n{COOKIE}\r\n\r\n",
        f"GET /?q={SEARCH * 70000} HTTP/1.1\r\n\r\n",
        f"POST /api/v1/help?q={SEARCH} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
        f"Content-Length: 5000\r\n\r\nmarkedbody",
        "POST /api/v1/help HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n\r\nmarkedbody",
    ):
        service.send(raw.encode())


def traces(database: str, log: Path, home: Path) -> dict[str, set[str]]:
    """Where a mark was found, and which: in every file, in PostgreSQL's log, and in every column of every table."""
    written = {str(path): _content(path) for path in [log, *home.rglob("*")] if path.is_file()}
    with psycopg.connect(database) as connection:
        tables = connection.execute(
            "SELECT format('%I.%I', table_schema, table_name) FROM information_schema.tables "
            "WHERE table_schema NOT IN ('pg_catalog', 'information_schema')"
        ).fetchall()
        for (table,) in tables:
            rows = connection.execute(f"SELECT t::text FROM {table} AS t").fetchall()  # noqa: S608
            written[table] = "\n".join(text for (text,) in rows)
    assert len(tables) > 25
    found = {place: {mark for mark in MARKS if _has(text, mark)} for place, text in written.items()}
    return {place: marks for place, marks in found.items() if marks}


def _has(text: str, mark: str) -> bool:
    """An outcode of three characters is a part of many a random number: there it must stand alone."""
    pattern = rf"(?<![0-9a-zA-Z_+/=-]){mark}(?![0-9a-zA-Z_+/=-])" if mark == OUTCODE else re.escape(mark)
    return re.search(pattern, text, re.IGNORECASE) is not None


def _content(path: Path) -> str:
    content = path.read_bytes()
    return (gzip.decompress(content) if content[:2] == b"\x1f\x8b" else content).decode("utf-8", "replace")


def test_no_question_leaves_a_trace(watched):
    service, database, log, home = watched
    before = traces(database, log, home)

    statuses = ask_everything(service)
    time.sleep(3)  # by then a thread has written what was reported

    with psycopg.connect(database) as connection:
        counted = connection.execute("SELECT problem, count FROM publishing_report").fetchall()
    assert counted == [("closed", 1)]
    assert {200, 202, 204, 302, 308, 400, 404, 405, 406, 410, 413, 414, 415, 500} <= set(statuses), statuses
    assert traces(database, log, home) == before == {}


def test_every_request_has_a_line_and_a_fault_has_its_place_in_the_code(watched):
    service, _, _, home = watched
    service.ask("GET", f"/api/v1/regions/{PLACE}")
    service.ask("GET", f"/api/v1/regions?{WORD}={PLACE}")
    time.sleep(0.3)
    lines = [
        json.loads(line) for line in _content(home / f"service-{service.port}.log").splitlines() if line[:1] == "{"
    ]

    seen = [line for line in lines if line["logger"] == "helpapi.access"]
    assert {"route": "api/v1/regions/<str:name>", "status": 200, "method": "GET"}.items() <= seen[-2].items()
    fault = next(line for line in reversed(lines) if line["logger"] == "django.request")
    assert fault["request_id"] == seen[-1]["request_id"]
    assert (fault["status"], fault["exception"]) == (500, "RuntimeError")
    assert any("from_query" in place for place in fault["raised_in"])


def test_the_search_finds_what_was_planted(watched):
    service, database, log, home = watched
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute("CREATE TABLE planted AS SELECT %s AS place", [PLACE])
    (home / "planted.log").write_text(f"a question about {OUTCODE} and {SEARCH}")
    (home / "planted.gz").write_bytes(gzip.compress(AGE.encode()))
    service.send(b"")

    found = traces(database, log, home)

    assert found["public.planted"] == {PLACE}
    assert found[str(home / "planted.log")] == {OUTCODE, SEARCH}
    assert found[str(home / "planted.gz")] == {AGE}
    assert PLACE in found[str(log)]
