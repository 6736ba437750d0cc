"""How a session begins and ends, and who is locked out of beginning one."""

import time
from datetime import timedelta

import pytest
import time_machine
from axes.models import AccessAttempt
from django.contrib.auth.models import User
from django.core.management import call_command
from django.test import Client, RequestFactory
from django.utils import timezone

from helpapi.signing_in.sign_in import client_address
from tests.security.conftest import PASSWORD
from tests.security.signing_in import LOGIN, code, give_password, is_in, sign_in


@pytest.fixture
def browser(phone) -> Client:
    """Signed in, with both factors."""
    browser = Client()
    sign_in(browser, phone)
    assert is_in(browser)
    return browser


def wrong_passwords(count: int, **sent) -> list[int]:
    return [give_password(Client(), "wrong", **sent).status_code for _ in range(count)]


def test_the_sixth_wrong_password_is_locked_and_so_is_the_right_one(ann):
    statuses = wrong_passwords(6)

    assert statuses[:4] == [200] * 4
    assert statuses[5] == 429
    assert give_password(Client()).status_code == 429


def test_the_lock_says_nothing_of_whether_there_is_such_a_user(ann):
    wrong_passwords(5)
    wrong_passwords(5, name="nobody")

    assert give_password(Client()).content == give_password(Client(), name="nobody").content


def test_nobody_can_lock_out_a_person_elsewhere(ann):
    wrong_passwords(20, REMOTE_ADDR="192.0.2.66")

    assert give_password(Client(), REMOTE_ADDR="192.0.2.1").status_code == 302


def test_nobody_can_lock_out_a_colleague_at_the_same_address(ann):
    User.objects.create_superuser("ben", password=PASSWORD)
    wrong_passwords(20)

    assert give_password(Client(), name="ben").status_code == 302


def test_another_browser_does_not_get_five_more_tries(ann):
    wrong_passwords(3, HTTP_USER_AGENT="one")

    assert wrong_passwords(3, HTTP_USER_AGENT="two")[-1] == 429


def test_the_lock_ends_by_itself_after_an_hour_though_somebody_goes_on_trying(ann):
    wrong_passwords(5)
    with time_machine.travel(timezone.now() + timedelta(minutes=50), tick=True):
        wrong_passwords(3)
    with time_machine.travel(timezone.now() + timedelta(minutes=61), tick=True):
        assert give_password(Client()).status_code == 302


def test_of_a_failed_sign_in_the_name_the_address_and_the_time_are_kept_and_nothing_else(ann):
    for _ in range(2):
        Client().post(
            f"{LOGIN}?next=/admin/&region=leith",
            {"username": "ann", "password": "my secret", "region": "leith"},
            headers={"User-Agent": "leith", "Accept": "text/leith"},
        )

    kept = AccessAttempt.objects.values().get()
    del kept["id"], kept["attempt_time"]
    between = "-\n"  # axes puts a line between two tries
    assert {name: value for name, value in kept.items() if str(value).strip(between)} == {
        "username": "ann",
        "ip_address": "127.0.0.1",
        "failures_since_start": 2,
    }


def test_after_a_wrong_password_one_is_still_led_to_where_one_was_going(ann):
    page = Client().post(f"{LOGIN}?next=/admin/auth/", {"username": "ann", "password": "wrong"})

    assert 'name="next" value="/admin/auth/"' in page.content.decode()


def test_addresses_of_failed_sign_ins_are_kept_for_thirty_days_at_most(ann, capsys):
    wrong_passwords(1, name="ann")
    wrong_passwords(1, name="ben")
    AccessAttempt.objects.filter(username="ann").update(attempt_time=timezone.now() - timedelta(days=31))

    call_command("clear_old_lockouts", "--dry-run")
    assert AccessAttempt.objects.count() == 2
    call_command("clear_old_lockouts")

    assert [attempt.username for attempt in AccessAttempt.objects.all()] == ["ben"]
    assert "1 failed sign-in" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("proxies", "told", "expected"),
    [
        (0, "203.0.113.9", "10.0.0.1"),
        (0, None, "10.0.0.1"),
        (1, "203.0.113.9", "203.0.113.9"),
        (1, "1.2.3.4, 203.0.113.9", "203.0.113.9"),
        (2, "1.2.3.4, 203.0.113.9, 10.0.0.2", "203.0.113.9"),
        (2, "203.0.113.9", "10.0.0.1"),
        (1, "", "10.0.0.1"),
        (1, None, "10.0.0.1"),
        (1, "203.0.113.9:4711", "10.0.0.1"),
        (1, "unknown", "10.0.0.1"),
        (1, "unix:", "10.0.0.1"),
        (1, "2001:db8:0:1:2:3:4:5", "2001:db8:0:1::"),
        (1, "2001:db8:0:1::9", "2001:db8:0:1::"),
        (1, "fe80::1%eth0", "fe80::"),
        (1, "::ffff:203.0.113.9", "203.0.113.9"),
    ],
)
def test_an_address_is_taken_from_our_own_proxies_only(settings, proxies, told, expected):
    settings.PROXIES = proxies
    headers = {} if told is None else {"HTTP_X_FORWARDED_FOR": told}

    assert client_address(RequestFactory().get("/", REMOTE_ADDR="10.0.0.1", **headers)) == expected


@pytest.mark.parametrize("nonsense", ["203.0.113.9:4711", "unknown", "unix:", "a" * 300, "\x00"])
def test_nonsense_from_a_proxy_locks_out_as_anything_else_does(ann, settings, nonsense):
    settings.PROXIES = 1

    assert wrong_passwords(6, HTTP_X_FORWARDED_FOR=nonsense)[-1] == 429


def test_one_household_has_five_tries_however_many_addresses(ann, settings):
    settings.PROXIES = 1
    tries = [wrong_passwords(1, HTTP_X_FORWARDED_FOR=f"2001:db8:0:1::{n}")[0] for n in range(6)]

    assert tries[-1] == 429
    assert wrong_passwords(1, HTTP_X_FORWARDED_FOR="2001:db8:0:2::1") == [200]


def test_made_up_addresses_win_no_more_tries(ann, settings):
    settings.PROXIES = 1
    tries = [wrong_passwords(1, HTTP_X_FORWARDED_FOR=f"10.1.1.{n}, 203.0.113.9")[0] for n in range(6)]

    assert tries[-1] == 429


def test_a_deactivated_users_open_session_is_dead_at_the_next_request(browser, ann):
    User.objects.filter(pk=ann.pk).update(is_active=False)

    assert not is_in(browser)


def test_who_is_no_editor_any_more_is_out_at_the_next_request(browser, ann):
    User.objects.filter(pk=ann.pk).update(is_staff=False)

    assert not is_in(browser)


def test_a_new_password_ends_every_other_session(browser, phone, ann):
    phone.refresh_from_db()
    other = Client()
    give_password(other)
    other.post("/admin/second-factor/", {"code": code(phone.key, steps=1)})
    assert is_in(other)
    new = "an even longer password"
    other.post("/admin/password_change/", {"old_password": PASSWORD, "new_password1": new, "new_password2": new})

    assert is_in(other)
    assert not is_in(browser)


def test_a_session_ends_after_eight_hours_whatever_is_done_meanwhile(browser):
    began = time.time()
    for hours, alive in ((4, True), (7.9, True), (8.1, False)):
        with time_machine.travel(began + hours * 3600, tick=True):
            session = browser.session
            session["touched"] = hours
            session.save()
            assert is_in(browser) == alive, hours


def test_a_session_ends_with_the_browser(browser):
    assert browser.cookies["sessionid"]["max-age"] == ""
    assert browser.cookies["sessionid"]["expires"] == ""


def test_the_session_gets_a_new_key_with_the_password_and_with_the_code(phone):
    browser = Client()
    browser.get(LOGIN)
    keys = [browser.session.session_key]
    give_password(browser)
    keys.append(browser.session.session_key)
    browser.post("/admin/second-factor/", {"code": code(phone.key)})
    keys.append(browser.session.session_key)

    assert len(set(keys)) == 3


def test_the_admin_is_on_its_own_host_only(settings, phone):
    settings.ADMIN_HOST = "editors.example.org"

    for address in ("/admin/", "/admin/login/", "/admin", "/admin/second-factor/"):
        assert Client().get(address, HTTP_HOST="help.example.org").status_code == 404, address
    for host in ("editors.example.org", "EDITORS.example.org", "editors.example.org:443", "editors.example.org."):
        assert Client().get("/admin/login/", HTTP_HOST=host).status_code == 200, host
    for host in ("editors.example.org.evil.example", "help.example.org:443", "[::1]"):
        assert Client().get("/admin/login/", HTTP_HOST=host).status_code == 404, host


def test_cookies_are_for_the_server_and_for_our_own_pages_only(browser):
    page = Client().get(LOGIN)

    for cookie in (browser.cookies["sessionid"], page.cookies["csrftoken"]):
        assert cookie["httponly"]
        assert cookie["samesite"] == "Lax"
