"""The example of a partner's page, built as its README says, and what a reader does on it."""

from pathlib import Path

from playwright.sync_api import Page

from tests import nodejs


def build(folder: Path, api: str, root: bytes) -> Path:
    """The folder with the site."""
    sample = nodejs.SAMPLE
    nodejs.require(sample)
    nodejs.run(sample, "openapi-typescript", "../../docs/openapi.yaml", "--output", "generated/api.ts")
    nodejs.run(sample, "tsc")
    return bundle(folder, api, root)


def bundle(folder: Path, api: str, root: bytes) -> Path:
    nodejs.require(nodejs.SAMPLE)
    pinned, site = folder / "root.json", folder / "site"
    pinned.write_bytes(root)
    nodejs.run(nodejs.SAMPLE, "node", "build.mjs", API=api, ROOT=str(pinned), OUT=str(site))
    html = (site / "index.html").read_text(encoding="utf-8")
    html = html.replace("https://www.gov.uk/bank-holidays", "/elsewhere.html")
    (site / "index.html").write_text(html, encoding="utf-8")
    for name in ("before", "elsewhere"):
        (site / f"{name}.html").write_text(f'<!doctype html><link rel="icon" href="data:,"><title>{name}</title>')
    return site


def ask(page: Page, age: str = "", region: str = "", audience: str = "", happened: tuple[str, ...] = ()) -> None:
    page.locator("#questions").wait_for()  # it is made when it is first opened
    if not page.locator("#questions[open]").count():
        page.get_by_text("Your answers", exact=True).click()
    page.get_by_label("Whom is it").select_option(audience)
    page.get_by_label("How old").fill(age)
    page.get_by_label("Where").select_option(region)
    for words in happened:
        page.get_by_label(words).check()
    page.get_by_role("button", name="Show help").click()


def answered(page: Page, *question: str, **more: tuple[str, ...]) -> None:
    ask(page, *question, **more)
    page.get_by_role("heading", name="Who can help").wait_for()


def open_everything(page: Page) -> None:
    page.locator("#answer").evaluate("e => e.querySelectorAll('details').forEach(part => { part.open = true })")
