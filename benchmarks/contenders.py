# ruff: noqa: S603  (to start a program is what this is for; no shell is used)
"""What is compared: each a server on the loopback interface with two workers, and what it can be asked.

All but nginx are granian with one thread a worker, and with whatever else `python3 -m helpapi serve` tells granian.
"""

import http.client
import json
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager, suppress
from pathlib import Path
from urllib.parse import urlsplit

import psutil

from benchmarks import servers
from benchmarks.content import Content
from benchmarks.load import Meter, memory
from benchmarks.plain import PAGE_SIZE
from benchmarks.servers import PROJECT, Service
from helpapi.__main__ import _end_with_parent

NGINX, BARE, DRF, OURS = "nginx, a ready file", "bare WSGI", "plain DRF", "helpapi"
WORKERS = 2
LIST = f"/api/v1/services?age=15&region=scotland&page_size={PAGE_SIZE}"
ITEM = "/api/v1/services/childline"
HELP = "/api/v1/help?age=15&region=scotland"
BUNDLE = "/api/v1/bundle"
LIST_FILE, ITEM_FILE = "list.json", "item.json"
TEMPORARY = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")  # of nginx, each with a folder
START_SECONDS = 600


class Contender:
    """`asked`: by measure, the addresses that it has an answer to. `has_run`: a first start also compiles."""

    def __init__(self, name: str, service: "Service | Nginx", asked: Mapping[str, Sequence[str]], database: str = ""):
        self.name, self.asked, self.has_run = name, asked, False
        self._service, self._database = service, database

    @property
    def port(self) -> int:
        return self._service.port

    def start(self) -> float:
        """Seconds from the start of its processes to the first good answer."""
        began = time.monotonic()
        self._service.start()
        while not self._is_good():
            if time.monotonic() - began > START_SECONDS:
                raise TimeoutError(f"{self.name} gives no good answer to {self.asked['list'][0]}")
            time.sleep(0.005)
        self.has_run = True
        return time.monotonic() - began

    def kill(self) -> None:
        self._service.kill()

    def meter(self) -> Meter:
        return Meter(self._service.pid, self._database)

    def memory(self) -> tuple[float, str]:
        """MiB of its workers, and how that was counted."""
        return memory(self._service.worker_pids())

    def tag(self, address: str) -> str:
        """The ETag of an answer, with which it is 304."""
        tag = self._get(address)[1]["ETag"]
        if (status := self._get(address, tag)[0]) != 304:
            raise ValueError(f"{self.name} answers {address} with {status} to its own ETag")
        return tag

    def body(self, address: str) -> bytes:
        status, _, body = self._get(address)
        if status != 200:
            raise ValueError(f"{self.name} answers {address} with {status}")
        return body

    def _is_good(self) -> bool:
        with suppress(OSError, http.client.HTTPException):
            return self._get(self.asked["list"][0])[0] == 200
        return False

    def _get(self, address: str, tag: str = "") -> tuple[int, http.client.HTTPMessage, bytes]:
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)) as connection:
            connection.request("GET", address, headers={"If-None-Match": tag} if tag else {})
            response = connection.getresponse()
            return response.status, response.headers, response.read()


class Nginx:
    """The answers to `LIST` and `ITEM` as files in a folder, served by two workers."""

    def __init__(self, folder: Path):
        self.port = servers.free_port()
        self._folder = folder
        self._process: subprocess.Popen | None = None

    @property
    def pid(self) -> int:
        return self._process.pid

    def start(self) -> None:
        configuration = self._folder / "nginx.conf"
        configuration.write_text(f"""
            {"user root;" if psutil.Process().username() == "root" else ""}
            daemon off; master_process on; worker_processes {WORKERS}; pid {self._folder}/nginx.pid;
            error_log {self._folder}/nginx.log;
            events {{ worker_connections 1024; }}
            http {{
              access_log off; sendfile on; tcp_nopush on; keepalive_requests 100000000; default_type application/json;
              open_file_cache max=10;
              {" ".join(f"{kind}_temp_path {self._folder}/{kind};" for kind in TEMPORARY)}
              server {{
                listen 127.0.0.1:{self.port};
                location = {urlsplit(LIST).path} {{ alias {self._folder}/{LIST_FILE}; }}
                location = {ITEM} {{ alias {self._folder}/{ITEM_FILE}; }}
              }}
            }}""")
        command = ["nginx", "-c", str(configuration), "-e", f"{self._folder}/nginx.log"]
        parent_death = _end_with_parent if sys.platform == "linux" else None
        self._process = subprocess.Popen(command, preexec_fn=parent_death)

    def kill(self) -> None:
        if self._process:
            self._process.terminate()
            self._process.wait()
            self._process = None

    def worker_pids(self) -> list[int]:
        return [child.pid for child in psutil.Process(self.pid).children()]


@contextmanager
def contenders(content: Content, mix: Sequence[str], home: Path, database_url: str | None) -> Iterator[list[Contender]]:
    """All of them with this content, none of them started; ended when the block ends.

    `home`: an empty folder. `database_url`: a PostgreSQL server, for plain DRF; empty: SQLite; None: without plain DRF.
    """
    with ExitStack() as stack:
        ours = _ours(content, mix, home / "ours")
        stack.callback(ours.kill)
        files = home / "files"
        _take_answers(ours, files)
        bare = Service(
            home, "", application="benchmarks.bare:application", threads=1, BENCHMARK_BODY=f"{files / LIST_FILE}"
        )
        found = [Contender(BARE, bare, {"list": [LIST]})]
        if shutil.which("nginx"):
            found.insert(0, Contender(NGINX, Nginx(files), {"list": [LIST], "item": [ITEM], "304": [LIST]}))
        if database_url is not None:
            found.append(_drf(content, mix, home / "drf", stack.enter_context(_database(database_url))))
        for one in found:
            stack.callback(one.kill)
        yield [*found, ours]


def _take_answers(ours: Contender, files: Path) -> None:
    """Keep for the others what ours answers, and learn the address of its bundle."""
    files.mkdir()
    ours.start()
    (files / LIST_FILE).write_bytes(ours.body(LIST))
    (files / ITEM_FILE).write_bytes(ours.body(ITEM))
    largest = max(json.loads(ours.body(BUNDLE))["parts"], key=lambda part: part["length"])
    ours.asked = {**ours.asked, "bundle": [largest["url"].removeprefix(servers.PUBLIC_URL)]}
    ours.kill()


def _ours(content: Content, mix: Sequence[str], home: Path) -> Contender:
    content.copy(home)
    asked = {"list": [LIST], "mix": mix, "item": [ITEM], "help": [HELP], "304": [LIST]}
    return Contender(OURS, Service(home, "", workers=WORKERS, threads=1), asked)


def _drf(content: Content, mix: Sequence[str], home: Path, database_url: str) -> Contender:
    home.mkdir()
    with (home / "filling.log").open("wb") as log:
        subprocess.run(
            [sys.executable, "-m", "benchmarks.baseline", str(content.plain)],
            cwd=PROJECT, env=servers.environment(home, database_url), stdin=subprocess.DEVNULL, stdout=log, check=True,
        )  # fmt: skip
    application = "benchmarks.baseline.wsgi:application"
    service = Service(home, database_url, workers=WORKERS, threads=1, application=application)
    return Contender(DRF, service, {"list": [LIST], "mix": mix, "item": [ITEM]}, database_url)


@contextmanager
def _database(url: str) -> Iterator[str]:
    if not url:
        yield ""
        return
    with servers.own_database(url) as database:
        yield database
