"""What tests of partners share."""

import pytest

from tests.partners import trusted as made
from tests.partners.trusted import Trusted


@pytest.fixture
def trusted(settings, tmp_path) -> Trusted:
    """This node signs, with a key that a root of its own names."""
    trusted = made.make(tmp_path / "trust")
    settings.TRUST_FOLDER, settings.BUNDLE_KEY = trusted.folder, trusted.key
    return trusted
