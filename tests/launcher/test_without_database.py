"""The real launcher, while its database is away: what is on file is served."""

import os
import subprocess
import sys
from datetime import UTC, datetime
from urllib.request import urlopen

import pytest

from benchmarks import proxy
from benchmarks.proxy import Proxy
from benchmarks.servers import free_port
from helpapi.running import bootstrap
from publishing import bundle
from publishing.edition import Edition, Published
from publishing.registry import layouts
from tests.running import installed, wait_until_ready
from tests.sealed import sealed
from tests.security.test_checks import RIGHT

# Without any topic help would be said to be restored.
TOPIC = Published(
    "topic", "00000000-0000-4000-8000-000000000001", "sextortion", 1, 7, "d" * 64, b"{}", {"name": "Sextortion"}
)
pytestmark = pytest.mark.skipif(os.name == "nt", reason="The environment is stood in for by a shell script.")


@pytest.fixture
def home(tmp_path):
    installed(tmp_path)
    return tmp_path


@pytest.fixture
def away():
    """The address of a database, by a way that refuses, or accepts and says nothing."""
    with Proxy(("127.0.0.1", 9)) as between:

        def away(mode: str) -> str:
            between.set(mode)
            return f"postgres://somebody@127.0.0.1:{between.port}/helpapi"

        yield away


def launched(home, database: str, port: int, role: str, **variables: str) -> subprocess.Popen:
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("HELPAPI_")}
    environment = {
        **inherited, "HELPAPI_HOME": str(home), "DATABASE_URL": database, "EDITION_POLL_SECONDS": "0.5", **variables,
        "HELPAPI_EDITION_KEY": os.environ["HELPAPI_EDITION_KEY"],
    }  # fmt: skip
    return subprocess.Popen(
        [sys.executable, "-m", "helpapi", "serve", "--port", str(port), "--role", role, "--workers", "1"],
        cwd=bootstrap.PROJECT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip


PRODUCTION = {**RIGHT, "HELPAPI_HOSTS": "127.0.0.1,editors.example.org"}


@pytest.mark.parametrize(
    ("role", "mode", "variables"),
    [
        ("all", proxy.HANG, {}),
        ("all", proxy.REFUSE, PRODUCTION),
        ("public", proxy.REFUSE, {}),
        ("admin", proxy.HANG, {}),
    ],
    ids=["all", "all in production", "public in development", "admin"],
)
def test_what_is_on_file_is_served_while_the_database_is_away(home, away, role, mode, variables):
    home.joinpath("editions").mkdir()
    bundle.write(home / "editions", sealed(Edition(7, [TOPIC], layouts())), datetime.now(UTC))
    port = free_port()

    with launched(home, away(mode), port, role, **variables) as launcher:
        try:
            wait_until_ready(launcher, f"http://127.0.0.1:{port}/health/ready")
            with urlopen(f"http://127.0.0.1:{port}/health/ready", timeout=5) as answer:
                ready = answer.read().decode()
        finally:
            launcher.terminate()
            said, _ = launcher.communicate(timeout=30)

    assert '"edition": 7' in ready
    assert '"source": "file"' in ready
    assert said.count("The database does not answer. What is on file is served until it does") == 1


@pytest.mark.parametrize("mode", [proxy.REFUSE, proxy.HANG])
def test_without_a_file_it_says_why_it_does_not_start(home, away, mode):
    with launched(home, away(mode), free_port(), "all") as launcher:
        said, _ = launcher.communicate(timeout=60)

    assert launcher.returncode != 0
    assert "database" in said.splitlines()[-1]
    assert "Traceback" not in said
