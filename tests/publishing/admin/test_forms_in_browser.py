"""The forms in a real browser: how far it is to anything, by sight and by keyboard, at a desk and on a phone."""

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client

from tests import factories
from tests.browser.accessibility import is_wider_than_the_screen, violations
from tests.browser.conftest import all_is_answered, beside_a_loop, chromium, launch, watch  # noqa: F401  (fixtures)
from tests.in_force import colleague

pytestmark = pytest.mark.usefixtures("beside_a_loop")
NUMBERS = ("0808 157 0123", "0808 157 0456", "020 7946 0000", "020 7946 0001")
LINE = "Phone: 0808 157 0123 – Open all day, every day"


@pytest.fixture
def helpline(transactional_db):
    """A service with four ways to reach it, of which the first is always open."""
    channels = [{"kind": "phone", "value": number} for number in NUMBERS]
    channels[0]["hours"] = {"state": "always-open"}
    made = factories.service("Someone to call", channels=channels)
    factories.source(made)
    return made


@pytest.fixture
def address(live_server) -> str:
    return live_server.url.replace("localhost", "127.0.0.1")


@pytest.fixture
def desk(helpline, address, chromium):  # noqa: F811
    """Ann's phone, signed in, at the form of the service. Ends the test if the browser had anything to complain of."""
    ann = Client()
    ann.force_login(colleague("ann", is_superuser=True))
    context = chromium.new_context(viewport={"width": 390, "height": 844}, locale="en-GB")
    context.set_default_timeout(20_000)  # a slow machine is no fault of a form
    # A form tells that it is open and that it is left, and nobody is to be asked when the test is over.
    context.route("**/open-form/", lambda route: route.fulfill(body=""))
    name = settings.SESSION_COOKIE_NAME
    context.add_cookies([{"name": name, "value": ann.cookies[name].value, "url": address}])
    desk = context.new_page()
    noted = watch(desk)
    desk.goto(f"{address}/admin/services/service/{helpline.pk}/change/")
    yield desk
    context.set_offline(True)
    context.close()
    all_is_answered()
    assert noted == []


def tabs_to(desk, name: str, key: str = "Tab") -> int:
    """How often Tab is pressed, from where the focus is, until it is on what has this name."""
    for number in range(1, 200):
        desk.keyboard.press(key)
        if desk.evaluate("document.activeElement.textContent.trim()") == name:
            return number
    raise AssertionError(f"no Tab reaches {name}")


def test_save_is_within_forty_tabs_of_the_top_of_any_form(desk, address):
    desk.set_viewport_size({"width": 1280, "height": 844})  # where the list of all kinds stands beside the form
    assert tabs_to(desk, "Save") <= 40

    for kind in ("services/service", "services/organisation", "advice/topic", "publishing/notice"):
        desk.goto(f"{address}/admin/{kind}/add/")
        desk.wait_for_function("document.activeElement !== document.body")
        assert tabs_to(desk, "Save", "Shift+Tab") <= 40, kind  # a new form begins in its first field


def test_save_is_in_sight_wherever_one_is_in_the_form(desk):
    for width in (320, 640, 1280):
        desk.set_viewport_size({"width": width, "height": 700})
        desk.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
        bar = desk.locator(".form-bar").bounding_box()
        assert bar["y"] >= 0
        assert bar["height"] < 110
        assert desk.locator(".form-bar").get_by_role("button", name="Save", exact=True).is_visible()


def test_a_service_with_four_ways_is_a_few_screens_long(desk):
    assert desk.evaluate("document.documentElement.scrollHeight") < 4 * 844
    assert desk.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_what_is_folded_is_in_nobodys_way(desk):
    assert tabs_to(desk, "Add another Way to reach it") < 80


def test_a_part_is_a_line_until_it_is_opened_with_the_keyboard(desk):
    value = desk.locator("#id_channels-0-value")
    assert not value.is_visible()
    line = desk.locator("#channels-0 summary").first
    assert LINE in line.inner_text()

    line.focus()
    desk.keyboard.press("Enter")
    assert value.input_value() == NUMBERS[0]
    assert value.is_visible()


def test_the_list_of_sections_leads_to_one_and_opens_it(desk):
    desk.get_by_text("Jump to").click()
    sections = desk.get_by_role("navigation", name="Sections of this form")
    assert "How to reach it (4)" in sections.inner_text()
    sections.get_by_role("link", name="Where these facts come from").click()

    assert not sections.is_visible()
    assert desk.locator("#sources-group .part").first.is_visible()
    assert desk.evaluate("document.activeElement.closest('#sources-group') !== null")


def test_another_part_is_added_above_the_others_and_has_the_focus(desk):
    group = desk.locator("#channels-group")
    for number in (4, 5):
        group.get_by_role("button", name="Add another way to reach it", exact=True).first.click()
        assert desk.evaluate("document.activeElement.id") == f"id_channels-{number}-kind"
        desk.locator(f"#id_channels-{number}-kind").select_option("phone")
        desk.locator(f"#id_channels-{number}-value").fill("0808 157 0999")


def test_a_part_is_moved_from_its_line_and_numbered_anew(desk):
    desk.locator("#channels-1").get_by_role("button", name="Move up").click()

    assert (
        desk.locator("#channels-group summary h3").first.inner_text()
        == f"1. Phone: {NUMBERS[1]} – Opening hours not known"
    )
    assert desk.locator("#id_channels-1-position").input_value() == "1"
    assert desk.locator("#id_channels-0-position").input_value() == "2"


def test_a_section_with_a_fault_is_open_and_marked_in_the_list(desk):
    desk.locator("#channels-0 summary").first.click()
    desk.locator("#id_channels-0-value").fill("0808 157")
    desk.locator(".form-bar").get_by_role("button", name="Save", exact=True).click()
    desk.locator(".faults").wait_for()
    desk.wait_for_load_state()

    assert desk.locator("#id_channels-0-value").is_visible()
    assert not desk.locator("#id_channels-1-value").is_visible()
    desk.get_by_text("Jump to").click()
    assert (
        "How to reach it (4) to be mended" in desk.get_by_role("navigation", name="Sections of this form").inner_text()
    )


def test_closed_and_open_a_form_can_be_read_and_used_by_anybody(desk):
    desk.locator("#channels-0 summary").first.click()
    desk.locator("#rules-group summary").first.click()
    desk.locator("details.jump").evaluate("list => { list.open = true }")
    assert violations(desk) == []


def test_hours_are_read_back_when_one_leaves_them(desk):
    desk.locator("#channels-0 summary").first.click()
    for typed, read in (("Mon-Fri 9am to 5pm", "Monday to Friday 09:00 to 17:00"), ("Mon-Fri whenever", "whenever")):
        desk.locator("#id_channels-0-hours").fill(typed)
        desk.locator("#id_channels-0-hours_text").focus()
        desk.locator("#channels-0 .in-words", has_text=read).wait_for()


def test_what_is_pasted_is_cleaned_with_a_note_of_what_and_where(desk):
    box = desk.locator("#id_summary")
    box.fill("")
    box.evaluate(
        """box => {
            const pasted = new DataTransfer();
            pasted.setData("text/plain", "Call 0808\u200b 157\u00a00123.");
            box.dispatchEvent(new ClipboardEvent("paste", { clipboardData: pasted, bubbles: true, cancelable: true }));
        }"""
    )

    assert box.input_value() == "Call 0808 157 0123."
    note = desk.locator(".field-summary .paste-note").inner_text()
    assert "zero width space after “Call 0808”; non-breaking space after “Call 0808 157”" in note


@pytest.mark.parametrize(("width", "scheme"), [(320, "light"), pytest.param(640, "dark", marks=pytest.mark.long)])
def test_lists_searches_and_accounts_can_be_read_and_used_by_anybody(desk, address, width, scheme):
    desk.set_viewport_size({"width": width, "height": 844})
    desk.emulate_media(color_scheme=scheme)
    user = f"auth/user/{User.objects.get(username='ann').pk}/change/"
    for name in ("services/service/", "publishing/record/?q=nothing", "password_change/", user):
        desk.goto(f"{address}/admin/{name}")
        assert violations(desk) == [], name
        assert not is_wider_than_the_screen(desk), name


def test_an_address_of_nothing_says_so_in_words_and_leads_on(client, db):
    client.force_login(colleague("bea"))

    nowhere = client.get("/admin/nowhere/at-all/")
    assert nowhere.status_code == 404
    assert 'href="/admin/">My work</a>' in nowhere.content.decode()


def test_a_fault_of_ours_says_so_in_words_and_leads_on(db, monkeypatch):
    ann = Client(raise_request_exception=False)
    ann.force_login(colleague("ann"))
    monkeypatch.setattr("publishing.admin.my_work.of", None)
    failed = ann.get("/admin/")

    assert failed.status_code == 500
    assert "nothing was saved" in failed.content.decode()
    assert 'href="/admin/">My work</a>' in failed.content.decode()


def test_without_scripts_a_part_opens_and_nothing_is_lost(desk, chromium, helpline):  # noqa: F811
    plain = chromium.new_context(java_script_enabled=False, storage_state=desk.context.storage_state())
    page = plain.new_page()
    page.goto(desk.url)
    page.locator("#channels-1 summary").first.click()
    page.locator("#id_channels-1-instructions").fill("Choose option 2.")
    page.locator(".form-bar").get_by_role("button", name="Save", exact=True).click()
    page.wait_for_url("**/admin/services/service/")
    plain.close()

    told = list(helpline.channels.order_by("position").values_list("value", "instructions"))
    assert told == [(number, "Choose option 2." if number == NUMBERS[1] else "") for number in NUMBERS]
    assert helpline.sources.count() == 1


def leave(desk, to: str, stays: bool = False) -> list[str]:
    """Go to another page, and answer whether to leave; what was asked."""
    asked = []

    def answer(dialog):
        asked.append(dialog.type)
        dialog.dismiss() if stays else dialog.accept()

    desk.on("dialog", answer)
    desk.evaluate("address => { location.href = address }", to)
    desk.wait_for_timeout(300) if stays else desk.wait_for_url(to)
    desk.remove_listener("dialog", answer)
    return asked


def test_nobody_leaves_with_unsaved_text_unasked_and_the_text_is_offered_back(desk, address):
    form = desk.url
    desk.locator("#id_summary").fill("What I typed.")
    desk.get_by_role("button", name="Add another way to reach it", exact=True).first.click()
    desk.locator("#id_channels-4-kind").select_option("phone")
    desk.locator("#id_channels-4-value").fill("0808 157 0999")
    assert leave(desk, f"{address}/admin/", stays=True) == ["beforeunload"]
    assert leave(desk, f"{address}/admin/") == ["beforeunload"]

    desk.goto(form)
    assert desk.locator("#id_summary").input_value() == "Someone to talk to."
    desk.get_by_role("button", name="Put it back").click()
    desk.locator(".faults", has_text="This is the text that you had typed.").wait_for()
    assert desk.locator("#id_summary").input_value() == "What I typed."
    assert desk.locator("#id_channels-4-value").input_value() == "0808 157 0999"

    desk.locator(".form-bar").get_by_role("button", name="Save", exact=True).click()
    desk.locator(".messagelist .success").wait_for()
    desk.goto(form)
    assert desk.locator("#id_summary").input_value() == "What I typed."
    assert desk.locator(".draft-offer").count() == 0


def test_a_text_is_thrown_away_when_asked_and_all_are_at_log_out(desk, address):
    form = desk.url
    kept = "Object.keys(localStorage).filter(key => key.startsWith('helpapi-draft:')).length"
    for end in ("Throw it away", "Log out"):
        desk.locator("#id_summary").fill("What I typed.")
        leave(desk, f"{address}/admin/")
        desk.goto(form)
        assert desk.evaluate(kept) == 1
        desk.get_by_role("button", name=end).click()
        desk.wait_for_function(f"{kept} === 0")


def test_an_untouched_form_is_left_unasked(desk, address):
    desk.locator("#channels-0 summary").first.click()

    assert leave(desk, f"{address}/admin/") == []
