"""Whoever is killed at any moment leaves the old edition or the new one, whole, and the record with it."""

import os
import random
from collections.abc import Callable

import pytest

from tests.publishing.worker import ITEMS, OLD

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="This system cannot fork a process.")


def check_whole(state: dict, edition: int, document: str, snapshot: str) -> None:
    """Every item is of one edition, and says the same in all documents and the same in all snapshots."""
    [[number, version, shown, *said, count]] = state["public"]
    assert (number, *said, count) == (edition, document, snapshot, ITEMS)
    assert shown == version
    assert state["faults"] == []


def kill_approving(worker, seconds: float) -> bool:
    before = worker.call("state")
    said = int(before["public"][0][4])
    if not before["waiting"]:
        worker.call("submit_all", said + 1)

    worker.call("do", "approve", seconds)

    after = worker.call("state")
    is_done = after["edition"] > before["edition"]
    now = str(said + is_done)
    check_whole(after, before["edition"] + is_done, now, now)
    assert after["waiting"] == (0 if is_done else ITEMS)
    return is_done


def kill_withdrawing(worker, seconds: float) -> bool:
    before = worker.call("state")

    worker.call("do", "withdraw", seconds)

    after = worker.call("state")
    is_done = after["edition"] > before["edition"]
    assert after["edition"] == before["edition"] + is_done
    assert after["withdrawn"] == after["said to be withdrawn"] == before["withdrawn"] + is_done
    assert (after["public"], after["faults"]) == (before["public"], [])
    return is_done


def kill_recompiling(worker, seconds: float) -> bool:
    worker.call("age_documents")
    before = worker.call("state")
    [[edition, _, _, _, said, _]] = before["public"]

    worker.call("do", "recompile", seconds)

    after = worker.call("state")
    is_done = after["edition"] > before["edition"]
    check_whole(after, before["edition"] + 1 if is_done else edition, said if is_done else OLD, said)
    return is_done


def kill_loading(empty_worker, seconds: float) -> bool:
    empty_worker.call("empty")

    empty_worker.call("do", "load", seconds)

    after = empty_worker.call("held")
    assert after["faults"] == []
    assert after["rows"] == after["public"]
    assert (after["edition"] == 1) == all(after["rows"]) == any(after["rows"])
    return after["edition"] == 1


def often(kill: Callable[[float], bool], usual: float, times: int) -> None:
    """Kill somebody that often, at first within the time that he usually takes; then sooner where he was done."""
    chance, died = random.Random(times), 0  # noqa: S311
    for _ in range(times):
        is_done = kill(chance.uniform(0, usual))
        died += not is_done
        usual *= 0.7 if is_done else 1.3
    print(f"{died} of {times} were killed before they had committed, within {usual:.3f} s")
    assert died >= max(1, times // 10), "too few were killed in the middle to show anything"


def crash_approving(worker, times: int) -> None:
    worker.call("submit_all", 1000)
    often(lambda seconds: kill_approving(worker, seconds), worker.call("do", "approve"), times)
    before = worker.call("state")
    if before["waiting"]:  # run again, it completes
        worker.call("do", "approve")
        said = str(int(before["public"][0][4]) + 1)
        check_whole(worker.call("state"), before["edition"] + 1, said, said)


def crash_withdrawing(worker, times: int) -> None:
    worker.call("publish_notices", times + 2)
    often(lambda seconds: kill_withdrawing(worker, seconds), worker.call("do", "withdraw"), times)
    before = worker.call("state")["withdrawn"]
    worker.call("do", "withdraw")
    assert worker.call("state")["withdrawn"] == before + 1


def crash_recompiling(worker, times: int) -> None:
    worker.call("age_documents")
    often(lambda seconds: kill_recompiling(worker, seconds), worker.call("do", "recompile"), times)
    worker.call("age_documents")
    before = worker.call("state")
    worker.call("do", "recompile")
    said = before["public"][0][4]
    check_whole(worker.call("state"), before["edition"] + 1, said, said)


def crash_loading(empty_worker, times: int) -> None:
    empty_worker.call("empty")
    usual = empty_worker.call("do", "load")
    whole = empty_worker.call("held")
    often(lambda seconds: kill_loading(empty_worker, seconds), usual, times)
    empty_worker.call("do", "load")
    assert empty_worker.call("held") == whole


def test_a_publisher_killed_in_the_middle_leaves_one_whole_edition(worker):
    crash_approving(worker, 10)


def test_whoever_withdraws_and_is_killed_has_withdrawn_or_not(worker):
    crash_withdrawing(worker, 10)


@pytest.mark.long
def test_a_recompilation_that_is_killed_leaves_all_documents_old_or_all_new(worker):
    crash_recompiling(worker, 10)


@pytest.mark.long
def test_a_load_that_is_killed_leaves_nothing_or_all_of_it(empty_worker):
    crash_loading(empty_worker, 3)


@pytest.mark.long
def test_a_hundred_publishers_killed_in_the_middle_leave_one_whole_edition(worker):
    crash_approving(worker, 100)


@pytest.mark.long
def test_a_hundred_who_withdraw_and_are_killed_have_withdrawn_or_not(worker):
    crash_withdrawing(worker, 100)


@pytest.mark.long
def test_a_hundred_recompilations_that_are_killed_leave_all_documents_old_or_all_new(worker):
    crash_recompiling(worker, 100)


@pytest.mark.long
def test_a_hundred_loads_that_are_killed_leave_nothing_or_all_of_it(empty_worker):
    crash_loading(empty_worker, 100)
