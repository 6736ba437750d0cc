"""The rules of docs/matching.md: each row of its table is asked of the API; and what editors may write of them."""

import pytest
from django.core.exceptions import ValidationError

from services.models import Rule
from tests import factories
from tests.matching.asking import ask, conditions, encoded, present, results  # noqa: F401
from tests.matching.editions import compiled, example_services
from tests.matching.tables import ABSENT, examples, table

NAMES = list(examples("rules"))
CASES = table("People and what they match")
WORDS = {row["word"]: row["condition"] for row in table("Words in the table of ages") if row["condition"]}
WORDS |= {
    "who": "only-for-circumstances",
    "one": "eligibility",
    "in": "only-in-area",
    "part": "part-of-area",
    "way": "way-only-for",
}


@pytest.fixture(scope="module")
def edition(django_db_setup, django_db_blocker, tmp_path_factory):
    return compiled(django_db_blocker, tmp_path_factory.mktemp("edition"), lambda: example_services("rules"))


def codes(words):
    return [WORDS[word] for word in words if word != "yes"]


@pytest.mark.parametrize("address", ["help", "services"])
@pytest.mark.parametrize("row", CASES, ids=lambda row: row["asked"])
def test_the_services_of_the_row_are_given_with_their_conditions(ask, row, address):  # noqa: F811
    answer = ask(address, encoded(row["asked"]) if row["asked"] else "")

    found = results(answer) if address == "help" else {card["name"]: card for card in answer["results"]}
    told = {name: conditions(card) for name, card in found.items()}
    assert told == {name: codes(row[name].split()) for name in present(row, NAMES)}
    for name, column in (("Text for the young", "its ways"), ("One way for Welsh girls", "her way")):
        shown = {way["kind"] for way in found[name]["ways"]} if name in found else set()
        assert shown == set(row[column].replace(ABSENT, "").split(", ")) - {""}


def test_what_is_left_to_check_reads_as_one_would_say_it(ask):  # noqa: F811
    def texts(query, name):
        return [condition["text"] for condition in results(ask("help", query))[name]["conditions"]]

    assert texts("age=30", "Women") == ["Only for women and girls."]
    assert texts("age=22", "To 19 or 25") == ["Only for people with special educational needs or a disability."]
    assert texts("", "To 19 or 25") == [
        "For people aged 11 to 19; or for people with special educational needs or a disability up to 25."
    ]
    assert texts("", "Older in Leeds") == ["For people up to 17; or for people aged 18 to 24 in Leeds."]
    assert texts("age=19", "In care or told") == [
        "Only for people who are or were in care or refugees and people seeking asylum.",
        "You must be referred.",
    ]
    assert texts("", "Text for the young") == ["Text 020 7946 0123: For people under 19."]
    assert texts("age=15&region=wales", "One way for Welsh girls") == ["Call 0808 157 0123: Only for women and girls."]


def test_a_filter_of_channels_asks_only_ways_that_are_for_the_reader(ask):  # noqa: F811
    def found(query):
        return {card["name"] for card in ask("services", query)["results"]}

    assert "Text for the young" in found("channel=text&age=15")
    assert "Text for the young" not in found("channel=text&age=30")
    assert "Text for the young" in found("channel=text")


def test_at_night_what_is_open_for_others_alone_is_shut(ask):  # noqa: F811
    def found(query):
        return [card["name"] for card in ask("services", f"{query}&open_at=2026-11-24T03:00:00Z")["results"]]

    assert "Text for the young" in found("age=15")
    assert "Text for the young" not in found("age=30")
    assert "Text for the young" not in found("age=30&ordering=open")


def test_a_document_says_its_rules_and_those_of_its_ways(api, publish):
    service = factories.service("Club", maximum_age=19)
    factories.rule(service, maximum_age=25, circumstances=["care-experienced"], coverage=["E08000035"], text="Ask us.")
    factories.rule(service, channel=service.channels.get(), minimum_age=16, age_basis="victim-age")
    publish(service)

    told = api.get("/api/v1/services/club").json()["result"]

    (also,) = told["also_for"]
    assert (also["age"]["maximum"], also["circumstances"], also["text"]) == (25, ["care-experienced"], "Ask us.")
    assert [region["slug"] for region in also["regions"]] == ["leeds"]
    (only,) = told["channels"][0]["only_for"]
    assert (only["age"]["basis"], only["age"]["minimum"], only["regions"]) == ("victim-age", 16, [])


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({}, "__all__"),
        ({"minimum_age": 18, "maximum_age": 17}, "maximum_age"),
        ({"maximum_age": 121}, "maximum_age"),
        ({"circumstances": ["rich"]}, "circumstances"),
        ({"maximum_age": 17, "age_basis": "intended-reader"}, "age_basis"),
        ({"coverage": ["E99999999"]}, "coverage"),
        ({"text": "Call 0808 800 5005 first, <b>now</b>"}, "text"),
    ],
)
def test_a_rule_that_says_nothing_or_nonsense_is_refused(db, fields, field):
    rule = Rule(service=factories.service(), **fields)

    with pytest.raises(ValidationError) as refused:
        rule.full_clean()
    assert field in refused.value.message_dict


def test_the_rule_of_a_way_has_no_days_of_its_own(db):
    service = factories.service()
    rule = Rule(service=service, channel=service.channels.get(), minimum_age=18, ends_on="2027-01-02")

    with pytest.raises(ValidationError) as refused:
        rule.full_clean()
    assert list(refused.value.message_dict) == ["ends_on"]


def test_a_rule_is_of_a_place_that_the_service_is_for(db):
    service = factories.service(coverage=["S92000003"])

    Rule(service=service, coverage=["S12000036"]).full_clean()
    with pytest.raises(ValidationError) as refused:
        Rule(service=service, coverage=["E92000001"]).full_clean()
    assert refused.value.message_dict == {
        "coverage": ["The service is not for England. Add that to the places it serves, or leave it out."]
    }


def test_the_own_page_of_a_service_says_for_whom_its_ways_are(api, publish):
    service = factories.service("Line")
    factories.rule(service, channel=service.channels.get(), circumstances=["women-and-girls"])
    publish(service)

    told = api.get("/api/v1/services/line").json()["result"]["conditions"]
    assert told == [{"code": "way-only-for", "text": "Open the website: Only for women and girls."}]


def test_a_language_that_only_a_way_for_others_speaks_is_still_to_check(api, publish):
    service = factories.service("Line", channels=[{"kind": "phone", "value": "020 7946 0123", "languages": ["en"]}, {}])
    factories.rule(service, channel=service.channels.get(kind="phone"), maximum_age=18)
    publish(service)

    (card,) = api.get("/api/v1/services?age=30&language=en").json()["results"]
    assert conditions(card) == ["language-not-known"]


def test_what_has_no_way_that_is_sure_comes_after_what_has(api, publish):
    limited = factories.service("A limited one", types=["image-removal"])
    factories.rule(limited, channel=limited.channels.get(), circumstances=["women-and-girls"])
    publish(limited, factories.service("Sure", types=["image-removal"]), factories.topic())

    (need,) = api.get("/api/v1/help?age=30").json()["needs"]
    assert [card["name"] for card in need["services"]] == ["Sure", "A limited one"]


def test_a_rule_is_of_a_channel_of_its_own_service(db):
    other = factories.service().channels.get()

    with pytest.raises(ValidationError) as refused:
        Rule(service=factories.service(), channel=other, minimum_age=16).full_clean()
    assert refused.value.message_dict == {"channel": ["Choose a channel of this service."]}
