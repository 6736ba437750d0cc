"""Content of any size is an edition like any other: sealed, and found by what it is found by."""

import pytest

from benchmarks import filling
from publishing import keeper, verifying
from publishing.models import Publication
from tests import factories as make


@pytest.fixture
def local(content, publish):
    """A service of a council, beside what the project carries."""
    return publish(make.service("Leeds line", coverage=["E08000035"], organisation=(body := make.organisation())), body)


def test_copies_are_taken_by_a_node_as_one_more_edition(local, api):
    filling.multiply(5)
    keeper.forget()
    keeper.refresh()
    found = api.get("/api/v1/services?region=leeds&q=leeds+line").json()
    assert found["count"] == 6
    assert len({one["uid"] for one in found["results"]}) == 6
    assert {one["name"] for one in found["results"]} == {"Leeds line", *(f"Leeds line {n}" for n in range(1, 6))}
    assert keeper.status().edition == local + 1


def test_a_copy_has_an_organisation_of_its_own_and_names_it(local, api):
    filling.multiply(1)
    keeper.refresh()
    organisation = api.get("/api/v1/services/leeds-line-1").json()["result"]["organisation"]
    own = api.get(f"/api/v1/organisations/{organisation['slug']}").json()["result"]
    assert [one["slug"] for one in own["services"]] == ["leeds-line-1"]
    assert own["uid"] == organisation["uid"]


def test_what_is_drafted_goes_the_way_that_all_goes_and_is_on_record(content, api):
    before = Publication.objects.filter(kind="service").count()
    filling.publish(filling.draft(6))
    keeper.refresh()
    assert Publication.objects.filter(kind="service").count() == before + 6
    assert list(verifying.faults()) == []
    assert api.get("/api/v1/services?page_size=1").json()["count"] == before + 6
