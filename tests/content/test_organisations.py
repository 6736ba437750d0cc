"""What is said of each organisation, and that the data says it: a description, and a website or why there is none."""

from urllib.parse import urlsplit

import pytest

from tests.content.data import SERVICES, SOURCES, data, published

ORGANISATIONS = {body["id"]: body for body in data("organisations.yaml")}
every_organisation = pytest.mark.parametrize("slug", ORGANISATIONS)
# Where no source in the data, nor any way to reach the service, is on a site of the body's own.
WITHOUT_WEBSITE = {
    "city-of-london-police",
    "kooth",
    "mental-health-innovations",
    "national-crime-agency",
    "ncmec",
    "promo-cymru",
    "rape-crisis-england-wales",
}

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def organisations(answers):
    return {body["slug"]: body for body in answers["organisations?page_size=100"]["results"]}


@every_organisation
def test_every_organisation_has_a_description_which_names_its_sources(organisations, slug):
    expected = ORGANISATIONS[slug]

    assert organisations[slug]["description"] == expected["description"]
    assert 20 <= len(expected["description"]) <= 300
    assert [source for source in expected["sources"] if source not in SOURCES] == []


@every_organisation
def test_a_description_names_sources_of_the_services_that_the_organisation_runs(slug):
    cited = {source for service in ORGANISATIONS[slug]["services"] for source in sources_in(SERVICES[service])}

    assert [source for source in ORGANISATIONS[slug]["sources"] if source not in cited] == []


@every_organisation
def test_a_website_is_one_that_the_data_names(organisations, slug):
    website, expected = organisations[slug]["website"], ORGANISATIONS[slug].get("website")

    assert website == expected
    assert (website is None) == (slug in WITHOUT_WEBSITE)
    if website:
        named = [SOURCES[source]["url"] for source in ORGANISATIONS[slug]["sources"]]
        named += [way["value"] for service in ORGANISATIONS[slug]["services"] for way in published(service)]
        assert site(website) in {site(address) for address in named if address}
        assert urlsplit(website).path == ""


def test_who_has_no_website_says_why():
    assert {slug for slug, body in ORGANISATIONS.items() if body.get("without_website")} == WITHOUT_WEBSITE


@every_organisation
def test_what_no_source_names_is_not_said(organisations, slug):
    said = organisations[slug]

    assert (said["email"], said["charity_number"], said["logo"]) == (None, None, None)


def site(address: str) -> str:
    return urlsplit(address).netloc.removeprefix("www.")


def sources_in(value) -> set[str]:
    """Every source that a service of the data, or a fact within it, names."""
    if isinstance(value, dict):
        return set(value.get("sources", [])).union(*map(sources_in, value.values()))
    return set().union(*map(sources_in, value)) if isinstance(value, list) else set()
