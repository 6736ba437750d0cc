"""Each page that an editor and an approver are led to, at three widths and in both colour schemes: nothing for axe."""

import pytest

from tests.browser.accessibility import is_wider_than_the_screen, violations

pytestmark = pytest.mark.long
ITEM = "/admin/services/service/?q=childline"
LISTS = ("services/service", "services/organisation", "advice/topic", "publishing/notice", "publishing/submission")
LISTS += ("publishing/record", "publishing/act", "publishing/publication")


@pytest.mark.parametrize("name", ["editor", "approver"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 640, 1280])
def test_it_can_be_read_and_used_by_anybody(chromium, demonstration, name, scheme, width):
    address, passwords = demonstration
    with chromium.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme) as context:
        page = context.new_page()
        page.goto(f"{address}/admin/")
        page.get_by_label("Username").fill(name)
        page.get_by_label("Password").fill(passwords[name])
        page.get_by_role("button", name="Log in").click()
        seen = led_to(page, address)
        assert len(seen) > 15
        for one in seen:
            assert page.goto(one).status == 200, one
            assert (violations(page), is_wider_than_the_screen(page)) == ([], False), one


def led_to(page, address: str) -> list[str]:
    """The home page, the lists, the forms of what is new, a submission, and the pages of an item."""
    page.goto(f"{address}/admin/")
    found = [f"{address}/admin/", *(f"{address}/admin/{name}/" for name in LISTS)]
    found += page.locator("#content-main a.addlink, .app-list a.addlink").evaluate_all(
        "all => all.map(one => one.href)"
    )
    for listed in (f"{address}/admin/publishing/submission/", f"{address}{ITEM}"):
        page.goto(listed)
        found.append(page.locator("#result_list tbody th a").first.evaluate("one => one.href.split('?')[0]"))
    page.goto(found[-1])
    return found + page.locator(".steps a:not([href^='#'])").evaluate_all("all => all.map(one => one.href)")
