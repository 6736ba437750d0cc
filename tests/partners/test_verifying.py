"""The examples of docs/webhooks.md take what the sender sends, and refuse what somebody else made of it."""

import base64
import json
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.contrib.auth.models import User

from partners.webhooks import events, signing
from partners.webhooks.models import Delivery, Endpoint
from tests import nodejs

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "webhooks.md"
NOW = 1_795_831_200
REFUSED, NOTHING_TO_DO = [400, "", None], [204, "", None]
RUN = """
import { answer } from "./verifier.mjs";
const taken = new Set(), told = [];
for (const [headers, body, secrets, now] of JSON.parse(process.argv[2])) {
  const said = answer(headers, Buffer.from(body, "base64"), secrets, taken, now);
  told.push([said.status, said.body, said.event]);
}
console.log(JSON.stringify(told));
"""


def example(language: str) -> str:
    [code] = re.findall(rf"```{language}\n(.*?)```", DOCUMENT.read_text(), re.DOTALL)
    return code


def by_python(messages, tmp_path) -> list:
    names: dict = {}
    exec(example("python"), names)  # noqa: S102  (our own page)
    taken: set[str] = set()
    told = (names["answer"](headers, body, secrets, taken, now) for headers, body, secrets, now in messages)
    return [[status, said.decode(), event] for status, said, event in told]


def by_node(messages, tmp_path) -> list:
    (tmp_path / "verifier.mjs").write_text(example("js"))
    (tmp_path / "run.mjs").write_text(RUN)
    sent = [[headers, base64.b64encode(body).decode(), *more] for headers, body, *more in messages]
    return json.loads(nodejs.run(tmp_path, "node", "run.mjs", json.dumps(sent)).stdout)


@pytest.fixture(params=[by_python, by_node], ids=["python", "node"])
def receiver(request, tmp_path):
    """Gives the status, the body and the event of each message, as one receiver that gets them in this order."""
    return lambda *messages: request.param(messages, tmp_path)


@pytest.fixture
def endpoint() -> Endpoint:
    return Endpoint(url="https://hooks.example.org/", description="An app", added_by=User(), generation=1)


def message(endpoint: Endpoint, event: str = Delivery.EDITION, challenge: str = "", **more):
    """As the sender makes it at `NOW`."""
    edition = 42 if event == Delivery.EDITION else None
    moment = datetime.fromtimestamp(NOW, UTC)
    body = events.body(Delivery.made(endpoint, event, moment, edition), challenge)
    headers = signing.headers(endpoint, f"msg_{event}", body, moment)
    return {**headers, **more}, body, [signing.secret(endpoint)], NOW


def test_what_the_sender_sends_is_taken(receiver, endpoint):
    [[status, said, event]] = receiver(message(endpoint))

    assert (status, said) == (204, "")
    assert event["data"]["edition"] == 42


def test_the_question_to_confirm_is_answered_as_the_sender_wants_it(receiver, endpoint):
    [[status, said, event]] = receiver(message(endpoint, Delivery.CONFIRM, "a challenge"))

    assert (status, event) == (200, None)
    assert events.gives_back(said.encode(), "a challenge")
    assert not events.gives_back(said.encode(), "another")


def test_a_message_that_comes_again_is_answered_and_nothing_is_done(receiver, endpoint):
    first, again = receiver(message(endpoint), message(endpoint))

    assert first[2] is not None
    assert again == NOTHING_TO_DO


@pytest.mark.parametrize("seconds, is_taken", [(-301, False), (-299, True), (0, True), (299, True), (301, False)])
def test_a_message_is_good_for_five_minutes(receiver, endpoint, seconds, is_taken):
    headers, body, secrets, now = message(endpoint)

    [told] = receiver((headers, body, secrets, now + seconds))

    assert (told != REFUSED) == is_taken


def test_whatever_is_changed_makes_a_message_void(receiver, endpoint):
    headers, body, secrets, now = message(endpoint)
    other = Endpoint(url=endpoint.url, description="Another", added_by=User(), generation=1)
    later = str(NOW + 200)
    changed = [
        (headers, body.replace(b"42", b"43"), secrets, now),
        (headers, body + b" ", secrets, now),
        (headers, b"", secrets, now),
        ({**headers, "webhook-id": "msg_other"}, body, secrets, now),
        ({**headers, "webhook-timestamp": later}, body, secrets, NOW + 200),
        (headers, body, [signing.secret(other)], now),
        (headers, body, [], now),
        ({**headers, "webhook-signature": headers["webhook-signature"].replace("v1,", "v2,")}, body, secrets, now),
        ({**headers, "webhook-signature": "v1,"}, body, secrets, now),
        ({**headers, "webhook-signature": ""}, body, secrets, now),
        ({**headers, "webhook-signature": "v1"}, body, secrets, now),
        ({**headers, "webhook-timestamp": "not a number"}, body, secrets, now),
        ({**headers, "webhook-timestamp": f"{NOW}.0"}, body, secrets, now),
        ({**headers, "webhook-timestamp": "9" * 400}, body, secrets, now),
        *(({n: v for n, v in headers.items() if n != name}, body, secrets, now) for name in headers),
        ({}, body, secrets, now),
    ]

    assert receiver(*changed) == [REFUSED] * len(changed)


def test_while_a_secret_is_changed_either_of_the_two_is_enough(receiver, endpoint):
    old = signing.secret(endpoint)
    endpoint.generation, endpoint.renewed_at = 2, datetime.fromtimestamp(NOW, UTC)
    headers, body, [new], now = message(endpoint)
    assert len(headers["webhook-signature"].split()) == 2

    for secrets in ([old], [new], [old, new]):
        [told] = receiver((headers, body, secrets, now))
        assert told[2] is not None


def test_one_signature_that_fits_is_enough_among_others(receiver, endpoint):
    headers, body, secrets, now = message(endpoint)
    among = f"v1a,AAAA v1,bm90aGluZw== {headers['webhook-signature']}"

    [told] = receiver(({**headers, "webhook-signature": among}, body, secrets, now))

    assert told[2] is not None
