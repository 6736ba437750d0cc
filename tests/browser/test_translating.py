"""A translator's pages in a browser, left to right and right to left: nothing is beside the screen."""

import os
from pathlib import Path

import pytest
from django.test import Client

from publishing import lifecycle
from publishing.models import Translation
from publishing.translating.xliff import exporting
from tests import factories as make
from tests.browser.accessibility import violations
from tests.browser.conftest import WIDTHS, all_is_answered, watch
from tests.in_force import colleague
from tests.publishing.acts import edit
from tests.publishing.test_translations import translated
from tests.publishing.test_xliff import filled

pytestmark = pytest.mark.usefixtures("beside_a_loop")
INSTRUCTIONS = "Press 2, then wait. It may take 5 minutes; see www.example.org."
URDU = {
    "A line": "ایک ہیلپ لائن",
    "Someone to talk to.": "بات کرنے کے لیے کوئی۔",
    INSTRUCTIONS: "2 دبائیں، پھر انتظار کریں۔ www.example.org پر 5 منٹ۔",
}


@pytest.fixture(params=WIDTHS)
def editor_page(chromium, live_server, settings, request, db):
    settings.SECOND_FACTOR, settings.ALLOWED_HOSTS = False, ["*"]
    client = Client()
    client.force_login(colleague("editor"))
    context = chromium.new_context(viewport={"width": request.param, "height": 844}, locale="en-GB")
    cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}
    context.add_cookies([cookie])
    page = context.new_page()
    noted = watch(page)
    yield page, f"{live_server.url}/admin/"
    context.set_offline(True)
    context.close()
    all_is_answered()
    assert [line for line in noted if line.startswith(("error", "Refused"))] == []


@pytest.fixture
def pictures():
    """Where pictures go, if somebody wants to look."""
    return os.environ.get("PICTURES", "")


def looked_at(page, address: str, name: str, pictures: str) -> None:
    page.goto(address)
    judged(page, name, pictures)


def judged(page, name: str, pictures: str) -> None:
    if pictures:
        width = page.viewport_size["width"]
        page.screenshot(path=str(Path(pictures) / f"{name}-{width}.png"), full_page=True)
    assert violations(page) == [], name
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{name} is wider than the screen"


def test_every_page_of_a_translator_can_be_read_and_used(editor_page, pictures, tmp_path):
    page, admin = editor_page
    line = make.service("A line", channels=[{"instructions": INSTRUCTIONS}])
    lifecycle.publish_first([line], "for the test")
    made = translated(line, "ur")
    made.texts = dict(URDU)
    made.save()
    lifecycle.edited(made, by=colleague("another"))
    [submission] = lifecycle.submit([made], by=colleague("submitter"))
    service, form = f"{admin}services/service/{line.pk}/", f"{admin}publishing/translation/{made.pk}/"

    looked_at(page, f"{admin}publishing/submission/{submission.pk}/change/", "review", pictures)
    edit(line, summary="Someone kind to talk to.")
    [changed] = lifecycle.submit([line], by=colleague("third"))
    lifecycle.approve([changed], by=colleague("fourth"))
    looked_at(page, f"{form}change/", "form", pictures)
    for name, address in {
        "home": admin,
        "languages": f"{service}languages/",
        "into": f"{admin}publishing/translation/into/ur/",
        "list": f"{admin}publishing/translation/",
        "import": f"{admin}publishing/translation/import/",
        "preview": f"{form}preview/",
    }.items():
        looked_at(page, address, name, pictures)

    page.goto(f"{form}change/")
    box = page.locator("textarea[dir=rtl]").first
    assert box.evaluate("box => getComputedStyle(box).direction") == "rtl"
    box.fill("بات کرنے کے لیے کوئی مہربان۔")
    page.get_by_role("button", name="Save", exact=True).first.click()
    assert "بات کرنے کے لیے کوئی مہربان۔" in Translation.objects.get().texts.values()

    (tmp_path / "back.xlf").write_bytes(
        filled(exporting.export("ur", [("service", line.pk)]), say=lambda text: f"«{text}»")
    )
    page.goto(f"{admin}publishing/translation/import/")
    page.get_by_label("The file").set_input_files(tmp_path / "back.xlf")
    page.get_by_role("button", name="Show what it would change").click()
    judged(page, "taking-in", pictures)
    page.get_by_role("button", name="Take it in").click()
    assert page.get_by_text("Taken in: 1 translation changed").is_visible()
    assert Translation.objects.get().texts["A line"] == "«A line»"
