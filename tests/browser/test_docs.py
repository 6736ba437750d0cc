"""The documentation page: to be read and tried out by anybody, with any eyes and hands."""

import re

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


@pytest.mark.long
def test_it_breaks_none_with_everything_open(docs):
    docs.evaluate("document.querySelectorAll('details').forEach(part => { part.open = true })")

    assert violations(docs) == []
    assert not is_wider_than_the_screen(docs)


def test_every_operation_is_in_the_list_and_on_the_page(docs):
    assert docs.locator("nav ul ul a:has(.method)").count() == docs.locator("section.operation").count() == 18


def test_a_question_can_be_tried_out(docs):
    form = open_form(docs, "getHelp")
    form.get_by_label("age", exact=True).fill("15")
    form.get_by_label("region", exact=True).fill("scotland")
    form.get_by_role("group", name="type", exact=True).get_by_label("image-removal", exact=True).check()
    form.get_by_role("button", name="Ask").click()

    expect(form.get_by_role("status")).to_have_text("Answered with 200.")
    expect(form.locator(".given")).to_contain_text('"age": 15')
    expect(form.locator(".command")).to_contain_text("/api/v1/help?age=15&region=scotland&type=image-removal'")


@pytest.mark.long
def test_what_was_asked_can_be_cleared(docs):
    form = open_form(docs, "getHelp")
    form.get_by_label("age", exact=True).fill("15")
    form.get_by_role("group", name="situation", exact=True).get_by_label("shared", exact=True).check()
    form.get_by_role("button", name="Ask").click()
    expect(form.get_by_role("status")).to_have_text("Answered with 200.")

    form.get_by_role("button", name="Clear").click()

    expect(form.get_by_label("age", exact=True)).to_have_value("")
    expect(form.get_by_label("shared", exact=True)).not_to_be_checked()
    expect(form.get_by_role("status")).to_be_empty()
    expect(form.locator(".given")).to_be_hidden()


def test_a_parameter_is_explained_where_it_is_asked_for(docs):
    form = open_form(docs, "getHelp")

    expect(form.get_by_label("age", exact=True)).to_have_accessible_description(re.compile("whole years"))


@pytest.mark.long
def test_the_quick_starts_are_on_the_page(docs, server):
    for name in ("curl", "Python", "TypeScript"):
        expect(docs.get_by_role("heading", name=name, exact=True)).to_be_visible()

    expect(docs.locator("main")).to_contain_text(f"export HELPAPI_URL={server}")
    expect(docs.locator("main pre", has_text="npx openapi-typescript")).to_be_visible()
    expect(docs.locator("main p", has_text="A wrong question is refused, by name")).to_be_visible()
    expect(docs.locator("main ol li").first).to_have_text("Show emergency first, with every answer and every error.")


@pytest.mark.long
def test_the_guides_are_one_click_away(docs):
    docs.get_by_role("link", name="versioning.md").click()

    expect(docs.locator("body")).to_contain_text("How the contract changes")


def test_a_wrong_question_is_answered_with_its_fault(docs):
    form = open_form(docs, "listServices")
    form.get_by_label("age", exact=True).fill("fifteen")
    form.get_by_role("button", name="Ask").click()

    expect(form.get_by_role("status")).to_have_text("Answered with 400.")
    expect(form.locator(".given")).to_contain_text("not-a-whole-number")


@pytest.mark.long
def test_a_question_can_be_tried_out_in_a_body(docs):
    form = open_form(docs, "askServices")
    form.get_by_role("button", name="Ask").click()

    expect(form.get_by_role("status")).to_have_text("Answered with 200.")
    expect(form.locator(".command")).to_contain_text("--data")


@pytest.mark.long
def test_one_item_can_be_tried_out(docs):
    form = open_form(docs, "getService")
    form.get_by_role("button", name="Ask").click()

    expect(form.locator(".given")).to_contain_text('"slug": "childline-report-remove"')
