"""What somebody tried who looks after people, or writes to the database, or has a shell: each is refused, and seen."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.models import Group, Permission, User
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.utils import timezone
from django_otp.plugins.otp_totp.models import TOTPDevice

from publishing import accounts, confirming, keeper, lifecycle, permission, record
from publishing.models import Publication, Record, Submission
from tests import factories
from tests.admin_pages import as_sent, errors
from tests.in_force import colleague, in_force
from tests.publishing.acts import edit
from tests.publishing.admin.desk import said, signed_in, words

PASSWORD = "chosen by the attacker"
PEOPLE = "/admin/auth/user/"


@pytest.fixture(autouse=True)
def one_factor(settings):
    """The password alone lets in, so that nothing but what is tested stops the attacker."""
    settings.SECOND_FACTOR = False


@pytest.fixture
def attacker(db) -> User:
    return colleague("attacker", "People", password=PASSWORD)


@pytest.fixture
def desk(attacker) -> Client:
    return signed_in(attacker)


@pytest.fixture
def waiting(editor) -> Submission:
    return lifecycle.submit([factories.service("Their number")], by=editor)[0]


def page(user: User, name: str = "change") -> str:
    return f"{PEOPLE}{user.pk}/{name}/"


def group(name: str) -> int:
    return Group.objects.get(name=name).pk


def add(desk: Client, name: str):
    passwords = {"usable_password": "true", "password1": PASSWORD, "password2": PASSWORD}
    return desk.post(f"{PEOPLE}add/", {**as_sent(desk.get(f"{PEOPLE}add/")), "username": name, **passwords})


def change(desk: Client, user: User, **fields):
    return desk.post(page(user), {**as_sent(desk.get(page(user))), **fields}, follow=True)


def cannot_approve(user: User, submission: Submission) -> None:
    with pytest.raises(lifecycle.Refusal):
        lifecycle.approve([submission], by=User.objects.get(pk=user.pk))
    assert not Publication.objects.exists()


def told(approver: User) -> str:
    return words(signed_in(approver).get("/admin/"))


@pytest.mark.parametrize("name", ["аpprover", "approver ", "Approver", "approvеr", "ap\u200bprover", "approver\u0301"])
def test_a_name_that_looks_like_another_is_refused(desk, approver, name):
    assert "username" in errors(add(desk, name))
    with pytest.raises(ValidationError):
        User.objects.create_user(name)
    assert User.objects.count() == 2


def test_an_account_that_was_made_alone_approves_nothing_and_every_approver_is_told(desk, approver, waiting):
    add(desk, "second")
    second = User.objects.get(username="second")
    change(desk, second, groups=[group("Approver")])
    client = Client()
    client.post("/admin/login/", {"username": "second", "password": PASSWORD})

    assert second.has_perm("publishing.approve_item")
    cannot_approve(second, waiting)
    assert "no approver has confirmed" in words(client.get("/admin/", follow=True))
    assert list(Record.objects.filter(action="account changed").values_list("slug", "by", "reason")) == [
        ("second", "attacker", "new"),
        ("second", "attacker", "groups"),
    ]
    assert "second: account changed (groups) by attacker" in told(approver)


def test_a_password_that_was_reset_lets_nobody_do_anything_until_another_approver_has_confirmed_it(
    desk, approver, waiting
):
    desk.post(page(approver, "password"), {"usable_password": "true", "password1": PASSWORD, "password2": PASSWORD})
    client = Client()
    client.post("/admin/login/", {"username": "approver", "password": PASSWORD})

    assert User.objects.get(pk=approver.pk).check_password(PASSWORD)
    cannot_approve(approver, waiting)
    assert "no approver has confirmed" in words(client.get("/admin/", follow=True))
    assert client.get(page(approver, "confirm")).status_code != 200

    colleague_ = colleague("other", "Approver")
    assert "approver: account changed (password) by attacker" in told(colleague_)
    confirming.confirm(approver, colleague_, accounts.digest(approver))
    assert lifecycle.approve([waiting], by=approver) == 1


def test_a_second_factor_that_was_taken_away_is_the_same(desk, approver, waiting):
    device = TOTPDevice.objects.create(user=approver, name="Authenticator app")
    in_force(approver)
    assert accounts.is_in_force(approver)
    desk.post(PEOPLE, {"action": "take_second_factor", "_selected_action": [approver.pk]})

    assert not TOTPDevice.objects.filter(pk=device.pk).exists()
    cannot_approve(approver, waiting)
    TOTPDevice.objects.create(user=approver, name="The attacker's phone")
    cannot_approve(approver, waiting)


def test_who_was_let_go_and_taken_back_has_to_be_confirmed_again(desk, approver, waiting):
    sent = as_sent(desk.get(page(approver)))
    desk.post(page(approver), {name: value for name, value in sent.items() if name != "is_active"})
    assert not User.objects.get(pk=approver.pk).is_active
    change(desk, approver, is_active="on")

    assert User.objects.get(pk=approver.pk).is_active
    cannot_approve(approver, waiting)


def test_nobody_looks_after_people_and_publishes(desk, attacker, waiting):
    assert "two people" in str(errors(change(desk, attacker, groups=[group("People"), group("Approver")])))
    attacker.groups.add(Group.objects.get(name="Approver"))

    assert "can't also submit, approve or withdraw" in accounts.fault(attacker)
    in_force(attacker)
    with pytest.raises(lifecycle.Refusal, match="looks after people"):
        lifecycle.approve([waiting], by=User.objects.get(pk=attacker.pk))


@pytest.mark.parametrize("act", ["submit_item", "approve_item", "withdraw_item"])
def test_a_superuser_looks_after_people_and_so_publishes_nothing(db, act):
    user = colleague("root", "People", is_superuser=True)

    with pytest.raises(lifecycle.Refusal, match="looks after people"):
        permission.require(user, act, "do this")


def test_who_looks_after_people_is_offered_no_power_over_everything(desk, attacker):
    change(desk, attacker, is_superuser="on", user_permissions=[Permission.objects.get(codename="approve_item").pk])

    assert not User.objects.get(pk=attacker.pk).is_superuser
    assert not attacker.user_permissions.exists()


def test_nobody_confirms_themselves_or_with_an_account_that_is_not_in_force(attacker, approver, editor):
    fresh = User.objects.create_user("fresh", is_staff=True)
    fresh.groups.add(Group.objects.get(name="Approver"))
    other = User.objects.create_user("other", is_staff=True)

    for by in (attacker, fresh, User.objects.create_superuser("root")):
        with pytest.raises(lifecycle.Refusal, match="Only an approver"):
            confirming.confirm(other, by, accounts.digest(other))
    with pytest.raises(lifecycle.Refusal, match="their own"):
        confirming.confirm(approver, approver, accounts.digest(approver))
    assert not accounts.is_in_force(other)


HOSTILE = {
    "password": "UPDATE auth_user SET password = 'md5$a$b' WHERE id = {id}",
    "name": "UPDATE auth_user SET username = 'somebody' WHERE id = {id}",
    "superuser": "UPDATE auth_user SET is_superuser = NOT is_superuser WHERE id = {id}",
    "group": "DELETE FROM auth_user_groups WHERE user_id = {id}",
    "role": "INSERT INTO auth_group_permissions (group_id, permission_id) SELECT g.id, p.id FROM auth_group g, "
    "auth_permission p WHERE g.name = 'Approver' AND p.codename = 'submit_item'",
    "permission": "UPDATE auth_permission SET codename = 'submit_item2' WHERE codename = 'view_record'",
    "line": "UPDATE publishing_record SET digest = '' WHERE slug = 'approver'",
    "phone": "INSERT INTO otp_static_staticdevice (user_id, name, confirmed, throttling_failure_count) "
    "VALUES ({id}, 'x', {true}, 0)",
}


@pytest.mark.parametrize("write", HOSTILE)
def test_what_is_written_past_the_admin_puts_the_account_out_of_force(approver, waiting, write):
    true = "TRUE" if connection.vendor == "postgresql" else "1"
    with connection.cursor() as cursor:
        cursor.execute(HOSTILE[write].format(id=approver.pk, true=true))

    cannot_approve(approver, waiting)


def test_a_line_of_the_record_that_was_made_up_puts_nobody_in_force(approver, waiting):
    second = User.objects.create_user("second", is_staff=True)
    second.groups.add(Group.objects.get(name="Approver"))
    line = Record.objects.get(action="account in force", slug="approver")
    line.number, line.slug, line.uid = Record.objects.count() + 1, "second", accounts.key(second)
    line.digest = accounts.digest(second)
    line.save(force_insert=True)

    cannot_approve(second, waiting)


def test_to_sign_in_writes_no_password_anew_though_it_was_made_with_fewer_rounds(approver, settings):
    settings.PASSWORD_HASHERS = ["publishing.accounts.LastingHasher"]
    approver.password = accounts.LastingHasher().encode(PASSWORD, "a salt that is long enough", 10)
    approver.save()
    in_force(approver)
    client = Client()
    client.post("/admin/login/", {"username": "approver", "password": PASSWORD})

    assert client.get("/admin/").status_code == 200
    assert accounts.is_in_force(approver)


def test_one_approval_stamped_ahead_lets_nobody_approve_their_own_text(publish, editor, approver):
    service = factories.service("Someone to call")
    with time_machine.travel(timezone.now() + timedelta(minutes=10)):
        publish(service)
    edit(service, by=approver, summary="My own text.")
    [submission] = lifecycle.submit([service], by=editor)

    with pytest.raises(lifecycle.Refusal, match="You have edited"):
        lifecycle.approve([submission], by=approver)


def test_what_one_person_publishes_by_command_says_so_on_record_and_on_the_home_page(editor, approver, monkeypatch):
    monkeypatch.setattr("getpass.getuser", lambda: "mallory")
    factories.service("Someone to call", slug="a-line")
    call_command("publish", "service", "a-line", "--by", "editor", "--approved-by", "approver", verbosity=0)
    keeper.refresh()

    line = Record.objects.latest("number")
    assert (line.action, line.by) == ("by command", "shell: mallory")
    assert line.reason == "publish: lines 3 to 4, said to be done by editor and approver"
    assert f"{line.reason}, by shell: mallory" in told(approver)


def test_the_record_of_accounts_is_sealed_like_any_other(desk, approver):
    add(desk, "second")
    assert list(record.faults()) == []
    Record.objects.filter(action="account changed").update(by="somebody")

    assert list(record.faults())


def test_the_page_that_confirms_puts_in_force_what_it_showed_and_nothing_else(desk, approver):
    add(desk, "second")
    second = User.objects.get(username="second")
    gate = signed_in(approver)
    sent = as_sent(gate.get(page(second, "confirm")))
    change(desk, second, groups=[group("Approver")])

    assert "changed since you looked" in said(gate.post(page(second, "confirm"), sent, follow=True))[0]
    gate.post(page(second, "confirm"), as_sent(gate.get(page(second, "confirm"))))
    assert accounts.is_in_force(second)
