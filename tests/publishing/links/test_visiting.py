"""What is made of everything that a server, its name or its network may do; and that nothing inside is ever called."""

import gzip
import socket
import ssl
import struct
import subprocess
import time
import zlib
from itertools import chain, pairwise, repeat

import pytest

from publishing.links import outcomes, pages, robots
from publishing.links.outcomes import Visit, verdict
from publishing.links.visiting import Expected, Visitor
from publishing.reaching import addresses, failures
from tests.publishing.links.servers import Talk, page, serving

INSIDE = "127.0.0.2"  # where the decoy stands, which is judged as any other address
TITLE = "Childline: get support"
EXPECTED = Expected(names=("Childline",))


def sent(*pieces: bytes, pause: float = 0):
    return lambda talk: talk.send(*pieces, pause=pause)


def answers(status: str, body: bytes = b"words", **headers: str):
    return lambda talk: talk.answer(status, body, **headers)


def says(body: bytes, **headers: str):
    return lambda talk: talk.answer(body=body, **headers)


def titled(title: str, **headers: str):
    return says(page(title), **headers)


def leads(to: str, status: str = "302 Found", **headers: str):
    return lambda talk: talk.answer(status, b"", Location=to, **headers)


def refreshes(to: str, delay: str = "0", quoted: str = '"'):
    head = f"<meta http-equiv={quoted}refresh{quoted} content={quoted}{delay}; URL={to}{quoted}>"
    return says(page("Moving", head=head))


def hangs(talk: Talk) -> None:
    talk.over.wait(5)


def endless(talk: Talk) -> None:
    talk.send(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<title>Childline</title>")
    while not talk.over.is_set():
        talk.send(b"<p>" * 4096)


def endless_head(talk: Talk) -> None:
    talk.send(b"HTTP/1.1 200 OK\r\n")
    while not talk.over.is_set():
        talk.send(b"X-More: " + b"a" * 900 + b"\r\n")


def endless_interim(talk: Talk) -> None:
    while not talk.over.is_set():
        talk.send(b"HTTP/1.1 100 Continue\r\n\r\n")


def resets(talk: Talk) -> None:
    talk.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def keeps_open(talk: Talk) -> None:
    """It was told to close, and does not: the length that it gave is enough."""
    talk.page(TITLE, Connection="keep-alive")
    talk.over.wait(5)


def open_without_end(talk: Talk) -> None:
    """No length, no end of the head, and not closed."""
    talk.send(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: keep-alive\r\n\r\n<title>Childl")
    talk.over.wait(5)


def compressed(body: bytes) -> bytes:
    return gzip.compress(body)


def bomb() -> bytes:
    return gzip.compress(b"<p>" * 20_000_000)


OK, PAGE = outcomes.OK, page(TITLE)
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
# By path: what it does, what comes of it, and what else is known then.
TABLE = {
    "/plain": (titled(TITLE), OK),
    "/drip-of-the-head": (sent(*[b"H", b"T"] * 50, pause=0.05), failures.TOO_LATE),
    "/drip-of-the-body": (sent(HEAD + b"\r\n", *[b"<p>"] * 99, pause=0.05), failures.TOO_LATE),
    "/hangs": (hangs, failures.TOO_LATE),
    "/endless-body": (endless, OK),
    "/endless-head": (endless_head, failures.NO_HTTP),
    "/endless-interim": (endless_interim, failures.TOO_LARGE),
    "/many-headers": (sent(HEAD + b"X-A: b\r\n" * 200 + b"\r\n"), failures.NO_HTTP),
    "/long-header": (sent(HEAD + b"X-A: " + b"b" * 70_000 + b"\r\n\r\n"), failures.NO_HTTP),
    "/gzip": (says(compressed(PAGE), Content_Encoding="gzip"), OK),
    "/deflate": (says(zlib.compress(PAGE), Content_Encoding="deflate"), OK),
    "/gzip-bomb": (says(bomb(), Content_Encoding="gzip"), OK),
    "/no-gzip-after-all": (says(PAGE, Content_Encoding="gzip"), OK),
    "/loop": (leads("/loop"), outcomes.TOO_MANY_HOPS),
    "/loop-of-two": (leads("/loop-of-two-b"), outcomes.TOO_MANY_HOPS),
    "/loop-for-a-cookie": (leads("/loop-for-a-cookie", Set_Cookie="a=b"), outcomes.WALL),
    "/six-hops": (leads("/hop-5"), outcomes.TOO_MANY_HOPS),
    "/five-hops": (leads("/hop-4"), OK),
    "/nowhere": (answers("302 Found", b""), outcomes.LED_ASTRAY),
    "/to-loopback": (leads("http://127.0.0.1/"), outcomes.LED_ASTRAY),
    "/to-metadata": (leads("http://169.254.169.254/latest/meta-data/"), outcomes.LED_ASTRAY),
    "/to-ipv6": (leads("http://[::1]/"), outcomes.LED_ASTRAY),
    "/to-mapped": (leads("http://[::ffff:127.0.0.1]/"), outcomes.LED_ASTRAY),
    "/to-hexadecimal": (leads("http://0x7f000001/"), outcomes.LED_ASTRAY),
    "/to-decimal": (leads("http://2130706433/"), outcomes.LED_ASTRAY),
    "/to-octal": (leads("http://0177.0.0.1/"), outcomes.LED_ASTRAY),
    "/to-localhost": (leads("http://localhost/"), outcomes.LED_ASTRAY),
    "/to-another-port": (leads("http://site.example.org:8080/plain"), outcomes.LED_ASTRAY),
    "/to-a-user": (leads("http://user:word@site.example.org/plain"), outcomes.LED_ASTRAY),
    "/to-inside": (leads("http://inside.example.org/"), outcomes.LED_ASTRAY),
    "/to-nat64": (leads("http://nat64.example.org/"), outcomes.LED_ASTRAY),
    "/to-shared": (leads("http://shared.example.org/"), outcomes.LED_ASTRAY),
    "/to-a-phone": (leads("tel:+448001111"), outcomes.LED_ASTRAY),
    "/to-a-file": (leads("file:///etc/passwd"), outcomes.LED_ASTRAY),
    "/to-a-script": (leads("javascript:alert(1)"), outcomes.LED_ASTRAY),
    "/to-a-bracket": (leads("http://[broken/"), outcomes.LED_ASTRAY),
    "/to-nobody": (leads("http://nobody.example.org/"), failures.NO_ADDRESS),
    "/refresh-to-inside": (refreshes("http://inside.example.org/"), outcomes.LED_ASTRAY),
    "/split-header": (leads("/plain\r\nHost: inside.example.org"), OK),
    "/moved-301": (leads("/plain", "301 Moved Permanently"), OK),
    "/moved-308": (leads("/plain", "308 Permanent Redirect"), OK),
    "/found-302": (leads("/plain"), OK),
    "/other-303": (leads("/plain", "303 See Other"), OK),
    "/for-now-307": (leads("/plain", "307 Temporary Redirect"), OK),
    "/moved-then-found": (leads("/found-302", "301 Moved Permanently"), OK),
    "/moved-home": (leads("/", "301 Moved Permanently"), outcomes.LED_HOME),
    "/index.html": (leads("/", "301 Moved Permanently"), OK),
    "/moved-to-a-gap": (leads("/no-such-page", "301 Moved Permanently"), "status-404"),
    "/moved-unencoded": (leads("/pläin".encode().decode("latin-1"), "301 Moved Permanently"), OK),
    "/refresh": (refreshes("/plain"), OK),
    "/refresh-unquoted": (refreshes("/plain", quoted="'"), OK),
    "/refresh-late": (says(page(TITLE, head='<meta http-equiv="refresh" content="300; url=/no-such-page">')), OK),
    "/refresh-itself": (says(page(TITLE, head='<meta http-equiv="refresh" content="0; url=/refresh-itself">')), OK),
    "/refresh-loop": (refreshes("/refresh-loop-b"), outcomes.TOO_MANY_HOPS),
    "/resets": (resets, failures.NOT_REACHED),
    "/empty-reply": (lambda talk: None, failures.NOT_REACHED),
    "/no-http": (sent(b"220 mail.example.org ESMTP\r\n"), failures.NO_HTTP),
    "/http-0.9": (sent(PAGE), failures.NO_HTTP),
    "/http-1.0": (sent(b"HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n" + PAGE), OK),
    "/odd-status": (sent(b"HTTP/1.1 abc\r\n\r\n"), failures.NO_HTTP),
    "/broken-chunks": (sent(HEAD + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n"), failures.NO_HTTP),
    "/chunks": (sent(HEAD + b"Transfer-Encoding: chunked\r\n\r\n%x\r\n" % len(PAGE) + PAGE + b"\r\n0\r\n\r\n"), OK),
    "/broken-off": (sent(HEAD + b"Content-Length: 9999\r\n\r\n<p>"), failures.NOT_REACHED),
    "/broken-off-after-its-head": (sent(HEAD + b"Content-Length: 9999\r\n\r\n" + PAGE), OK),
    "/continue-100": (sent(b"HTTP/1.1 100 Continue\r\n\r\n" + HEAD + b"\r\n" + PAGE), OK),
    "/early-103": (sent(b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" + HEAD + b"\r\n" + PAGE), OK),
    "/keeps-open": (keeps_open, OK),
    "/open-without-end": (open_without_end, failures.TOO_LATE),
    "/two-answers": (lambda talk: (talk.page(TITLE), talk.answer("500 Oops")), OK),
    "/cookies": (titled(TITLE, Set_Cookie="track=me; Domain=example.org"), OK),
    "/no-content-204": (sent(b"HTTP/1.1 204 No Content\r\n\r\n"), outcomes.EMPTY),
    "/nothing-200": (says(b""), outcomes.EMPTY),
    "/part-206": (answers("206 Partial Content", PAGE), OK),
    "/accepted-202": (answers("202 Accepted"), "status-202"),
    "/bad-400": (answers("400 Bad Request"), "status-400"),
    "/sign-in-401": (answers("401 Unauthorized", WWW_Authenticate="Basic"), "status-401"),
    "/forbidden-403": (answers("403 Forbidden"), "status-403"),
    "/not-found-404": (answers("404 Not Found"), "status-404"),
    "/gone-410": (answers("410 Gone"), "status-410"),
    "/legal-451": (answers("451 Unavailable For Legal Reasons"), "status-451"),
    "/fault-500": (answers("500 Oops"), "status-500"),
    "/away-503": (answers("503 Away"), "status-503"),
    "/wall-503": (answers("503 Away", page("Just a moment...")), outcomes.WALL),
    "/wall-403": (answers("403 Forbidden", b"", cf_mitigated="challenge"), outcomes.WALL),
    "/wall-200": (titled("Pardon Our Interruption"), outcomes.WALL),
    "/parked": (titled("childline.example is for sale"), outcomes.PARKED),
    "/parked-with-our-name": (titled("Childline - this domain has expired"), outcomes.PARKED),
    "/not-found-200": (titled("Page not found | Childline"), outcomes.PARKED),
    "/suspended": (titled("Account suspended"), outcomes.PARKED),
    "/other-topic": (titled("Best casino bonuses of 2026"), outcomes.OTHER_TITLE),
    "/home-is-no-topic": (titled("Home"), OK),
    "/title-run-together": (titled("CHILDLINE.NET"), OK),
    "/pdf": (says(b"%PDF-1.7", html=False, Content_Type="application/pdf"), OK),
    "/picture": (says(b"\x89PNG", html=False, Content_Type="image/png"), OK),
    "/no-type": (says(PAGE, html=False), OK),
    "/no-title": (says(b"<html><body>Words.</body></html>"), OK),
    "/wrong-charset": (says(PAGE, Content_Type="text/html; charset=no-such"), OK),
    "/charset-of-bytes": (says(PAGE, Content_Type="text/html; charset=base64"), OK),
    "/bom": (says(b"\xef\xbb\xbf" + PAGE, Content_Type="text/html; charset=cp1252"), OK),
    "/utf-16": (says(b"\xff\xfe" + page("Childline é", "utf-16-le")), OK),
    "/open-script": (says(b"<script>" * 9000 + PAGE), OK),
    "/robots-not": (titled(TITLE), outcomes.ROBOTS),
}  # fmt: skip
ALSO = {
    "/robots.txt": says(b"User-agent: *\nDisallow: /robots-not\n", html=False),
    "/": titled(TITLE),
    "/pl%C3%A4in": titled(TITLE),
    "/plain%0D%0AHost:%20inside.example.org": titled(TITLE),
    "/loop-of-two-b": leads("/loop-of-two"),
    "/refresh-loop-b": refreshes("/refresh-loop"),
    **{f"/hop-{number}": leads(f"/hop-{number - 1}" if number > 1 else "/plain") for number in range(1, 6)},
}
NAMES = {"inside.example.org": INSIDE, "nat64.example.org": "64:ff9b::7f00:2", "shared.example.org": "100.64.0.1"}


@pytest.fixture(scope="module")
def site():
    with serving({**{path: row[0] for path, row in TABLE.items()}, **ALSO}) as server:
        yield server


@pytest.fixture(scope="module")
def decoy():
    """It stands where everything that a visitor must not call would lead."""
    with serving({}, on=INSIDE) as server:
        yield server


def visitor(*ports: int, **more) -> Visitor:
    """One that takes 127.0.0.1 for public, and nothing else that is not; names lead to servers of the tests."""

    def resolve(host, port, seconds):
        if host in NAMES:
            family = socket.AF_INET6 if ":" in NAMES[host] else socket.AF_INET
            return [(family, (NAMES[host], decoy_port(ports)))]
        if host == "nobody.example.org":
            return []
        return [(socket.AF_INET, ("127.0.0.1", ports[0]))]

    quick = {"whole_seconds": 0.6, "connect_seconds": 0.5, "pause_seconds": 0.0, "retry_seconds": 0.0}
    return Visitor(
        resolve=resolve,
        permits=lambda address: address == "127.0.0.1" or addresses.is_public(address),
        **{**quick, **more},
    )


def decoy_port(ports) -> int:
    return ports[1] if len(ports) > 1 else 80


def visit(server, path: str, expected: Expected = EXPECTED, **more) -> Visit:
    return visitor(server.port, **more).visit(f"http://site.example.org{path}", expected)


@pytest.mark.parametrize("path", TABLE)
def test_whatever_a_server_does_has_its_outcome(site, decoy, path):
    began = time.monotonic()

    found = visitor(site.port, decoy.port).visit(f"http://site.example.org{path}", EXPECTED)

    assert found.outcome == TABLE[path][1]
    assert time.monotonic() - began < 4
    assert decoy.connections == 0


def test_there_are_enough_behaviours():
    assert len(TABLE) >= 60
    assert {row[1] for row in TABLE.values()} >= {OK, *outcomes.ODD, outcomes.WALL, outcomes.ROBOTS}


MOVES = {
    "/moved-301": "http://site.example.org/plain",
    "/moved-308": "http://site.example.org/plain",
    "/moved-then-found": "http://site.example.org/found-302",  # what comes after is for now only
    "/found-302": "",
    "/other-303": "",
    "/for-now-307": "",
    "/refresh": "",
    "/moved-home": "",
    "/moved-to-a-gap": "",
    "/plain": "",
}


@pytest.mark.parametrize("path", MOVES)
def test_a_page_has_moved_where_servers_say_that_it_is_for_good_and_it_is_there(site, path):
    assert visit(site, path).moved_to == MOVES[path]


TITLES = {
    "utf-8": ("Childline é", {"Content_Type": "text/html; charset=utf-8"}, "Childline é"),
    "cp1252": ("Childline – “é”", {"Content_Type": "text/html; charset=iso-8859-1"}, "Childline – “é”"),
    "utf-16-be": ("Childline é", {}, "Childline é"),
    "shift-jis": ("Childline 日本", {"Content_Type": "text/html; charset=Shift_JIS"}, "Childline 日本"),
    "koi8-r": ("Childline Привет", {"Content_Type": "text/html; charset=koi8-r"}, "Childline Привет"),
    "ascii": ("Childline &amp; &eacute;&#x2014;", {}, "Childline & é—"),
}


@pytest.mark.parametrize("encoding", TITLES)
def test_a_title_is_read_in_the_encoding_that_a_browser_would_read_it_in(encoding):
    written, headers, read = TITLES[encoding]
    mark = b"\xfe\xff" if encoding == "utf-16-be" else b""
    with serving({"/": says(mark + page(written, encoding), **headers)}) as server:
        assert visit(server, "/").title == read


def test_a_title_that_the_page_itself_says_the_encoding_of(site):
    with serving({"/": says(page("Childline é", "cp1252", '<meta charset="windows-1252">'))}) as server:
        assert visit(server, "/").title == "Childline é"


@pytest.mark.parametrize(
    ("body", "title"),
    [
        (page("  Childline \n\t  line  "), "Childline line"),
        (page("Childline \u202e\u200bback"), "Childline back"),
        (page("Childline " + "x" * 500), ("Childline " + "x" * 500)[:200]),
        (b"<svg><title>A picture</title></svg><title class='a'>Childline</title>", "Childline"),
        (b"<!-- <title>Old</title> --><title>Childline</title>", "Childline"),
        (b"<script>'<title>No</title>'</script><TITLE>Childline</TITLE >", "Childline"),
        (b"<title>Childline", ""),
    ],
)
def test_a_title_is_one_line_of_what_can_be_seen(body, title):
    with serving({"/": says(body)}) as server:
        assert visit(server, "/").title == title


@pytest.mark.parametrize(
    ("title", "name", "outcome"),
    [
        ("IWF - report", "Internet Watch Foundation", OK),
        ("NSPCC | The UK children's charity", "National Society for the Prevention of Cruelty to Children", OK),
        ("Cymorth i Ferched Cymru", "Welsh Women’s Aid", outcomes.OTHER_TITLE),
        ("Womens Aid", "Women’s Aid Federation", OK),
        ("Télévision", "TELEVISION", OK),
        ("", "Childline", OK),
        ("Home", "Childline", OK),
        ("Slots", "Childline", outcomes.OTHER_TITLE),
    ],
)
def test_a_title_is_of_a_body_by_any_word_of_its_name_or_its_initials(title, name, outcome):
    assert pages.judged(title, "", [name]) == outcome


def test_a_title_is_held_against_what_it_was_when_it_was_right(site):
    assert visit(site, "/plain", Expected("Childline: home", ("Another name",))).outcome == OK
    assert visit(site, "/plain", Expected("Samaritans", ("Another name",))).outcome == outcomes.OTHER_TITLE
    assert visit(site, "/other-topic", Expected("Best casino bonuses of 2026", ("Childline",))).outcome == OK


def test_what_an_editor_has_accepted_is_right_for_as_long_as_it_stays_so(site):
    seen = "Best casino bonuses of 2026"
    assert visit(site, "/moved-home", Expected(TITLE, (), outcomes.LED_HOME)).outcome == OK
    assert (
        visit(site, "/moved-home", Expected("Another", ("Childline",), outcomes.LED_HOME)).outcome == outcomes.LED_HOME
    )
    assert visit(site, "/parked", Expected(seen, (), outcomes.PARKED)).outcome == outcomes.PARKED


ROBOTS = {
    "missing": (answers("404 Not Found"), OK),
    "forbidden": (answers("403 Forbidden"), OK),
    "all": (says(b"User-agent: *\nDisallow: /", html=False), outcomes.ROBOTS),
    "us by name": (says(b"User-agent: helpapi-links\nDisallow: /\nUser-agent: *\nAllow: /"), outcomes.ROBOTS),
    "not us": (says(b"User-agent: helpapi-links\nAllow: /\nUser-agent: *\nDisallow: /"), OK),
    "500": (answers("500 Oops"), outcomes.ROBOTS_AWAY),
    "429": (answers("429 Slow down"), outcomes.ROBOTS_AWAY),
    "huge": (says(b"User-agent: *\nDisallow: /\n" + b"# padding\n" * 200_000), outcomes.ROBOTS),
    "huge before it says anything": (says(b"# padding\n" * 200_000 + b"User-agent: *\nDisallow: /\n"), OK),
    "no text": (says(b"\x00\xff" * 1000), OK),
    "a page": (says(PAGE), OK),
    "leads on": (leads("/elsewhere.txt"), outcomes.ROBOTS),
    "leads inside": (leads("http://127.0.0.1/robots.txt"), OK),
    "loops": (leads("/robots.txt"), OK),
    "hangs": (hangs, failures.TOO_LATE),
    "resets": (resets, failures.NOT_REACHED),
}


@pytest.mark.parametrize("name", ROBOTS)
def test_robots_txt_is_asked_first_and_kept(name):
    behaviour, outcome = ROBOTS[name]
    elsewhere = says(b"User-agent: *\nDisallow: /")
    with serving({"/robots.txt": behaviour, "/elsewhere.txt": elsewhere, "/page": titled(TITLE)}) as server:
        found = visit(server, "/page")
        paths = [path for _, path, _ in server.asked]

    assert found.outcome == outcome
    assert paths[0] == "/robots.txt"
    assert ("/page" in paths) == (outcome == OK)


@pytest.mark.parametrize(
    ("rules", "path", "is_allowed"),
    [
        ("Disallow: /a\nAllow: /a/b", "/a/b/c", True),
        ("Allow: /a\nDisallow: /a", "/a", True),
        ("Disallow: /*.pdf$", "/x/y.pdf", False),
        ("Disallow: /*.pdf$", "/x/y.pdf?z", True),
        ("Disallow: /a*b*c", "/a-b-c-d", False),
        ("Disallow: /a*b*c", "/a-c-b", True),
        ("Disallow: /?q=", "/?q=1", False),
        ("Disallow:", "/a", True),
        ("Disallow: /a # not this", "/a", False),
        ("disallow : /a", "/a", False),
        ("Disallow: /" + "*a" * 5000 + "$", "/" + "a" * 4000, True),
    ],
)
def test_the_longest_rule_that_fits_decides(rules, path, is_allowed):
    assert robots.read(f"User-agent: *\n{rules}", "helpapi-links").allow(path) is is_allowed


def test_robots_txt_is_asked_once_of_a_host_and_again_only_where_nobody_answered():
    for behaviour, times in ((answers("500 Oops"), 1), (says(b"User-agent: *\nDisallow:"), 1), (resets, 4)):
        with serving({"/robots.txt": behaviour, "/a": titled(TITLE), "/b": titled(TITLE)}) as server:
            this = visitor(server.port)
            for path in ("/a", "/b"):
                this.visit(f"http://site.example.org{path}", EXPECTED)
            assert [path for _, path, _ in server.asked].count("/robots.txt") == times


def test_a_failure_is_tried_once_more_and_what_is_gone_is_not():
    counted = {"/flaps": 0}

    def flaps(talk):
        counted["/flaps"] += 1
        talk.answer("500 Oops") if counted["/flaps"] == 1 else talk.page(TITLE)

    with serving({"/flaps": flaps, "/fault": answers("500 Oops")}) as server:
        assert visit(server, "/flaps") == Visit(OK, TITLE)
        assert visit(server, "/fault").times == 2
        assert visit(server, "/gone").times == 1
        assert [path for _, path, _ in server.asked].count("/gone") == 1


def test_who_asks_says_who_it_is_and_sends_nothing_else(site, settings):
    settings.PUBLIC_URL = "https://help.example.org"
    with serving({"/page": titled(TITLE, Set_Cookie="a=b")}) as server:
        this = visitor(server.port)
        for _ in range(2):
            this.visit("http://site.example.org/page?a=b", EXPECTED)
        heads = server.heads

    assert [head.split("\r\n")[0] for head in heads] == [
        "GET /robots.txt HTTP/1.1", "GET /page?a=b HTTP/1.1", "GET /page?a=b HTTP/1.1",
    ]  # fmt: skip
    assert all(
        "User-Agent: helpapi-links/1 (+https://help.example.org; looks whether links still work)" in head
        for head in heads
    )
    sent_names = {line.partition(":")[0] for head in heads for line in head.split("\r\n")[1:] if line}
    assert sent_names == {"Host", "User-Agent", "Accept", "Accept-Language", "Accept-Encoding", "Connection"}


def test_a_host_rests_between_two_requests_whoever_leads_there():
    with serving({"/page": titled(TITLE), "/moved": leads("/page")}) as server:
        visit(server, "/moved", pause_seconds=0.1)
        times = [at for _, _, at in server.asked]

    assert len(times) == 3
    assert all(later - before >= 0.1 for before, later in pairwise(times))


def test_a_host_that_asks_to_come_back_later_is_left_alone():
    with serving({"/page": answers("429 Slow down", Retry_After="3600")}) as server:
        this = visitor(server.port)
        assert this.visit("http://site.example.org/page", EXPECTED).outcome == "status-429"
        assert this.is_shut("http://site.example.org/other")
        assert not this.is_shut("http://other.example.org/")


def test_the_certificate_has_to_be_of_the_name(tmp_path):
    own = tmp_path / "own.pem"
    command = [
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-days",
        "2",
        "-subj",
        "/CN=other.example.org",
    ]
    command += ["-addext", "subjectAltName=DNS:other.example.org", "-keyout", str(own), "-out", str(tmp_path / "c.pem")]
    subprocess.run(command, check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "c.pem", own)
    trusting = ssl.create_default_context(cafile=str(tmp_path / "c.pem"))
    with serving({"/": titled(TITLE)}, context=context) as server:
        right = visitor(server.port, context=trusting).visit("https://other.example.org/", EXPECTED)
        wrong_name = visitor(server.port, context=trusting).visit("https://site.example.org/", EXPECTED)
        unknown = visitor(server.port).visit("https://other.example.org/", EXPECTED)
    with serving({"/": titled(TITLE)}) as server:
        no_tls = visitor(server.port).visit("https://site.example.org/", EXPECTED)

    assert (right.outcome, wrong_name.outcome, unknown.outcome) == (OK, failures.CERTIFICATE, failures.CERTIFICATE)
    assert no_tls.outcome in (failures.NO_TLS, failures.TOO_LATE)


def test_a_name_that_is_bound_anew_between_two_hops_is_judged_anew(decoy):
    answers_given = chain(["127.0.0.1", "127.0.0.1"], repeat(INSIDE))
    with serving({"/robots.txt": answers("404 None"), "/first": leads("/second")}) as server:

        def resolve(host, port, seconds):
            address = next(answers_given)
            return [(socket.AF_INET, (address, decoy.port if address == INSIDE else server.port))]

        this = visitor(server.port)
        rebound = Visitor(resolve=resolve, permits=this.permits, pause_seconds=0, retry_seconds=0)
        assert rebound.visit("http://site.example.org/first", EXPECTED).outcome == failures.REFUSED_ADDRESS
    assert decoy.connections == 0


def tried(*days: tuple[int, str, int]) -> list[dict]:
    return [{"on": f"2026-11-{day:02}", "outcome": outcome, "times": times} for day, outcome, times in days]


@pytest.mark.parametrize(
    ("tries", "expected"),
    [
        (tried(), outcomes.UNTRIED),
        (tried((1, OK, 1)), OK),
        (tried((1, "status-500", 2)), outcomes.SUSPECT),
        (tried((1, "status-500", 9)), outcomes.SUSPECT),
        (tried((1, "status-500", 2), (2, "too-late", 2)), outcomes.SUSPECT),
        (tried((1, "status-404", 1), (2, "status-404", 1), (3, "status-404", 1)), outcomes.SUSPECT),
        (tried((1, "status-500", 2), (2, "too-late", 2), (3, "no-address", 1)), outcomes.BROKEN),
        (tried(*[(day, "status-404", 1) for day in range(1, 6)]), outcomes.BROKEN),
        (tried((1, "status-500", 2), (2, OK, 1), (3, "status-500", 2), (4, "status-500", 2)), outcomes.SUSPECT),
        (
            tried((1, "status-500", 2), (2, "status-403", 1), (3, "status-500", 2), (4, "status-500", 2)),
            outcomes.BROKEN,
        ),
        (tried((1, "status-403", 1)), outcomes.UNCLEAR),
        (tried((1, OK, 1), (2, "status-429", 1)), outcomes.UNCLEAR),
        (tried(*[(day, "status-403", 1) for day in range(1, 9)]), outcomes.UNCLEAR),
        (tried((1, OK, 1), (2, outcomes.PARKED, 1)), outcomes.SUSPECT),
        (tried(*[(day, outcomes.PARKED, 1) for day in range(1, 9)]), outcomes.SUSPECT),
        (tried((1, outcomes.OTHER_TITLE, 1), (2, OK, 1)), OK),
    ],
)
def test_no_single_failure_makes_an_address_broken(tries, expected):
    assert verdict(tries) == expected


def test_every_outcome_has_words():
    codes = {value for name, value in vars(outcomes).items() if name.isupper() and isinstance(value, str)}
    for code in codes - {outcomes.UNTRIED, outcomes.SUSPECT, outcomes.BROKEN, outcomes.UNCLEAR}:
        assert outcomes.in_words(code).endswith(".") and outcomes.in_words(code) != code
    assert outcomes.in_words("status-500") == "It answered 500."
