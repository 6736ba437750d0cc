"""What was approved while a step as a whole was for certain audiences is read with its details limited to them."""

import json

import pytest

from advice.models import DetailLimit, Step
from advice.upgrades import FOR_SOME, FOR_THE_VICTIM
from publishing import snapshots
from publishing.snapshots import SnapshotError
from tests import factories

pytestmark = pytest.mark.django_db
EVERYBODY = ["victim", "parent-carer", "friend", "professional"]


def old(audiences: list[str], details: list[str]) -> str:
    """A snapshot of shape 1 of a topic whose one step was for these audiences."""
    data = json.loads(snapshots.take(factories.topic()))
    (step,) = data["parts"]["step_set"]
    step["fields"] |= {"audiences": audiences, "details": details}
    del data["parts"]["detaillimit_set"]
    return json.dumps({**data, "shape": 1})


def limited(text: str) -> list[tuple]:
    found = snapshots.hydrate(text).detaillimit_set.all()
    return [(limit.code, limit.detail, limit.audiences, limit.reason) for limit in found]


def test_a_step_that_was_for_everybody_has_no_limits():
    assert limited(old(EVERYBODY, ["Tell nobody."])) == []
    assert limited(old(EVERYBODY, [])) == []


def test_each_detail_of_a_step_for_the_victim_is_for_the_victim():
    assert limited(old(["victim"], ["Stop.", "Tell nobody."])) == [
        ("limit-1", "Stop.", ["victim"], FOR_THE_VICTIM),
        ("limit-2", "Tell nobody.", ["victim"], FOR_THE_VICTIM),
    ]


def test_for_any_others_the_reason_names_nobody():
    assert limited(old(["victim", "friend"], ["Stop."])) == [("limit-1", "Stop.", ["victim", "friend"], FOR_SOME)]


def test_it_is_read_alike_each_time():
    text = old(["victim"], ["Stop.", "Tell nobody."])

    assert snapshots.current(text) == snapshots.current(text)
    assert len({limit.uid for limit in snapshots.hydrate(text).detaillimit_set.all()}) == 2


def test_its_rows_can_be_written_back():
    item = snapshots.write_back(old(["victim"], ["Tell nobody."]))

    limit = DetailLimit.objects.get(topic=item.pk)
    assert limit.step == Step.objects.get(topic=item.pk)
    limit.full_clean()


@pytest.mark.parametrize(("audiences", "details"), [(["victim"], []), ([], ["Tell nobody."])])
def test_a_limited_step_with_nothing_to_limit_is_refused_by_name(audiences, details):
    with pytest.raises(SnapshotError, match="“stop” was not for everybody"):
        snapshots.hydrate(old(audiences, details))
