"""The proxy leaves nothing of a question on a disk, and nothing anywhere of whoever was answered."""

import re
import time
from pathlib import Path

from tests.front import DEPLOY, MEMORY, Front, needs_nginx, origin

pytestmark = needs_nginx
MARK = "Qwmarkedword"


def holders(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file() and MARK.encode() in path.read_bytes()]


def ask_everything(front: Front) -> None:
    for path in (f"/api/{MARK}?age=97", f"/nothing?q={MARK}", f"/admin/{MARK}"):
        for method in ("GET", "HEAD", "POST", "TRACE", MARK.upper()):
            body = MARK.encode() * 2000 if method == "POST" else None
            front.get(path, method, body, X_Marker=MARK, User_Agent=MARK)
        front.get(path, plain=True)
    front.get(f"/api/v1/services?q={MARK * 900}")
    for _ in range(100):
        front.get(f"/api/v1/codes?q={MARK}")  # past the limit


def test_nothing_of_a_question_is_on_a_disk(tmp_path):
    with origin() as server, Front(tmp_path, server.server_port) as front:
        ask_everything(front)
        server.shutdown()
        server.server_close()
        time.sleep(1.1)
        ask_everything(front)

        kept = holders(front.memory)
        assert kept and all({"cache", "help"} & set(path.parts) for path in kept)
        assert holders(tmp_path) == []


def test_the_search_finds_what_was_planted(tmp_path):
    (tmp_path / "error.log").write_text(f"client: 203.0.113.7, request: GET /?q={MARK}")

    assert holders(tmp_path) == [tmp_path / "error.log"]


def test_all_that_the_proxy_writes_is_in_memory():
    text = (DEPLOY / "helpapi.conf").read_text()
    paths = dict(re.findall(r"^\s*(\w+_path) (\S+?)[ ;]", text, re.MULTILINE))

    assert set(paths) == {"proxy_cache_path", "proxy_temp_path", "client_body_temp_path"}
    assert all(path.startswith(f"{MEMORY}/") for path in paths.values())
    assert re.findall(r"^\s*(?:error|access)_log .*", text, re.MULTILINE) == [
        "error_log stderr emerg;",
        "access_log off;",
    ]
