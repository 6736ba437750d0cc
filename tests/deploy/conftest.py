"""The real service, and nginx before it."""

from pathlib import Path

import pytest

from benchmarks.servers import Service, filled
from tests.front import Front


@pytest.fixture(scope="session")
def home(tmp_path_factory) -> Path:
    home = tmp_path_factory.mktemp("home")
    filled(home, "")
    return home


@pytest.fixture
def service(home):
    with Service(home, "", workers=1) as service:
        service.wait_until(lambda ready: ready and ready["edition"])
        yield service


@pytest.fixture
def front(service, tmp_path):
    with Front(tmp_path, service.port) as front:
        yield front
