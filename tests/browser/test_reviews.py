"""The reviews in a real browser, at a desk by keyboard alone and on a phone."""

import re
import time

import pytest

from publishing.dates import today
from tests.browser.accessibility import is_wider_than_the_screen, violations


@pytest.fixture(params=[1280, 390], ids=["desk", "phone"])
def page(chromium, request):
    """Not watched: axe itself loads style sheets in a way that the content policy refuses."""
    with chromium.new_context(viewport={"width": request.param, "height": 844}, locale="en-GB") as context:
        yield context.new_page()


def press(page, name: str) -> None:
    """By keyboard where there is one, else with a finger's tap."""
    button = page.get_by_role("button", name=name).first
    with page.expect_navigation():
        if page.viewport_size["width"] > 500:
            button.focus()
            page.keyboard.press("Enter")
        else:
            button.click()


def is_in_order(page) -> bool:
    return not violations(page) and not is_wider_than_the_screen(page)


def test_more_than_ten_are_still_correct_in_three_presses(page, demonstration):
    address, passwords = demonstration
    page.goto(f"{address}/admin/")
    page.get_by_label("Username").fill("editor")
    page.get_by_label("Password").fill(passwords["editor"])
    page.get_by_role("button", name="Log in").click()
    page.get_by_role("link", name="Never checked").click()
    assert is_in_order(page)

    page.get_by_role("checkbox", name="on this page").press("Space")
    press(page, "Still correct…")
    assert is_in_order(page)
    press(page, "Its own page read")

    said = re.fullmatch(r"(\d+) items still correct .* edition (\d+)\.", page.locator(".messagelist").inner_text())
    assert int(said[1]) >= 10
    assert is_in_order(page)
    for _ in range(40):
        if page.request.get(f"{address}/api/v1").json()["edition"] >= int(said[2]):
            break
        time.sleep(0.1)
    card = page.request.get(f"{address}/api/v1/services?page_size=1").json()["results"][0]
    assert card["checked_on"] == str(today())
