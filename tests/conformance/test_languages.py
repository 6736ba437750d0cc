"""Languages on the device: which one somebody likes best, and bundles from before there were any but English."""

from datetime import UTC, datetime

import orjson
import pytest
from helpapi_matcher import Bundle, Refused, help, preferred, services

from publishing.api import negotiation
from tests.conformance import preferring, vectors

NOW = datetime(2026, 1, 20, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def bundle():
    return Bundle(orjson.loads(vectors.BUNDLE.read_bytes()))


@pytest.fixture(scope="module")
def old():
    return Bundle(vectors.before_languages(orjson.loads(vectors.BUNDLE.read_bytes())))


@pytest.mark.parametrize("header", preferring.HEADERS)
def test_a_header_is_read_as_the_server_reads_it(bundle, header):
    assert preferred(bundle, header) == negotiation.preferred_language(header)


@pytest.mark.parametrize("languages", preferring.LISTS)
def test_a_list_is_read_as_a_header_of_its_tags(bundle, languages):
    assert preferred(bundle, languages) == negotiation.preferred_language(",".join(languages))


@pytest.mark.parametrize("answer", [help, services])
def test_a_bundle_from_before_there_were_languages_is_read_as_english(bundle, old, answer):
    for asked in ({}, {"age": 15, "region": "wales"}, {"lang": "en", "outcode": "TD15"}):
        assert answer(old, asked, NOW) == answer(bundle, asked, NOW)


@pytest.mark.parametrize("answer", [help, services])
def test_it_can_be_asked_for_in_no_other(old, answer):
    with pytest.raises(Refused) as refused:
        answer(old, {"lang": "cy"}, NOW)

    assert [(fault.parameter, fault.code) for fault in refused.value.faults] == [("lang", "unknown-value")]
    assert preferred(old, "cy") == "en"
