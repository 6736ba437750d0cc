"""The documentation page: to be read and tried out by anybody, with any eyes and hands."""

import pytest
from playwright.sync_api import expect

from tests.browser.accessibility import is_wider_than_the_screen, violations


@pytest.fixture
def docs(page, server):
    page.goto(f"{server}/api/docs")
    return page


def open_form(docs, operation: str):
    section = docs.locator(f"section[aria-labelledby={operation}]")
    section.get_by_text("Try it", exact=True).click()
    return section


def test_it_breaks_no_rule_of_accessibility(docs):
    assert violations(docs) == []


def test_it_breaks_none_with_everything_open(docs):
    docs.evaluate("document.querySelectorAll('details').forEach(part => { part.open = true })")

    assert violations(docs) == []
    assert not is_wider_than_the_screen(docs)


def test_every_operation_is_in_the_list_and_on_the_page(docs):
    assert docs.locator("nav ul ul a").count() == docs.locator("section.operation").count() == 14


def test_a_question_can_be_tried_out(docs):
    form = open_form(docs, "getHelp")
    form.get_by_label("age", exact=True).fill("15")
    form.get_by_label("region", exact=True).fill("scotland")
    form.get_by_label("type", exact=True).select_option(["image-removal"])
    form.get_by_role("button", name="Ask").click()

    expect(form.get_by_role("status")).to_have_text("Answered with 200.")
    expect(form.locator(".given")).to_contain_text('"age": 15')
    expect(form.locator(".command")).to_contain_text("/api/v1/help?age=15&region=scotland&type=image-removal'")


def test_a_wrong_question_is_answered_with_its_fault(docs):
    form = open_form(docs, "listServices")
    form.get_by_label("age", exact=True).fill("fifteen")
    form.get_by_role("button", name="Ask").click()

    expect(form.get_by_role("status")).to_have_text("Answered with 400.")
    expect(form.locator(".given")).to_contain_text("not-a-whole-number")


def test_a_question_can_be_tried_out_in_a_body(docs):
    form = open_form(docs, "askServices")
    form.get_by_role("button", name="Ask").click()

    expect(form.get_by_role("status")).to_have_text("Answered with 200.")
    expect(form.locator(".command")).to_contain_text("--data")


def test_one_item_can_be_tried_out(docs):
    form = open_form(docs, "getService")
    form.get_by_role("button", name="Ask").click()

    expect(form.locator(".given")).to_contain_text('"slug": "childline-report-remove"')
