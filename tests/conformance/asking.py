"""Who is asked: the server, over an edition in memory, and matchers, which are given a bundle of it.

A matcher is a function from a list of questions to what it says to each. Whatever reads and writes lines of JSON can be
one: see `Lines`, and vectors/README.md.
"""

import json
import subprocess
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from itertools import zip_longest
from typing import Any
from unittest.mock import patch

import helpapi_matcher
import orjson
import time_machine
from django.test import Client, override_settings

from publishing import keeper
from publishing.edition import Edition

PUBLIC_URL = "https://help.example.org"
# What a walk over pages is refused for, by the last part of the problem's type.
OF_PAGES = {"not-found": "page", "edition-gone": "edition", "hours-changed": "as_of"}


@dataclass(frozen=True)
class Ask:
    """`question`: the body, an object but where that is what is wrong with it, sent to `path` at `now`."""

    path: str
    question: Any
    now: str


@dataclass(frozen=True)
class Said:
    """`body`: of an answer; or None, where `faults` says what of the question is refused: parameters and codes."""

    body: bytes | None
    faults: tuple[tuple[str | None, str | None], ...] = ()

    @property
    def refused(self) -> list[str | None]:
        return [parameter for parameter, _ in self.faults]


Matcher = Callable[[Sequence[Ask]], list[Said]]


def server(edition: Edition) -> Matcher:
    """The server, as it is asked over HTTP."""
    api = Client(raise_request_exception=False)

    def ask(one: Ask) -> Said:
        with time_machine.travel(datetime.fromisoformat(one.now), tick=False):
            response = api.post(f"/api/v1/{one.path}", orjson.dumps(one.question), content_type="application/json")
        if response.status_code == 200:
            return Said(response.content)
        problem = response.json()
        code = problem["type"].rpartition("/")[2]
        if code in OF_PAGES:
            return Said(None, ((OF_PAGES[code], code),))
        assert response.status_code == 400, (one, problem)
        return Said(None, tuple((fault["parameter"], fault["code"]) for fault in problem["errors"]))

    def ask_all(asks: Sequence[Ask]) -> list[Said]:
        held = {edition.number: edition}
        is_served = patch.multiple(keeper, current=lambda: edition, edition=lambda number, kinds: held.get(number))
        with is_served, override_settings(PUBLIC_URL=PUBLIC_URL):
            return list(map(ask, asks))

    return ask_all


def python(bundle: Mapping[str, Any]) -> Matcher:
    """The matcher in Python, in this process."""
    read = helpapi_matcher.Bundle(bundle)
    addresses = {"help": helpapi_matcher.help, "services": helpapi_matcher.services}

    def ask(one: Ask) -> Said:
        try:
            answer = addresses[one.path](read, one.question, datetime.fromisoformat(one.now))
        except helpapi_matcher.Refused as refused:
            return Said(None, tuple((fault.parameter, fault.code) for fault in refused.faults))
        return Said(helpapi_matcher.as_json(answer))

    return lambda asks: list(map(ask, asks))


class Lines:
    """A program as a matcher: it is given a question a line, and says an answer a line."""

    def __init__(self, *command: str, **options: Any) -> None:
        """`options`: of `subprocess.run`, such as `cwd` and `env`."""
        self.command, self.options = command, options

    def __call__(self, asks: Sequence[Ask]) -> list[Said]:
        told = b"".join(orjson.dumps(asdict(one)) + b"\n" for one in asks)
        done = subprocess.run(self.command, input=told, capture_output=True, **self.options)
        assert done.returncode == 0, done.stderr.decode()
        said = [json.loads(line) for line in done.stdout.splitlines()]
        assert len(said) == len(asks), done.stderr.decode()
        return [
            Said(one["body"].encode())
            if "body" in one
            else Said(None, tuple(zip_longest(one["refused"], one.get("codes", ()))))
            for one in said
        ]


def disagreement(asks: Sequence[Ask], server_said: Sequence[Said], matcher_said: Sequence[Said]) -> str:
    """The first question that a matcher answers otherwise than the server, with where; empty where there is none."""
    for one, ours, theirs in zip(asks, server_said, matcher_said, strict=True):
        if ours.body is None or theirs.body is None:
            has_codes = all(code for _, code in theirs.faults)
            is_alike = ours.faults == theirs.faults if has_codes else ours.refused == theirs.refused
            is_same = ours.body is theirs.body and is_alike
        else:
            is_same = ours.body == theirs.body
        if not is_same:
            return f"{orjson.dumps(asdict(one)).decode()}\n{_where(ours, theirs)}"
    return ""


def _where(ours: Said, theirs: Said) -> str:
    if ours.body is None or theirs.body is None:
        return f"refused by the server: {ours.faults}; by the matcher: {theirs.faults}"
    at = next((n for n, (a, b) in enumerate(zip(ours.body, theirs.body, strict=False)) if a != b), len(ours.body))
    begins = max(0, at - 300)
    return "\n".join(said.body[begins : at + 100].decode(errors="replace") for said in (ours, theirs) if said.body)
