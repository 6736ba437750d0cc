"""A copy kept by the package in TypeScript, of a real server: what it costs, and how a wrong number leaves it."""

import json
import subprocess
import time

import httpx
import pytest

from benchmarks import servers
from tests import nodejs, prepared
from tests.running import serving

LARGEST_CHANGE = 10_000  # bytes, compressed as they are sent
PROGRAM = """
import { help } from "@helpapi/matcher";
import { FileStorage } from "@helpapi/matcher/files";
import { Mirror } from "@helpapi/matcher/mirror";
import { readFileSync } from "node:fs";
const [address, folder, root] = process.argv.slice(2);
const asked = [];
const counted = async (url, options) => {
  const response = await fetch(url, options);
  asked.push([new URL(url).pathname, response.status, Number(response.headers.get("Content-Length"))]);
  return response;
};
const options = { address, root: readFileSync(root, "utf8"), storage: new FileStorage(folder), fetch: counted };
const mirror = await Mirror.open(options);
for await (const line of (await import("node:readline")).createInterface({ input: process.stdin })) {
  asked.length = 0;
  const outcome = line === "recalls" ? await mirror.updateRecalls() : line === "update" ? await mirror.update() : null;
  const bundle = await mirror.bundle();
  const answer = outcome ? null : JSON.stringify(help(bundle, JSON.parse(line), new Date()));
  const ways = bundle.entries.flatMap((entry) => entry.document?.channels ?? []).map((channel) => channel.value);
  console.log(JSON.stringify({ ...outcome, asked, answer, ways, state: mirror.state() }));
}
"""


@pytest.fixture(scope="module")
def copy(program, tmp_path_factory):
    """Asks the copy for something, and the address of the server, which runs on its home."""
    home = tmp_path_factory.mktemp("live")
    prepared.filled(home)
    (program / "copy.mjs").write_text(PROGRAM, encoding="utf-8")
    with serving(home) as address:
        httpx.get(f"{address}/api/v1/bundle").raise_for_status()
        words = [nodejs.BIN / "node", "copy.mjs", address, program / "copy", home / "trust" / "1.root.json"]
        with subprocess.Popen(
            words, cwd=program, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        ) as process:

            def ask(what):
                process.stdin.write(f"{what}\n")
                process.stdin.flush()
                return json.loads(process.stdout.readline())

            yield ask, address, home
            process.stdin.close()


def test_a_wrong_number_leaves_a_copy_by_one_request(copy):
    ask, address, home = copy
    first = ask("update")
    assert [status for _, status, _ in first["asked"]] == [404, 200, 200]
    assert (first["refusal"], first["state"]) == (None, "fresh")
    assert "0800 1111" in first["ways"]
    ask("update")
    ask("recalls")
    assert [asked[:2] for asked in ask("update")["asked"]] == [["/api/v1/changes", 304]]

    words = ("withdraw", "service", "childline", "--on-this-node", "--reason", "wrong-contact")
    assert servers.manage(servers.environment(home, "", "admin"), *words).returncode == 0
    until = time.monotonic() + 30
    while not (recalled := ask("recalls"))["changed"] and time.monotonic() < until:
        time.sleep(0.1)
    assert [asked[:2] for asked in recalled["asked"]] == [["/api/v1/recalls", 200]]
    assert "0800 1111" not in recalled["ways"]

    changed = ask("update")
    ((path, status, length),) = changed["asked"]
    assert (path, status, changed["refusal"], changed["changed"]) == ("/api/v1/changes", 200, None, True)
    assert 0 < length < LARGEST_CHANGE
    asked = {"age": 12, "open_at": "2026-11-28T09:00:00Z"}
    assert ask(json.dumps(asked))["answer"] == httpx.post(f"{address}/api/v1/help", json=asked).text
