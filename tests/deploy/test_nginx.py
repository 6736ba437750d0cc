"""The proxy configuration in deploy/nginx, run by Debian's nginx before the real service."""

import contextlib
import http.client
import json
import os
import shutil
import subprocess
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from benchmarks.servers import Service, filled, free_port
from publishing.emergency import EMERGENCY

DEPLOY = Path(__file__).resolve().parents[2] / "deploy" / "nginx"
HELD = "/api/v1/services?age=15&region=scotland"
TIMELY = "/api/v1/help?age=15&region=scotland"

pytestmark = pytest.mark.skipif(
    not shutil.which("nginx") and not os.environ.get("CI"),
    reason="nginx is not installed (apt-get install nginx-light)",
)


class Front:
    """nginx in a folder of its own, with the project's configuration before `origin`."""

    def __init__(self, folder: Path, origin: int, **changes: str):
        self.port, self.folder = free_port(), folder
        text = (DEPLOY / "helpapi.conf").read_text()
        for old, new in {
            "listen 8080": f"listen 127.0.0.1:{self.port}",
            "server 127.0.0.1:8000": f"server 127.0.0.1:{origin}",
            "server 127.0.0.1:8001": f"server 127.0.0.1:{origin}",
            "/var/cache/nginx/helpapi": str(folder / "cache"),
            "/etc/nginx/helpapi": str(DEPLOY),
            "stderr crit": f"{folder}/error.log crit",
            **changes,
        }.items():
            assert old in text, old
            text = text.replace(old, new)
        temporary = "".join(
            f"{name}_temp_path {folder}/{name};" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )
        (folder / "nginx.conf").write_text(
            f"daemon off; user root; pid {folder}/nginx.pid; events {{}} http {{ {temporary} {text} }}"
        )

    def __enter__(self) -> "Front":
        command = ["nginx", "-e", f"{self.folder}/start.log", "-p", str(self.folder), "-c", f"{self.folder}/nginx.conf"]
        self.process = subprocess.Popen(command)
        for _ in range(100):
            with contextlib.suppress(OSError):
                self.get("/health/live")
                return self
            time.sleep(0.05)
        raise AssertionError((self.folder / "start.log").read_text())

    def __exit__(self, *error) -> None:
        self.process.terminate()
        self.process.wait()

    def get(self, path: str, method: str = "GET", body: bytes | None = None, **headers: str):
        with contextlib.closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)) as connection:
            connection.request(method, path, body, {name.replace("_", "-"): value for name, value in headers.items()})
            response = connection.getresponse()
            response.content = response.read()
            return response


@pytest.fixture(scope="module")
def home(tmp_path_factory) -> Path:
    home = tmp_path_factory.mktemp("home")
    filled(home, "")
    return home


@pytest.fixture
def service(home):
    with Service(home, "", workers=1) as service:
        service.wait_until(lambda ready: ready and ready["edition"])
        yield service


@pytest.fixture
def front(service, tmp_path):
    with Front(tmp_path, service.port) as front:
        yield front


def emergency(response, status: int = 503) -> str:
    """Whom to call, from a problem that the proxy says by itself and that a page on any site may read."""
    assert (response.status, response.headers["Content-Type"]) == (status, "application/problem+json")
    assert (response.headers["Cache-Control"], response.headers["Access-Control-Allow-Origin"]) == ("no-store", "*")
    said = json.loads(response.content)
    assert (list(said), said["status"]) == (["type", "title", "status", "detail", "errors", "emergency"], status)
    return said["emergency"]["phone"]


# Each is another address to the application than to a proxy that tidies it, and nothing is there.
MISLEADING = {
    "//api/v1/help": "/api/v1/help",
    "/api/v1/help%3Fage=15": "/api/v1/help?age=15",
    "/x/../api/v1/organisations": "/api/v1/organisations",
    "/api/v1//codes": "/api/v1/codes",
    "/nothing/../": "/",
    "/api/v1/./services": "/api/v1/services",
}


@pytest.mark.parametrize("misleading", MISLEADING)
def test_no_answer_is_kept_as_that_of_another_address(front, misleading):
    assert front.get(misleading).status == 404

    assert front.get(MISLEADING[misleading]).status == 200


def test_answers_held_by_the_proxy_outlive_the_origin(front, service):
    before = front.get(HELD)
    service.kill()

    assert before.status == 200
    time.sleep(0.1)
    after = front.get(HELD)
    assert (after.status, after.content) == (200, before.content)


class Origin(BaseHTTPRequestHandler):
    """An origin whose answers are good for a second: `/api/timely` without stale-if-error, everything else with it."""

    def do_GET(self) -> None:
        stale = "" if self.path == "/api/timely" else ", stale-if-error=600"
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Cache-Control", f"public, max-age=1{stale}")
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"{}")

    def log_message(self, *args) -> None:
        """Says nothing."""


def test_an_answer_that_speaks_of_opening_hours_is_never_shown_stale(tmp_path):
    origin = ThreadingHTTPServer(("127.0.0.1", 0), Origin)
    threading.Thread(target=origin.serve_forever, daemon=True).start()
    with Front(tmp_path, origin.server_port) as front:
        assert [front.get(path).status for path in ("/api/timely", "/api/other")] == [200, 200]
        origin.shutdown()
        origin.server_close()
        time.sleep(2)

        assert front.get("/api/other").status == 200
        assert emergency(front.get("/api/timely")) == "999"


def test_a_question_never_asked_before_gets_the_emergency_page_while_the_origin_is_down(front, service):
    service.kill()

    assert emergency(front.get("/api/v1/services?age=16")) == "999"
    asked = front.get("/api/v1/help", "POST", b"{}", Content_Type="application/json")
    assert emergency(asked) == "999"
    page = front.get("/")
    assert (page.status, page.headers["Content-Type"]) == (503, "text/html")
    assert b"call 999" in page.content


@pytest.mark.parametrize("file", sorted(DEPLOY.glob("emergency.html")) + sorted(DEPLOY.glob("*.json")), ids=str)
def test_the_proxy_s_emergency_words_are_the_sheet_s(file):
    text = file.read_text()

    assert EMERGENCY["text"] in text
    assert file.suffix == ".html" or json.loads(text)["emergency"] == EMERGENCY


def test_killed_under_load_readers_get_a_stale_answer_or_the_emergency_page(front, service):
    front.get(HELD)
    seen, stop = [], threading.Event()

    def read(path: str) -> None:
        while not stop.is_set():
            response = front.get(path)
            seen.append((response.status, response.headers["Content-Type"], len(response.content)))

    readers = [threading.Thread(target=read, args=(path,)) for path in (HELD, TIMELY, "/api/v1/services?age=44")]
    for reader in readers:
        reader.start()
    time.sleep(0.7)
    service.kill()
    time.sleep(1.5)
    stop.set()
    for reader in readers:
        reader.join()

    kinds = {(status, kind) for status, kind, _ in seen}
    assert kinds <= {(200, "application/json"), (503, "application/problem+json"), (429, "application/problem+json")}
    assert all(size for _, _, size in seen)


def test_help_is_never_limited_and_everything_else_is_by_address(front):
    helped = [front.get("/api/v1/help").status for _ in range(150)]
    others = [front.get("/api/v1/codes") for _ in range(150)]
    forged = front.get("/api/v1/codes", X_Forwarded_For="203.0.113.7")

    assert set(helped) == {200}
    limited = next(response for response in others if response.status == 429)
    assert emergency(limited, 429) == "999"
    assert limited.headers["Retry-After"] == "2"
    assert "Retry-After" in limited.headers["Access-Control-Expose-Headers"]
    assert forged.status == 429


def test_forged_forwarding_headers_change_nothing(front):
    plain = front.get("/api/v1")
    forged = front.get(
        "/api/v1", X_Forwarded_Host="evil.example", X_Forwarded_Proto="http", Forwarded="host=evil.example"
    )

    assert forged.content == plain.content


def test_too_much_is_refused_with_the_emergency_notice(front):
    long = front.get("/api/v1/services?q=" + "a" * 9000)
    large = front.get("/api/v1/help", "POST", b"{" + b" " * 20_000, Content_Type="application/json")
    headers = front.get("/api/v1/help", X_Long="a" * 9000)

    assert (emergency(long, 414), emergency(large, 413), emergency(headers, 400)) == ("999", "999", "999")


def test_what_the_proxy_refuses_by_itself_is_a_problem_like_any_other(front):
    traced, of_the_proxy = front.get("/api/v1/help", "TRACE"), front.get("/-said/slow.json")

    assert emergency(traced, 405) == emergency(of_the_proxy, 404) == "999"
    assert "GET" in traced.headers["Allow"]


def test_nothing_of_a_question_is_in_the_proxy_s_files(front, service, tmp_path):
    front.get("/api/v1/services?age=97&q=markerword", X_Marker="markerheader")
    service.kill()
    front.get("/api/v1/services?age=98&q=markerword")

    for log in tmp_path.glob("*.log"):
        assert "marker" not in log.read_text(errors="replace")
