"""The package of matchers/typescript in a browser: it keeps a copy, and answers from it without a network."""

import shutil
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import httpx
import pytest

from tests import prepared
from tests.conformance import typescript_package
from tests.running import serving

ASKED = {"age": 15, "region": "scotland", "open_at": "2026-11-28T09:00:00Z"}
PAGE = """<!doctype html><html lang="en"><link rel="icon" href="data:,"><title>App</title>
<script type="module">
import {{ help }} from "./matcher.js";
import {{ IndexedDbStorage, Mirror }} from "./mirror.js";
const options = {{ address: "{address}", root: await (await fetch("./root.json")).text() }};
const mirror = await Mirror.open({{ ...options, storage: new IndexedDbStorage() }});
window.app = {{
  mirror,
  answer: async (asked) => JSON.stringify(help(await mirror.bundle(), asked, new Date())),
}};
</script>"""


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *words):
        pass


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    """The address of a server whose root is at hand, and the folder that the root is in."""
    home = tmp_path_factory.mktemp("device")
    prepared.filled(home)
    with serving(home) as address:
        httpx.get(f"{address}/api/v1/bundle").raise_for_status()
        yield address, home / "trust"


@pytest.fixture(scope="module")
def site(served, tmp_path_factory):
    """The address of an app that is served by somebody else than the API."""
    address, trust = served
    folder = tmp_path_factory.mktemp("app")
    bundled = typescript_package.of(typescript_package.installed(tmp_path_factory.mktemp("package"))) / "dist/bundled"
    for name in ("matcher.js", "mirror.js"):
        shutil.copy(bundled / name, folder)
    shutil.copy(trust / "1.root.json", folder / "root.json")
    (folder / "index.html").write_text(PAGE.format(address=address), encoding="utf-8")
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=folder)) as httpd:
        threading.Thread(target=httpd.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{httpd.server_port}/index.html"
        httpd.shutdown()


@pytest.fixture
def app(chromium, site):
    context = chromium.new_context()
    page = context.new_page()
    page.goto(site)
    page.wait_for_function("window.app")
    yield page
    context.close()


def answered(app):
    return app.evaluate("asked => window.app.answer(asked)", ASKED)


def test_it_answers_as_the_server_does_and_tells_nobody_what_was_asked(app, served):
    told = []
    app.on("request", lambda request: told.append((request.method, request.url)))
    assert app.evaluate("window.app.mirror.update()") == {"changed": True, "reached": True, "refusal": None}
    asked = len(told)

    answer = answered(app)

    assert answer == httpx.post(f"{served[0]}/api/v1/help", json=ASKED).text
    assert len(told) == asked
    assert not [url for _, url in told if "age" in url or "scotland" in url]


def test_it_goes_on_without_a_network(app, served):
    app.evaluate("window.app.mirror.update()")
    before = answered(app)
    app.route(f"{served[0]}/**", lambda route: route.abort())
    app.reload()
    app.wait_for_function("window.app")

    outcome = app.evaluate("window.app.mirror.update()")

    assert (outcome["reached"], app.evaluate("window.app.mirror.state()")) == (False, "fresh")
    assert answered(app) == before


def test_asking_again_costs_a_304(app):
    app.evaluate("window.app.mirror.update()")
    app.evaluate("window.app.mirror.update()")
    statuses = []
    app.on("response", lambda response: statuses.append((response.request.method, response.status)))

    app.evaluate("window.app.mirror.update()")

    assert [status for method, status in statuses if method == "GET"] == [304]
