"""Operators keep endpoints in the admin: each step asks first, and a secret is shown once."""

import pytest
from django.test import Client
from django.utils import timezone

from partners.webhooks import queue, signing
from partners.webhooks.models import Delivery, Endpoint
from publishing.models import SealedEdition
from tests.admin_pages import as_sent, errors
from tests.in_force import colleague
from tests.partners.test_sending import AWAY, OTHER_URL, URL, send
from tests.publishing.admin.desk import REFUSED, press, said, signed_in, words

pytestmark = pytest.mark.django_db
LIST, DELIVERIES = "/admin/partners/endpoint/", "/admin/partners/delivery/"
WHO = {"description": "A partner's app", "url": URL}


@pytest.fixture
def desk(db) -> Client:
    return signed_in(colleague("operator", "Operator"))


@pytest.fixture
def endpoint(desk) -> Endpoint:
    """Added by hand."""
    page = press(desk, f"{LIST}add/", **WHO)
    assert "Nothing is sent there yet. Make a secret, give it to the partner, and then ask." in said(page)
    return Endpoint.objects.get()


@pytest.fixture
def confirmed(desk, endpoint) -> Endpoint:
    step(desk, endpoint, "secret")
    step(desk, endpoint, "confirm")
    send()
    return Endpoint.objects.get()


def step(desk: Client, endpoint: Endpoint, name: str):
    """Open the page that asks, and press its button."""
    return press(desk, f"{LIST}{endpoint.pk}/do/{name}/")


def steps(desk: Client, endpoint: Endpoint) -> list[str]:
    """What the page of the endpoint offers."""
    return [title for title, _ in desk.get(f"{LIST}{endpoint.pk}/change/").context["steps"]]


def test_an_endpoint_is_offered_what_makes_sense_for_it(desk, endpoint):
    every_time = ["All that was sent to it"]
    assert steps(desk, endpoint) == ["Make a new secret", "Switch it off", *every_time]
    step(desk, endpoint, "secret")
    assert steps(desk, endpoint) == ["Make a new secret", "Ask it to confirm", "Switch it off", *every_time]
    step(desk, endpoint, "confirm")
    send()
    assert steps(desk, endpoint) == ["Make a new secret", "Send a test event", "Switch it off", *every_time]
    step(desk, endpoint, "off")
    assert steps(desk, endpoint) == ["Make a new secret", "Ask it to confirm", *every_time]


def test_a_secret_is_shown_in_the_answer_to_the_press_that_made_it_and_never_again(desk, endpoint):
    page = step(desk, endpoint, "secret")
    secret = signing.secret(Endpoint.objects.get())

    assert secret in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    for address in (
        LIST,
        f"{LIST}{endpoint.pk}/change/",
        f"{LIST}{endpoint.pk}/do/secret/",
        f"{LIST}{endpoint.pk}/history/",
    ):
        assert secret.removeprefix("whsec_")[:20] not in desk.get(address).content.decode()
    again = step(desk, endpoint, "secret").content.decode()
    assert secret not in again
    assert signing.secret(Endpoint.objects.get()) in again


def test_the_whole_way_from_a_secret_to_a_test_event(desk, endpoint):
    step(desk, endpoint, "secret")
    assert said(step(desk, endpoint, "confirm")) == [
        "It is being asked. Open this page again in a moment to see what it answered."
    ]
    send()
    assert "Confirmed: it is told." in words(desk.get(f"{LIST}{endpoint.pk}/change/"))
    step(desk, endpoint, "test")
    assert send().types == ["endpoint.test"]
    assert "A test Delivered 1 It said that it has it." in words(desk.get(f"{LIST}{endpoint.pk}/change/"))


def test_a_step_that_is_refused_says_why_and_changes_nothing(desk, endpoint):
    assert "Make a secret first" in words(step(desk, endpoint, "confirm"))
    assert "nothing is sent to it but the question" in words(step(desk, endpoint, "test"))
    assert Delivery.objects.count() == 0
    assert desk.get(f"{LIST}{endpoint.pk}/do/anything/").status_code == REFUSED


def test_without_the_key_no_secret_is_made(desk, endpoint, settings):
    settings.WEBHOOK_KEY = ""
    assert "HELPAPI_WEBHOOK_KEY is not set" in words(step(desk, endpoint, "secret"))
    assert Endpoint.objects.get().generation == 0


@pytest.mark.parametrize(
    "url",
    ["http://hooks.example.org/", "https://127.0.0.1/", "https://user:word@hooks.example.org/", "https://localhost/"],
)
def test_an_address_that_is_never_called_is_not_taken(desk, url):
    form = {**as_sent(desk.get(f"{LIST}add/")), **WHO, "url": url}
    assert list(errors(desk.post(f"{LIST}add/", form))) == ["url"]
    assert not Endpoint.objects.exists()


def test_a_changed_address_has_to_be_confirmed_anew_and_a_changed_description_not(desk, confirmed):
    page = press(desk, f"{LIST}{confirmed.pk}/change/", description="The partner's new app")
    assert Endpoint.objects.get().state == Endpoint.CONFIRMED

    page = press(desk, f"{LIST}{confirmed.pk}/change/", url=OTHER_URL)

    assert "This address is not confirmed, so nothing is sent there." in said(page)
    held = Endpoint.objects.get()
    assert (held.state, held.url, held.description) == (Endpoint.UNCONFIRMED, OTHER_URL, "The partner's new app")


def test_what_was_given_up_is_found_and_sent_again(desk, confirmed):
    SealedEdition.objects.create(number=queue.newest() + 1, digest="d", at=timezone.now(), mac="m")
    send(AWAY, patience=queue.Patience(lasts=queue.timedelta(0)))
    dead = Delivery.objects.get(state=Delivery.DEAD)
    listed = desk.get(f"{DELIVERIES}?state__exact=dead")
    assert "It answered 503." in words(listed)
    assert [one.pk for one in listed.context["cl"].result_list] == [dead.pk]
    assert "failed 1 time in a row" in words(desk.get(LIST))
    assert dead.message_id in words(desk.get(f"{DELIVERIES}{dead.pk}/change/"))

    chosen = [dead.pk, Delivery.objects.get(event=Delivery.CONFIRM).pk]
    page = desk.post(DELIVERIES, {"action": "send_again", "_selected_action": chosen}, follow=True)

    assert said(page)[0] == "1 of 2 will be sent again."
    assert send().editions == [dead.edition]


@pytest.mark.parametrize("role", ["Editor", "Approver", "People"])
def test_nobody_else_sees_endpoints(endpoint, role):
    other = signed_in(colleague("other", role))
    for address in (LIST, DELIVERIES, f"{LIST}add/", f"{LIST}{endpoint.pk}/change/", f"{LIST}{endpoint.pk}/do/secret/"):
        assert other.get(address).status_code == REFUSED, address
    assert other.post(f"{LIST}{endpoint.pk}/do/secret/").status_code == REFUSED
    assert "partners" not in other.get("/admin/").content.decode()


def test_an_operator_sees_no_content_and_deletes_nothing(desk, endpoint):
    for address in ("/admin/services/service/", "/admin/publishing/submission/", "/admin/auth/user/"):
        assert desk.get(address).status_code == REFUSED
    assert desk.post(f"{LIST}{endpoint.pk}/delete/", {"post": "yes"}).status_code == REFUSED
    assert Endpoint.objects.exists()
    assert desk.get("/admin/").status_code == 200
