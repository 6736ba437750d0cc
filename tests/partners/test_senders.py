"""Real senders and real receivers: whatever either does, each receiver gets each event, and never another's."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager

import pytest
from standardwebhooks import Webhook
from standardwebhooks.webhooks import WebhookVerificationError

from tests.partners import receivers
from tests.partners.receivers import HOSTS, Receiver, authority, listening, receiving  # noqa: F401  (a fixture)
from tests.partners.worker import Post
from tests.publishing.conftest import own_database
from tests.publishing.worker import ROOT

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="This system cannot fork a process.")


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def post(request, tmp_path_factory) -> Iterator[Post]:
    home = tmp_path_factory.mktemp(f"post-{request.param}")
    with own_database(request.param, home) as address:
        post = Post(address, home)
        yield post
        post.stop()


@contextmanager
def sender(post: Post, authority, all_of_them: Sequence[Receiver], seconds: float = 5) -> Iterator[int]:  # noqa: F811
    """Which gives each call that long, and twice as long to whoever is at one."""
    pid = post.call("start", {one.host: one.port for one in all_of_them}, str(authority.root), seconds)
    try:
        yield pid
    finally:
        post.call("kill", pid, 0, signal.SIGTERM)


@contextmanager
def several(authority, *behaviours: receivers.Behaviour) -> Iterator[list[Receiver]]:  # noqa: F811
    with ExitStack() as stack:
        yield [
            stack.enter_context(receiving(authority, one, host)) for host, one in zip(HOSTS, behaviours, strict=False)
        ]


def until(what: Callable[[], bool], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < end, "it never came to that"
        time.sleep(0.02)


def assert_each_has_its_own(all_of_them: Sequence[Receiver], secrets: dict[str, str], numbers: list[int]) -> None:
    """Each has every event at least once, in its own words, signed for it, and nothing of another."""
    ids: list[set[str]] = []
    for one in all_of_them:
        assert set(one.editions) == set(numbers), one.host
        assert {headers["path"] for headers, _ in one.got} == {f"/hooks/{one.host}"}
        assert {headers["Host"] for headers, _ in one.got} == {one.host}
        named = {headers["webhook-id"]: body for headers, body in one.got}
        assert len(named) == len(numbers), "a repeat has the same id"
        for headers, body in one.got:
            assert body == named[headers["webhook-id"]]
            Webhook(secrets[one.host]).verify(body, headers)
            for other, secret in secrets.items():
                if other != one.host:
                    with pytest.raises(WebhookVerificationError):
                        Webhook(secret).verify(body, headers)
        ids.append(set(named))
    assert len(set().union(*ids)) == sum(len(one) for one in ids), "no id was sent to two"


def test_receivers_that_misbehave_hold_up_nobody_and_get_each_event_when_they_return(post, authority):  # noqa: F811
    behaviours = [receivers.takes_it, receivers.fails, receivers.hangs, receivers.drips, receivers.slowly(0.5)]
    with listening() as (port, inside), several(authority, *behaviours, None) as all_of_them:
        all_of_them[-1].behaviour = receivers.redirects(f"https://127.0.0.1:{port}/")
        good, *bad, slow, redirecting = all_of_them
        secrets = post.call("endpoints", [one.host for one in all_of_them])
        with sender(post, authority, all_of_them, seconds=1.5):
            numbers = post.call("seal", 3)
            until(lambda: set(good.editions) == set(slow.editions) == set(numbers))
            until(lambda: all(one.got for one in all_of_them))
            until(lambda: len(post.call("outcomes")) == 4)
            assert post.call("outcomes") == {
                HOSTS[1]: "status-500", HOSTS[2]: "too-late", HOSTS[3]: "too-late", HOSTS[5]: "redirected",
            }  # fmt: skip
            for one in (*bad, redirecting):
                one.behaviour = receivers.takes_it
            until(lambda: post.call("waiting") == 0)
        assert inside == [], "no redirect was followed"
        assert_each_has_its_own(all_of_them, secrets, numbers)


def test_a_receiver_that_is_killed_gets_all_it_missed_in_order_when_it_is_back(post, authority):  # noqa: F811
    with receiving(authority) as first:
        port, host = first.port, first.host
        secrets = post.call("endpoints", [host])
        with sender(post, authority, [first]):
            before = post.call("seal", 2)
            until(lambda: first.editions == before)
            first.stop()
            missed = post.call("seal", 5)
            until(lambda: post.call("outcomes") == {host: "not-reached"})
            with receiving(authority, host=host, port=port) as again:
                until(lambda: post.call("waiting") == 0)
                then = list(dict.fromkeys(again.editions))
                assert then[-4:] == sorted(then[-4:])
                assert_each_has_its_own([again], secrets, missed)
        first.stop = lambda: None


def test_two_senders_share_the_work_and_neither_repeats_the_other(post, authority):  # noqa: F811
    with several(authority, *[receivers.takes_it] * 4) as all_of_them:
        secrets = post.call("endpoints", [one.host for one in all_of_them])
        with sender(post, authority, all_of_them), sender(post, authority, all_of_them):
            numbers = post.call("seal", 12)
            until(lambda: post.call("waiting") == 0)
        for one in all_of_them:
            assert one.editions == numbers, "once each, in order"
        assert_each_has_its_own(all_of_them, secrets, numbers)


def test_a_sender_whose_connections_to_the_database_are_cut_goes_on_and_loses_none(post, authority):  # noqa: F811
    with several(authority, receivers.slowly(0.2), receivers.takes_it) as all_of_them:
        secrets = post.call("endpoints", [one.host for one in all_of_them])
        with sender(post, authority, all_of_them):
            numbers = post.call("seal", 4)
            until(lambda: bool(all_of_them[0].got))
            post.call("cut")
            numbers += post.call("seal", 2)
            until(lambda: post.call("waiting") == 0)
        assert_each_has_its_own(all_of_them, secrets, numbers)


def kill_often(post: Post, authority, times: int, editions: int) -> None:  # noqa: F811
    """Kill a sender that often, at random moments of its work; then let one finish."""
    chance = random.Random(times)  # noqa: S311
    behaviours = [receivers.takes_it, receivers.slowly(0.05), receivers.slowly(0.2)]
    with several(authority, *behaviours) as all_of_them:
        secrets = post.call("endpoints", [one.host for one in all_of_them])
        where = {one.host: one.port for one in all_of_them}
        numbers: list[int] = []
        in_the_middle = 0
        for _ in range(times):
            numbers += post.call("seal", editions)
            pid = post.call("start", where, str(authority.root), 0.8)
            post.call("kill", pid, chance.uniform(0.02, 0.6))
            in_the_middle += post.call("waiting") > 0
        with sender(post, authority, all_of_them, seconds=0.8):
            until(lambda: post.call("waiting") == 0, 120 + 10 * times)
        sent = sum(len(one.editions) for one in all_of_them)
        print(f"{in_the_middle} of {times} were killed with work left; {sent - 3 * len(numbers)} repeats")
        assert in_the_middle > times // 2, "too few were killed in the middle to show anything"
        assert_each_has_its_own(all_of_them, secrets, numbers)


def test_a_sender_that_is_killed_at_any_moment_loses_no_event(post, authority):  # noqa: F811
    kill_often(post, authority, 8, 4)


def test_the_command_runs_until_it_is_told_to_end(post, tmp_path):
    command = [sys.executable, "manage.py", "send_webhooks"]
    process = subprocess.Popen(command, cwd=ROOT, env=post.environment, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout.readline() == "Telling partners of editions, until it is stopped.\n"
        process.terminate()
        assert process.communicate(timeout=60)[0] == "Nothing was due.\n"
    finally:
        process.kill()
    assert process.returncode == 0


@pytest.mark.long
def test_a_hundred_senders_killed_at_any_moment_lose_no_event(post, authority):  # noqa: F811
    kill_often(post, authority, 100, 4)
