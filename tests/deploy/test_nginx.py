"""What nginx with deploy/nginx answers before the real service: while it is there, and while it is down."""

import gzip
import http.cookies
import json
import re
import threading
import time

import pytest

from benchmarks.servers import Service
from publishing import languages
from publishing.emergency import EMERGENCY
from tests.front import DEPLOY, Front, needs_nginx, origin
from tests.security import observatory

HELD = "/api/v1/services/childline"
TIMELY = "/api/v1/help?age=15&region=scotland"

pytestmark = needs_nginx


def emergency(response, status: int = 503) -> str:
    """Whom to call, from a problem that the proxy says by itself and that a page on any site may read."""
    assert (response.status, response.headers["Content-Type"]) == (status, "application/problem+json")
    assert (response.headers["Cache-Control"], response.headers["Access-Control-Allow-Origin"]) == ("no-store", "*")
    said = json.loads(response.content)
    assert (list(said), said["status"]) == (["type", "title", "status", "detail", "errors", "emergency"], status)
    headers = {name.lower(): value for name, value in response.headers.items()}
    assert observatory.score(headers, http.cookies.SimpleCookie()) >= 100
    return said["emergency"]["ways"][0]["value"]


# Each is another address to the application than to a proxy that tidies it, and nothing is there.
MISLEADING = {
    "//api/v1/help": "/api/v1/help",
    "/api/v1/help%3Fage=15": "/api/v1/help?age=15",
    "/x/../api/v1/organisations": "/api/v1/organisations",
    "/api/v1//codes": "/api/v1/codes",
    "/nothing/../": "/",
    "/api/v1/./services": "/api/v1/services",
}


@pytest.mark.parametrize("misleading", MISLEADING)
def test_no_answer_is_kept_as_that_of_another_address(front, misleading):
    assert front.get(misleading).status == 404

    assert front.get(MISLEADING[misleading]).status == 200


def test_an_answer_that_speaks_of_opening_hours_is_never_shown_stale(tmp_path):
    with origin() as server, Front(tmp_path, server.server_port) as front:
        assert [front.get(path).status for path in ("/api/timely", "/api/other")] == [200, 200]
        server.shutdown()
        server.server_close()
        time.sleep(2)

        assert front.get("/api/other").status == 200
        assert emergency(front.get("/api/timely")) == "999"


def test_what_the_application_says_of_being_restored_is_passed_on_as_it_is(tmp_path):
    with origin() as server, Front(tmp_path, server.server_port) as front:
        assert front.get("/api/v1/help").status == 200
        server.restoring = b'{"type": "being-restored"}'
        time.sleep(2)

        said = front.get("/api/v1/help")
        assert (said.status, said.content) == (503, server.restoring)


@pytest.mark.parametrize("spelling", ["gzip", "gzip, deflate", "br, GZIP;q=0.8", "deflate, gzip;q=1.0, *;q=0.5"])
def test_what_is_kept_for_one_browser_is_there_for_all(tmp_path, spelling):
    with origin() as server, Front(tmp_path, server.server_port) as front:
        front.get("/api/other", Accept_Encoding="gzip, deflate, br, zstd")
        server.shutdown()
        server.server_close()
        time.sleep(2)

        packed = front.get("/api/other", Accept_Encoding=spelling, Via="1.1 cdn")
        assert (packed.headers["Content-Encoding"], gzip.decompress(packed.content)) == ("gzip", b"{}")
        assert front.get("/api/other", "HEAD", Accept_Encoding=spelling).status == 200
        for plain in ("gzip;q=0", "gzip;q=0.000", "br", "x-gzip", ""):
            unpacked = front.get("/api/other", Accept_Encoding=plain)
            assert (unpacked.headers["Content-Encoding"], unpacked.content) == (None, b"{}"), plain
            held = front.get("/api/other", Accept_Encoding=plain, If_None_Match=unpacked.headers["ETag"])
            assert held.status == 304


def test_help_in_plain_sentences_is_never_given_to_who_asks_for_json_nor_the_other_way_round(front):
    told = {
        accept: front.get("/api/v1/help?age=17", Accept=accept).headers["Content-Type"]
        for accept in ("text/plain", "*/*", "TEXT/plain;q=0.1, application/json", "text/plain, */*;q=0.1")
    }

    text, json_ = "text/plain; charset=utf-8", "application/json"
    assert list(told.values()) == [text, json_, json_, text]


def test_an_answer_in_one_language_is_never_given_to_who_asks_for_another(front):
    asked = ("cy", "en-GB,en;q=0.9", "CY-gb, en;q=0.1", "en, cy;q=0.1", "fr", "", "cy")
    told = [front.get("/api/v1/help?age=16", Accept_Language=one).headers["Content-Language"] for one in asked]

    assert told == ["cy, en", "en", "cy, en", "en", "en", "en", "cy, en"]


def test_the_proxy_tells_every_language_apart_that_the_application_does():
    named = re.search(r"\[ ,\]\)\((.*?)\)", (DEPLOY / "helpapi.conf").read_text(encoding="utf-8"))[1].split("|")

    assert {"en", *named} == set(languages.tags())


def test_a_question_never_asked_before_gets_the_emergency_page_while_the_origin_is_down(front, service):
    service.kill()

    assert emergency(front.get("/api/v1/services?age=16")) == "999"
    assert emergency(front.get("/api/v1/services?age=16", Accept="text/html")) == "999"
    asked = front.get("/api/v1/help", "POST", b"{}", Content_Type="application/json")
    assert emergency(asked) == "999"
    for path in ("/", "/api/docs", "/problems/error"):
        page = front.get(path, Accept="text/html,application/xhtml+xml;q=0.9")
        assert (page.status, page.headers["Content-Type"]) == (503, "text/html")
        assert b"call 999" in page.content
        assert emergency(front.get(path)) == "999"


@pytest.mark.parametrize("file", sorted(DEPLOY.glob("emergency.html")) + sorted(DEPLOY.glob("*.json")), ids=str)
def test_the_proxy_s_emergency_words_are_the_sheet_s(file):
    text = file.read_text()

    assert EMERGENCY["text"] in text and EMERGENCY["covers"] in text
    assert all(way["uri"] in text and way["label"] in text for way in EMERGENCY["ways"])
    assert file.suffix == ".html" or json.loads(text)["emergency"] == EMERGENCY


# What is asked, and what a reader sees of it once nothing fresh is left.
ASKED = {
    HELD: "stale",
    "/api/v1/advice": "stale",
    TIMELY: "emergency",
    "/api/v1/services?age=15&region=scotland": "emergency",
    "/api/v1/services?age=15&outcode=EH1": "emergency",
}


def test_killed_under_load_readers_get_a_stale_answer_or_the_emergency_page(home, tmp_path):
    seen, stop = {path: [] for path in ASKED}, threading.Event()

    def read(path: str) -> None:
        while not stop.wait(0.2):  # slower than the limit, so that nothing is refused for that
            asked = time.monotonic()
            response = front.get(path)
            seen[path].append((asked, response))

    def after(path: str) -> list:
        return [response for asked, response in list(seen[path]) if asked > killed + 1.5]

    def until(is_so) -> None:
        patience = time.monotonic() + 60
        while not is_so() and time.monotonic() < patience:
            time.sleep(0.1)

    with Service(home, "", workers=1, application="tests.deploy.short_lived:application") as service:
        service.wait_until(lambda ready: ready and ready["edition"])
        with Front(tmp_path, service.port) as front:
            readers = [threading.Thread(target=read, args=(path,)) for path in ASKED]
            for reader in readers:
                reader.start()
            until(lambda: min(map(len, seen.values())) > 3)
            killed = time.monotonic()
            service.kill()
            until(lambda: min(len(after(path)) for path in ASKED) > 5)
            stop.set()
            for reader in readers:
                reader.join()

    for path, answers in seen.items():
        before = [response for asked, response in answers if asked < killed - 0.3]
        assert len(before) > 1 and {response.status for response in before} == {200}
        assert len(after(path)) > 5
        for _, response in answers:
            assert response.status in (200, 503) and response.content
        for response in after(path):
            if ASKED[path] == "stale":
                assert (response.status, response.content) == (200, before[-1].content), path
                assert response.headers["Content-Type"] == before[-1].headers["Content-Type"]
            else:
                assert emergency(response) == "999"


def test_help_is_never_refused_and_everything_else_is_limited_by_address(front):
    helped = front.burst(*[("/api/v1/help", {})] * 150)
    others = front.burst(*[("/api/v1/codes", {})] * 150)
    forged = front.burst(*(("/api/v1/codes", {"X-Forwarded-For": f"203.0.113.{number}"}) for number in range(150)))

    assert {response.status for response in helped} == {200}
    limited = next(response for response in others if response.status == 429)
    assert emergency(limited, 429) == "999"
    assert limited.headers["Retry-After"] == "2"
    assert "Retry-After" in limited.headers["Access-Control-Expose-Headers"]
    assert 429 in {response.status for response in forged}


# What an operator adds who has something before nginx (docs/operating.md).
BEHIND = "set_real_ip_from 127.0.0.1; real_ip_header X-Forwarded-For;"


def limited(front: Front, *addresses: str) -> set[int]:
    asked = [("/api/other", {"X-Forwarded-For": address}) for address in addresses]
    return {response.status for response in front.burst(*asked)}


def test_the_addresses_of_one_household_are_one_to_the_limit(tmp_path):
    with origin() as server, Front(tmp_path, server.server_port, BEHIND) as front:
        assert 429 in limited(front, *(f"2001:db8::{number:x}:1" for number in range(150)))
        assert limited(front, "2001:db8:0:1::1", "2001:db8:1::1", "203.0.113.7") == {200}


def test_behind_something_of_the_operator_s_the_application_hears_the_reader_s_address(tmp_path):
    with origin() as server, Front(tmp_path, server.server_port, BEHIND) as front:
        front.get("/api/other", X_Forwarded_For="198.51.100.1, 203.0.113.7")

        assert server.asked[-1]["X-Forwarded-For"] == "203.0.113.7"


def test_forged_forwarding_headers_change_nothing(tmp_path):
    with origin() as server, Front(tmp_path, server.server_port) as front:
        front.get("/nothing", Host="help.example.org")
        front.get(
            "/nothing",
            Host="help.example.org",
            X_Forwarded_For="203.0.113.7",
            X_Forwarded_Host="evil.example",
            X_Forwarded_Proto="http",
            X_Real_IP="203.0.113.7",
            Forwarded="for=203.0.113.7;host=evil.example",
        )
        plain, forged = (dict(headers) for headers in server.asked[-2:])

    assert forged == plain
    assert (plain["X-Forwarded-For"], plain["X-Forwarded-Proto"]) == ("127.0.0.1", "https")


def test_too_much_is_refused_with_the_emergency_notice(front):
    long = front.get("/api/v1/services?q=" + "a" * 9000)
    large = front.get("/api/v1/help", "POST", b"{" + b" " * 20_000, Content_Type="application/json")
    headers = front.get("/api/v1/help", X_Long="a" * 9000)

    assert (emergency(long, 414), emergency(large, 413), emergency(headers, 400)) == ("999", "999", "999")


BEFOREHAND = {"Origin": "https://school.example", "Access_Control_Request_Method": "GET"}


def test_a_page_with_monitoring_can_read_what_the_proxy_says_while_the_origin_is_down(tmp_path):
    asked = {**BEFOREHAND, "Access_Control_Request_Headers": "traceparent,baggage"}
    with origin() as server, Front(tmp_path, server.server_port) as front:
        server.shutdown()
        server.server_close()
        allowed = [front.get(path, "OPTIONS", **asked) for path in ("/api/v1/help?age=15", "/nothing", "//x/../%41")]

        assert [one.status for one in allowed] == [204, 204, 204]
        assert {one.headers["Access-Control-Allow-Headers"] for one in allowed} == {"traceparent,baggage"}
        assert {one.headers["Access-Control-Allow-Origin"] for one in allowed} == {"*"}
        assert "POST" in allowed[0].headers["Access-Control-Allow-Methods"]
        assert emergency(front.get("/api/v1/help?age=15", traceparent="00-1-2-00")) == "999"


def test_no_page_is_allowed_anything_of_editors(tmp_path):
    with origin() as server, Front(tmp_path, server.server_port) as front:
        for path in ("/admin/", "/confirm/1.x"):
            assert front.get(path, "OPTIONS", **BEFOREHAND).headers["Access-Control-Allow-Headers"] is None
        assert front.get("/-preflight").status == 404


def test_an_editor_may_save_a_long_form(tmp_path):
    with origin() as server, Front(tmp_path, server.server_port) as front:
        assert front.get("/admin/advice/topic/1/change/", "POST", b"a" * 900_000).status == 200


def test_an_organisation_that_writes_too_much_is_told_so_by_the_application(tmp_path):
    with origin() as server, Front(tmp_path, server.server_port) as front:
        assert front.get("/confirm/1.x", "POST", b"a" * 900_000).status == 200


@pytest.mark.parametrize(
    ("raw", "status"),
    [
        (b"TRACE /api/v1/help HTTP/1.1\r\nHost: a\r\n\r\n", 405),
        (b"CONNECT /api/v1/help HTTP/1.1\r\nHost: a\r\n\r\n", 405),
        (b"POST /api/v1/help HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip\r\n\r\n", 400),
        (b"GET /api/v1/help HTTP/3.0\r\nHost: a\r\n\r\n", 400),
        (b"GET /api/v1/help HTTP/1.1\r\n\r\n", 400),
        (b"GET /%00 HTTP/1.1\r\nHost: a\r\n\r\n", 400),
        (b"GET /-said/slow.json HTTP/1.1\r\nHost: a\r\n\r\n", 404),
    ],
)
def test_what_the_proxy_refuses_by_itself_is_a_problem_like_any_other(tmp_path, raw, status):
    with origin() as server, Front(tmp_path, server.server_port) as front:
        refused = front.send(raw)

    assert emergency(refused, status) == "999"
    assert ("Allow" in refused.headers) == (status == 405)


def test_without_tls_a_question_is_refused_and_a_page_leads_on(tmp_path):
    with origin() as server, Front(tmp_path, server.server_port) as front:
        for path in (HELD, "//api/v1/help", "/%61pi/v1/help"):
            assert emergency(front.get(path, plain=True), 403) == "999"
        asked = front.get("/api/v1/help", "POST", b'{"age": 15}', plain=True, Content_Type="application/json")
        assert emergency(asked, 403) == "999"
        page = front.get("/api/docs", plain=True, Host="help.example.org")

        assert (page.status, page.headers["Location"]) == (308, "https://help.example.org/api/docs")
        assert page.headers["Cache-Control"] == "no-store"
        assert not [headers for headers in server.asked if "/health" not in str(headers)][1:]


def test_an_editor_signs_in_over_tls(home, tmp_path):
    service = Service(home, "", role="all", workers=1)
    service._environment.update(HELPAPI_PROXIES="1")
    with service:
        service.wait_until(lambda ready: ready and ready["edition"])
        with Front(tmp_path, service.port) as front:
            page = front.get("/admin/login/", Host="help.example.org")
            cookie = page.headers["Set-Cookie"].partition(";")[0]
            typed = f"username=ann&password=wrong&csrfmiddlewaretoken={cookie.partition('=')[2]}"
            done = front.get(
                "/admin/login/?next=/admin/",
                "POST",
                typed.encode(),
                Host="help.example.org",
                Origin="https://help.example.org",
                Referer="https://help.example.org/admin/login/",
                Cookie=cookie,
                Content_Type="application/x-www-form-urlencoded",
            )

    assert done.status == 200
    assert b"Please enter the correct username" in done.content
