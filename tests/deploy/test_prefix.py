"""Where a proxy gives only a part of its host to this service, every link, file and form leads back to that part."""

import contextlib
import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlencode, urljoin
from urllib.request import HTTPCookieProcessor, build_opener, urlopen

import pytest
from django.conf import settings

from tests import prepared, running
from tests.front import needs_nginx

pytestmark = needs_nginx

PATH = "/support/help"
# The proxy takes the prefix from what it passes on, as in docs/operating.md, or leaves it there.
WAYS = {"taken": "http://127.0.0.1:{origin}/", "left": "http://127.0.0.1:{origin}"}
LEADS_TO = re.compile(r"""(?:href|src|action|data-path)="([^"#]+)""")
PAGES = ["/", "/api/docs", "/problems", "/problems/bad-question"]


@contextlib.contextmanager
def nginx(folder: Path, port: int, passed_to: str) -> Iterator[None]:
    """One that gives what is under `PATH` to this service, and everything else to nobody."""
    memory = " ".join(f"{kind}_temp_path {folder}/{kind};" for kind in ("proxy", "fastcgi", "uwsgi", "scgi"))
    (folder / "nginx.conf").write_text(
        f"daemon off; pid {folder}/nginx.pid; error_log {folder}/error.log; events {{}} http {{ access_log off; "
        f"{memory} client_body_temp_path {folder}/body; server {{ listen 127.0.0.1:{port}; location {PATH}/ {{ "
        f"proxy_set_header Host $http_host; proxy_pass {passed_to}; }} }} }}"
    )
    process = subprocess.Popen(["nginx", "-e", f"{folder}/start.log", "-c", f"{folder}/nginx.conf"])
    try:
        yield
    finally:
        process.terminate()
        process.wait()


@pytest.fixture(scope="module")
def home(tmp_path_factory) -> Path:
    home = tmp_path_factory.mktemp("prefix")
    prepared.filled(home)
    return home


@pytest.fixture(scope="module")
def password(home) -> str:
    """That of the editor of the demonstration in `home`."""
    inherited = {name: value for name, value in os.environ.items() if name not in running.OWN}
    command, environment = [sys.executable, "manage.py", "demo_users"], {**inherited, "HELPAPI_HOME": str(home)}
    told = subprocess.run(command, env=environment, cwd=settings.BASE_DIR, check=True, capture_output=True, text=True)
    return re.search(r"editor +(\S+)", told.stdout)[1]


@pytest.fixture(scope="module", params=WAYS)
def site(request, home, password, tmp_path_factory) -> Iterator[str]:
    """The public address of the service, without a slash at its end."""
    port = running.free_port()
    public = f"http://127.0.0.1:{port}{PATH}"
    with running.serving(home, PUBLIC_URL=public) as origin:
        passed_to = WAYS[request.param].format(origin=origin.rpartition(":")[2])
        with nginx(tmp_path_factory.mktemp("nginx"), port, passed_to):
            _wait_for(f"{public}/health/live")
            yield public


def _wait_for(address: str) -> None:
    for _ in range(100):
        with contextlib.suppress(OSError):
            urlopen(address, timeout=2).close()  # noqa: S310  (our own server)
            return
        time.sleep(0.05)
    raise AssertionError(f"nothing answers at {address}")


def text(address: str) -> str:
    with urlopen(address, timeout=10) as response:  # noqa: S310  (our own server)
        return response.read().decode()


def on_our_host(page: str, address: str, site: str) -> set[str]:
    """The full addresses on this host that a page leads to."""
    host = site.removesuffix(PATH)
    return {found for link in LEADS_TO.findall(page) if (found := urljoin(address, link)).startswith(host)}


@pytest.mark.parametrize("page", PAGES)
def test_whatever_a_page_leads_to_is_there_and_under_the_prefix(site, page):
    found = on_our_host(text(site + page), site + page, site)

    assert len(found) > 3
    assert all(address.startswith(f"{site}/") for address in found)
    for address in found:
        if "{" not in address and not address.endswith(("/help", "/services")):
            text(address.replace("&amp;", "&"))


def test_every_link_of_an_answer_is_there_and_under_the_prefix(site):
    links = json.loads(text(f"{site}/api/v1"))["links"].values()
    walk = json.loads(text(f"{site}/api/v1/services?page_size=1"))
    card = json.loads(text(f"{site}/api/v1/help?age=15"))["needs"][0]["services"][0]

    for address in [*links, walk["next"], card["url"], *_problem(f"{site}/api/v1/nothing")]:
        assert address.startswith(f"{site}/")
        text(address)


def _problem(address: str) -> list[str]:
    with pytest.raises(HTTPError) as refused:
        text(address)
    return [json.loads(refused.value.read())["type"]]


def test_the_contract_names_the_prefix_as_its_server(site):
    assert json.loads(text(f"{site}/api/v1/openapi.json"))["servers"] == [{"url": PATH}]


def test_the_slashed_form_leads_to_the_one_without(site):
    with urlopen(f"{site}/api/v1/help/?age=15", timeout=10) as response:  # noqa: S310  (our own server)
        assert response.url == f"{site}/api/v1/help?age=15"


def test_an_editor_signs_in_and_works_under_the_prefix(site, password):
    cookies = CookieJar()
    browser = build_opener(HTTPCookieProcessor(cookies))
    with browser.open(f"{site}/admin/", timeout=10) as response:
        address, page = response.url, response.read().decode()
    assert address.startswith(f"{site}/admin/login/?next={PATH}/admin/")

    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1]
    typed = {"username": "editor", "password": password, "next": f"{PATH}/admin/", "csrfmiddlewaretoken": token}
    with browser.open(address, urlencode(typed).encode(), timeout=10) as response:
        address, page = response.url, response.read().decode()

    assert address == f"{site}/admin/"
    assert {cookie.path for cookie in cookies} == {f"{PATH}/"}
    found = on_our_host(page, address, site)
    assert len(found) > 10
    assert all(f"{link}/".startswith(f"{site}/") for link in found)
    for link in found:
        if "logout" not in link:
            browser.open(link.replace("&amp;", "&"), timeout=10).close()


def test_what_asks_the_machine_itself_needs_no_prefix(home):
    """As a load balancer does."""
    with running.serving(home, PUBLIC_URL=f"http://127.0.0.1:8300{PATH}") as origin:
        assert json.loads(text(f"{origin}/health/ready"))["edition"]
        assert f'href="{PATH}/api/docs"' in text(f"{origin}/")
        assert f'href="{PATH}/static/' in text(f"{origin}/")
