"""Every word of ours that reaches a reader can be said in another language: a made-up one is asked for everywhere."""

import json
import re
from datetime import UTC, date, datetime
from html.parser import HTMLParser

import orjson
import pytest

from helpapi.problems import TYPES, problem
from publishing import fall, keeper, languages, lifecycle, snapshots
from publishing.catalogues import PAGE
from publishing.codes import code_list, lists
from publishing.emergency import TEXT
from publishing.models import Publication
from publishing.registry import kinds
from publishing.upkeep import Upkeep
from services.contacts.apps import PLATFORMS
from services.hours import zone_names
from services.hours.text import parse
from services.hours.words import in_words
from services.matching.ways import APPS
from services.places.regions import ATTRIBUTION, regions
from tests import factories
from tests.contract.test_bodies import BODIES
from tests.contract.test_gate import QUERIES
from tests.contract.test_problems import failing  # noqa: F401
from tests.house import addresses
from tests.matching import tables
from tests.matching.editions import compiled, example_services, real_content, together
from tests.pseudo import TAG, speaks_pseudo, unsaid  # noqa: F401
from tests.publishing.acts import take_down
from tests.services.hours_cases import CASES

IN_ENGLISH = ("/api/docs", "/api/v1/openapi", "/health", "/.well-known", "/static", "/api/v1/bundle")
AROUND = " \n:–-·*()“”,;.…"
BETWEEN = (" – ", ": ", "; ", ", ", " · ", " (", ") ")
CODE = re.compile(r"[A-Z]{2,6}|[a-z0-9_%+-]+|[A-Za-z0-9_.=-]{20,}|[A-Z][0-9]{8}|[A-Z]{1,2}[0-9][A-Z0-9]?|true or false")
LINK = re.compile(r"(https?|tel|sms|mailto):\S*|/\S+|[\w.]+\.(co\.)?\w{2,4}(/\S*)?")
TIME = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9:.]+(Z|[+-][0-9:]+))?|([A-Z][a-z]+day ?)?([0-9]{1,2} [A-Z][a-z]+)?( [0-9]{4})?"
)
# Members of documents whose words are ours: they are said anew wherever they stand but in a whole document.
OURS = {"conditions", "label", "status_text", "open"}
REGION = {"age": 15, "region": "scotland"}


def _examples():
    example_services(*tables.ABOUT)


def _gone():
    lifecycle.publish_first([factories.service("Old line"), factories.notice()], "for a crawl")
    take_down(Publication.objects.get(slug="old-line"), words="")


@pytest.fixture(scope="module")
def edition(django_db_setup, django_db_blocker, tmp_path_factory):
    folder = tmp_path_factory.mktemp("edition")
    return together(*(compiled(django_db_blocker, folder, fill) for fill in (real_content, _examples, _gone)))


@pytest.fixture
def asked(edition, monkeypatch, speaks_pseudo, db, api):  # noqa: F811
    """Asks in the made-up language. What any answer has kept is forgotten: it may have been English."""
    monkeypatch.setattr(keeper, "current", lambda: edition)
    monkeypatch.setattr(keeper, "edition", lambda pin, kinds: edition if edition.has_as(pin, kinds) else None)
    monkeypatch.setattr(keeper, "editions", lambda: [edition])
    return lambda method, address, *body, **more: getattr(api, method)(
        address, *body, headers={"Accept-Language": TAG, **more.pop("headers", {})}, **more
    )


@pytest.fixture(scope="module")
def content(edition):
    """The texts of items, which are nobody's to translate here."""
    found = {TEXT, ATTRIBUTION, "helpapi", *APPS.values(), *PLATFORMS.values(), *(one.name for one in regions())}
    found |= {code.label for code in code_list(languages.LIST).codes}
    for item in edition.items.values():
        if item.document:
            found |= set(_texts(orjson.loads(item.document)))
    return {_plain(one) for text in found for one in (text, *re.split(r"(?<=[.!?]) ", text))}


def _texts(value, ours=OURS):
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for name, held in value.items():
            if name not in ours:
                yield from _texts(held, ours)
    elif isinstance(value, list):
        for held in value:
            yield from _texts(held, ours)


def untranslated(value, edition, content) -> list[str]:
    """The texts of an answer that are words of ours, and English."""
    return [text for text in _said(value, edition) for part in unsaid(text) if not _may_stand(part, content)]


def _said(value, edition):
    """The texts of an answer but for whole documents, which are English as wholes."""
    if isinstance(value, dict):
        item = edition.items.get(str(value.get("uid")))
        if item and item.document and orjson.loads(item.document).items() <= value.items():
            return
        for name, held in value.items():
            if name != "added_text":  # of a topic, as its document has it
                yield from _said(held, edition)
    elif isinstance(value, list):
        for held in value:
            yield from _said(held, edition)
    elif isinstance(value, str):
        yield value


def _may_stand(part: str, content: set[str]) -> bool:
    """Whether it is an item's own, or what nobody translates: a code, a link, a time, a number."""
    plain = _plain(part)
    if not plain or plain in content or any(one.fullmatch(part.strip(AROUND)) for one in (CODE, LINK, TIME)):
        return True
    if all(_plain(one) in content for one in re.split(r"(?<=[.!?]) ", part)):
        return True
    between = next((one for one in BETWEEN if one in part.strip(AROUND)), None)
    return between is not None and all(_may_stand(one, content) for one in part.strip(AROUND).split(between, 1))


def _plain(text: str) -> str:
    return " ".join(text.split()).strip(AROUND).casefold()


class Page(HTMLParser):
    """`said`: the texts of a page, one for each block of it."""

    BLOCKS = ("p", "li", "dt", "dd", "h1", "h2", "title", "div")

    def __init__(self, page: str):
        super().__init__()
        self.said, self.block = [], ""
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        if tag in self.BLOCKS:
            self._end()
        self.said += [value for name, value in attrs if name in ("title", "alt", "aria-label", "placeholder") and value]

    def handle_endtag(self, tag):
        if tag in self.BLOCKS:
            self._end()

    def handle_data(self, data):
        self.block += data

    def _end(self):
        self.said.append(" ".join(self.block.split()))
        self.block = ""


def _answer(response) -> object:
    kind = response["Content-Type"].partition(";")[0]
    if kind == "text/html":
        return Page(response.content.decode()).said
    return response.json() if kind.endswith("json") else response.content.decode().splitlines()


def _all_addresses(edition):
    """Those that do not say themselves in which language they are to be answered."""
    return [one for one in _addresses(edition) if not one.startswith(IN_ENGLISH) and "lang=" not in one]


def _addresses(edition):
    yield from addresses.filled_in()
    for item in edition.items.values():
        if (address := kinds()[item.kind].address) and item.slug in ("childline", "old-line", "sextortion"):
            yield f"/api/v1/{address.path}/{item.slug}"
    yield from (f"/api/v1/services?{query}" for query in (*QUERIES, "ordering=open", "page=900", "q=zzz"))
    for people in ("", "age=15&region=scotland", "age=40&audience=professional", "age=9&language=bfi&situation=paid"):
        yield from (f"/api/v1/help?{people}{place}" for place in ("", "&outcode=BT1", "&outcode=JE1"))
    yield from (
        f"/api/v1/help?age=15&{one}" for one in ("region=outside-uk", "topic=nothing", "region=wales&free=true")
    )
    yield from (f"/api/v1/services?age=15&{one}" for one in ("open_at=now", "language=cy", "channel=post", "free=true"))
    yield from (
        "/api/v1/services?page=2&edition=99",
        "/api/v1/changes?since=0&page=2&edition=7",
        "/api/v1/regions?outcode=D02",
    )
    yield from ("/nothing", "/" + "a" * 5000, "/api/v1/bundles/none", "/api/v1/trust/none")


def test_nothing_of_ours_is_said_in_english_to_whoever_asks_for_another_language(asked, edition, content):
    found = {}
    for address in _all_addresses(edition):
        response = asked("get", address)
        assert response["Content-Language"].split(", ")[0] == TAG, address
        found |= dict.fromkeys(untranslated(_answer(response), edition, content), address)

    assert found == {}, f"Say these by say(…) of publishing/languages.py: {json.dumps(found, indent=1)}"


def test_a_text_answer_is_said_in_it_and_fits(asked, edition, content):
    for question in ("", "age=15&region=scotland", "age=40&audience=friend&situation=paid"):
        response = asked("get", f"/api/v1/help?{question}", headers={"Accept": "text/plain"})

        spoken = response["Content-Language"].split(", ")[0]
        assert (response["Content-Type"], spoken) == ("text/plain; charset=utf-8", TAG)
        assert untranslated(_answer(response), edition, content) == []
        assert len(response.content) <= 3000


def test_a_body_is_refused_in_the_language_that_it_asks_for(asked, edition, content, api):
    for body in BODIES:
        named = body.replace("{", f'{{"lang": "{TAG}", ', 1) if body.startswith("{") and body != "{" else body
        response = api.post("/api/v1/services", named, content_type="application/json")
        faults = [one["code"] for one in response.json()["errors"]]
        is_read = not {"not-json", "empty-body", "not-an-object"}.issuperset(faults)

        assert response["Content-Language"].split(", ")[0] == (TAG if is_read else "en"), body
        assert not is_read or untranslated(response.json(), edition, content) == [], body


@pytest.mark.parametrize("headers", [{"Accept": "text/html"}, {"Content-Type": "text/plain"}, {"Host": "evil example"}])
def test_what_no_view_has_read_is_refused_in_it(asked, edition, content, headers, settings):
    settings.ALLOWED_HOSTS = ["help.example.org"]
    response = asked(
        "post", "/api/v1/help", "x", headers=headers, content_type=headers.get("Content-Type", "text/plain")
    )

    assert response.status_code in (400, 406, 415)
    assert untranslated(response.json(), edition, content) == []


def test_every_problem_is_told_in_it(asked, edition, content):
    with languages.speaking(TAG):
        told = [json.loads(problem(code).content) for code in TYPES]

    assert untranslated(told, edition, content) == []


def test_a_fault_of_ours_and_an_empty_process_are_told_in_it(asked, edition, content, monkeypatch, failing):  # noqa: F811
    failing(ZeroDivisionError())
    broken = asked("get", "/api/v1/services")
    monkeypatch.undo()

    assert (broken.status_code, untranslated(broken.json(), edition, content)) == (500, [])


def test_help_that_is_being_restored_says_so_in_it(asked, edition, content, monkeypatch):
    monkeypatch.setattr(fall, "is_being_restored", lambda edition: True)
    response = asked("get", "/api/v1/help")

    assert (response.status_code, untranslated(response.json(), edition, content)) == (503, [])


def test_hours_are_written_in_it(speaks_pseudo):  # noqa: F811
    named = {*(_plain(one.name) for one in regions()), *map(str.casefold, zone_names())}
    with languages.speaking(TAG):
        written = {spelling: in_words(parse(spelling)) for spelling in CASES}

    left = {spelling: [one for one in unsaid(text) if not _may_stand(one, named)] for spelling, text in written.items()}
    assert {spelling: found for spelling, found in left.items() if found} == {}


def test_a_document_made_in_it_has_no_english_of_ours(speaks_pseudo, db):  # noqa: F811
    """What is worked out for a whole document: conditions, hours, statuses."""
    later = {"begins_on": date(2027, 1, 1), "is_paused": True, "paused_until": date(2027, 2, 1)}
    made = [factories.whole_service(), factories.service(audiences=["professional"], coverage=["S92000003"], **later)]
    with languages.speaking(TAG):
        documents = [kinds()["service"].document(_hydrated(one), {}) for one in made]

    said = [one["text"] for document in documents for one in document["conditions"]]
    said += [one["hours"]["words"] for document in documents for one in document["channels"]]
    said += [document["status_text"] for document in documents if document["status_text"]]
    assert len(said) > 6
    assert [text for text in said if not text.startswith("⟦")] == []


def _hydrated(item):
    whole = snapshots.hydrate(snapshots.take(item))
    whole.version, whole.published_at, whole.upkeep, whole.as_of = 1, datetime.now(UTC), Upkeep(), date(2026, 12, 1)
    return whole


def test_every_code_list_is_said_in_it(asked, edition, content):
    for name in lists():
        assert untranslated(asked("get", f"/api/v1/codes/{name}").json(), edition, content) == []


LITERAL = re.compile(
    r"//.*|/\*.*?\*/|(?P<said>\b(?:say|toSay|sayCount)\(\s*)?\"(?P<text>(?:[^\"\\]|\\.)*)\"|`(?P<made>[^`]*)`", re.S
)
SECOND = re.compile(r"(sayCount\(\s*\"(?:[^\"\\]|\\.)*\"),\s*\"(?:[^\"\\]|\\.)*\"")
NO_WORDS = {
    "If you are in severe distress and thinking about harming yourself, please call 999 immediately.",
    "Ed25519",
}


@pytest.mark.parametrize("file", sorted((PAGE / "src").glob("*.ts")), ids=lambda file: file.name)
def test_the_words_of_the_partner_s_page_are_said(file):
    """What begins with a capital, or has a space in it, is for people."""
    source = SECOND.sub(r"\1", file.read_text(encoding="utf-8"))
    found = [one for one in LITERAL.finditer(source) if one["text"] or one["made"]]
    bare = [one["text"] for one in found if one["text"] and not one["said"]]
    made = [re.sub(r"\$\{[^}]*\}", "", one["made"]) for one in found if one["made"]]

    unsaid = [text for text in bare if re.match(r"[A-Z]", text) or re.search(r"[a-z] [a-z]", text)]
    assert [text for text in unsaid if text not in NO_WORDS] == [], "Say these by say(…) of words.ts"
    assert [text for text in made if re.search(r"[A-Za-z]{2,} [A-Za-z]{2,}", text)] == [], "Say these by say(…)"


def test_the_words_in_the_partner_s_page_are_marked():
    page = (PAGE / "site" / "index.html").read_text(encoding="utf-8")
    texts = re.findall(r"<(\w+)([^>]*)>([^<>]*[a-z]{2,}[^<>]*)<", page.partition("<noscript>")[0])

    assert [
        text for _, attributes, text in texts if "data-say" not in attributes and 'lang="en"' not in attributes
    ] == []
