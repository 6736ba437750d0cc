"""What is typed outlives the session it was typed in, and nobody else's form is offered to be sent."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from services.models import Organisation
from tests.admin_pages import as_sent
from tests.in_force import colleague

ADD = "/admin/services/organisation/add/"
OURS = {"HTTP_ORIGIN": "http://testserver"}
TYPED = {"name": 'What I "typed" & more', "slug": "typed"}


@pytest.fixture
def browser(db) -> Client:
    """Signed in, and as strict about tokens as a real one has to be."""
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(colleague("ann"))
    return browser


def sign_in_again(browser: Client) -> None:
    browser.force_login(User.objects.get())
    browser.cookies["csrftoken"] = "b" * 32


def form(browser: Client) -> dict:
    return {**as_sent(browser.get(ADD)), **TYPED}


def held(response) -> dict:
    """What the page sends when its button is pressed."""
    assert response["Cache-Control"] == "no-store"
    response.status_code = 200
    return as_sent(response)


@pytest.fixture(autouse=True)
def no_second_factor(settings):
    settings.SECOND_FACTOR = False


def test_a_form_sent_after_the_session_ended_is_given_back(browser):
    sent = form(browser)
    browser.cookies.pop("sessionid")
    response = browser.post(ADD, sent, **OURS)

    assert response.status_code == 403
    assert "You are no longer signed in. Nothing was saved." in response.content.decode()
    assert held(response)["name"] == TYPED["name"]


def test_a_form_opened_before_signing_in_again_is_saved_at_the_second_press(browser):
    sent = form(browser)
    sign_in_again(browser)
    response = browser.post(ADD, sent, **OURS)
    assert response.status_code == 403
    assert not Organisation.objects.exists()

    assert browser.post(ADD, held(response), **OURS).status_code == 302
    assert Organisation.objects.get().name == TYPED["name"]


@pytest.mark.parametrize("origin", ["https://elsewhere.example", "null", None])
def test_a_form_of_somebody_elses_is_not_offered_to_be_sent(browser, origin):
    headers = {"HTTP_ORIGIN": origin} if origin else {}
    response = browser.post(ADD, TYPED, **headers)

    assert response.status_code == 403
    assert "This form did not come from a page of this site." in response.content.decode()
    assert "typed" not in response.content.decode()


def test_neither_a_password_nor_a_code_is_given_back(browser):
    secrets = {"username": "ann", "password1": "not to be seen", "code": "123456"}
    response = browser.post("/admin/auth/user/add/", secrets, **OURS)

    assert "not to be seen" not in response.content.decode()
    assert "123456" not in response.content.decode()
    assert "<button>" not in response.content.decode()


def test_logging_out_twice_is_no_mistake(browser):
    sent = as_sent(browser.get(ADD))
    browser.cookies.pop("sessionid")

    assert browser.post("/admin/logout/", sent, **OURS).status_code == 302
