"""The pages of endpoints in a real browser, at a desk and on a phone: they can be read and used by anybody."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from partners.webhooks import managing, queue
from partners.webhooks.models import Delivery, Endpoint
from publishing.models import SealedEdition
from tests.browser.accessibility import is_wider_than_the_screen, violations
from tests.browser.conftest import WIDTHS, all_is_answered, beside_a_loop, chromium, launch  # noqa: F401  (fixtures)
from tests.in_force import colleague
from tests.partners.test_sending import AWAY, URL, send

pytestmark = pytest.mark.usefixtures("beside_a_loop")
LIST = "/admin/partners/endpoint/"


@pytest.fixture(params=WIDTHS)
def page(chromium, request):  # noqa: F811
    with chromium.new_context(viewport={"width": request.param, "height": 844}, locale="en-GB") as context:
        yield context.new_page()


@pytest.fixture
def desk(page, live_server, settings):
    """An operator, signed in, with an endpoint that has had deliveries of every state."""
    settings.SECOND_FACTOR, settings.ALLOWED_HOSTS = False, ["*"]
    operator, client = colleague("operator", "Operator"), Client()
    endpoint = Endpoint(url=URL + "/a-rather-long-path-that-a-phone-has-to-break" * 3, description="A partner's app")
    managing.add(endpoint, operator)
    managing.make_secret(endpoint.pk, operator)
    managing.ask_to_confirm(endpoint.pk, operator)
    send()
    for outcome, patience in ((AWAY, queue.Patience(lasts=timedelta(0))), (AWAY, queue.Patience())):
        SealedEdition.objects.create(number=queue.newest() + 1, digest="d", at=timezone.now(), mac="m")
        Endpoint.objects.update(not_before=timezone.now())
        send(outcome, patience=patience)
    client.force_login(operator)
    page.context.add_cookies(
        [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}]
    )
    yield page, live_server.url, endpoint
    all_is_answered()


def test_each_page_can_be_read_and_used_by_anybody(desk):
    tab, address, endpoint = desk
    dead = Delivery.objects.get(state=Delivery.DEAD)
    form = f"{LIST}{endpoint.pk}"
    asked = [LIST, f"{LIST}add/", f"{form}/change/", *(f"{form}/do/{step}/" for step in ("secret", "test", "off"))]
    for one in (*asked, "/admin/partners/delivery/", f"/admin/partners/delivery/{dead.pk}/change/", "/admin/"):
        assert tab.goto(address + one).status == 200, one
        assert (violations(tab), is_wider_than_the_screen(tab)) == ([], False), one

    tab.goto(f"{address}{form}/do/secret/")
    tab.get_by_role("button", name="Make a new secret").click()
    tab.get_by_text("whsec_").wait_for()
    assert (violations(tab), is_wider_than_the_screen(tab)) == ([], False)
