"""The page in examples/partner-page: finds help on the device, with or without a network, and leaves no trace of it."""

import json
from copy import deepcopy
from dataclasses import replace
from datetime import timedelta
from urllib.request import urlopen

import pytest
from playwright.sync_api import expect

from tests.browser import partner_page
from tests.browser.accessibility import is_wider_than_the_screen, violations
from tests.browser.partner_page import answered, ask, open_everything
from tests.browser.published import folder_served
from tests.partners.publisher import NOW, THIEF, root, sha

TRACES = "document.cookie.length + localStorage.length + sessionStorage.length"
KEPT = """async () => {
    const [{ name }] = await indexedDB.databases();
    const done = (request) => new Promise((resolve) => { request.onsuccess = () => resolve(request.result) });
    const database = await done(indexedDB.open(name));
    const store = database.transaction("kept").objectStore("kept");
    const all = await Promise.all([done(store.getAllKeys()), done(store.getAll())]);
    database.close();
    const addresses = async (name) => (await (await caches.open(name)).keys()).map(({ url }) => url);
    const caught = await Promise.all((await caches.keys()).map(addresses));
    return JSON.stringify([all, caught]);
}"""
IS_INSTALLED = "async () => !!(await navigator.serviceWorker.ready).active && (await caches.keys()).length === 1"


@pytest.fixture(scope="module")
def asked_of_site():
    return []


@pytest.fixture(scope="module")
def site(publisher, tmp_path_factory, asked_of_site):
    """The address of the page, built as its README says and served by another server than the API's."""
    folder = partner_page.build(tmp_path_factory.mktemp("site"), publisher.address, root())
    with folder_served(folder, asked_of_site) as address:
        yield address


@pytest.fixture
def sample(page, site):
    page.goto(f"{site}/before.html")
    page.goto(f"{site}/index.html")
    return page


@pytest.fixture
def kept(launch, site):
    """The page in a browser that keeps pages for Back, as browsers do and Playwright's does not."""
    with launch(ignore_default_args=["--disable-back-forward-cache"]) as browser:
        page = browser.new_page()
        page.goto(f"{site}/index.html")
        yield page


def test_it_breaks_no_rule_of_accessibility(sample):
    assert violations(sample) == []

    ask(sample, "15", "scotland", "victim")
    sample.get_by_role("heading", name="Who can help").wait_for()

    assert violations(sample) == []
    open_everything(sample)
    assert violations(sample) == []
    assert not is_wider_than_the_screen(sample)


def test_what_is_needed_first_is_within_two_screens_and_in_its_order(sample):
    ask(sample, "15", "scotland")
    sample.get_by_role("heading", name="Who can help").wait_for()
    parts = ["Right now", "Stop the images", "Report it", "Talk to someone now"]
    headings = [sample.get_by_role("heading", name=part) for part in parts]
    buttons = [heading.locator("xpath=following::a[contains(@class,'button')][1]") for heading in headings[1:]]
    tops = [part.evaluate("e => e.getBoundingClientRect().bottom + scrollY") for part in [*headings, *buttons]]

    assert sample.locator(".emergency").evaluate("e => e.getBoundingClientRect().bottom + scrollY") < tops[0]
    assert tops[:4] == sorted(tops[:4])
    assert max(tops) <= 2 * 844


def test_a_step_that_editors_added_says_so_and_no_other_does(published, sample):
    entries = deepcopy(published.edition.entries)
    topic = next(one for one in entries if one["kind"] == "topic" and one["slug"] == "sextortion")
    topic["document"]["steps"]["items"][1]["origin"] = "editors"
    published.edition = replace(published.edition, entries=entries, sequence=published.edition.order + 1)
    sample.reload()
    brought_up_to_date(published, sample)
    answered(sample)
    open_everything(sample)

    label = sample.get_by_text("Added by the editors of this service, not by Police Scotland.", exact=True)
    expect(label).to_have_count(1)
    expect(sample.locator("#answer li", has=label)).to_contain_text("Don't be tempted to pay")


def test_whatever_can_be_tapped_is_large_enough(sample):
    ask(sample, "15", "scotland")
    sample.get_by_role("heading", name="Who can help").wait_for()
    open_everything(sample)
    tappable = sample.locator("a, button, summary, select, label:has([type=checkbox])").all()
    boxes = [(one.inner_text(), one.bounding_box()) for one in tappable if one.is_visible()]

    assert [words for words, box in boxes if box["height"] < 44] == []


def test_nothing_is_said_not_to_be_known_more_than_once_a_card(sample):
    ask(sample)
    sample.get_by_role("heading", name="Who can help").wait_for()
    open_everything(sample)
    cards = sample.locator("article, #answer details:has(> summary > :is(h3, h4))").all_inner_texts()

    assert len(cards) > 20
    assert [card for card in cards if card.lower().count("not known") > 1] == []


def test_what_has_happened_moves_up_what_it_calls_for(sample):
    answered(sample, "34", "england", happened=("An account was taken over",))
    needs = sample.locator("#answer > h3").all_inner_texts()

    assert needs.index("Make your accounts and devices safe; learn more") < needs.index("Talk to someone now")


def test_who_signs_is_given_relays(sample):
    expect(sample.locator("#answer")).to_be_empty()
    sample.get_by_label("I use British Sign Language").check()
    ask(sample, "34", "scotland")

    expect(sample.get_by_role("heading", name="Calling in sign language")).to_be_visible()


def test_a_helper_is_told_what_to_use_and_what_to_pass_on(sample):
    ask(sample, "14", "wales", "professional")
    sample.get_by_role("heading", name="Who can help").wait_for()
    open_everything(sample)

    for name, use in (("CEOP Safety Centre", "To pass on"), ("NSPCC Helpline", "For you to use")):
        service = sample.locator("article, details", has=sample.get_by_role("heading", name=name)).last
        expect(service).to_contain_text(use)


def test_the_emergency_stands_first_before_and_after_the_answer(sample):
    expect(sample.locator("main > *").first).to_contain_text("call 999 immediately")

    ask(sample)
    sample.get_by_role("heading", name="Who can help").wait_for()

    expect(sample.locator("main > *").first).to_contain_text("call 999 immediately")
    expect(sample.get_by_role("main").get_by_role("link", name="Call 999", exact=True)).to_have_attribute(
        "href", "tel:999"
    )


def test_999_can_be_called_from_wherever_somebody_has_read_to(sample):
    ask(sample)
    sample.get_by_role("heading", name="Who can help").scroll_into_view_if_needed()

    expect(sample.get_by_role("banner").get_by_role("link", name="Call 999")).to_be_in_viewport()


def test_a_child_is_shown_what_to_do_and_who_can_help_a_child(sample):
    ask(sample, "15", "scotland", "victim")

    expect(sample.get_by_role("heading", name="What to do")).to_be_focused()
    expect(sample.locator("#answer")).to_contain_text("Stop all communication with the offender immediately.")
    expect(sample.get_by_role("heading", name="Report Remove")).to_be_visible()
    expect(sample.get_by_role("heading", name="StopNCII")).to_have_count(0)


def test_conditions_and_checked_dates_are_shown(sample):
    ask(sample, "34", "england")

    stop = sample.locator("article, details", has=sample.get_by_role("heading", name="StopNCII")).last
    expect(stop.locator(".condition").first).to_contain_text("18")
    expect(stop.locator(".more").first).to_contain_text("hecked")


def test_an_age_that_was_not_said_is_not_guessed(sample):
    ask(sample, region="wales")

    expect(sample.locator("#answer")).to_contain_text("For a person of any age in Wales.")


def test_a_wrong_age_is_told_at_the_question(sample):
    ask(sample, "abc")

    expect(sample.get_by_label("How old")).to_be_focused()
    expect(sample.locator("#age-fault")).to_contain_text("Write the age in years")
    expect(sample.locator("#answer")).to_be_empty()
    assert violations(sample) == []


def test_nothing_of_the_question_is_left_anywhere(sample, site):
    sample.wait_for_function(IS_INSTALLED)
    expect(sample.get_by_text("was confirmed less than an hour ago")).to_be_visible()
    before = sample.evaluate(KEPT)
    answered(sample, "15", "scotland", "victim")

    assert sample.url == f"{site}/index.html"
    assert sample.evaluate(TRACES) == 0
    assert sample.context.cookies() == []
    assert sample.evaluate(KEPT) == before


def test_an_answer_never_stands_under_another_question(published, page, site):
    published.is_let_through.clear()
    page.goto(f"{site}/index.html")
    ask(page, "15", "scotland", "victim")
    ask(page, "34", "england")
    published.is_let_through.set()
    expect(page.locator("#answer")).to_contain_text("For a person aged 34 in England.")
    page.wait_for_timeout(500)

    expect(page.locator("#answer")).to_contain_text("For a person aged 34 in England.")
    expect(page.get_by_role("heading", name="StopNCII")).to_have_count(1)
    expect(page.get_by_role("heading", name="Report Remove")).to_have_count(0)


def test_an_answer_is_taken_away_when_the_next_question_is_wrong(sample):
    ask(sample, "15", "scotland", "victim")
    sample.get_by_role("heading", name="Who can help").wait_for()

    ask(sample, "abc", "england")

    expect(sample.locator("#answer")).to_be_empty()


def test_a_late_answer_does_not_come_after_a_wrong_question(published, page, site):
    published.is_let_through.clear()
    page.goto(f"{site}/index.html")
    ask(page, "15", "scotland")
    ask(page, "abc")
    published.is_let_through.set()
    expect(page.get_by_text("was confirmed less than an hour ago")).to_be_visible()

    expect(page.get_by_role("status")).to_be_empty()
    expect(page.locator("#answer")).to_be_empty()


def test_a_server_that_hangs_is_not_waited_for(published, page, site):
    published.is_let_through.clear()
    page.clock.install()
    page.goto(f"{site}/index.html")
    ask(page, "15")
    page.clock.fast_forward(10_000)

    expect(page.get_by_role("status")).to_contain_text("In an emergency call 999.")
    assert violations(page) == []
    published.is_let_through.set()
    page.get_by_role("button", name="Try again").click()
    expect(page.get_by_role("heading", name="Who can help")).to_be_visible()


def test_back_finds_an_empty_page(kept, site):
    ask(kept, "15", "scotland", "victim")
    kept.get_by_role("heading", name="Who can help").wait_for()
    kept.evaluate("window.isTheSamePage = true")
    kept.goto(f"{site}/elsewhere.html")

    kept.evaluate("history.back()")
    kept.wait_for_url(f"{site}/index.html", wait_until="commit")

    assert kept.evaluate("window.isTheSamePage"), "the browser kept no page, so that this proves nothing"
    expect(kept.get_by_label("How old")).to_have_value("")
    expect(kept.get_by_label("Where")).to_have_value("")
    expect(kept.locator("#answer")).to_be_empty()


def test_exit_leads_away_without_the_script_too(page, site):
    page.route("**/page.js", lambda route: route.abort())
    page.goto(f"{site}/index.html")

    page.get_by_role("link", name="Exit this page").click()

    page.wait_for_url(f"{site}/elsewhere.html")


def test_what_is_not_shown_is_said(sample):
    ask(sample, "15", "scotland", "victim")
    sample.get_by_text("What is not shown here").click()

    expect(sample.locator("#answer")).to_contain_text("They are not for this age.")


def test_each_service_is_shown_once(sample):
    ask(sample, "15", "scotland", "victim")
    sample.get_by_role("heading", name="Who can help").wait_for()
    names = sample.locator("h4").all_inner_texts()

    assert len(names) == len(set(names)) > 10


def test_what_a_need_has_beyond_the_first_six_is_a_tap_away(sample):
    answered(sample, "15")
    talk = sample.locator('[data-key="talk beyond"]')
    talk.locator("> summary").click()

    expect(talk.locator("> summary")).to_have_text("And 4 more")
    expect(talk.locator("h4")).to_have_count(4)
    names = sample.locator("h4").all_inner_texts()
    assert len(names) == len(set(names))


def test_a_link_says_what_it_leads_to(sample):
    ask(sample, "15", "scotland", "victim")

    expect(sample.get_by_role("link", name="Call 0800 1111")).to_have_attribute("href", "tel:+448001111")
    expect(sample.get_by_role("link", name="https://")).to_have_count(0)


def test_the_question_at_fault_and_the_answer_stand_below_the_header(sample):
    header = sample.locator("header").bounding_box()
    bottom = header["y"] + header["height"]
    ask(sample, "abc")
    assert sample.locator("label[for=age]").bounding_box()["y"] >= bottom

    ask(sample, "15", "scotland", "victim")
    heading = sample.get_by_role("heading", name="What to do")
    expect(heading).to_be_focused()
    assert bottom <= heading.bounding_box()["y"] < 200


def test_exit_leads_away_and_back_does_not_lead_here(sample, site):
    ask(sample, "15")
    sample.get_by_role("heading", name="Who can help").wait_for()
    sample.get_by_role("link", name="Exit this page").click()
    sample.wait_for_url(f"{site}/elsewhere.html")

    sample.go_back()

    assert sample.url == f"{site}/before.html"


def test_the_emergency_is_still_told_when_the_help_cannot_be_reached(published, page, site):
    published.is_down = True
    page.goto(f"{site}/index.html")
    expect(page.get_by_text("No help is kept on this device yet")).to_be_visible()
    ask(page)

    expect(page.get_by_role("status")).to_contain_text("In an emergency call 999.")
    expect(page.locator("main > *").first).to_contain_text("call 999 immediately")
    assert violations(page) == []


def brought_up_to_date(published, page) -> None:
    """Wait until the copy is of the edition that is published now."""
    name = f"/api/v1/bundles/{published.edition.name}"
    for _ in range(100):
        if name in published.paths():
            return page.wait_for_timeout(300)
        page.wait_for_timeout(50)
    raise AssertionError(f"{name} was not asked for")


def aged(page, site, days: int):
    """The page with a copy of so many days, without a network."""
    page.goto(f"{site}/index.html")
    expect(page.get_by_text("was confirmed less than an hour ago")).to_be_visible()
    page.wait_for_function(IS_INSTALLED)
    page.context.set_offline(True)
    page.clock.set_fixed_time(NOW + timedelta(days=days, minutes=5))
    page.reload()
    return page


def test_it_answers_without_a_network_after_one_visit(page, site):
    offline = aged(page, site, 0)
    answered(offline, "15", "scotland", "victim")

    expect(offline.get_by_text("The help on this device was confirmed less than an hour ago.")).to_be_visible()
    expect(offline.get_by_role("link", name="Call 0800 1111")).to_be_visible()
    offline.goto(f"{site}/")
    expect(offline.get_by_role("button", name="Show help")).to_be_visible()


def test_a_copy_that_may_be_out_of_date_says_so_and_shows_all(page, site):
    old = aged(page, site, 9)
    answered(old, "15", "scotland", "victim")

    expect(old.locator("#answer")).to_contain_text("This may be out of date: it was last confirmed 9 days ago.")
    expect(old.get_by_role("link", name="Call 0800 1111")).to_be_visible()
    assert violations(old) == []


def test_a_copy_that_is_too_old_shows_advice_and_999_and_no_number(page, site):
    old = aged(page, site, 91)
    answered(old, "15", "scotland", "victim")
    open_everything(old)
    links = old.locator("#answer a, .emergency a").evaluate_all("all => all.map((one) => one.href)")

    expect(old.locator("#answer")).to_contain_text("too old to trust its numbers: it was last confirmed 91 days ago")
    expect(old.locator("#answer")).to_contain_text("Stop all communication with the offender immediately.")
    expect(old.get_by_role("heading", name="Report Remove")).to_be_visible()
    assert links == ["tel:999", "https://999bsl.co.uk/"]
    assert violations(old) == []


def test_a_copy_that_is_too_old_renews_itself_when_the_network_is_back(page, site):
    old = aged(page, site, 91)
    answered(old, "15", "scotland", "victim")
    old.clock.set_fixed_time(NOW + timedelta(minutes=5))
    old.context.set_offline(False)

    expect(old.get_by_text("was confirmed less than an hour ago")).to_be_visible()
    expect(old.get_by_role("link", name="Call 0800 1111")).to_be_visible()


def test_what_a_stranger_signed_is_not_shown(published, page, site):
    published.edition = replace(published.edition, key=THIEF)
    page.goto(f"{site}/index.html")
    ask(page, "15", "scotland")

    expect(page.get_by_text("can’t be proven to be genuine")).to_be_visible()
    expect(page.get_by_role("status")).to_contain_text("In an emergency call 999.")
    assert violations(page) == []


def recalled(published, slug: str, number: str) -> dict:
    """What is said when this number of a service is withdrawn."""
    service = next(one for one in published.edition.entries if one["slug"] == slug)["document"]
    channel = next(one for one in service["channels"] if one["value"] == number)
    digits = "".join(digit for digit in number if digit.isdigit())
    return {
        "channel": channel["uid"], "service": service["uid"], "kind": channel["kind"], "reason": "withdrawn",
        "digest": sha(f"{channel['kind']}:{digits}".encode()), "since": f"{NOW:%Y-%m-%dT%H:%M:%SZ}",
    }  # fmt: skip


def test_a_recalled_number_leaves_the_screen_within_a_minute_and_nothing_else_moves(published, sample):
    sample.clock.install()
    sample.reload()
    answered(sample, "15", "scotland", "victim")
    number = sample.get_by_role("link", name="Call 0800 1111")
    other = sample.locator("#answer details", has=sample.get_by_role("heading", name="CEOP Safety Centre")).last
    other.locator("summary").first.click()
    expect(number).to_be_visible()

    published.edition = replace(published.edition, recalled=(recalled(published, "childline", "0800 1111"),))
    sample.clock.run_for(20_000)

    expect(number).to_have_count(0)
    assert sample.get_by_text("0800 1111").count() == 0
    expect(sample.get_by_role("status")).to_have_text("This has just been brought up to date.")
    expect(other).to_have_attribute("open", "")
    assert violations(sample) == []


def test_a_recalled_number_is_not_shown_without_a_network_either(published, page, site):
    published.edition = replace(published.edition, recalled=(recalled(published, "childline", "0800 1111"),))
    offline = aged(page, site, 0)
    answered(offline, "15", "scotland", "victim")
    open_everything(offline)

    assert offline.get_by_text("0800 1111").count() == 0


def test_a_hidden_page_asks_nothing_and_a_page_that_is_seen_again_asks_at_once(published, sample):
    show = """state => {
        Object.defineProperty(document, "visibilityState", { value: state, configurable: true });
        document.dispatchEvent(new Event("visibilitychange"));
    }"""
    sample.clock.install()
    sample.reload()
    expect(sample.get_by_text("was confirmed less than an hour ago")).to_be_visible()
    sample.wait_for_timeout(500)
    sample.evaluate(show, "hidden")
    published.asked.clear()
    sample.clock.run_for(120_000)
    sample.wait_for_timeout(300)
    assert published.paths() == []

    with sample.expect_response("**/api/v1/recalls"):
        sample.evaluate(show, "visible")


OWN_FILES = {
    *("/", "/index.html", "/page.css", "/page.js", "/worker.js", "/manifest.webmanifest"),
    *(f"/icons/{name}" for name in ("icon.svg", "icon-192.png", "icon-512.png", "maskable-512.png")),
}
OF_A_BROWSER = {
    *("accept", "accept-encoding", "accept-language", "cache-control", "pragma", "connection", "host", "user-agent"),
    *("if-modified-since", "sec-ch-ua", "sec-ch-ua-mobile", "sec-ch-ua-platform", "service-worker"),
    *("sec-fetch-dest", "sec-fetch-mode", "sec-fetch-site", "sec-fetch-user", "upgrade-insecure-requests", "origin"),
    *("sec-fetch-storage-access", "priority"),
}
QUESTIONS = {
    "none": [],
    "a child in Scotland": [("15", "scotland", "victim", ("Images were shared",)), ("15", "scotland", "victim")],
    "a parent in Wales": [("9", "wales", "parent-carer", ("Money was paid",)), ("117", "northern-ireland", "friend")],
}


def all_that_leaves_the_device(chromium, site, published, asked_of_site, questions) -> tuple[set, set]:
    """Every request of a browser that visits twice, each time asks and stays two minutes: as the servers got it."""
    published.asked.clear()
    asked_of_site.clear()
    seen: list[str] = []
    context = chromium.new_context(locale="en-GB")
    context.on("request", lambda request: seen.append(request.url))
    page = context.new_page()
    page.clock.install()
    for _ in range(2):
        page.goto(f"{site}/index.html")
        expect(page.get_by_text("was confirmed less than an hour ago")).to_be_visible()
        page.wait_for_function(IS_INSTALLED)
        for question in questions:
            ask(page, *question)
            page.get_by_role("heading", name="Who can help").wait_for()
        for _ in range(4):
            page.clock.run_for(30_000)
            page.wait_for_timeout(250)
    context.close()
    assert {address.split("/")[2] for address in seen} == {site.split("/")[2], published.address.split("/")[2]}
    return {*asked_of_site}, {*published.asked}


def test_nothing_that_leaves_the_device_differs_by_what_was_asked(chromium, site, published, asked_of_site):
    watched = [
        all_that_leaves_the_device(chromium, site, published, asked_of_site, questions)
        for questions in QUESTIONS.values()
    ]
    paths = {(one.method, one.address.split("?")[0]) for one in published.asked}

    of_api = [api for _, api in watched]
    assert of_api[0] == of_api[1] == of_api[2]
    assert not any(one.body for one in of_api[0])
    # Which of its own files a browser takes from the network is a matter of time: each is asked for by its name alone.
    for one in set().union(*(own for own, _ in watched)):
        assert (one.method, one.body) == ("GET", b"")
        assert one.address in OWN_FILES
        headers = {name.lower(): value for name, value in one.headers}
        assert headers.pop("referer", site).removeprefix(site) in {"", *OWN_FILES}
        assert headers.keys() <= OF_A_BROWSER
    assert {path for method, path in paths if method == "GET"} == {
        "/api/v1/bundle", f"/api/v1/bundles/{published.edition.name}", "/api/v1/changes", "/api/v1/recalls",
        "/api/v1/trust/2.root.json",
    }  # fmt: skip


def test_it_can_be_installed(page, site):
    page.goto(f"{site}/index.html")
    page.wait_for_function(IS_INSTALLED)
    devtools = page.context.new_cdp_session(page)
    manifest = json.loads(devtools.send("Page.getAppManifest")["data"])

    # Playwright's contexts are private windows, where nothing is installed.
    faults = {one["errorId"] for one in devtools.send("Page.getInstallabilityErrors")["installabilityErrors"]}
    assert faults <= {"in-incognito"}
    assert {icon.get("purpose", "any") for icon in manifest["icons"]} == {"any", "maskable"}
    for icon in manifest["icons"]:
        assert page.request.get(f"{site}/{icon['src']}").ok


@pytest.mark.parametrize("scheme", ["light", pytest.param("dark", marks=pytest.mark.long)])
@pytest.mark.parametrize("width", [320, pytest.param(768, marks=pytest.mark.long)])
def test_it_can_be_read_in_either_colour_scheme_and_at_any_width(chromium, site, scheme, width):
    context = chromium.new_context(viewport={"width": width, "height": 844}, color_scheme=scheme)
    page = context.new_page()
    page.goto(f"{site}/index.html")
    assert violations(page) == []
    answered(page, "15", "scotland", "victim")
    open_everything(page)

    assert violations(page) == []
    assert not is_wider_than_the_screen(page)
    context.close()


def test_it_works_with_the_server_itself(chromium, server, tmp_path):
    with urlopen(f"{server}/api/v1/trust/1.root.json") as response:  # noqa: S310  (our own server)
        folder = partner_page.bundle(tmp_path, server, response.read())
    with folder_served(folder, []) as address:
        context = chromium.new_context()
        page = context.new_page()
        page.goto(f"{address}/index.html")
        answered(page, "15", "scotland", "victim")

        expect(page.get_by_text("was confirmed less than an hour ago")).to_be_visible()
        expect(page.get_by_role("link", name="Call 0800 1111")).to_be_visible()
        context.close()


@pytest.fixture
def in_welsh(chromium, published, site):
    context = chromium.new_context(locale="cy", viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(f"{site}/index.html")
    yield page
    context.close()


def test_it_speaks_welsh_to_a_browser_that_asks_for_it(in_welsh):
    expect(in_welsh.get_by_role("heading", name="Help gyda delwedd breifat")).to_be_visible()
    expect(in_welsh.get_by_label("I bwy mae hyn yn digwydd?")).to_be_visible()
    expect(in_welsh.get_by_role("link", name="Ffoniwch 999", exact=True).first).to_be_visible()
    assert in_welsh.evaluate("[document.documentElement.lang, document.title]") == ["cy", "Help a chyngor"]
    assert violations(in_welsh) == []
    assert not is_wider_than_the_screen(in_welsh)


def test_the_sheet_s_sentence_and_an_answer_say_in_which_language_they_are(in_welsh):
    assert in_welsh.get_by_text("call 999 immediately").get_attribute("lang") == "en"

    in_welsh.get_by_role("button", name="Dangos help").click()
    in_welsh.locator("#answer h2").first.wait_for()

    answer = in_welsh.locator("#answer")
    assert answer.get_attribute("lang") == "cy"
    assert answer.get_by_role("link", name="Ffoniwch").count() > 0
    assert answer.locator("h4[lang=en]").count() > 0  # names of services, which nobody has translated here
    assert answer.locator("ol > li > [lang=en]").count() > 0  # and steps
    assert violations(in_welsh) == []
    assert not is_wider_than_the_screen(in_welsh)


def test_it_can_be_read_from_right_to_left(sample):
    sample.set_viewport_size({"width": 360, "height": 800})
    sample.evaluate("document.documentElement.dir = 'rtl'")
    answered(sample, "15", "scotland", "victim")
    sample.evaluate("document.querySelector('#answer').dir = 'rtl'")
    open_everything(sample)

    assert not is_wider_than_the_screen(sample)
    edge = sample.locator(".condition").first.evaluate("e => getComputedStyle(e).borderRightWidth")
    assert edge == "6px"
