"""What fails outside everything that answers is a problem like any other."""

import json
import logging

import pytest

from helpapi.running.at_worst import at_worst
from publishing.emergency import EMERGENCY


def test_it_is_told_in_the_language_asked_for(caplog):
    caplog.set_level(logging.CRITICAL)

    def failing(environ, start_response):
        raise MemoryError

    told = []
    asked = {"REQUEST_METHOD": "GET", "HTTP_ACCEPT_LANGUAGE": "cy"}
    (body,) = at_worst(failing)(asked, lambda *words: told.extend(words))

    assert (dict(told[1])["Content-Language"], dict(told[1])["Vary"]) == ("cy", "Accept-Encoding, Accept-Language")
    assert json.loads(body)["title"] == "Aeth rhywbeth o'i le yma"


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST"])
@pytest.mark.parametrize("error", [MemoryError(), UnicodeDecodeError("utf-8", b"secret", 0, 1, "secret"), OSError()])
def test_what_cannot_be_made_a_request_is_answered_with_the_emergency_notice(error, method, caplog):
    caplog.set_level(logging.CRITICAL)

    def failing(environ, start_response):
        raise error

    told = []
    body = b"".join(at_worst(failing)({"REQUEST_METHOD": method}, lambda *words: told.extend(words)))

    status, headers = told[0], dict(told[1])
    assert status.startswith("500 ")
    assert (headers["Access-Control-Allow-Origin"], headers["Cache-Control"]) == ("*", "no-store")
    assert headers["Content-Type"] == "application/problem+json"
    assert body == b"" if method == "HEAD" else json.loads(body)["emergency"] == EMERGENCY
    assert b"secret" not in body
