"""The element <help-now>: the same help on any site, asking nobody anything before it is opened."""

import base64
import hashlib

import pytest
from playwright.sync_api import expect

from tests.browser import partner_page
from tests.browser.accessibility import is_wider_than_the_screen, violations
from tests.browser.partner_page import answered, ask, open_everything
from tests.browser.published import folder_served
from tests.partners.publisher import root

STYLE = (
    "* { color: red !important; letter-spacing: 1em } p, summary { display: none } :root { color-scheme: light dark }"
)


@pytest.fixture(scope="module")
def script(publisher, tmp_path_factory):
    """The address from which partners embed it, and its integrity."""
    folder = partner_page.build(tmp_path_factory.mktemp("element"), publisher.address, root())
    digest = hashlib.sha384((folder / "help-now.js").read_bytes()).digest()
    with folder_served(folder, [], Access_Control_Allow_Origin="*") as address:
        yield f"{address}/help-now.js", f"sha384-{base64.b64encode(digest).decode()}"


@pytest.fixture(scope="module")
def host(publisher, script, tmp_path_factory):
    """A site of somebody else, with a strict content policy and a look that nobody would want."""
    folder = tmp_path_factory.mktemp("host")
    address, integrity = script
    (folder / "page.css").write_text(STYLE)
    (folder / "elsewhere.html").write_text('<!doctype html><link rel="icon" href="data:,"><title>elsewhere</title>')
    (folder / "index.html").write_text(f"""<!doctype html>
<html lang="en-GB"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>A school</title><link rel="icon" href="data:,"><link rel="stylesheet" href="page.css">
<script src="{address}" integrity="{integrity}" crossorigin="anonymous" defer></script></head>
<body><main><h1>A school</h1>
<help-now api="{publisher.address}" exit="/elsewhere.html"></help-now></main></body></html>""")
    page = (folder / "index.html").read_text(encoding="utf-8")
    (folder / "cymraeg.html").write_text(page.replace('lang="en-GB"', 'lang="cy"'), encoding="utf-8")
    policy = (
        f"default-src 'none'; script-src {address}; style-src 'self'; img-src data:; "
        f"connect-src {publisher.address}; require-trusted-types-for 'script'"
    )
    with folder_served(folder, [], Content_Security_Policy=policy) as site:
        yield site


@pytest.fixture
def element(published, page, host):
    page.goto(f"{host}/index.html")
    page.get_by_text("call 999 immediately").wait_for()
    return page


def opened(page) -> None:
    page.get_by_text("Help with a private image").click()


def test_it_asks_nobody_anything_before_it_is_opened(published, element):
    element.wait_for_timeout(500)
    assert published.paths() == []

    opened(element)
    expect(element.get_by_text("was confirmed less than an hour ago")).to_be_visible()
    assert "/api/v1/bundle" in published.paths()


def test_it_answers_as_the_page_does(element):
    opened(element)
    answered(element, "15", "scotland", "victim")

    expect(element.get_by_role("heading", name="What to do")).to_be_focused()
    expect(element.get_by_role("link", name="Call 0800 1111")).to_have_attribute("href", "tel:+448001111")


def test_nothing_that_it_asks_tells_what_was_asked(published, element):
    requests: list[str] = []
    element.on("request", lambda request: requests.append(request.url))
    opened(element)
    expect(element.get_by_text("was confirmed less than an hour ago")).to_be_visible()
    element.wait_for_timeout(300)
    requests.clear()
    answered(element, "15", "scotland", "victim", happened=("Images were shared",))
    element.wait_for_timeout(300)

    assert requests == []
    assert element.evaluate("document.cookie.length + localStorage.length + sessionStorage.length") == 0
    assert element.evaluate("indexedDB.databases()") == []


def test_the_site_s_own_look_does_not_come_in(element):
    words = element.get_by_text("call 999 immediately")
    heading = element.get_by_role("heading", name="A school")
    look = "e => [getComputedStyle(e).color, getComputedStyle(e).letterSpacing]"

    assert words.evaluate(look) == ["rgb(27, 27, 27)", "normal"]
    assert heading.evaluate(look) == ["rgb(255, 0, 0)", "32px"]


def test_a_site_may_give_it_its_own_colours_and_parts(element):
    element.evaluate("""() => {
        const sheet = new CSSStyleSheet();
        sheet.replaceSync(`help-now { --help-now-accent: rgb(90, 20, 120) }
            help-now::part(emergency) { border-left-color: rgb(0, 0, 128) }`);
        document.adoptedStyleSheets = [sheet];
    }""")
    opener = element.get_by_text("Help with a private image")
    notice = element.locator("help-now .emergency")

    assert opener.evaluate("e => getComputedStyle(e).color") == "rgb(90, 20, 120)"
    assert notice.evaluate("e => getComputedStyle(e).borderLeftColor") == "rgb(0, 0, 128)"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_breaks_no_rule_of_accessibility(element, scheme):
    element.emulate_media(color_scheme=scheme)
    element.evaluate("document.querySelector('link[rel=stylesheet]').remove()")
    element.evaluate("scheme => { document.documentElement.style.colorScheme = scheme }", scheme)
    element.evaluate("scheme => { document.body.style.background = scheme === 'dark' ? '#111' : '#fff' }", scheme)
    element.evaluate("scheme => { document.body.style.color = scheme === 'dark' ? '#eee' : '#111' }", scheme)
    assert violations(element) == []
    opened(element)
    assert violations(element) == []
    answered(element, "15", "scotland", "victim")
    open_everything(element)

    assert violations(element) == []
    assert not is_wider_than_the_screen(element)


def test_it_can_be_used_with_the_keyboard_alone(element):
    element.locator("help-now summary").first.focus()
    element.keyboard.press("Enter")
    element.get_by_role("button", name="Show help").focus()
    element.keyboard.press("Enter")

    expect(element.get_by_role("heading", name="What to do")).to_be_focused()


def test_without_the_network_it_shows_the_emergency_notice_and_says_so(element):
    element.context.set_offline(True)
    opened(element)
    expect(element.get_by_text("it can’t be reached at the moment")).to_be_visible()
    ask(element, "15")

    expect(element.get_by_role("status")).to_contain_text("In an emergency call 999.")
    expect(element.get_by_role("link", name="Call 999", exact=True)).to_be_visible()


def test_it_answers_by_itself_when_the_network_is_back(element):
    element.context.set_offline(True)
    opened(element)
    ask(element, "15", "scotland", "victim")
    element.get_by_role("button", name="Try again").wait_for()
    element.context.set_offline(False)

    expect(element.get_by_role("link", name="Call 0800 1111")).to_be_visible()
    expect(element.get_by_role("status")).to_be_empty()


def test_it_asks_nothing_more_once_it_is_shut(published, element):
    element.clock.install()
    opened(element)
    expect(element.get_by_text("was confirmed less than an hour ago")).to_be_visible()
    element.wait_for_timeout(500)
    opened(element)
    element.wait_for_timeout(300)
    published.asked.clear()
    element.clock.run_for(120_000)
    element.wait_for_timeout(300)

    assert published.paths() == []


def test_exit_empties_the_page_and_leads_away(element, host):
    element.get_by_role("link", name="Exit this page").click()

    element.wait_for_url(f"{host}/elsewhere.html")


def test_it_speaks_the_language_of_the_site_round_it(element, host):
    element.goto(f"{host}/cymraeg.html")
    element.get_by_text("Help gyda delwedd breifat").click()

    expect(element.get_by_label("Ble maen nhw'n byw?")).to_be_visible()
    assert element.locator("help-now .whole").get_attribute("lang") == "cy"
    assert violations(element) == []
