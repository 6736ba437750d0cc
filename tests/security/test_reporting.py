"""An optional error report tells the type of a fault and the lines of code, and nothing of who asked what."""

import json
import os
import subprocess
import sys

import pytest
from django.conf import settings

from helpapi.running import reporting


@pytest.fixture(scope="module")
def sent(tmp_path_factory) -> str:
    """All that the real client would have sent, for a question that failed; in a process of its own."""
    environment = {
        **os.environ,
        "HELPAPI_HOME": str(tmp_path_factory.mktemp("reported")),
        "DJANGO_SETTINGS_MODULE": "helpapi.settings",
        "HELPAPI_HOSTS": "testserver",
    }
    command = [sys.executable, "-m", "tests.security.reported"]
    done = subprocess.run(command, cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    return done.stdout


def events(sent: str) -> list[dict]:
    lines = [json.loads(line) for line in sent.splitlines() if line.startswith("{")]
    return [line for line in lines if "exception" in line]


def test_a_report_holds_nothing_of_the_question(sent):
    for mark in ("marked", "1987654321", "203.0.113.77", "region=", "/api/v1"):
        assert mark not in sent.lower(), mark


def test_a_report_tells_the_fault_and_where_it_was(sent):
    event = events(sent)[0]

    assert [fault["type"] for fault in event["exception"]["values"]] == ["ValueError"]
    frames = event["exception"]["values"][0]["stacktrace"]["frames"]
    assert frames[-1]["function"] == "failing"
    assert set(frames[-1]) == {"module", "function", "filename", "lineno"}


def test_what_a_later_client_adds_to_an_event_is_left_out():
    value = {"type": "ValueError", "value": "in Leith", "stacktrace": {"frames": [{"vars": {"place": "Leith"}}]}}
    event = {"event_id": "1", "request": {"url": "/leith"}, "invented": "Leith", "exception": {"values": [value]}}

    assert "leith" not in json.dumps(reporting.scrubbed(event, {})).lower()


def test_what_is_no_exception_is_not_reported():
    assert reporting.scrubbed({"event_id": "1", "logentry": {"message": "in Leith"}}, {}) is None


def test_without_an_address_to_report_to_nothing_is_begun(settings, monkeypatch):
    settings.SENTRY_DSN = ""
    monkeypatch.setitem(sys.modules, "sentry_sdk", None)

    reporting.start()


def test_without_the_package_the_log_says_so(settings, monkeypatch, caplog):
    settings.SENTRY_DSN = "https://key@sentry.invalid/1"
    monkeypatch.setitem(sys.modules, "sentry_sdk", None)

    reporting.start()

    assert "sentry-sdk is not installed" in caplog.text
