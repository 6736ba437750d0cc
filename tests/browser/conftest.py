"""A real browser that notes whatever a page must not do: ask anybody else, fail to load a part, complain."""

import json
import os
import re
import shutil
import subprocess
import sys
import threading
import time
from functools import partial
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest
from django.conf import settings
from playwright.sync_api import Page, sync_playwright

from tests import prepared
from tests.browser.published import Published, answering
from tests.partners.publisher import Edition
from tests.running import OWN, serving

ARGUMENTS = [
    *("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"),
    *("--disable-sync", "--no-first-run", "--disable-quic"),
]


@pytest.fixture(scope="module")
def launch():
    """Starts Chromium; takes what Playwright's `launch` takes."""
    program = shutil.which("chromium")
    if program is None:
        words = "Chromium is not installed; `.ci/run` installs it."
        pytest.fail(words) if os.environ.get("CI") == "true" else pytest.skip(words)
    with sync_playwright() as playwright:
        yield partial(playwright.chromium.launch, executable_path=program, args=ARGUMENTS)


@pytest.fixture(scope="module")
def chromium(launch):
    with launch() as browser:
        yield browser


# The narrow one is where things break; the other is for .ci/full.
WIDTHS = [pytest.param(390, id="phone"), pytest.param(1280, id="desk", marks=pytest.mark.long)]


@pytest.fixture(params=WIDTHS)
def page(chromium, request):
    """A page of a new browser, at the width of a desk and of a phone. Ends the test if anything was noted."""
    context = chromium.new_context(viewport={"width": request.param, "height": 844}, locale="en-GB")
    page = context.new_page()
    noted = watch(page)
    yield page
    context.close()
    assert noted == []


@pytest.fixture(scope="module")
def beside_a_loop():
    """Playwright's loop runs in this thread, and Django would not ask its database beside one."""
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        yield


def all_is_answered() -> None:
    """Wait for what `live_server` still answers, though the browser is gone: its database is emptied next."""
    ends = time.monotonic() + 5
    while any("process_request_thread" in thread.name for thread in threading.enumerate()):
        if time.monotonic() > ends:
            break
        time.sleep(0.02)


@pytest.fixture(scope="module")
def demonstration(tmp_path_factory):
    """The address of a server with the project's content, and the passwords of its editor and its approver by name."""
    home = tmp_path_factory.mktemp("demonstration")
    prepared.filled(home)
    inherited = {name: value for name, value in os.environ.items() if name not in OWN}
    told = subprocess.run(
        [sys.executable, "manage.py", "demo_users"], env={**inherited, "HELPAPI_HOME": str(home)},
        cwd=settings.BASE_DIR, check=True, capture_output=True, text=True,
    )  # fmt: skip
    with serving(home) as address:
        yield address, dict(re.findall(r"(editor|approver) +(\S+)", told.stdout))


@pytest.fixture(scope="session")
def project_edition(server) -> Edition:
    """What the project's server publishes, to be signed with made-up keys."""
    with urlopen(f"{server}/api/v1/bundle") as response:  # noqa: S310  (our own server)
        pointer = json.load(response)
    with urlopen(pointer["parts"][0]["url"]) as response:  # noqa: S310
        bundle = json.load(response)
    return Edition(
        bundle["edition"], tuple(bundle["entries"]), sequence=bundle["sequence"], reference=bundle["reference"]
    )


@pytest.fixture(scope="module")
def publisher(project_edition):
    publisher = Published(project_edition)
    with answering(publisher) as publisher.address:
        yield publisher


@pytest.fixture
def published(publisher):
    """An API in memory with the project's content; a test may publish something else."""
    publisher.renew()
    yield publisher
    publisher.renew()


def watch(page: Page) -> list[str]:
    """What goes wrong on `page` from now on. An error that the API answers with is none."""
    noted: list[str] = []
    page.on("pageerror", lambda error: noted.append(f"error: {error}"))
    page.on("console", lambda message: noted.append(message.text) if _is_complaint(message) else None)
    page.on("request", lambda request: noted.append(f"asked {request.url}") if _is_foreign(request.url) else None)
    page.on(
        "response", lambda response: noted.append(f"{response.status} {response.url}") if _lacks(response) else None
    )
    return noted


def _is_complaint(message) -> bool:
    return message.type in ("error", "warning") and not message.text.startswith("Failed to load resource")


def _is_foreign(address: str) -> bool:
    return urlsplit(address).hostname not in ("127.0.0.1", None)


def _lacks(response) -> bool:
    return response.status >= 400 and "/api/v1/" not in response.url
