"""A stolen account, a hurried person and two thieves try to empty the product, or to say something at a tombstone."""

import json
from contextlib import suppress
from datetime import timedelta
from io import StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.utils import timezone

from advice.models import Topic
from publishing import acts, keeper, lifecycle, withdrawing
from publishing.models import Act, Publication, Record
from services.models import Service
from tests.admin_pages import as_sent
from tests.publishing.acts import person
from tests.publishing.admin.desk import page, signed_in
from tests.publishing.test_following import eventually

SERVICES = "/admin/services/service/"
TRAP = "Text 03069 990123 and pay at pay.example.org"


@pytest.fixture(autouse=True)
def without_a_second_factor(content, settings):
    settings.SECOND_FACTOR = False


@pytest.fixture
def thief(editor):
    """Whoever has the editor's session."""
    return signed_in(editor)


def live() -> set[str]:
    return set(Publication.objects.filter(state=Publication.LIVE).values_list("slug", flat=True))


def answers(api, address: str):
    keeper.refresh()
    return api.get(address)


def test_one_account_cannot_say_anything_at_a_tombstone(thief, editor, api):
    childline = Service.objects.get(slug="childline")
    form = as_sent(thief.get(page(childline, "withdraw")))
    for reason in (TRAP, f"closed: {TRAP}", "closed"):
        sent = {**form, "reason": reason, "words": TRAP, "replacement": "samaritans"}
        thief.post(page(childline, "withdraw"), sent, follow=True)

    told = answers(api, "/api/v1/services/childline")

    assert told.status_code == 410
    assert told.json()["reason"] == "It has closed, or is no longer on offer."
    assert (told.json()["replacement"], TRAP in told.content.decode()) == (None, False)


@pytest.mark.parametrize("reason", [TRAP, f"closed: {TRAP}", f"other: {TRAP}", ""])
def test_nor_by_the_function_or_at_a_shell(editor, reason):
    childline = Publication.objects.get(slug="childline")

    with pytest.raises(lifecycle.Refusal):
        lifecycle.withdraw(childline, by=editor, reason=reason)
    with pytest.raises(CommandError):
        call_command("withdraw", "service", "childline", "--by", "editor", "--reason", reason)
    assert "childline" in live()


def test_words_that_were_proposed_are_approved_by_nobody_who_proposed_them(thief, editor, api):
    thief.post(page(Service.objects.get(slug="childline"), "withdraw"),
               {"confirmed": "yes", "reason": "closed", "words": TRAP, "replacement": ""})  # fmt: skip
    act = Act.objects.get()
    thief.post(f"/admin/publishing/act/{act.pk}/change/", {"approve": "yes", "digest": act.digest})

    with pytest.raises(lifecycle.Refusal):
        acts.approve(act, by=editor)
    with pytest.raises(lifecycle.Refusal):
        held = Publication.objects.filter(slug="childline")
        lifecycle.withdraw_as_two(held, editor, editor, lifecycle.Reason("closed", TRAP))
    with pytest.raises(IntegrityError), transaction.atomic():
        Act.objects.filter(pk=act.pk).update(state="done", decided_by=editor)
    assert TRAP not in answers(api, "/api/v1/services/childline").content.decode()


def test_one_account_cannot_empty_the_product_in_one_go(thief, api):
    before = live()
    for model in (Service, Topic):  # organisations are needed by their services
        address = f"/admin/{model._meta.label_lower.replace('.', '/')}/"
        everything = [str(pk) for pk in model.objects.values_list("pk", flat=True)]
        data = {"action": "withdraw_items", "confirmed": "yes", "reason": "other", "select_across": "1"}
        thief.post(address, {**data, "_selected_action": everything, "words": "", "replacement": ""})

    assert live() == before
    assert [act.what for act in Act.objects.filter(state=Act.WAITING)] == ["withdraw", "withdraw"]
    told = answers(api, "/api/v1/help").json()
    assert told["topic"] and told["needs"]


def test_nor_one_by_one(thief, editor, api):
    for service in Service.objects.order_by("slug"):
        thief.post(page(service, "withdraw"), {"confirmed": "yes", "reason": "other", "words": "", "replacement": ""})
        with suppress(CommandError):
            call_command("withdraw", "service", service.slug, "--by", "editor", "--reason", "other")

    assert len(gone()) == 5
    assert answers(api, "/api/v1/help").json()["needs"]
    assert answers(api, "/health/ready").status_code == 200


def gone() -> set[str]:
    return set(Publication.objects.filter(state=Publication.WITHDRAWN).values_list("slug", flat=True))


def test_with_patience_it_ends_in_help_that_says_it_is_being_restored(editor, api):
    for hours in range(24):
        with time_machine.travel(timezone.now() + timedelta(hours=hours, minutes=hours)):
            take_what_one_may(editor)

    told = answers(api, "/api/v1/help")

    assert told.status_code == 503
    assert told.json()["emergency"]["ways"][0]["value"] == "999"
    assert {"emergency-999", "sextortion"} <= live(), "the last of a need and of a topic"
    assert answers(api, "/health/ready").json()["restoring"]


def take_what_one_may(person) -> None:
    for publication in Publication.objects.filter(kind="service", state=Publication.LIVE).order_by("slug")[:7]:
        try:
            lifecycle.withdraw(publication, by=person, reason="other")
        except lifecycle.TakesTwo:
            continue


def test_two_thieves_leave_no_answer_that_looks_like_one_and_two_people_undo_it(editor, approver, api):
    before = served()
    everything = Publication.objects.exclude(kind="notice")
    act = acts.propose("withdraw", withdrawing.details(everything, "other"), by=editor)
    acts.approve(act, by=approver)

    assert live() == set()
    for asked in (answers(api, "/api/v1/help?age=15"), api.get("/health/ready")):
        assert (asked.status_code, asked["Retry-After"]) == (503, "5")
        assert asked.json()["type"].endswith("/problems/being-restored")

    acts.approve(acts.propose("back-to-edition", {"edition": 1}, by=person("colleague")), by=approver)
    assert served() == before
    assert answers(api, "/api/v1/help?age=15").status_code == 200
    assert answers(api, "/health/ready").json()["restoring"] is False


# A check ends with the version that it was of (docs/decisions/0022).
OF_THE_VERSION = ("version", "published_at", "checked_on", "checked_how", "review_overdue")


def served() -> dict[str, dict]:
    found = {}
    for one in Publication.objects.filter(state=Publication.LIVE):
        told = json.loads(one.documents["v1.en"])
        found[str(one.pk)] = {name: told[name] for name in told if name not in OF_THE_VERSION}
    return found


def test_a_thief_who_bends_the_proposal_between_two_people_gets_nothing(editor, approver, api):
    held = Publication.objects.filter(slug__in=["childline", "samaritans"])
    act = acts.propose("withdraw", withdrawing.details(held, "closed"), by=editor)
    shown = Act.objects.get()
    bent = {**act.details, "words": TRAP}
    digest = acts._digest("withdraw", bent, acts.preview("withdraw", bent))
    Act.objects.filter(pk=act.pk).update(details=bent, digest=digest)

    with pytest.raises(lifecycle.Refusal, match="not what you were shown"):
        acts.approve(shown, by=approver)
    assert {"childline", "samaritans"} <= live()


def test_who_is_deactivated_in_between_neither_proposed_nor_approves(editor, approver):
    held = Publication.objects.filter(slug__in=["childline", "samaritans"])
    act = acts.propose("withdraw", withdrawing.details(held, "closed"), by=editor)
    editor.is_active = False
    editor.save()

    with pytest.raises(lifecycle.Refusal):
        acts.approve(act, by=approver)
    assert {"childline", "samaritans"} <= live()


def test_the_home_page_tells_everybody_who_took_what_down(thief, approver):
    thief.post(page(Service.objects.get(slug="childline"), "withdraw"),
               {"confirmed": "yes", "reason": "harmful", "words": "", "replacement": ""})  # fmt: skip

    home = signed_in(approver).get("/admin/").content.decode()

    assert "Childline" in home and "by editor: Harmful." in home


def test_the_alarm_is_raised_by_mail(editor, approver, settings):
    from django.core import mail

    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    approver.email = "approver@example.org"
    approver.save()

    lifecycle.withdraw(Publication.objects.get(slug="childline"), by=editor, reason="other")
    held = Publication.objects.filter(slug__in=["samaritans", "shout"])
    acts.propose("withdraw", withdrawing.details(held, "closed"), by=editor)

    assert eventually(lambda: len(mail.outbox) == 2)
    assert sorted(message.subject for message in mail.outbox) == [
        "Taken down: service childline",
        "Waiting for a second person: Take down",
    ]


def test_every_withdrawal_is_on_record(thief, editor):
    thief.post(page(Service.objects.get(slug="childline"), "withdraw"),
               {"confirmed": "yes", "reason": "other", "words": "", "replacement": ""})  # fmt: skip
    call_command("withdraw", "service", "samaritans", "--by", "editor", "--reason", "other", stdout=StringIO())

    assert list(Record.objects.filter(action="withdrawn").values_list("slug", "by")) == [
        ("childline", "editor"), ("samaritans", "editor")
    ]  # fmt: skip
    assert Record.objects.filter(action="by command").latest("number").reason.endswith("said to be done by editor")
