"""A publisher killed at any moment leaves the old edition or the new one, whole, and the record with it."""

import os
import random

import pytest

from tests.publishing.worker import ITEMS

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="This system cannot fork a process.")


def check_whole(state: dict, edition: int, said: str) -> None:
    """Every item is of one edition, and says the same in its document and its snapshot."""
    [[number, version, shown, document, snapshot, count]] = state["public"]
    assert (number, document, snapshot, count) == (edition, said, said, ITEMS)
    assert shown == version
    assert state["faults"] == []


def crash(worker, seconds: float) -> bool:
    """Kill an approval of all items after `seconds`; whether it died before it was committed."""
    before = worker.call("state")
    said = int(before["public"][0][3])
    if not before["waiting"]:
        worker.call("submit_all", said + 1)

    worker.call("approve_all_killed_after", seconds)

    after = worker.call("state")
    died = after["edition"] == before["edition"]
    check_whole(after, before["edition"] + (not died), str(said + (not died)))
    assert after["waiting"] == (ITEMS if died else 0)
    return died


def crash_often(worker, times: int) -> None:
    """The time that an approval takes is measured first, so that the kills fall within it."""
    worker.call("submit_all", 1000)
    seconds = worker.call("approve_all")
    chance = random.Random(times)  # noqa: S311
    died = sum(crash(worker, chance.uniform(0, seconds)) for _ in range(times))
    print(f"{died} of {times} were killed before they had committed, within {seconds:.3f} s")
    assert died >= times / 3, "too few were killed in the middle to show anything"
    before = worker.call("state")
    if before["waiting"]:  # run again, it completes
        worker.call("approve_all")
        check_whole(worker.call("state"), before["edition"] + 1, str(int(before["public"][0][3]) + 1))


def test_a_publisher_killed_in_the_middle_leaves_one_whole_edition(worker):
    crash_often(worker, 10)


@pytest.mark.long
def test_a_hundred_publishers_killed_in_the_middle_leave_one_whole_edition(worker):
    crash_often(worker, 100)
