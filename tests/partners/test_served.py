"""What a node says of the edition that it serves, as the sender asks it."""

import json
from urllib.request import urlopen

from benchmarks.servers import free_port
from partners.webhooks import served


def test_a_node_is_asked_for_the_number_that_it_serves(server):
    with urlopen(f"{server}/health/ready", timeout=5) as ready:  # noqa: S310  (our own server)
        assert served.ask(server) == json.load(ready)["edition"] > 0


def test_whoever_does_not_answer_serves_none():
    assert served.ask(f"http://127.0.0.1:{free_port()}") is None
