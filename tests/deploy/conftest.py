"""The real service, and nginx before it."""

from pathlib import Path

import pytest

from benchmarks.servers import Service
from tests import prepared
from tests.front import Front


@pytest.fixture(scope="session")
def home(tmp_path_factory) -> Path:
    home = tmp_path_factory.mktemp("home")
    prepared.filled(home)
    return home


@pytest.fixture(scope="session")
def long_lived(home):
    with Service(home, "", workers=1) as service:
        yield service


@pytest.fixture
def service(long_lived):
    """It answers, though the last test may have killed it."""
    if not long_lived.ready():
        long_lived.kill()
        long_lived.start()
    long_lived.wait_until(lambda ready: ready and ready["edition"])
    return long_lived


@pytest.fixture
def front(service, tmp_path):
    with Front(tmp_path, service.port) as front:
        yield front
