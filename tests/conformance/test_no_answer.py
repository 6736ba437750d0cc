"""Where the server says that help is being restored, the matcher in Python gives no answer either."""

from datetime import UTC, datetime

import orjson
import pytest
from helpapi_matcher import BeingRestored, Bundle, help, services

from partners import statement
from publishing import fall
from publishing.edition import Edition
from publishing.registry import layouts
from tests.conformance import vectors

NOW = datetime(2026, 1, 20, 12, tzinfo=UTC)


def with_items(keep):
    """The edition of the vectors with those of its items alone that `keep` says yes to, and the bundle of it."""
    items = [item for item in vectors.read_edition().items.values() if keep(item)]
    edition = Edition(1, items, layouts())
    (part,) = statement.bundle(edition)
    written = statement.content(edition, part)
    return edition, Bundle(orjson.loads(written))


@pytest.mark.parametrize(
    "keep",
    [
        lambda item: item.kind != "topic",
        lambda item: item.kind == "topic" or item.keys.get("status") == ["ended"],
    ],
    ids=["no advice", "no service on offer"],
)
def test_help_is_refused_and_services_are_told(keep):
    edition, bundle = with_items(keep)

    assert fall.is_being_restored(edition)
    with pytest.raises(BeingRestored):
        help(bundle, {}, NOW)
    assert "results" in services(bundle, {}, NOW)


def test_without_services_the_advice_is_given():
    edition, bundle = with_items(lambda item: item.kind == "topic" and item.is_live)

    assert not fall.is_being_restored(edition)
    assert help(bundle, {}, NOW)["needs"] == []
