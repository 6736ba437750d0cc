"""The copy of the real content: how large it is, and what one change of it costs whoever holds it."""

import gzip
from dataclasses import replace

import pytest

from publishing import keeper
from tests.matching.editions import compiled, real_content


@pytest.fixture(scope="module")
def edition(django_db_setup, django_db_blocker, tmp_path_factory):
    return compiled(django_db_blocker, tmp_path_factory.mktemp("edition"), real_content)


@pytest.fixture
def hold(monkeypatch):
    def hold(edition):
        monkeypatch.setattr(keeper, "current", lambda: edition)
        monkeypatch.setattr(keeper, "editions", lambda: [edition])

    return hold


def sent(response) -> int:
    """The bytes of the body as it is sent to a browser."""
    assert response["Content-Encoding"] == "gzip"
    return len(response.content)


def test_everything_is_one_file_of_less_than_120_kilobytes_compressed(api, edition, hold):
    hold(edition)
    [part] = api.get("/api/v1/bundle").json()["parts"]

    assert part["kind"] is None
    assert sent(api.get(part["url"], headers={"Accept-Encoding": "gzip"})) < 120_000


def test_one_change_is_one_answer_of_less_than_ten_kilobytes(api, edition, hold):
    number = edition.number + 1
    for item in edition.items.values():
        hold(edition.changed(number, [replace(item, edition=number)]))
        response = api.get(f"/api/v1/changes?since={edition.number}", headers={"Accept-Encoding": "gzip"})

        assert sent(response) < 10_000, item.slug
        told = gzip.decompress(response.content)
        assert item.uid.encode() in told
        assert b'"next":null' in told
