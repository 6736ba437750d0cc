"""Two public nodes and an admin node in production, as docs/operating.md has them started, and whoever asks them."""

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import threading
import time
from base64 import b32decode
from collections.abc import Callable, Mapping
from http.cookiejar import CookieJar, DefaultCookiePolicy
from pathlib import Path
from types import SimpleNamespace
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, Request, build_opener, urlopen

import psycopg

from benchmarks.servers import free_port
from helpapi.__main__ import _end_with_parent, granian_options
from helpapi.running import bootstrap, installing
from tests.deploy.runbook import steps
from tests.drills import Desk
from tests.running import APPLICATION, installed, wait_until_ready
from tests.security.signing_in import FACTOR, LOGIN, code
from tests.security.test_checks import RIGHT

QUESTIONS = ("/api/v1/help", "/api/v1/services?page_size=50", "/api/v1/help?age=15")
ADMIN_HOST = RIGHT["HELPAPI_ADMIN_HOST"]
SERVE = "python3 -m helpapi serve"


class Node:
    """One that `command` starts, in a home of its own."""

    def __init__(self, home: Path, role: str, shared: dict[str, str]):
        self.home, self.role, self.port = home, role, free_port()
        self.own = {"HELPAPI_HOME": str(home), "HELPAPI_ROLE": role}
        self._shared, self._process = shared, None
        home.mkdir()
        installed(home)

    @property
    def environment(self) -> dict[str, str]:
        return {**self._shared, **self.own}

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def newest_file(self) -> str:
        """What it would begin with."""
        return max((self.home / "editions").glob("edition-*.jsonl")).read_text()

    def start(self, command: str) -> None:
        """By the command, but at a port of its own."""
        self._run(*command.split(" --port ")[0].split(), "--port", str(self.port), "--workers", "1")

    def _run(self, *words: str) -> None:
        with (self.home / "log").open("ab") as log:
            self._process = subprocess.Popen(
                words,
                cwd=self.home,
                env=self.environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=_end_with_parent if sys.platform == "linux" else None,
            )

    def wait(self) -> None:
        wait_until_ready(self._process, f"{self.address}/health/ready")

    def stop(self) -> None:
        if self._process:
            self._process.terminate()
            self._process.wait(timeout=30)
            self._process = None

    def restart(self) -> None:
        """What `serve` does in the end; the rest of it, which takes seconds, was done before."""
        self.stop()
        options = argparse.Namespace(role=self.role, port=self.port, workers=1)
        self._run("python3", "-m", "granian", *granian_options(options, "postgres:"), APPLICATION)
        self.wait()


class Installation:
    """The nodes, the shell of the admin node, and the people at its admin."""

    def __init__(self, folder: Path, database: str):
        self.folder, self.database = folder, database
        shim = folder / "bin"
        shim.mkdir()
        shared = {
            **{name: value for name, value in os.environ.items() if not name.startswith(("HELPAPI_", "PYTEST_"))},
            **RIGHT, "HELPAPI_HOSTS": f"help.example.org,{ADMIN_HOST},127.0.0.1", "HELPAPI_NODES": "3",
            "HELPAPI_MAIL": "none", "DATABASE_URL": database, "PYTHONPATH": str(bootstrap.PROJECT),
            "PATH": f"{shim}:{os.environ['PATH']}",
        }  # fmt: skip
        self.shared = shared
        self.public = [Node(folder / f"public-{number}", "public", shared) for number in (1, 2)]
        self.admin = Node(folder / "admin", "admin", shared)
        self.admin.own["HELPAPI_NODE_ADDRESSES"] = ",".join(node.address for node in self.public)
        shutil.copy(installing.python_in(self.admin.home / ".venv"), shim / "python3")
        self.people: dict[str, Person] = {}
        self.said = ""

    def __enter__(self) -> "Installation":
        return self

    def __exit__(self, *error) -> None:
        for node in (*self.public, self.admin):
            node.stop()

    def run(self, command: str) -> str:
        """What a command says at the shell of the admin node; it has to succeed."""
        command = command.replace("127.0.0.1:8000", f"127.0.0.1:{self.public[0].port}")
        done = subprocess.run(
            ["bash", "-c", command], cwd=self.folder, env=self.admin.environment, capture_output=True, text=True,
            timeout=120,
        )  # fmt: skip
        assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"
        self.said += done.stdout
        return done.stdout

    def carry_out(self, heading: str, played: Mapping[int, Callable[[], object]], **filled: str) -> None:
        """Do each step of a list: its commands as they stand there, or what is played, by the number of the step.

        `filled`: what stands for a word in capitals. `said` is what the commands have said so far.
        """
        self.said, found = "", dict(enumerate(steps(heading), start=1))
        assert set(played) == {number for number, step in found.items() if not step.commands}, "each step is done"
        for number, step in found.items():
            for command in step.commands:
                for name, value in filled.items():
                    command = re.sub(rf"\b{name}\b", value, command)
                self._serve(command) if command.startswith(SERVE) else self.run(command)
            if number in played:
                played[number]()

    def _serve(self, command: str) -> None:
        nodes = [node for node in (*self.public, self.admin) if f"--role {node.role}" in command]
        for node in nodes:
            node.start(command)
        for node in nodes:
            node.wait()

    def get(self, path: str) -> list[tuple[int, bytes]]:
        """Status and body at each public node."""
        return [answer_of(node.address + path) for node in self.public]

    def all_say(self, **members: object) -> bool:
        """Whether `/health/ready` of each public node says this."""
        return all(json.loads(body).items() >= members.items() for _, body in self.get("/health/ready"))

    def sql(self, statement: str, *values: object) -> list[tuple]:
        with psycopg.connect(self.database) as connection:
            return connection.execute(statement, values).fetchall()


class Person(Desk):
    """Somebody at the admin of an installation, by way of a proxy that ends TLS, with a phone."""

    def __init__(self, node: Node, name: str, password: str):
        self._home, self.name, self.password = node.address, name, password
        self.sign_in()

    def sign_in(self) -> None:
        """For the first time, or again after the second factor was taken away."""
        jar = CookieJar(DefaultCookiePolicy(secure_protocols=("http", "https")))
        self._browser = build_opener(HTTPCookieProcessor(jar))
        page = self.press(LOGIN, username=self.name, password=self.password).content.decode()
        key = b32decode(re.search(r'class="key">([A-Z2-7 ]+)<', page)[1].replace(" ", "")).hex()
        assert self.press(FACTOR, code=code(key)).status_code == 200

    def ask(self, path: str, form: dict | None = None) -> SimpleNamespace:
        data = urlencode(form, doseq=True).encode() if form else None
        origin = f"https://{ADMIN_HOST}"
        headers = {"Host": ADMIN_HOST, "Origin": origin, "X-Forwarded-Proto": "https"}
        try:
            asked = Request(self._home + path, data, headers)  # noqa: S310  (our own server)
            answer = self._browser.open(asked, timeout=60)
        except HTTPError as refused:
            answer = refused
        with answer:
            return SimpleNamespace(status_code=answer.status, headers=answer.headers, content=answer.read())


class Readers:
    """Ask all the time, as by a balancer: of the public nodes, the next where one does not answer with 200."""

    def __init__(self, nodes: list[Node]):
        self._nodes, self._is_over = nodes, threading.Event()
        self._thread = threading.Thread(target=self._ask, daemon=True)
        self.good, self.failed = 0, []

    def __enter__(self) -> "Readers":
        self._thread.start()
        return self

    def __exit__(self, *error) -> None:
        self._is_over.set()
        self._thread.join()

    def _ask(self) -> None:
        number = 0
        while not self._is_over.wait(0.1):
            number += 1
            question = QUESTIONS[number % len(QUESTIONS)]
            answers = []
            for node in (self._nodes, self._nodes[::-1])[number % 2]:
                answers.append(answer_of(node.address + question))
                if answers[-1][0] == 200:
                    break
            if answers[-1][0] == 200:
                self.good += 1
            else:
                self.failed.append((question, answers))


def answer_of(address: str) -> tuple[int, bytes]:
    """0: there was no answer."""
    try:
        with urlopen(address, timeout=5) as answer:  # noqa: S310  (our own server)
            return answer.status, answer.read()
    except HTTPError as refused:
        with refused:
            return refused.code, refused.read()
    except OSError as error:
        return 0, repr(error).encode()


def wait_until(holds: Callable[[], bool], seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it did not come to pass"
        time.sleep(0.1)
