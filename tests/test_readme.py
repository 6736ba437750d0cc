"""The README's question, asked as it stands there, has the answer that stands there."""

import io
import re
import shlex
from contextlib import redirect_stdout
from pathlib import Path
from urllib.request import urlopen

import pytest
from django.core.management import call_command

README = (Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8")
ADDRESS = "http://127.0.0.1:8000"


def block(language: str) -> str:
    return re.search(rf"```{language}\n(.*?)```", README, re.DOTALL)[1]


@pytest.fixture
def server(transactional_db, live_server) -> str:
    call_command("load_seed", verbosity=0)
    return live_server.url


def test_the_readme_s_python_prints_the_readme_s_answer(server):
    printed = io.StringIO()
    with redirect_stdout(printed):
        exec(block("python").replace(ADDRESS, server), {})  # noqa: S102  (the README's own lines)

    assert printed.getvalue() == block("text")


def test_the_readme_s_curl_asks_the_same_question(server):
    address = shlex.split(block("sh"))[1].replace(ADDRESS, server)

    answer = urlopen(address).read().decode()  # noqa: S310  (our own server)

    for line in block("text").splitlines()[1:]:
        assert all(part in answer for part in line.split(" - "))
