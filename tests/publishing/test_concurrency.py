"""Several people at once: one order of editions, one decision on a submission, and no edit slips in."""

import os

import pytest

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="This system cannot fork a process.")


def check_followed(told: dict) -> None:
    expected = list(range(told["start"] + 1, told["start"] + 1 + len(told["published"])))
    assert sorted(told["published"]) == expected
    assert told["followed"] == expected, "the follower missed an edition, or met one late"


def test_eight_publishers_at_once_are_numbered_in_order_and_a_follower_misses_nothing(worker):
    check_followed(worker.call("publish_at_once", 8, 3))


@pytest.mark.long
def test_a_follower_misses_nothing_of_hundreds_of_editions(worker):
    check_followed(worker.call("publish_at_once", 8, 40))


def test_of_two_approvals_at_once_one_wins_and_the_other_is_refused(worker):
    for _ in range(3):
        won, lost = sorted(worker.call("approve_twice_at_once"))

        assert won.startswith("edition ")
        assert lost.startswith("refused: ") and "no longer waiting: approved and published by approver-" in lost


@pytest.mark.parametrize("delay", [0, 0.003, 0.01, 0.02])
def test_an_edit_during_an_approval_is_published_never(worker, delay):
    told = worker.call("edit_while_approving", delay)

    assert told["outcomes"][1] == "edited"
    if told["outcomes"][0].startswith("edition"):
        assert (told["public"], told["state"], told["editor_counts"]) == ("Submitted.", "approved", True)
    else:
        assert (told["public"], told["state"]) == (None, "void")
