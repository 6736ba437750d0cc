"""What several of these files need, made once."""

import pytest

from tests.conformance import typescript_package


@pytest.fixture(scope="session")
def program(tmp_path_factory):
    """A program's folder with the package in TypeScript in it. To build that takes longer than most of what asks it."""
    return typescript_package.installed(tmp_path_factory.mktemp("typescript"))
