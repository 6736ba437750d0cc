"""How an account comes into force, and stays so while its own person changes how they sign in."""

import io
import re

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.test import Client
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from publishing import accounts
from publishing.models import Record
from tests.in_force import colleague
from tests.security.conftest import PASSWORD
from tests.security.signing_in import FACTOR, LOGIN, code, is_in, sign_in
from tests.security.test_second_factor import shown_key


def run(*words: str) -> str:
    out = io.StringIO()
    call_command(*words, stdout=out)
    return out.getvalue()


def set_up_second_factor(browser: Client) -> None:
    page = browser.get(FACTOR)
    assert "recovery codes" in browser.post(FACTOR, {"code": code(shown_key(page))}).content.decode()


@pytest.mark.django_db
def test_the_first_approver_comes_into_force_at_the_shell_after_setting_up_a_second_factor():
    password = re.search(r"password  (\S+)", run("add_person", "ben", "approver"))[1]
    with pytest.raises(CommandError, match="no second factor yet"):
        run("confirm_account", "ben")
    browser = Client()
    browser.post(LOGIN, {"username": "ben", "password": password})
    set_up_second_factor(browser)
    assert "no approver has confirmed" in browser.get("/admin/", follow=True).content.decode()

    run("confirm_account", "ben")

    assert is_in(browser)
    lines = Record.objects.filter(slug="ben").values_list("action", flat=True)
    assert list(lines) == ["account changed", "account changed", "account in force"]


@pytest.mark.django_db
def test_where_there_is_an_approver_the_shell_puts_nobody_in_force():
    colleague("cat", "Approver")
    run("add_person", "ben", "editor")

    with pytest.raises(CommandError, match="cat can confirm it"):
        run("confirm_account", "ben")
    assert not accounts.is_in_force(User.objects.get(username="ben"))


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["bеn", "Ben", "b n", ""])
def test_the_shell_makes_no_account_of_an_odd_name(name):
    with pytest.raises((CommandError, ValueError)):
        run("add_person", name, "approver")
    assert not User.objects.exists()


def test_who_changes_their_own_way_to_sign_in_stays_in_force(ann, phone):
    browser = Client()
    sign_in(browser, phone)
    browser.post("/admin/recovery-codes/", {"password": PASSWORD})
    assert accounts.is_in_force(ann)

    new = "an even longer password"
    browser.post("/admin/password_change/", {"old_password": PASSWORD, "new_password1": new, "new_password2": new})
    assert accounts.is_in_force(ann)

    page = browser.get("/admin/another-phone/")
    browser.post("/admin/another-phone/", {"code": code(shown_key(page)), "password": new})
    assert accounts.is_in_force(ann)
    assert is_in(browser)


def test_a_recovery_code_that_is_used_up_puts_nobody_out_of_force(ann, phone):
    browser = Client()
    sign_in(browser, phone)
    browser.post("/admin/recovery-codes/", {"password": PASSWORD})
    token = StaticToken.objects.first().token

    other = Client()
    other.post(LOGIN, {"username": "ann", "password": PASSWORD})
    other.post(FACTOR, {"code": token})

    assert is_in(other)
    assert not StaticToken.objects.filter(token=token).exists()


def test_a_thief_who_sets_up_a_second_factor_in_place_of_one_that_was_taken_away_is_not_in(ann, phone):
    TOTPDevice.objects.all().delete()
    thief = Client()
    thief.post(LOGIN, {"username": "ann", "password": PASSWORD})
    set_up_second_factor(thief)

    assert not is_in(thief)
    assert not accounts.is_in_force(ann)


def test_to_sign_in_with_a_code_leaves_the_account_as_it_was(ann, phone):
    before = accounts.digest(ann)
    sign_in(Client(), phone)

    assert accounts.digest(ann) == before


@pytest.mark.parametrize("address", ["/admin/recovery-codes/", "/admin/another-phone/"])
def test_an_open_session_alone_puts_the_account_out_of_force_and_tells_the_approvers(ann, phone, address):
    browser = Client()
    sign_in(browser, phone)
    page = browser.get(address)
    browser.post(address, {"code": code(shown_key(page))} if "phone" in address else {})

    assert not accounts.is_in_force(ann)
    assert Record.objects.filter(action=accounts.CHANGED, slug="ann", reason="second factor").exists()


def test_another_address_for_mail_is_a_change_of_the_account(ann):
    User.objects.filter(pk=ann.pk).update(email="else@example.org")

    assert not accounts.is_in_force(ann)
