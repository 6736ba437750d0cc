"""Who is told of what, when, and what becomes of what nobody takes."""

import json
from datetime import timedelta

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import OperationalError
from django.utils import timezone
from standardwebhooks import Webhook
from standardwebhooks.webhooks import WebhookVerificationError

from partners.webhooks import managing, outcomes, queue, sending, signing
from partners.webhooks.calling import Answer
from partners.webhooks.models import Delivery, Endpoint
from partners.webhooks.queue import Patience
from partners.webhooks.sending import Sender
from partners.webhooks.served import Nodes
from publishing.models import Record, SealedEdition
from publishing.permission import Refusal
from tests import factories
from tests.in_force import colleague
from tests.partners.clock import time_machine_at  # noqa: F401  (a fixture)

pytestmark = pytest.mark.django_db
URL, OTHER_URL = "https://hooks.example.org/in", "https://hooks.example.net/in"
TOLD, AWAY = Answer(outcomes.DELIVERED), Answer("status-503")


class Post:
    """Stands where a `Caller` stands, and answers what it is told to; `got` is what was sent."""

    def __init__(self, *answers: Answer):
        self.answers, self.got = list(answers), []

    def post(self, url, headers, body, wants_body=False) -> Answer:
        said = json.loads(body)
        self.got.append((url, dict(headers), body, said))
        answer = self.answers.pop(0) if len(self.answers) > 1 else (self.answers or [TOLD])[0]
        if said["type"] == "endpoint.confirm" and answer is TOLD:
            return Answer(outcomes.DELIVERED, json.dumps({"challenge": said["data"]["challenge"]}).encode())
        return answer

    @property
    def editions(self) -> list[int]:
        return [said["data"]["edition"] for *_, said in self.got if said["type"] == "edition.published"]

    @property
    def types(self) -> list[str]:
        return [said["type"] for *_, said in self.got]


@pytest.fixture
def operator(db):
    return colleague("operator", "Operator")


@pytest.fixture
def endpoint(operator) -> Endpoint:
    """Added, with a secret, and not asked yet."""
    made = Endpoint(url=URL, description="A partner's app")
    managing.add(made, operator)
    managing.make_secret(made.pk, operator)
    return made


@pytest.fixture
def confirmed(endpoint, operator) -> Endpoint:
    managing.ask_to_confirm(endpoint.pk, operator)
    assert send().types == ["endpoint.confirm"]
    return Endpoint.objects.get()


def send(*answers: Answer, served: int = 10**9, patience: Patience | None = None) -> Post:
    """What is sent by a sender that runs until nothing is due."""
    post = Post(*answers)
    nodes = Nodes(["http://node"], lambda address: served)
    Sender(post, nodes, patience or Patience()).run(once=True)
    return post


def seal(count: int = 1, ago: timedelta = timedelta()) -> list[int]:
    numbers = [queue.newest() + 1 + more for more in range(count)]
    for number in numbers:
        SealedEdition.objects.create(number=number, digest="d", at=timezone.now() - ago, mac="m")
    return numbers


def delivery() -> Delivery:
    return Delivery.objects.get(event=Delivery.EDITION)


def test_nothing_but_the_question_is_sent_before_the_receiver_has_confirmed(endpoint, operator):
    seal()
    assert send().got == []
    managing.ask_to_confirm(endpoint.pk, operator)
    seal()

    assert send(AWAY).types == ["endpoint.confirm"]
    assert Endpoint.objects.get().state == Endpoint.UNCONFIRMED
    assert Delivery.objects.get().outcome == "status-503"


@pytest.mark.parametrize("answered", [b"", b"ok", b"{}", b'{"challenge": ""}', b'{"challenge": 7}', b"[]", b"\xff"])
def test_whoever_does_not_give_the_challenge_back_is_not_confirmed(endpoint, operator, answered):
    managing.ask_to_confirm(endpoint.pk, operator)

    send(Answer(outcomes.DELIVERED, answered))

    assert Endpoint.objects.get().state == Endpoint.UNCONFIRMED
    assert Delivery.objects.get().outcome == outcomes.WRONG_CHALLENGE


def test_each_question_has_a_challenge_of_its_own(endpoint, operator):
    managing.ask_to_confirm(endpoint.pk, operator)
    first = send(Answer("status-500")).got[0]
    Delivery.objects.update(next_at=timezone.now())
    Endpoint.objects.update(not_before=timezone.now())
    second = send().got[0]

    assert first[1]["webhook-id"] == second[1]["webhook-id"]
    assert first[3]["data"]["challenge"] != second[3]["data"]["challenge"]


def test_who_has_confirmed_is_told_of_each_edition_from_then_on_in_order(confirmed):
    numbers = seal(3)

    post = send()

    assert post.editions == numbers
    assert send().got == []


def test_an_event_says_where_to_ask_and_nothing_else(confirmed):
    [number] = seal()
    made = SealedEdition.objects.get(number=number).at

    [(url, headers, body, said)] = send().got

    api = f"{settings.PUBLIC_URL}/api/v1"
    assert url == URL
    assert said == {
        "type": "edition.published",
        "timestamp": made.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "data": {
            "edition": number,
            "changes": f"{api}/changes?since={number - 1}",
            "recalls": f"{api}/recalls",
        },
    }
    assert set(headers) == {"webhook-id", "webhook-timestamp", "webhook-signature"}
    assert headers["webhook-id"] == delivery().message_id
    Webhook(signing.secret(confirmed)).verify(body, headers)


def test_no_word_of_any_content_is_in_an_event(confirmed, publish):
    """Neither what is public of it nor what is not yet: the canary of what editors wrote."""
    notice = factories.notice(text="A zanzibar that is public.")
    publish(notice)
    notice.text = "A quagga that is not."
    notice.save()

    post = send()

    assert len(post.editions) == 1
    for _, headers, body, _ in post.got:
        sent = body.decode() + json.dumps(headers)
        assert not any(word in sent for word in ("zanzibar", "quagga", notice.slug, str(notice.pk)))


def test_nobody_is_told_of_an_edition_before_it_is_served_everywhere(confirmed):
    first, second = seal(2)

    assert send(served=0).editions == []
    assert send(served=first).editions == [first]
    assert send(served=second).editions == [second]


def test_an_edition_that_is_not_served_everywhere_after_ten_minutes_is_told_of_all_the_same(confirmed):
    [old] = seal(ago=timedelta(minutes=11))
    seal()

    assert send(served=0).editions == [old]


def test_a_node_that_has_stopped_answering_is_passed_over_after_a_minute():
    said, now = {"a": 7, "b": 6}, [0.0]
    nodes = Nodes(["a", "b"], lambda address: said.get(address), lambda: now[0])
    assert nodes.everywhere() == 6
    said["a"] = 8
    del said["b"]
    now[0] = 59
    assert nodes.everywhere() == 6
    now[0] = 61
    assert nodes.everywhere() == 8
    said["b"] = 7
    assert nodes.everywhere() == 7


def test_where_no_node_answers_nothing_is_taken_to_be_served():
    now = [0.0]
    nodes = Nodes(["a"], lambda address: None, lambda: now[0])
    assert nodes.everywhere() == 0
    now[0] = 100
    assert nodes.everywhere() == 0


def test_what_fails_is_tried_again_later_and_later_for_three_days_and_then_given_up(confirmed, time_machine_at):  # noqa: F811
    seal()
    queue.fill()
    began, waits = timezone.now(), []
    while delivery().state == Delivery.PENDING:
        before = timezone.now()
        assert len(send(AWAY).got) == 1
        waits.append(delivery().next_at - before)
        later = max(delivery().next_at, Endpoint.objects.get().not_before)
        time_machine_at(later + timedelta(seconds=1))

    assert delivery().state == Delivery.DEAD
    assert delivery().outcome == "status-503"
    assert timedelta(days=3) <= timezone.now() - began < timedelta(days=4)
    for wait, seconds in zip(waits, Patience().pauses, strict=False):
        assert 0.8 * seconds <= wait.total_seconds() <= 1.2 * seconds
    assert delivery().attempts == len(waits) < 20
    assert send().got == []


def test_an_endpoint_that_is_back_is_told_at_once_of_all_that_waits(confirmed):
    first, second, *others = seal(4)
    assert send(AWAY).editions == [first], "while it fails it is left alone"
    Endpoint.objects.update(not_before=timezone.now())

    assert send().editions == [second, first, *others], "what was not tried yet shows that it is back"


def test_what_was_given_up_is_sent_again_when_an_operator_says_so_with_its_id(confirmed, operator):
    seal()
    Delivery.objects.update(since=timezone.now())
    first = send(AWAY, patience=Patience(lasts=timedelta(0))).got[0]
    assert delivery().state == Delivery.DEAD
    assert send().got == []

    assert managing.send_again([delivery()], operator) == 1

    again = send().got[0]
    assert (again[1]["webhook-id"], again[2]) == (first[1]["webhook-id"], first[2])
    assert delivery().state == Delivery.DELIVERED


def test_another_address_is_told_nothing_before_it_has_confirmed_and_then_all_it_missed(confirmed, operator):
    confirmed.url = OTHER_URL
    managing.change(confirmed, operator)
    missed = seal(2)
    assert send().got == []

    managing.ask_to_confirm(confirmed.pk, operator)
    post = send()

    assert {url for url, *_ in post.got} == {OTHER_URL}
    assert post.types[0] == "endpoint.confirm"
    assert post.editions == missed


def test_what_was_under_way_to_the_address_before_counts_as_not_sent(confirmed, operator):
    seal()
    queue.fill()
    [call] = queue.take(10**9, 1, Patience())
    confirmed.url = OTHER_URL
    managing.change(confirmed, operator)

    queue.finish(call, outcomes.DELIVERED, Patience())

    assert delivery().state == Delivery.PENDING


def test_a_question_answered_by_the_address_before_confirms_no_other(endpoint, operator):
    managing.ask_to_confirm(endpoint.pk, operator)
    [call] = queue.take(10**9, 1, Patience())
    endpoint.url = OTHER_URL
    managing.change(endpoint, operator)

    queue.finish(call, outcomes.DELIVERED, Patience())

    assert Endpoint.objects.get().state == Endpoint.UNCONFIRMED


def test_what_is_switched_off_is_told_nothing_and_hears_of_what_comes_after_it_confirmed_anew(confirmed, operator):
    seal()
    queue.fill()
    managing.switch_off(confirmed.pk, operator)
    seal(2)
    assert send().got == []
    assert (delivery().state, delivery().outcome) == (Delivery.DEAD, outcomes.SWITCHED_OFF)

    managing.ask_to_confirm(confirmed.pk, operator)
    assert send().types == ["endpoint.confirm"]
    assert send().got == []
    numbers = seal()
    assert send().editions == numbers


def test_a_test_event_tells_of_nothing(confirmed, operator):
    managing.send_test(confirmed.pk, operator)

    [(_, _, _, said)] = send().got

    assert (said["type"], said["data"]) == ("endpoint.test", {})


def test_an_endpoint_is_called_by_one_at_a_time_and_what_is_under_way_is_taken_by_nobody_else(confirmed):
    seal(2)
    queue.fill()
    assert len(queue.take(10**9, 16, Patience())) == 1
    assert len(queue.take(10**9, 16, Patience())) == 0


def test_what_a_killed_sender_was_at_is_taken_up_when_its_lease_is_over(confirmed):
    seal()
    queue.fill()
    [lost] = queue.take(10**9, 16, Patience(lease=0))
    [again] = queue.take(10**9, 16, Patience())

    assert lost.delivery.pk == again.delivery.pk
    queue.finish(lost, outcomes.DELIVERED, Patience())
    assert delivery().state == Delivery.DELIVERED
    assert Endpoint.objects.get().not_before == again.until, "only who holds the lease ends it"


def test_with_a_new_secret_both_prove_a_message_for_a_week(confirmed, operator, time_machine_at):  # noqa: F811
    old = signing.secret(confirmed)
    new = managing.make_secret(confirmed.pk, operator)
    assert old != new
    seal()
    [(_, headers, body, _)] = send().got
    for secret in (old, new):
        Webhook(secret).verify(body, headers)

    time_machine_at(timezone.now() + timedelta(days=8))
    seal()
    [(_, headers, body, _)] = send().got
    Webhook(new).verify(body, headers)
    with pytest.raises(WebhookVerificationError):
        Webhook(old).verify(body, headers)


def test_while_the_key_is_changed_the_secrets_of_both_prove_a_message(confirmed, settings):
    old = signing.secret(confirmed)
    settings.WEBHOOK_KEY, settings.WEBHOOK_KEY_BEFORE = "another key, as long as it should be", settings.WEBHOOK_KEY
    seal()

    [(_, headers, body, _)] = send().got

    for secret in (old, signing.secret(confirmed)):
        Webhook(secret).verify(body, headers)


def test_no_secret_and_nothing_that_was_answered_is_in_the_database(confirmed, operator):
    seal()
    send(Answer("status-500", b"words of a receiver"))
    secret = managing.make_secret(confirmed.pk, operator)

    rows = [*Endpoint.objects.values(), *Delivery.objects.values(), *Record.objects.values()]

    kept = " ".join(str(value) for row in rows for value in row.values())
    assert "words of a receiver" not in kept
    assert secret.removeprefix("whsec_") not in kept


def test_what_operators_do_is_on_record(confirmed, operator):
    managing.switch_off(confirmed.pk, operator)

    lines = Record.objects.filter(uid=confirmed.pk).order_by("number")

    assert [line.action for line in lines] == [
        "endpoint added",
        "endpoint secret",
        "endpoint asked",
        "endpoint off",
    ]
    assert {(line.by, line.slug) for line in lines} == {("operator", "hooks.example.org")}


@pytest.mark.parametrize("role", ["Editor", "Approver", "People"])
def test_nobody_but_an_operator_in_force_keeps_endpoints(endpoint, role):
    somebody = colleague("somebody", role)
    for verb in (managing.make_secret, managing.ask_to_confirm, managing.switch_off, managing.send_test):
        with pytest.raises(Refusal, match="not allowed"):
            verb(endpoint.pk, somebody)


def test_an_operator_whose_account_was_changed_keeps_no_endpoint(endpoint, operator):
    operator.set_password("another long enough password")
    operator.save()
    with pytest.raises(Refusal, match="not in force"):
        managing.make_secret(endpoint.pk, operator)


def test_a_database_that_does_not_answer_for_a_while_loses_nothing(confirmed, monkeypatch):
    numbers, real = seal(2), queue.finish
    failures = [OperationalError(), OperationalError()]

    def finish(*what) -> None:
        if failures:
            raise failures.pop()
        real(*what)

    monkeypatch.setattr(queue, "finish", finish)
    monkeypatch.setattr(sending, "SECONDS_AWAY", 0.01)
    monkeypatch.setattr(sending, "SECONDS_BETWEEN", 0.01)
    monkeypatch.setattr(sending.connection, "close", lambda: None)
    post = Post()
    sender = Sender(post, Nodes(["n"], lambda address: 10**9))
    watched = sender._round

    def until_all_is_told(threads) -> bool:
        if Delivery.objects.filter(event=Delivery.EDITION, state=Delivery.DELIVERED).count() == 2:
            sender.stop()
        return watched(threads)

    monkeypatch.setattr(sender, "_round", until_all_is_told)
    sender.run()

    assert (post.editions, failures) == (numbers, [])


def test_the_command_says_what_is_due_and_calls_nobody(confirmed, capsys):
    [number] = seal()

    call_command("send_webhooks", "--dry-run")

    said = capsys.readouterr().out
    assert "nobody is called" in said
    assert "1 more editions to A partner's app (hooks.example.org)" in said
    queue.fill()
    call_command("send_webhooks", "--dry-run")
    assert f"edition {number} to A partner's app" in capsys.readouterr().out


def test_without_its_key_the_command_says_so_and_ends(settings):
    settings.WEBHOOK_KEY = ""
    with pytest.raises(CommandError, match="HELPAPI_WEBHOOK_KEY"):
        call_command("send_webhooks", "--once")
