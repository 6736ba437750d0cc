"""What is written to the log of a message that may hold what somebody sent: who wrote it, and no word of it."""

import json
import logging
from io import StringIO

import pytest

from helpapi.running.logs import SafeFormatter


@pytest.fixture
def written():
    """What our own handler has written, a line for each entry."""
    [handler] = [one for one in logging.getLogger().handlers if isinstance(one.formatter, SafeFormatter)]
    stream = StringIO()
    before = handler.setStream(stream)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    handler.setStream(before)


@pytest.mark.parametrize("name", ["django.request", "django", "granian", "psycopg.pool", "servicesque", "root"])
def test_of_a_message_that_is_not_ours_only_its_logger_is_written(written, name):
    logging.getLogger(name).error("Who helps in Leith? %s", "Aged 15", extra={"status_code": 500, "place": "Leith"})

    [line] = written()
    assert {**line, "at": ""} == {"at": "", "level": "error", "logger": name, "status": 500}


@pytest.mark.parametrize("name", ["helpapi.keeper", "publishing", "services.x", "advice.x"])
def test_a_message_of_ours_is_written_whole(written, name):
    logging.getLogger(name).warning("Edition %s", 7)

    assert written()[0]["message"] == "Edition 7"


@pytest.mark.parametrize("name", ["helpapi.keeper", "django.request"])
def test_of_a_fault_its_kind_and_place_are_written_and_never_its_words(written, name):
    try:
        raise ValueError("Leith")
    except ValueError:
        logging.getLogger(name).exception("", stack_info=True)

    [line] = written()
    assert line["exception"] == "ValueError"
    assert "Leith" not in json.dumps(line)
