"""An editor's week in a real browser: by keyboard alone at a desk, and with a finger on a phone.

WRITE_PICTURES=1 makes the pictures of docs/editors.md anew on the way.
"""

import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

# What has the focus, as somebody who listens to the page would be told.
FOCUSED = """() => {
    const one = document.activeElement;
    const label = one.labels && one.labels.length ? one.labels[0].innerText : "";
    const said = [one.innerText, one.value, one.getAttribute("aria-label"), label, one.title];
    return [one.tagName, ...said.filter(Boolean)].join(" | ");
}"""
FARTHEST = 150
PICTURES = Path(__file__).resolve().parents[2] / "docs" / "pictures"


class Keyboard:
    """Keys and nothing else. `pressed`: how many but for the letters of what was typed."""

    def __init__(self, page: Page):
        self.page, self.pressed = page, 0

    def press(self, key: str) -> None:
        self.page.keyboard.press(key)
        self.pressed += 1

    def to(self, words: str, *tags: str) -> None:
        """Tab on until what these words stand on has the focus; `tags`: what it must be."""
        for _ in range(FARTHEST):
            self.press("Tab")
            tag, *said = self.page.evaluate(FOCUSED).split(" | ")
            if words in " ".join(said) and tag in (tags or (tag,)):
                return
        pytest.fail(f"{words} can't be reached by keyboard.")

    def type(self, words: str) -> None:
        self.page.keyboard.type(words)

    def follow(self, words: str) -> None:
        self.to(words, "A", "INPUT", "BUTTON")
        with self.page.expect_navigation():
            self.press("Enter")

    def open(self, words: str) -> None:
        self.to(words, "SUMMARY")
        self.press("Enter")


@pytest.fixture
def opened(chromium) -> Iterator:
    """Opens a page of somebody who has signed in, at a width."""
    contexts = []

    def opened(demonstration, name: str, width: int = 1280) -> Page:
        address, passwords = demonstration
        context = chromium.new_context(viewport={"width": width, "height": 844}, locale="en-GB")
        contexts.append(context)
        page = context.new_page()
        page.goto(f"{address}/admin/")
        page.keyboard.type(name)
        page.keyboard.press("Tab")
        page.keyboard.type(passwords[name])
        with page.expect_navigation():
            page.keyboard.press("Enter")
        return page

    yield opened
    for context in contexts:
        context.close()


def served(page: Page, address: str, path: str) -> dict:
    return page.request.get(f"{address}/api/v1/{path}").json()


def picture(page: Page, name: str) -> None:
    if os.environ.get("WRITE_PICTURES"):
        PICTURES.mkdir(exist_ok=True)
        page.screenshot(path=PICTURES / f"{name}.png")


def until(is_so) -> None:
    ends = time.monotonic() + 10
    while not is_so():
        assert time.monotonic() < ends
        time.sleep(0.1)


def test_what_was_never_checked_is_corrected_previewed_submitted_approved_and_served_by_keyboard(opened, demonstration):
    address, _ = demonstration
    page = opened(demonstration, "editor")
    keys = Keyboard(page)
    keys.follow("Never checked")
    picture(page, "reviews")
    page.goto(f"{address}/admin/services/service/?q=hopeline")
    keys.to("PAPYRUS HOPELINE247", "A")
    with page.expect_navigation():
        keys.press("Enter")
    picture(page, "form")
    keys.open("Who it is for")
    keys.to("Oldest age")
    page.keyboard.press("Control+A")
    keys.type("25")

    page.get_by_role("link", name="Preview as a reader").focus()
    keys.press("Enter")
    answer = page.locator("#as-reader-answer")
    answer.get_by_text("The answer").wait_for()
    page.locator("#id_reader-age").focus()
    keys.type("15")
    keys.press("Tab")
    keys.type("glasgow")
    keys.press("Tab")
    answer.get_by_text("This service").first.wait_for()
    assert "aged 26" in answer.inner_text()
    picture(page, "preview")
    keys.to("Close the preview")
    keys.press("Enter")

    page.locator(".form-bar button[name=_save]").focus()
    with page.expect_navigation():
        keys.press("Enter")
    keys.follow("Submit it for approval")
    keys.to("Note")
    keys.type("Its page says 25.")
    keys.follow("Submit")

    decider = opened(demonstration, "approver")
    keys = Keyboard(decider)
    keys.follow("PAPYRUS HOPELINE247")
    picture(decider, "approving")
    assert "Oldest age: 34 → 25" in decider.locator(".decision").inner_text()
    while not decider.evaluate("document.activeElement.name === 'approve'"):
        keys.press("Tab")
        if decider.evaluate("document.activeElement.type === 'checkbox'"):
            keys.press("Space")
    with decider.expect_navigation():
        keys.press("Enter")
    assert "Published as edition" in decider.locator(".messagelist").inner_text()
    until(lambda: served(page, address, "services/papyrus")["result"]["age"]["maximum"] == 25)


@pytest.mark.long
def test_a_service_from_a_leaflet_takes_at_most_sixty_keys_beyond_its_words(opened, demonstration):
    address, _ = demonstration
    page = opened(demonstration, "editor")
    page.goto(f"{address}/admin/services/service/add/")
    keys = Keyboard(page)
    keys.type("Harbour line")
    keys.to("---", "SELECT")
    keys.type("nspcc")
    keys.to("Summary")
    keys.type("It listens to young people.")
    keys.to("Someone to talk to")
    keys.press("Space")
    keys.press("Escape")
    keys.to("Youngest age")
    keys.type("11")
    keys.to("Oldest age")
    keys.type("18")
    keys.to("United Kingdom")
    keys.press("Space")
    keys.open("New way to reach it")
    keys.to("---", "SELECT")
    keys.type("phone")
    keys.to("Number, address or words")
    keys.type("020 7946 0123")
    keys.to("Opening hours")
    keys.type("Mon-Fri 9am-5pm")
    while page.evaluate("document.activeElement.tagName") != "INPUT":
        keys.press("Shift+Tab")
    with page.expect_navigation():
        keys.press("Enter")

    assert "was added successfully" in page.locator(".messagelist").inner_text(), page.locator(".faults").inner_text()
    assert keys.pressed <= 60
    page.goto(f"{address}/admin/services/service/?q=02079460123")
    page.get_by_role("link", name="Harbour line").click()
    assert page.locator("#id_maximum_age").get_attribute("value") == "18"
    assert page.locator("#id_maximum_age_known").is_checked()


@pytest.mark.long
def test_on_a_phone_a_notice_is_written_a_service_withdrawn_a_step_moved_and_a_lost_connection_loses_nothing(
    opened, demonstration
):
    address, _ = demonstration
    page = opened(demonstration, "editor", width=390)

    page.goto(f"{address}/admin/publishing/notice/add/")
    page.get_by_label("Text:").fill("Togetherall is closed for now. Samaritans is there.")
    tap(page, "Save")
    link(page, "Submit it for approval")
    tap(page, "Submit")
    assert "submitted for approval" in page.locator(".messagelist").inner_text()

    page.goto(f"{address}/admin/services/service/?q=togetherall")
    link(page, "Togetherall")
    link(page, "Withdraw")
    page.get_by_label("Reason").select_option("closed")
    tap(page, "Withdraw")
    until(lambda: page.request.get(f"{address}/api/v1/services/togetherall").status == 410)

    page.goto(f"{address}/admin/advice/topic/")
    with page.expect_navigation():
        page.locator("#result_list tbody th a").click()
    page.locator("#step_set-0 .order-button").nth(1).click()
    tap(page, "Save")
    assert "The order of: " in differences(page, address)

    page.goto(f"{address}/admin/services/service/?q=kooth")
    link(page, "Kooth")
    page.locator("#id_summary").fill("It is there for young people.")
    page.locator("#id_summary").blur()
    page.context.set_offline(True)
    page.locator(".form-bar button[name=_save]").click()
    page.wait_for_timeout(300)
    page.context.set_offline(False)
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(f"{address}/admin/services/service/?q=kooth")
    link(page, "Kooth")
    with page.expect_navigation():
        page.get_by_role("button", name="Put it back").click()
    assert page.input_value("#id_summary") == "It is there for young people."


def tap(page: Page, name: str) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=True).first.click()


def link(page: Page, name: str) -> None:
    with page.expect_navigation():
        page.locator("#main").get_by_role("link", name=name, exact=True).first.click()


def differences(page: Page, address: str) -> str:
    page.goto(f"{address}/admin/advice/topic/")
    with page.expect_navigation():
        page.locator("#result_list tbody th a").click()
    link(page, "Differences")
    return page.locator(".changes").first.inner_text()
