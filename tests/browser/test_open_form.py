"""Two editors at one form, each in a browser: they are told of each other while both have it open."""

import pytest
from django.test import Client

from tests import factories
from tests.browser.accessibility import violations
from tests.browser.conftest import all_is_answered, watch
from tests.in_force import colleague

pytestmark = pytest.mark.usefixtures("beside_a_loop")


@pytest.fixture
def editors(chromium, live_server, settings):
    """A page for each of two people, signed in; and the address of a form."""
    settings.SECOND_FACTOR, settings.ALLOWED_HOSTS = False, ["*"]
    service, contexts = factories.service("A line"), []
    for name in ("editor", "other"):
        client = Client()
        client.force_login(colleague(name))
        contexts.append(chromium.new_context(viewport={"width": 390, "height": 844}, locale="en-GB"))
        cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}
        contexts[-1].add_cookies([cookie])
    yield *(context.new_page() for context in contexts), f"{live_server.url}/admin/services/service/{service.pk}/"
    for context in contexts:
        context.set_offline(True)  # a form tells that it is left, and nobody is to be asked when the test is over
        context.close()
    all_is_answered()


def test_two_who_have_a_form_open_are_told_of_each_other_until_one_leaves(editors):
    first, second, address = editors
    noted = watch(first)
    first.clock.install()
    with first.expect_response("**/open-form/"):
        first.goto(f"{address}change/")
    assert first.locator("#open-form").inner_text() == ""

    with second.expect_response("**/open-form/"):
        second.goto(f"{address}change/")
    assert second.locator("#open-form").inner_text().startswith("Also open with editor (since ")
    assert violations(second) == []
    with first.expect_response("**/open-form/"):
        first.clock.run_for(60_000)
    first.get_by_text("Also open with other").wait_for()

    second.goto(f"{address}story/")
    assert violations(second) == []
    with first.expect_response("**/open-form/"):
        first.clock.run_for(60_000)
    first.get_by_text("Also open with other").wait_for(state="detached")
    assert [line for line in noted if line.startswith(("error", "Refused"))] == []
