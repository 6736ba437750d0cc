"""The admin in a real browser, with a second factor and under its content policy."""

from base64 import b32decode

import pytest

from tests import prepared
from tests.browser.accessibility import is_wider_than_the_screen, violations
from tests.browser.conftest import chromium, launch, page  # noqa: F401  (fixtures)
from tests.publishing.worker import Worker
from tests.running import serving
from tests.security.conftest import PASSWORD
from tests.security.signing_in import code

KINDS = ("services/service", "services/organisation", "advice/topic", "publishing/notice")
LISTS = (*KINDS, "publishing/submission", "publishing/record", "auth/user", "auth/group")


@pytest.fixture(scope="module")
def editors(tmp_path_factory):
    """The address of a server that is no demonstration, where Ann has an account and no second factor yet."""
    home = tmp_path_factory.mktemp("editors")
    prepared.filled(home)
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("HELPAPI_DEMO", "0")
        environment.setenv("DJANGO_SUPERUSER_PASSWORD", PASSWORD)
        environment.delenv("DATABASE_URL", raising=False)
        with serving(home) as address:
            worker = Worker(f"sqlite:///{home / 'helpapi.sqlite3'}", home, begin="held")
            yield address, worker
            worker.stop()


@pytest.fixture
def desk(editors, page):  # noqa: F811
    """Ann has just given her password, for the first time."""
    address, worker = editors
    worker.call("make_anew", "ann", PASSWORD)
    page.goto(f"{address}/admin/")
    assert violations(page) == []
    page.get_by_label("Username").fill("ann")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    return page


def set_up(desk) -> str:
    """Goes through the first sign-in; the key, in hexadecimal."""
    key = b32decode(desk.locator(".key").inner_text().replace(" ", "")).hex()
    desk.get_by_label("Code").fill(code(key))
    desk.get_by_role("button", name="Set up").click()
    return key


def test_the_pages_of_signing_in_can_be_read_and_used_by_anybody(desk, editors):
    assert violations(desk) == []
    assert not is_wider_than_the_screen(desk)
    square = desk.locator(".square svg").bounding_box()
    assert square["width"] == square["height"] > 150
    key = set_up(desk)
    assert desk.locator(".recovery-codes li").count() == 10
    assert violations(desk) == []
    assert not is_wider_than_the_screen(desk)
    desk.get_by_role("link", name="go on").click()
    desk.get_by_role("link", name="Second factor").click()
    assert violations(desk) == []
    desk.goto(f"{editors[0]}/admin/")
    desk.get_by_role("button", name="Log out").click()
    desk.goto(f"{editors[0]}/admin/login/")
    desk.get_by_label("Username").fill("ann")
    desk.get_by_label("Password").fill(PASSWORD)
    desk.get_by_role("button", name="Log in").click()
    assert violations(desk) == []
    desk.get_by_label("Code").fill(code(key, steps=1))
    desk.get_by_role("button", name="Go on").click()
    assert desk.url == f"{editors[0]}/admin/"


@pytest.mark.long
def test_what_editors_use_works_under_the_policy(desk, editors):
    """Shortcuts, calendar, a further inline, the search for a place, actions of a list, the choice of groups."""
    address, _ = editors
    set_up(desk)
    desk.goto(f"{address}/admin/services/service/")
    desk.locator("#action-toggle").click()
    assert desk.locator("#result_list tbody tr.selected").count() > 10
    desk.locator("#result_list tbody th a").first.click()
    desk.get_by_text("Jump to").click()
    desk.get_by_role("button", name="Open all").click()

    dated = desk.locator(".field-checked_on").last
    dated.get_by_role("link", name="Today").click()
    today = dated.locator("input").input_value()
    dated.get_by_title("Choose a Date").click()
    desk.locator(".calendarbox:visible").get_by_role("link", name="1", exact=True).click()
    assert dated.locator("input").input_value() == f"01/{today[3:]}"

    channels = desk.locator("#channels-group .inline-related:not(.empty-form)")
    before = channels.count()
    desk.get_by_role("button", name="Add another Way to reach it", exact=True).click()
    assert channels.count() == before + 1
    tried = channels.last.locator(".field-checked_on")
    tried.get_by_role("link", name="Today").click()
    assert tried.locator(".vDateField").input_value() == today

    places = desk.locator(".field-coverage").filter(has=desk.locator("#id_coverage_search"))
    places.get_by_label("Search for a place").fill("Orkney Islands")
    places.get_by_role("button", name="Add this place").click()
    assert "Orkney Islands added" in places.locator(".coverage-news").inner_text()

    desk.goto(f"{address}/admin/auth/user/?username=ann")
    desk.get_by_role("link", name="ann", exact=True).last.click()
    desk.locator("#id_groups_from").select_option(label="Editor")
    desk.get_by_role("button", name="Choose selected groups").click()
    assert desk.locator("#id_groups_to option").all_inner_texts() == ["Editor"]


def test_the_pages_of_the_admin_work_under_their_policy(desk, editors):
    """What the policy forbids is a complaint of the browser, which ends the test (tests/browser/conftest.py)."""
    address, _ = editors
    set_up(desk)
    asked = [f"{address}/admin/", f"{address}/admin/password_change/"]
    asked += [f"{address}/admin/{name}/" for name in LISTS]
    asked += [f"{address}/admin/{name}/add/" for name in (*KINDS, "auth/user")]
    for name in KINDS[:3]:
        desk.goto(f"{address}/admin/{name}/")
        form = desk.locator("#result_list tbody th a").first.get_attribute("href").partition("?")[0]
        desk.goto(address + form)
        pages = desk.locator(".steps a:not([href^='#'])").evaluate_all("all => all.map(one => one.href)")
        asked += [address + form, *pages]

    for one in asked:
        assert desk.goto(one).status == 200, one
        assert (
            desk.locator("[style]").evaluate_all("all => all.filter(one => one.getAttribute('style').includes('url'))")
            == []
        )
        assert desk.evaluate("document.querySelectorAll('script:not([src]):not([type])').length") == 0, one
    assert len(asked) > 20


@pytest.mark.long
def test_a_step_that_is_moved_stays_under_the_pointer(desk, editors):
    set_up(desk)
    desk.goto(f"{editors[0]}/admin/advice/topic/")
    desk.locator("#result_list tbody th a").first.click()
    button = desk.locator("#step_set-4").get_by_role("button", name="Move up")
    button.scroll_into_view_if_needed()
    place = button.bounding_box()

    for words in ("Now 4 of 10.", "Now 3 of 10."):  # the blank step at the end is not counted
        desk.mouse.click(place["x"] + 5, place["y"] + 5)
        assert desk.locator("#step_set-4 .order-news").inner_text() == words
    assert desk.locator("#id_step_set-4-position").input_value() == "3"
