"""A password alone opens nothing; a code from the phone, or a recovery code once, opens the admin."""

import re
from base64 import b32decode

import pytest
from django.test import Client
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from tests.house import addresses
from tests.security.conftest import PASSWORD
from tests.security.signing_in import FACTOR, LOGIN, code, give_password, is_in, recovery_codes, sign_in


@pytest.fixture
def browser() -> Client:
    return Client()


def shown_key(page) -> str:
    """The key that a page offers to type in, in hexadecimal."""
    return b32decode(re.search(r'class="key">([A-Z2-7 ]+)<', page.content.decode())[1].replace(" ", "")).hex()


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE", "TRACE", "QUERY"])
def test_every_address_of_the_admin_shows_nothing_for_a_password_alone(browser, phone, method):
    give_password(browser)
    asked = [address for address in addresses.of_admin() if address not in (LOGIN, FACTOR)]

    assert len(asked) > 60
    for address in asked:
        response = browser.generic(method, address, "action=delete_selected", "application/x-www-form-urlencoded")
        assert response.status_code == 302, address
        assert response["Location"].startswith("/admin/"), address
        assert response.content == b"", address
    assert not is_in(browser)


def test_the_page_for_the_code_names_no_content_and_no_other_page(browser, phone):
    give_password(browser)

    page = browser.get(FACTOR).content.decode()

    assert set(re.findall(r'(?:href|action)="(/admin[^"]*)"', page)) <= {"/admin/"}
    assert "app-services" not in page


def test_password_and_code_let_in_and_lead_to_where_one_was_going(browser, phone):
    sent_on = browser.post(
        f"{LOGIN}?next=/admin/services/service/", {"username": "ann", "password": "a long enough password"}
    )
    asked = browser.get(sent_on["Location"], follow=True)
    address = asked.redirect_chain[-1][0]
    done = browser.post(address, {"code": code(phone.key)})

    assert address.startswith(FACTOR)
    assert done["Location"] == "/admin/services/service/"
    assert browser.get(done["Location"]).status_code == 200


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example/", "/api/v1", "javascript:alert(1)"])
def test_a_code_leads_nowhere_else(browser, phone, elsewhere):
    give_password(browser)

    assert browser.post(FACTOR, {"code": code(phone.key), "next": elsewhere})["Location"] == "/admin/"


def test_a_code_is_good_once(browser, phone):
    sign_in(browser, phone)
    second = Client()
    give_password(second)

    second.post(FACTOR, {"code": code(phone.key)})

    assert not is_in(second)


@pytest.mark.parametrize("typed", ["", "000000", "12345", "abcdefgh", "１２３４５６", "0" * 5000])
def test_a_wrong_code_does_not_let_in(browser, phone, typed):
    give_password(browser)

    page = browser.post(FACTOR, {"code": typed})

    assert 'role="alert"' in page.content.decode()
    assert not is_in(browser)


def test_after_wrong_codes_even_a_right_one_has_to_wait(browser, phone):
    give_password(browser)
    for _ in range(4):
        browser.post(FACTOR, {"code": "000000"})

    page = browser.post(FACTOR, {"code": code(phone.key)})

    assert "Wait a minute" in page.content.decode()
    assert not is_in(browser)


def test_the_first_sign_in_sets_the_second_factor_up(browser, ann):
    give_password(browser)
    page = browser.get(FACTOR)
    key = shown_key(page)
    assert '<div class="square"><svg' in page.content.decode()

    done = browser.post(FACTOR, {"code": code(key)})

    assert len(recovery_codes(done)) == 10
    assert TOTPDevice.objects.get(user=ann).key == key
    assert is_in(browser)


def test_a_wrong_code_sets_nothing_up(browser, ann):
    give_password(browser)
    browser.get(FACTOR)

    browser.post(FACTOR, {"code": "000000"})

    assert not TOTPDevice.objects.exists()
    assert not is_in(browser)


def test_the_key_that_is_offered_is_shown_in_that_session_only(browser, ann):
    other = Client()
    give_password(browser)
    give_password(other)

    assert shown_key(browser.get(FACTOR)) != shown_key(other.get(FACTOR))


def test_who_has_a_phone_is_never_offered_to_set_up_another_with_the_password_alone(browser, ann):
    slow, quick = browser, Client()
    for one in (slow, quick):
        give_password(one)
    late_key, key = shown_key(slow.get(FACTOR)), shown_key(quick.get(FACTOR))
    quick.post(FACTOR, {"code": code(key)})

    slow.post(FACTOR, {"code": code(late_key)})

    assert TOTPDevice.objects.get(user=ann).key == key
    assert 'class="square"' not in slow.get(FACTOR).content.decode()
    assert not is_in(slow)


def test_a_recovery_code_lets_in_once(browser, ann):
    give_password(browser)
    codes = recovery_codes(browser.post(FACTOR, {"code": code(shown_key(browser.get(FACTOR)))}))
    first, second = Client(), Client()
    for one in (first, second):
        give_password(one)
        one.post(FACTOR, {"code": codes[0].upper()})

    assert is_in(first)
    assert not is_in(second)
    assert StaticToken.objects.count() == 9


def test_new_recovery_codes_end_the_old_ones(browser, phone):
    sign_in(browser, phone)
    old = recovery_codes(browser.post("/admin/recovery-codes/", {"password": PASSWORD}))
    new = recovery_codes(browser.post("/admin/recovery-codes/", {"password": PASSWORD}))
    other = Client()
    give_password(other)

    other.post(FACTOR, {"code": old[0]})

    assert len(set(new)) == 10
    assert not set(new) & set(old)
    assert not is_in(other)


def test_who_signed_in_with_a_recovery_code_stays_in_with_new_ones(browser, phone):
    sign_in(browser, phone)
    codes = recovery_codes(browser.post("/admin/recovery-codes/", {"password": PASSWORD}))
    other = Client()
    give_password(other)
    other.post(FACTOR, {"code": codes[0]})

    assert len(recovery_codes(other.post("/admin/recovery-codes/", {"password": PASSWORD}))) == 10
    assert is_in(other)


def test_another_phone_ends_the_one_before(browser, phone, ann):
    sign_in(browser, phone)
    key = shown_key(browser.get("/admin/another-phone/"))

    browser.post("/admin/another-phone/", {"code": code(key), "password": PASSWORD})

    assert [device.key for device in TOTPDevice.objects.filter(user=ann)] == [key]
    assert is_in(browser)


def test_codes_and_keys_are_stored_by_no_cache(browser, phone):
    give_password(browser)
    assert "no-store" in browser.get(FACTOR)["Cache-Control"]
    sign_in(browser, phone)

    assert "no-store" in browser.post("/admin/recovery-codes/")["Cache-Control"]


def test_somebody_else_can_sign_in_from_the_page_for_the_code(browser, phone):
    give_password(browser)

    browser.post(FACTOR, {"leave": "1"})

    assert "_auth_user_id" not in browser.session


def test_a_demonstration_says_on_every_page_that_it_asks_for_no_second_factor(browser, ann, settings):
    settings.SECOND_FACTOR = False
    assert "Demonstration: no second factor" in browser.get(LOGIN).content.decode()
    give_password(browser)

    for address in ("/admin/", "/admin/services/service/", "/admin/services/service/add/", "/admin/password_change/"):
        assert "Demonstration: no second factor" in browser.get(address).content.decode(), address


def test_outside_a_demonstration_no_page_speaks_of_one(browser, phone):
    sign_in(browser, phone)

    assert "Demonstration" not in browser.get("/admin/").content.decode()


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_a_refused_address_to_go_on_to_leads_home(ann, settings, elsewhere):
    settings.SECOND_FACTOR = False
    sent = {"username": "ann", "password": PASSWORD, "next": elsewhere}

    assert Client().post(LOGIN, sent).headers["Location"] == "/admin/"
