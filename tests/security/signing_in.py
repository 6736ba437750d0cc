"""Signing in the way an editor does: the password on one page, the code on the next."""

import re
import time

from django.test import Client
from django_otp.oath import TOTP

from tests.security.conftest import PASSWORD

LOGIN = "/admin/login/"
FACTOR = "/admin/second-factor/"


def give_password(browser: Client, password: str = PASSWORD, name: str = "ann", **sent):
    return browser.post(f"{LOGIN}?next=/admin/", {"username": name, "password": password}, **sent)


def code(key: str, steps: int = 0) -> str:
    """What an authenticator app shows for the hexadecimal `key`, now or `steps` of 30 seconds later."""
    totp = TOTP(bytes.fromhex(key))
    totp.time = time.time() + 30 * steps
    return f"{totp.token():06}"


def sign_in(browser: Client, phone) -> None:
    give_password(browser)
    response = browser.post(FACTOR, {"code": code(phone.key)})
    assert response.status_code == 302, response.content.decode()


def is_in(browser: Client) -> bool:
    return browser.get("/admin/").status_code == 200


def recovery_codes(page) -> list[str]:
    return re.findall(r"<li><code>([a-z0-9 ]+)</code></li>", page.content.decode())
