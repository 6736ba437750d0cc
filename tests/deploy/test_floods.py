"""While somebody floods the service from one address, others are answered; at length in benchmarks/floods.py."""

import contextlib
import http.client
import json

import pytest

from benchmarks import floods
from benchmarks.servers import Service
from helpapi.running import turns
from tests.front import needs_nginx

SECONDS = 2  # of each flood, after all of it has come
SLOWEST = 3  # seconds, on a slow machine that has other things to do


@pytest.fixture(scope="module")
def public(home):
    with Service(home, "", role="public", workers=2) as service:
        service.wait_until(lambda ready: ready and ready["edition"])
        yield service


@pytest.mark.parametrize("kind", floods.FLOODS)
def test_a_node_without_a_proxy_goes_on_answering(public, kind):
    found = floods.drill("direct", public.port, kind, SECONDS)

    assert (found.lost, len(found.took) > SECONDS * 4) == ([], True)
    assert found.slowest < SLOWEST


@needs_nginx
def test_behind_nginx_others_are_answered(front):
    found = floods.drill("nginx", front.port, "asking", SECONDS)

    assert (found.lost, len(found.took) > SECONDS * 4) == ([], True)
    assert found.slowest < SLOWEST


def test_among_more_bodies_than_are_waited_for_addresses_are_answered_and_bodies_told_to_ask_again(home):
    with Service(home, "", role="public", workers=1) as service:
        service.wait_until(lambda ready: ready and ready["edition"])
        with floods.Flood("bodies", service.port, tls=False, count=turns.THREADS + 100):
            with contextlib.closing(http.client.HTTPConnection("127.0.0.1", service.port, timeout=10)) as connection:
                connection.request("POST", "/api/v1/help", "{}", {"Content-Type": "application/json"})
                refused = connection.getresponse()
                assert (refused.status, refused.headers["Retry-After"]) == (503, "5")
                assert json.loads(refused.read())["type"].endswith("/problems/crowded")
            assert service.get("/api/v1/help?age=15")[0] == 200
