"""Something public of every kind, with parts of every kind."""

import pytest

from tests import factories as make


@pytest.fixture
def public_items(publish) -> list:
    items = list(make.of_every_kind().values())
    publish(*items)
    return items
