"""A wrong number is gone from a node, and on its list of recalls, while no database answers."""

import json
import time

from benchmarks import servers
from benchmarks.servers import Service
from tests import prepared

NOWHERE = "postgres://postgres@127.0.0.1:1/gone"


def test_an_item_is_taken_down_on_a_node_without_a_database(tmp_path):
    prepared.filled(tmp_path)
    with Service(tmp_path, "", workers=2) as node:
        node.wait_until(lambda ready: ready["edition"])
        while not list((tmp_path / "editions").glob("edition-*.jsonl")):
            time.sleep(0.1)
    with Service(tmp_path, NOWHERE, workers=2) as node:
        node.wait_until(lambda ready: ready["source"] == "file")
        before = json.loads(node.get("/api/v1/bundle")[1])
        words = ("withdraw", "service", "childline", "--on-this-node", "--reason", "wrong-contact")
        done = servers.manage(servers.environment(tmp_path, NOWHERE, "admin"), *words)
        pressed = time.monotonic()
        node.wait_until(lambda ready: ready["hidden"] == 1, seconds=10)
        took = time.monotonic() - pressed

        assert done.returncode == 0, done.stderr
        assert "this node shows the service “childline” no longer" in done.stdout
        assert node.get("/api/v1/services/childline")[0] == 410
        after = json.loads(node.get("/api/v1/bundle")[1])
        assert (after["edition"], after["sequence"] > before["sequence"]) == (before["edition"], True)
        recalls = json.loads(node.get("/api/v1/recalls")[1])["results"]
        assert recalls and {one["reason"] for one in recalls} == {"withdrawn"}
        assert "Childline" in json.loads(node.get("/api/v1/help?age=15")[1])["notices"][0]["text"]
        assert took < 5
