"""The preview beside a form, in a browser: what is typed is seen as a reader gets it, and stays in the form."""

import pytest
from django.test import Client

from services.models import Service
from tests import factories
from tests.browser.accessibility import is_wider_than_the_screen, violations
from tests.browser.conftest import all_is_answered, watch
from tests.in_force import colleague

pytestmark = pytest.mark.usefixtures("beside_a_loop")


@pytest.fixture
def form(chromium, live_server, settings):
    """Opens the form of a service at a width, as its editor."""
    settings.SECOND_FACTOR, settings.ALLOWED_HOSTS = False, ["*"]
    service = factories.service("A line", maximum_age=17, channels=[{"kind": "phone", "value": "0808 157 0123"}])
    client = Client()
    client.force_login(colleague("editor"))
    cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}
    contexts = []

    def opened(width: int):
        context = chromium.new_context(viewport={"width": width, "height": 844}, locale="en-GB")
        contexts.append(context)
        context.route("**/open-form/", lambda route: route.fulfill(body=""))
        context.add_cookies([cookie])
        page = context.new_page()
        page.goto(f"{live_server.url}/admin/services/service/{service.pk}/change/")
        page.get_by_text("Jump to").click()
        page.get_by_role("button", name="Open all").click()
        page.get_by_text("Jump to").click()
        return page

    yield opened
    for context in contexts:
        context.set_offline(True)  # a form tells that it is left, and nobody is to be asked when the test is over
        context.close()
    all_is_answered()


def test_the_answer_stands_beside_the_form_and_follows_what_is_typed(form):
    page = form(1280)
    noted = watch(page)
    page.get_by_role("link", name="Preview as a reader").click()
    page.locator("#as-reader-answer").get_by_text("This service").wait_for()
    assert violations(page) == []

    page.fill("#id_maximum_age", "12")
    page.fill("#id_reader-age", "15")
    page.locator("#id_reader-age").blur()
    page.get_by_text("This reader is not given it.").wait_for()
    page.get_by_role("button", name="Close the preview").click()

    assert page.input_value("#id_maximum_age") == "12"
    assert Service.objects.get().maximum_age == 17
    assert "reader" not in page.url
    assert [line for line in noted if line.startswith(("error", "Refused"))] == []


def test_on_a_phone_it_is_a_page_of_its_own_and_the_form_stays(form):
    page = form(390)
    page.fill("#id_name", "Renamed")
    with page.context.expect_page() as opening:
        page.get_by_role("button", name="Show the answer").click()
    shown = opening.value
    shown.wait_for_load_state()

    assert "Renamed" in shown.inner_text("main")
    assert violations(shown) == []
    assert not is_wider_than_the_screen(shown) and not is_wider_than_the_screen(page)
    assert page.input_value("#id_name") == "Renamed"
