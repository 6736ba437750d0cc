"""A walk over pages stays with what it began in: each item once, or it is told to begin again."""

import threading
import time
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qsl, urlsplit

import orjson
import pytest

from publishing import keeper
from publishing.edition import Edition, Published
from publishing.models import Publication
from publishing.registry import layouts
from services.matching.ages import AgeLimits
from services.matching.rules import Bounds
from tests import factories
from tests.contract.conftest import faults
from tests.publishing.acts import take_down

PAGES = 40


class Told(Exception):
    """The walk was told that it can't go on; `problem` is the answer."""

    def __init__(self, problem: dict):
        self.problem = problem


def walk(api, address: str, between=lambda: None, follow: str = "next"):
    """The names on each page in turn; Told when a page is 410. `between`: what happens after each page."""
    while address:
        response = api.get(address)
        if response.status_code == 410:
            raise Told(response.json())
        assert response.status_code == 200, response.content
        told = response.json()
        yield [result["name"] for result in told["results"]]
        between()
        address = told[follow]


UNSAID_KEYS = (
    *("word", "need", "coverage", "place", "placed_rule", "rule_place", "channel", "says", "opening", "way_for"),
)


def items(names, edition: int) -> list[Published]:
    """Services as an edition holds them, without a database, and a topic, without which there is no help."""
    topic = Published("topic", "a-topic", "a-topic", 1, 1, "", document=b"{}", keys={"name": "a topic"})
    return [topic, *(item(number, name, edition) for number, name in enumerate(names))]


def item(number: int, name: str, edition: int) -> Published:
    uid, slug = f"00000000-0000-4000-8000-{number:012}", f"s-{number}"
    said = {"uid": uid, "slug": slug, "name": name, "summary": "It listens.", "types": ["emotional-support"]}
    unsaid = dict.fromkeys(("organisation", "audiences", "languages", "checked_on", "website"))
    found_by = {
        **{key: [] for key in UNSAID_KEYS},
        "type": said["types"],
        "status": ["on-offer"],
        "audience": ["victim"],
    }
    anybody = AgeLimits("user-age", None, True, None, True)
    whom = {"age": asdict(anybody), "circumstances": [], "also_for": []}
    return Published(
        *("service", uid, slug, 1, edition, name),
        document=orjson.dumps({**said, **unsaid, **whom, "channels": []}),
        keys={"urgency": 1, "breadth": 1, "name": name, **found_by, "rule": [asdict(Bounds(anybody))]},
    )


class Desk:
    """Publishes editions into the memory of this process, where the keeper holds the newest three."""

    def __init__(self):
        self.names = {f"{number:03}" for number in range(PAGES)}
        self.number = 0
        self.publish()

    def publish(self):
        """An edition in which five have come and, after the first, five have gone from here and there."""
        gone = sorted(self.names)[self.number % 7 :: 9][:5] if self.number else []
        self.names = self.names - set(gone) | {f"{self.number:03}-{number}" for number in range(5)}
        self.number += 1
        keeper._keeper._hold(Edition(self.number, items(sorted(self.names), self.number), layouts()), "database")


@pytest.fixture
def desk():
    return Desk()


def test_a_walk_that_nobody_disturbs_sees_each_item_once(api, desk):
    seen = [name for page in walk(api, "/api/v1/services?page_size=1") for name in page]

    assert seen == sorted(desk.names)
    assert len(seen) > PAGES


@pytest.mark.parametrize("size", [1, 2, 7])
@pytest.mark.parametrize("changes", [1, 2])
def test_a_walk_ends_in_the_edition_it_began_in(api, desk, size, changes):
    began_with = sorted(desk.names)
    left = iter(range(changes))

    def publish():
        if next(left, None) is not None:
            desk.publish()

    seen = [
        name for page in walk(api, f"/api/v1/services?page_size={size}&ordering=alphabetical", publish) for name in page
    ]

    assert seen == began_with


def test_a_walk_back_sees_what_the_walk_there_saw(api, desk):
    there = list(walk(api, "/api/v1/services?page_size=5"))
    last = f"/api/v1/services?page_size=5&page={len(there)}&edition={desk.number}"
    desk.publish()

    assert list(walk(api, last, follow="previous")) == there[::-1]


def test_a_walk_whose_edition_is_gone_is_told_where_to_begin_again(api, desk):
    with pytest.raises(Told) as told:
        list(walk(api, "/api/v1/services?lang=en&page_size=1", desk.publish))

    problem = told.value.problem
    assert problem["type"].endswith("/problems/edition-gone")
    assert problem["edition"] == desk.number
    assert problem["restart"] == "https://help.example.org/api/v1/services?lang=en&page_size=1"
    assert [name for page in walk(api, problem["restart"]) for name in page] == sorted(desk.names)


@pytest.mark.parametrize("pause", [0, 0.002, 0.01, 0.02])
def test_walks_while_an_edition_is_published_every_tenth_of_a_second(api, desk, pause):
    """Each walk sees exactly one edition whole, or is told; never an item twice, never one left out."""
    ended, whole, editions = threading.Event(), 0, {desk.number: sorted(desk.names)}
    began = time.monotonic()
    list(walk(api, "/api/v1/services?page_size=1", lambda: None))
    between = 0.1 if pause else max(0.1, time.monotonic() - began)  # a slow machine is to get through, too

    def publish():
        while not ended.wait(between):
            editions[desk.number + 1] = None
            desk.publish()
            editions[desk.number] = sorted(desk.names)

    publisher = threading.Thread(target=publish)
    publisher.start()
    try:
        for _ in range(6):
            seen = []
            try:
                for page in walk(api, "/api/v1/services?page_size=1", lambda: time.sleep(pause)):
                    seen += page
            except Told as told:
                assert len(seen) == len(set(seen))
                assert told.problem["restart"]
            else:
                whole += 1
                assert seen in editions.values()
    finally:
        ended.set()
        publisher.join()
    assert whole or pause  # the quickest walks get through


@pytest.mark.parametrize("edition", [2, 999_999_999])
def test_an_edition_that_has_not_arrived_here_is_told_like_one_that_is_gone(api, desk, edition):
    """Another process may already be ahead; what this one has is another edition, and the walk can't go on in it."""
    response = api.get(f"/api/v1/services?page=2&page_size=1&edition={edition}")

    assert response.status_code == 410
    assert response.json()["restart"] == "https://help.example.org/api/v1/services?page_size=1"
    assert response["Cache-Control"] == "no-store"


def test_a_page_past_the_end_is_404_and_an_empty_list_is_not(api, desk):
    assert api.get("/api/v1/services?page=999").status_code == 404
    assert api.get("/api/v1/services?type=image-removal").json()["results"] == []


def test_a_page_in_a_body_has_no_links_and_stays_with_the_edition_it_names(api, desk):
    began_with = sorted(desk.names)
    asked = {"page": 2, "page_size": 1, "edition": desk.number}
    desk.publish()
    told = api.post("/api/v1/services", asked, content_type="application/json").json()

    assert (told["next"], told["previous"]) == (None, None)
    assert [result["name"] for result in told["results"]] == began_with[1:2]


def test_what_a_body_asked_is_in_no_restart_link(api, desk):
    asked = {"age": 15, "page": 2, "edition": 999}

    assert api.post("/api/v1/services", asked, content_type="application/json").json()["restart"] is None


def test_publishing_for_real_between_pages_disturbs_no_walk(api, publish):
    """The same with rows, snapshots and publications, through the two editions that are kept besides the newest."""
    lines = [factories.service(f"Line {number}") for number in range(4)]
    publish(*lines)
    steps = iter([lambda: publish(factories.service("A new one")), lambda: publish(factories.service("Another"))])

    seen = list(walk(api, "/api/v1/services?page_size=1&ordering=alphabetical", lambda: next(steps, lambda: None)()))

    assert seen == [["Line 0"], ["Line 1"], ["Line 2"], ["Line 3"]]


def test_a_walk_in_which_something_is_withdrawn_begins_anew(api, publish):
    """Nobody is told a wrong number because they began to read before it was taken down."""
    publish(*[factories.service(f"Line {number}") for number in range(3)])
    following = api.get("/api/v1/services?page_size=1").json()["next"]
    take_down(Publication.objects.get(slug="line-2"))
    keeper.refresh()

    told = api.get(following)

    assert told.status_code == 410
    assert api.get(told.json()["restart"]).json()["count"] == 2


def test_where_a_need_is_cut_all_of_it_is_one_link_away(api, desk):
    need = next(need for need in api.get("/api/v1/help?age=15").json()["needs"] if need["more"])
    first = [service["name"] for service in need["services"]]

    everything = [name for page in walk(api, need["more"]) for name in page]

    assert len(first) == 6
    assert set(first) < set(everything)
    assert len(everything) == len(set(everything)) == need["count"] == len(desk.names)


OF_NOW = ["ordering=open", "ordering=open&type=emotional-support", "open_at=now&ordering=open", "open_at=now"]
CLOSING = datetime(2026, 11, 23, 17, tzinfo=UTC)


@pytest.mark.usefixtures("served")
class TestWhatIsOpen:
    @pytest.mark.parametrize("query", [*OF_NOW, "ordering=open&open_at=2026-11-23T10:00:00Z", "age=15"])
    @pytest.mark.parametrize("pin", ["edition=99", "as_of=2026-01-01T00:00Z", "edition=99&as_of=2026-01-01T00:00Z"])
    def test_where_a_walk_is_told_to_begin_again_it_can(self, api, noon, query, pin):
        response = api.get(f"/api/v1/services?{query}&page=2&page_size=1&{pin}")

        assert response.status_code in (400, 410)
        if response.status_code == 410:
            assert api.get(response.json()["restart"]).status_code == 200

    @pytest.mark.parametrize("query", OF_NOW)
    def test_a_walk_by_what_is_open_sees_each_item_once(self, api, noon, query):
        once = api.get(f"/api/v1/services?{query}").json()

        seen = [name for page in walk(api, f"/api/v1/services?{query}&page_size=1") for name in page]

        assert seen == [result["name"] for result in once["results"]]

    @pytest.mark.parametrize("query", ["ordering=open", "open_at=now"])
    def test_it_is_told_when_a_line_opens_or_closes_on_the_way(self, api, noon, query):
        noon.move_to(CLOSING - timedelta(seconds=30))
        walking = walk(api, f"/api/v1/services?{query}&page_size=1", lambda: noon.shift(timedelta(seconds=40)))

        with pytest.raises(Told) as told:
            list(walking)

        assert told.value.problem["type"].endswith("/problems/hours-changed")
        assert told.value.problem["restart"] == f"https://help.example.org/api/v1/services?{query}&page_size=1"

    def test_a_tag_from_before_does_not_keep_it_from_being_told(self, api, noon):
        page = api.get("/api/v1/services?ordering=open&page_size=1").json()["next"]
        tag = api.get(page)["ETag"]
        noon.move_to(CLOSING)

        assert api.get(page, headers={"If-None-Match": tag}).status_code == 410

    def test_a_walk_by_a_moment_that_was_named_is_never_disturbed(self, api, noon):
        query = "ordering=open&open_at=2026-11-23T10:00:00Z&page_size=1"
        walking = walk(api, f"/api/v1/services?{query}", lambda: noon.shift(timedelta(hours=5)))

        assert [name for page in walking for name in page]

    def test_a_link_carries_the_question_and_where_the_walk_is(self, api, noon, served):
        link = api.get("/api/v1/services?ordering=open&age=15&page_size=1&type=emotional-support").json()["next"]

        assert parse_qsl(urlsplit(link).query) == [
            *(("age", "15"), ("as_of", "2026-11-23T09:00Z"), ("edition", str(served.number)), ("ordering", "open")),
            *(("page", "2"), ("page_size", "1"), ("type", "emotional-support")),
        ]

    @pytest.mark.parametrize("query", ["as_of=2026-11-23T09:00Z&page=2", "ordering=open&as_of=2026-11-23T09:00Z"])
    def test_where_the_walk_is_means_nothing_by_itself(self, api, query):
        assert faults(api.get(f"/api/v1/services?{query}")) == [("as_of", "only-with")]

    @pytest.mark.parametrize("as_of", ["now", "2000-01-01T00:00Z", "2099-12-31T23:59Z"])
    def test_a_made_up_place_in_a_walk_is_told_to_begin_again(self, api, noon, as_of):
        assert api.get(f"/api/v1/services?ordering=open&page=2&page_size=1&as_of={as_of}").status_code == 410
