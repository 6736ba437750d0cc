"""A page whose monitoring adds headers to all that it asks reads every answer: Chromium, with the real SDKs."""

import threading
from functools import partial
from http.server import ThreadingHTTPServer

import pytest

from tests import nodejs
from tests.browser.test_device_typescript import Quiet

ADDS = {"sentry": {"sentry-trace", "baggage"}, "opentelemetry": {"traceparent"}}
BODY = {"method": "POST", "headers": {"Content-Type": "application/json"}, "body": '{"age": 15}'}
ASKED = {
    "an answer": ("/api/v1/help?age=15&region=scotland", {}, 200),
    "an answer to a body": ("/api/v1/help", BODY, 200),
    "what is wrong with a question": ("/api/v1/help?agee=15", {}, 400),
    "that nothing is there": ("/api/v1/services/nothing", {}, 404),
    "that no address is there": ("/api/v1/nothing", {}, 404),
}


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """The address of a page on another host than the API's, with the SDKs as a bundler puts them together."""
    folder = tmp_path_factory.mktemp("monitored")
    nodejs.require(nodejs.MONITORED)
    nodejs.run(nodejs.MONITORED, "esbuild", "page.js", "--bundle", f"--outfile={folder}/page.js")
    (folder / "index.html").write_text('<!doctype html><link rel="icon" href="data:,"><script src="page.js"></script>')
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=folder)) as httpd:
        threading.Thread(target=httpd.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{httpd.server_port}"
        httpd.shutdown()


@pytest.mark.parametrize("what", ASKED)
@pytest.mark.parametrize("way", ADDS)
def test_a_page_reads(chromium, server, site, way, what):
    address, options, status = ASKED[what]
    page = chromium.new_page()
    page.goto(site)
    with page.expect_request(lambda request: "/api/v1/" in request.url and request.method != "OPTIONS") as asked:
        told = page.evaluate("asked => window.ask(...asked)", [way, server + address, options])

    assert told["status"] == status
    assert "emergency" in told["members"]
    assert ADDS[way] <= set(asked.value.all_headers())
    page.close()
