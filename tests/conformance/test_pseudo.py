"""In a made-up language, which everything of ours can be said in, both matchers say all of it as the server does.

So what a matcher says by itself, puts together otherwise, or a copy does not carry, is found.
"""

from dataclasses import replace

import orjson
import pytest
from django.test import override_settings

from partners import reference, statement
from tests.conformance import typescript_package, vectors
from tests.conformance.asking import PUBLIC_URL, disagreement, python, server
from tests.pseudo import TAG, speaks_pseudo  # noqa: F401

EVERY = 24  # of the vectors


@pytest.fixture
def edition(speaks_pseudo):  # noqa: F811
    reference._written.cache_clear()
    yield vectors.read_edition()
    reference._written.cache_clear()


@pytest.fixture
def bundle(edition):
    with override_settings(PUBLIC_URL=PUBLIC_URL):
        (part,) = statement.bundle(edition)
        return statement.content(edition, part)


def test_both_matchers_say_all_that_the_server_says(edition, bundle, program, tmp_path):
    (tmp_path / "bundle.json").write_bytes(bundle)
    matchers = {
        "Python": python(orjson.loads(bundle)),
        "TypeScript": typescript_package.matcher(program, tmp_path / "bundle.json"),
    }
    asks = [
        replace(one, question={**one.question, "lang": TAG}) for one in vectors.read_asks(vectors.QUESTIONS)[::EVERY]
    ]

    said = server(edition)(asks)

    assert sum(one.body is not None and b'"language":"en-x-pseudo"' in one.body for one in said) > len(said) * 0.9
    for name, matcher in matchers.items():
        assert not (found := disagreement(asks, said, matcher(asks))), f"{name}: {found}"
