"""The sample page in examples/partner-page: finds help, and leaves no trace of having been asked."""

import shutil
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import expect

from tests import nodejs
from tests.browser.accessibility import is_wider_than_the_screen, violations

TRACES = "document.cookie.length + localStorage.length + sessionStorage.length"


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *words):
        pass


@pytest.fixture(scope="module")
def site(server, tmp_path_factory):
    """The address of the sample page, built as its README says and served by another server than the API's."""
    folder = tmp_path_factory.mktemp("site")
    build(folder, server)
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=folder)) as httpd:
        threading.Thread(target=httpd.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{httpd.server_port}"
        httpd.shutdown()


def build(folder, server: str) -> None:
    sample = nodejs.SAMPLE
    nodejs.require(sample)
    nodejs.run(sample, "openapi-typescript", "../../docs/openapi.yaml", "--output", "generated/api.ts")
    nodejs.run(sample, "tsc")
    nodejs.run(sample, "esbuild", "src/page.ts", "--bundle", "--minify", f"--outfile={folder}/dist/page.js")
    shutil.copy(sample / "page.css", folder)
    html = (sample / "index.html").read_text(encoding="utf-8")
    html = html.replace("http://127.0.0.1:8000", server).replace("https://www.gov.uk/bank-holidays", "/elsewhere.html")
    (folder / "index.html").write_text(html, encoding="utf-8")
    for name in ("before", "elsewhere"):
        (folder / f"{name}.html").write_text(f'<!doctype html><link rel="icon" href="data:,"><title>{name}</title>')


@pytest.fixture
def sample(page, site):
    page.goto(f"{site}/before.html")
    page.goto(f"{site}/index.html")
    return page


@pytest.fixture
def kept(launch, site):
    """The sample page in a browser that keeps pages for Back, as browsers do and Playwright's does not."""
    with launch(ignore_default_args=["--disable-back-forward-cache"]) as browser:
        page = browser.new_page()
        page.goto(f"{site}/index.html")
        yield page


def ask(sample, age: str = "", region: str = "", audience: str = "", happened: tuple[str, ...] = ()) -> None:
    if not sample.locator("#questions[open]").count():
        sample.get_by_text("Your answers", exact=True).click()
    sample.get_by_label("Whom is it").select_option(audience)
    sample.get_by_label("How old").fill(age)
    sample.get_by_label("Where").select_option(region)
    for words in happened:
        sample.get_by_label(words).check()
    sample.get_by_role("button", name="Show help").click()


def open_everything(sample) -> None:
    sample.evaluate("document.querySelectorAll('#answer details').forEach(part => { part.open = true })")


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


def test_a_step_that_editors_added_says_so_and_no_other_does(sample):
    def add(route):
        answer = (response := route.fetch()).json()
        answer["phases"][0]["steps"][1]["origin"] = "editors"
        route.fulfill(response=response, json=answer)

    sample.route("**/api/v1/help", add)
    ask(sample)
    sample.get_by_role("heading", name="Who can help").wait_for()
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
    cards = sample.locator("article, #answer > details:has(.way)").all_inner_texts()

    assert len(cards) > 20
    assert [card for card in cards if card.lower().count("not known") > 1] == []


def test_what_has_happened_is_asked_and_moves_up_what_it_calls_for(sample):
    with sample.expect_request("**/api/v1/help") as asked:
        ask(sample, "34", "england", happened=("An account was taken over",))
    sample.get_by_role("heading", name="Who can help").wait_for()
    needs = sample.locator("#answer > h3").all_inner_texts()

    assert asked.value.post_data_json == {"age": 34, "region": "england", "situation": ["account-taken"]}
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


def test_an_age_that_was_not_said_is_not_sent(sample):
    with sample.expect_request("**/api/v1/help") as asked:
        ask(sample, region="wales")

    assert asked.value.post_data_json == {"region": "wales"}


def test_a_wrong_age_is_told_at_the_question_and_not_sent(sample):
    ask(sample, "abc")

    expect(sample.get_by_label("How old")).to_be_focused()
    expect(sample.locator("#age-fault")).to_contain_text("Write the age in years")
    expect(sample.locator("#answer")).to_be_empty()
    assert violations(sample) == []


def test_nothing_of_the_question_is_left_anywhere(sample, site):
    with sample.expect_request("**/api/v1/help") as asked:
        ask(sample, "15", "scotland", "victim")
    sample.get_by_role("heading", name="Who can help").wait_for()

    assert asked.value.method == "POST"
    assert "?" not in asked.value.url
    assert asked.value.all_headers().keys() & {"cookie", "referer"} == set()
    assert sample.url == f"{site}/index.html"
    assert sample.evaluate(TRACES) == 0
    assert sample.context.cookies() == []


def asked_slowly_then_again(sample) -> None:
    """The answer to a first question, about a child in Scotland, is still on its way when a second one is asked."""
    sample.evaluate("""() => {
        const ask = window.fetch;
        window.fetch = async (...asked) => {
            window.fetch = ask;
            const answer = await ask(...asked);
            await new Promise((done) => setTimeout(done, 1500));
            return answer;
        };
    }""")
    ask(sample, "15", "scotland", "victim")
    ask(sample, "34", "england")


def test_an_answer_never_stands_under_another_question(sample):
    asked_slowly_then_again(sample)
    expect(sample.locator("#answer")).to_contain_text("For a person aged 34 in England.")
    sample.wait_for_timeout(2000)

    expect(sample.locator("#answer")).to_contain_text("For a person aged 34 in England.")
    expect(sample.get_by_role("heading", name="StopNCII")).to_have_count(1)
    expect(sample.get_by_role("heading", name="Report Remove")).to_have_count(0)


def test_an_answer_is_taken_away_when_the_next_question_is_wrong(sample):
    ask(sample, "15", "scotland", "victim")
    sample.get_by_role("heading", name="Who can help").wait_for()

    ask(sample, "abc", "england")

    expect(sample.locator("#answer")).to_be_empty()


def test_a_late_answer_does_not_come_after_a_wrong_question(sample):
    sample.route("**/api/v1/help", lambda route: None)
    ask(sample, "15", "scotland")
    ask(sample, "abc")

    expect(sample.get_by_role("status")).to_be_empty()
    expect(sample.locator("#answer")).to_be_empty()


def test_a_server_that_hangs_is_not_waited_for(sample):
    sample.clock.install()
    sample.route("**/api/v1/help", lambda route: None)
    ask(sample, "15")
    sample.clock.fast_forward(10_000)

    expect(sample.get_by_role("status")).to_contain_text("In an emergency call 999.")
    sample.unroute("**/api/v1/help")
    sample.get_by_role("button", name="Try again").click()
    expect(sample.get_by_role("heading", name="Who can help")).to_be_visible()
    assert violations(sample) == []


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


def test_exit_leads_away_without_the_script_too(sample, site):
    sample.route("**/page.js", lambda route: route.abort())
    sample.reload()

    sample.get_by_role("link", name="Exit this page").click()

    sample.wait_for_url(f"{site}/elsewhere.html")


def test_what_is_not_shown_is_said(sample):
    ask(sample, "15", "scotland", "victim")
    sample.get_by_text("What is not shown here").click()

    expect(sample.locator("#answer")).to_contain_text("They are not for this age.")


def test_each_service_is_shown_once(sample):
    ask(sample, "15", "scotland", "victim")
    sample.get_by_role("heading", name="Who can help").wait_for()
    names = sample.locator("h4").all_inner_texts()

    assert len(names) == len(set(names)) > 10


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


def test_the_emergency_is_still_told_when_the_help_cannot_be_reached(sample):
    sample.route("**/api/v1/help", lambda route: route.abort())
    ask(sample)

    expect(sample.get_by_role("status")).to_contain_text("In an emergency call 999.")
    expect(sample.locator("main > *").first).to_contain_text("call 999 immediately")
