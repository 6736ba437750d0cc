"""What a cache may keep is right for as long as it may keep it, and is asked for again without any work."""

import gzip
import zlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import orjson
import pytest
import time_machine
from django.conf import settings

from publishing import keeper
from publishing.api import caching
from tests.contract.cache import Cache

pytestmark = pytest.mark.usefixtures("served", "noon")

LASTING = "public, max-age=60, stale-while-revalidate=60, stale-if-error=604800"
OF_NOW = "public, max-age=60, must-revalidate"
CLOSING = datetime(2026, 11, 23, 17, tzinfo=UTC)
EDITIONS = ["/api/v1", "/api/v1/advice", "/api/v1/services/daytime-line", "/api/v1/regions?q=edin", "/api/v1/codes"]
DAYTIME = "Daytime line"
OF_A_CHILD = "/api/v1/help?age=15"  # for whom the daytime line is, for certain
SAID_AGAIN = ("ETag", "Cache-Control", "Vary")


def open_lines(body: bytes) -> set[str]:
    """The names of the services that a /help answer says are open."""
    cards = [card for need in orjson.loads(body)["needs"] for card in need["services"]]
    return {card["name"] for card in cards if any(way["open"]["state"] == "open" for way in card["ways"])}


@pytest.mark.parametrize("address", EDITIONS)
def test_what_depends_on_the_edition_alone_may_be_shown_when_we_cannot_be_reached(api, address):
    assert api.get(address)["Cache-Control"] == LASTING


@pytest.mark.parametrize(
    "address",
    [
        *("/api/v1/help", "/api/v1/services?ordering=open", "/api/v1/services?open_at=now"),
        *("/api/v1/help?open_at=2026-11-23T03:00:00Z", "/api/v1/services?open_at=2030-01-01T00:00Z&ordering=open"),
        *("/api/v1/services?open_at=2001-01-01T00:00Z", "/api/v1/services", "/api/v1/services?age=15"),
    ],
)
def test_what_speaks_of_time_is_never_shown_stale(api, address):
    assert api.get(address)["Cache-Control"] == OF_NOW


@pytest.mark.parametrize("query", ["outcode=EH1", "outcode=ZZ99", "outcode=EH1&ordering=open", "outcode=EH1&page=2"])
@pytest.mark.parametrize("path", ["services", "help", "regions"])
def test_what_is_asked_by_outcode_is_not_kept_whatever_the_answer(api, path, query):
    response = api.get(f"/api/v1/{path}?{query}")

    assert response["Cache-Control"] == "no-store"
    assert "ETag" not in response


def test_what_is_asked_in_a_body_is_not_kept(api):
    response = api.post("/api/v1/help", "{}", content_type="application/json")

    assert response["Cache-Control"] == "no-store"
    assert "ETag" not in response


@pytest.mark.parametrize("before", [1, 30, 59])
@pytest.mark.parametrize("address", [OF_A_CHILD, "/api/v1/services?ordering=open", "/api/v1/services?open_at=now"])
def test_the_lifetime_of_what_is_open_now_ends_at_the_next_change(api, noon, address, before):
    noon.move_to(CLOSING - timedelta(seconds=before))

    assert api.get(address)["Cache-Control"] == f"public, max-age={before}, must-revalidate"


@pytest.mark.parametrize("address", [OF_A_CHILD, "/api/v1/services?ordering=open", "/api/v1/services?open_at=now"])
def test_an_old_tag_gets_a_fresh_answer_after_a_line_has_closed(api, noon, address):
    noon.move_to(CLOSING - timedelta(seconds=1))
    before = api.get(address)
    noon.move_to(CLOSING)
    after = api.get(address, headers={"If-None-Match": before["ETag"]})

    assert after.status_code == 200
    assert after["ETag"] != before["ETag"]


def test_a_tag_holds_from_one_change_to_the_next(api, noon):
    tag = api.get("/api/v1/help")["ETag"]
    noon.move_to(CLOSING - timedelta(seconds=1))

    assert api.get("/api/v1/help", headers={"If-None-Match": tag}).status_code == 304


def test_a_tag_of_the_same_hours_on_another_day_is_another(api, noon):
    tag = api.get(OF_A_CHILD)["ETag"]
    noon.shift(timedelta(days=1))

    assert api.get(OF_A_CHILD)["ETag"] != tag


def test_the_tag_of_a_moment_that_was_named_holds_for_the_edition(api, noon):
    address = "/api/v1/help?open_at=2026-11-23T16:59:00Z"
    before = api.get(address)
    noon.move_to(CLOSING + timedelta(days=3))

    assert api.get(address, headers={"If-None-Match": before["ETag"]}).status_code == 304
    assert api.get(address).content == before.content


@pytest.mark.parametrize("seconds", range(0, 181, 7))
@pytest.mark.parametrize("is_cut_off", [False, True])
def test_no_cache_ever_shows_a_line_open_that_has_closed(api, noon, seconds, is_cut_off):
    cache = Cache(api)
    for step in range(0, 180, 20):
        noon.move_to(asked := CLOSING + timedelta(seconds=step - 90 + seconds % 20))
        cache.get(OF_A_CHILD, asked, "gzip")
    cache.is_cut_off = is_cut_off
    noon.move_to(now := CLOSING + timedelta(seconds=seconds))

    shown = cache.get(OF_A_CHILD, now)

    assert shown is None or DAYTIME not in open_lines(shown)


def test_a_cache_asks_again_and_is_told_that_nothing_has_changed(api, noon):
    cache = Cache(api)
    for minutes in range(5):
        noon.move_to(now := datetime(2026, 11, 23, 12, minutes, 30 if minutes % 2 else 31, tzinfo=UTC))
        assert DAYTIME in open_lines(cache.get(OF_A_CHILD, now))

    assert cache.reached == [200, *[304] * (len(cache.reached) - 1)]


def test_a_cache_that_is_cut_off_goes_on_showing_who_can_help(api, noon):
    cache = Cache(api)
    held = cache.get("/api/v1/services/daytime-line", datetime.now(UTC))
    cache.is_cut_off = True

    assert cache.get("/api/v1/services/daytime-line", datetime.now(UTC) + timedelta(days=6)) == held


def test_a_cache_keeps_what_was_compressed_apart(api, noon):
    cache = Cache(api)
    packed, plain = (cache.get("/api/v1/services", datetime.now(UTC), encoding) for encoding in ("gzip", ""))

    assert gzip.decompress(packed) == plain


@pytest.mark.parametrize("address", [*EDITIONS, "/api/v1/help", "/", "/api/docs", "/api/v1/openapi.json", "/problems"])
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_what_the_client_holds_is_not_sent_again(api, address, method):
    held = api.get(address)

    response = api.generic(method, address, headers={"If-None-Match": held["ETag"]})

    assert (response.status_code, response.content) == (304, b"")
    assert [response[name] for name in SAID_AGAIN] == [held[name] for name in SAID_AGAIN]
    assert not {"Content-Type", "Content-Length", "Content-Language", "Content-Encoding"} & set(response.headers)


@pytest.mark.parametrize("form", ["{}", "W/{}", '"other", {}', '{} , "other"', '"a,b",W/{}', "*", " * "])
def test_a_tag_is_known_in_every_form(api, form):
    tag = api.get("/api/v1/services")["ETag"]

    assert api.get("/api/v1/services", headers={"If-None-Match": form.format(tag)}).status_code == 304


MARKS = ["-gzip", "-br", "-zstd", ";gzip", "--gzip", ":br", "-gzip-gzip", "-deflate"]


@pytest.mark.parametrize("mark", ["", *MARKS])
@pytest.mark.parametrize("weakened", ["", "W/"])
@pytest.mark.parametrize("encoding", ["", "gzip"])
@pytest.mark.parametrize("address", ["/api/v1/services", "/api/v1/services/daytime-line", "/api/docs"])
def test_a_tag_is_known_as_a_proxy_that_compresses_anew_has_marked_it(api, address, encoding, weakened, mark):
    tag = api.get(address, headers={"Accept-Encoding": encoding})["ETag"]
    marked = f'{weakened}{tag[:-1]}{mark}"'

    response = api.get(address, headers={"Accept-Encoding": encoding, "If-None-Match": marked})

    assert (response.status_code, response["ETag"]) == (304, marked)


@pytest.mark.django_db  # where a request is over, its connection is looked at
@pytest.mark.parametrize("form", ["{}", "W/{}", "{}-gzip", '"other", {}'])
def test_so_is_that_of_a_file(api, form):
    whole = api.get("/static/helpapi/docs.css")
    whole.getvalue()
    whole.close()
    tag = whole["ETag"]
    marked = form.replace("{}", tag) if "-" not in form else f'{tag[:-1]}-gzip"'

    assert api.get("/static/helpapi/docs.css", headers={"If-None-Match": marked}).status_code == 304


@pytest.mark.parametrize(
    "form",
    [
        "",
        '"other"',
        "{bare}",
        "W/",
        '"',
        ",,,",
        '""',
        '"*"',
        "\xff",
        '"' * 4000,
        '"{bare}-"',
        '"{bare}x"',
        '"{bare}-gzip',
    ],
)
def test_no_other_tag_is_taken_for_it(api, form):
    bare = api.get("/api/v1/services")["ETag"].strip('"')
    response = api.get("/api/v1/services", headers={"If-None-Match": form.replace("{bare}", bare)})

    assert response.status_code == 200


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/api/v1/services/nothing", 404),
        ("/api/v1/services/old-line", 410),
        ("/api/v1/services?page=9", 404),
        ("/api/v1/services?agee=1", 400),
    ],
)
def test_nobody_holds_what_is_not_there(api, address, status):
    assert api.get(address, headers={"If-None-Match": "*"}).status_code == status


@pytest.mark.parametrize(
    ("address", "work"),
    [
        ("/api/v1/services?age=15", "services.api.views.ServiceList.find"),
        ("/api/v1/services?ordering=open", "services.api.views.ServiceList.find"),
        ("/api/v1/help?age=15", "advice.views.HelpView.answer"),
        ("/api/v1/services/daytime-line", "publishing.edition.Edition.find"),
        ("/api/v1/organisations/example-organisation", "publishing.edition.Edition.find"),
        ("/api/v1/advice/sextortion", "publishing.edition.Edition.find"),
        ("/api/v1/regions/scotland", "services.api.reference.RegionItem.answer"),
    ],
)
def test_nothing_is_looked_up_for_a_tag_that_holds(api, monkeypatch, address, work):
    tag = api.get(address)["ETag"]
    monkeypatch.setattr(work, None)

    assert api.get(address, headers={"If-None-Match": tag}).status_code == 304


@pytest.mark.parametrize(
    "accepted",
    ["gzip", "GZIP", "gzip, deflate, br, zstd", "gzip;q=0.001", "*", "br, *;q=0.1", "identity;q=0, gzip;q=0.5"],
)
def test_who_takes_gzip_gets_it_with_a_tag_of_its_own(api, accepted):
    plain = api.get("/api/v1/services")
    packed = api.get("/api/v1/services", headers={"Accept-Encoding": accepted})

    assert packed["Content-Encoding"] == "gzip"
    assert packed["ETag"] == plain["ETag"][:-1] + '.gzip"'
    assert gzip.decompress(packed.content) == plain.content
    assert int(packed["Content-Length"]) == len(packed.content)


@pytest.mark.parametrize(
    "accepted",
    ["", "identity", "br", "gzip;q=0", "gzip;q=0.000, *", "*;q=0", "gzip;q=0.5, identity", "identity;q=0", "gzip;q=x"],
)
def test_who_does_not_take_gzip_or_likes_it_less_gets_plain_bytes(api, accepted):
    response = api.get("/api/v1/services", headers={"Accept-Encoding": accepted})

    assert "Content-Encoding" not in response
    assert response["ETag"] == api.get("/api/v1/services")["ETag"]


def test_the_tag_of_one_encoding_does_not_stand_for_another(api):
    tag = api.get("/api/v1/services")["ETag"]
    response = api.get("/api/v1/services", headers={"Accept-Encoding": "gzip", "If-None-Match": tag})

    assert response.status_code == 200


@pytest.mark.parametrize("encoding", ["", "gzip"])
def test_one_tag_is_of_one_sequence_of_bytes(api, noon, encoding):
    """Over a day, in steps that meet openings and closings, for every answer that depends on the time."""
    seen: dict[tuple[str, str], bytes] = {}
    for _ in range(96):
        noon.shift(timedelta(minutes=15, seconds=1))
        for address in ("help", "help?open_at=now", "services?ordering=open&page_size=2", "services?open_at=now"):
            response = api.get(f"/api/v1/{address}", headers={"Accept-Encoding": encoding})
            assert seen.setdefault((address, response["ETag"]), response.content) == response.content


def test_an_answer_keeps_its_tag_as_long_as_its_bytes_over_editions_too(api, monkeypatch, served):
    """A line has another name: what does not show it has its tag still, and whoever holds that is told so."""
    services = "/api/v1/services?page_size=1", "/api/v1/services"
    addresses = [*EDITIONS, "/api/v1/regions?page_size=5", OF_A_CHILD, *services]
    before = {address: api.get(address) for address in addresses}
    line = served.find("service", "daytime-line")
    renamed = replace(line, document=line.document.replace(b"Daytime line", b"Line"), edition=served.number + 1)
    newer = served.changed(served.number + 1, [renamed])
    monkeypatch.setattr(keeper, "current", lambda: newer)
    changed = {address for address in addresses if api.get(address)["ETag"] != before[address]["ETag"]}
    held = [api.get(address, headers={"If-None-Match": before[address]["ETag"]}) for address in addresses]

    assert changed == {"/api/v1", "/api/v1/services/daytime-line", OF_A_CHILD, *services}
    assert {address for address, response in zip(addresses, held, strict=True) if response.status_code == 304} == {
        "/api/v1/advice", "/api/v1/regions?q=edin", "/api/v1/codes", "/api/v1/regions?page_size=5",
    }  # fmt: skip
    assert {response["Edition"] for response in held if response.status_code == 304} == {str(served.number + 1)}


def test_a_list_keeps_its_tag_and_its_links_when_something_of_another_kind_changes(api, monkeypatch, served):
    tag = api.get("/api/v1/services?page_size=1")["ETag"]
    topic = next(item for item in served.items.values() if item.kind == "topic")
    newer = served.changed(served.number + 1, [replace(topic, edition=served.number + 1)])
    monkeypatch.setattr(keeper, "current", lambda: newer)

    assert api.get("/api/v1/services?page_size=1")["ETag"] == tag


def test_another_public_address_makes_another_tag(api, settings):
    tag = api.get("/api/v1/regions")["ETag"]
    settings.PUBLIC_URL = "https://elsewhere.example.org"

    assert api.get("/api/v1/regions?page=1")["ETag"] != tag


def test_what_is_remembered_of_answers_given_is_bounded_and_names_no_question(api, served):
    for age in range(100):
        api.get(f"/api/v1/help?age={age}")
    kept = served.memo["given"]

    assert len(kept) >= 100
    assert {(type(asked), len(asked), len(given.digest)) for asked, given in kept.items()} == {(bytes, 16, 32)}


@pytest.mark.parametrize(
    ("address", "control"),
    [
        ("/", "public, max-age=60"),
        ("/api/docs", "public, max-age=3600"),
        ("/api/v1/openapi.json", "public, max-age=3600"),
        ("/api/v1/openapi.yaml", "public, max-age=3600"),
        ("/problems", "public, max-age=3600"),
        ("/problems/error", "public, max-age=3600"),
        ("/health/live", "no-store"),
        ("/health/ready", "no-store"),
        ("/api/v1/services/nothing", "no-store"),
        ("/api/v1/services/old-line", "public, max-age=60"),
        ("/nothing", "no-store"),
        ("//api/v1/help", "no-store"),
        ("/api/v1/services/daytime-line%3Flang=en", "no-store"),
        ("/nothing?outcode=EH1", "no-store"),
        ("/api/v1/services?page=99", "no-store"),
        ("/api/v1/services?agee=15", "no-store"),
    ],
)
def test_each_address_says_how_long_it_may_be_kept(api, address, control):
    assert api.get(address)["Cache-Control"] == control


def test_the_clock_of_a_cache_that_runs_on_is_the_clock_of_the_answer(api):
    """The lifetime is worked out when the answer is given and not at the minute that it speaks of."""
    with time_machine.travel(CLOSING - timedelta(seconds=20, microseconds=500_000), tick=False):
        assert api.get("/api/v1/help")["Cache-Control"] == "public, max-age=20, must-revalidate"


@pytest.mark.parametrize("address", ["/api/docs", "/api/v1/openapi.json", "a file of the bundle"])
def test_what_is_sent_again_is_compressed_once(api, served, monkeypatch, address):
    monkeypatch.setattr(keeper, "editions", lambda: [served])
    if address == "a file of the bundle":
        address = api.get("/api/v1/bundle").json()["parts"][0]["url"].removeprefix(settings.PUBLIC_URL)
    gzip = {"Accept-Encoding": "gzip"}
    first = api.get(address, headers=gzip)
    monkeypatch.setattr(caching.igzip, "compress", None)

    again = api.get(address, headers=gzip)

    assert (again["Content-Encoding"], again.content) == ("gzip", first.content)
    assert zlib.decompress(again.content, wbits=31) == api.get(address).content
