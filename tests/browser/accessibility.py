"""The rules of axe, and what they do not see."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page


def violations(page: Page) -> list[str]:
    """Each rule that is broken, with the first element that breaks it."""
    page.wait_for_load_state()  # what has come in half lacks what follows
    # Without `preload`, for which axe would write styles into the page, against its content policy.
    found = Axe().run(page, options={"preload": False}).response["violations"]
    return [f"{rule['id']}: {rule['nodes'][0]['html'][:200]}" for rule in found]


def is_wider_than_the_screen(page: Page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
