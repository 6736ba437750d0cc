"""What a question costs, counted and not timed: calls on its way, and what it leaves in memory."""

import gc
import sys
import tracemalloc

import pytest

from helpapi.running.direct import directly
from helpapi.running.turns import taking_turns
from tests.contract.conftest import django, through_wsgi, told

HELP, LIST = "/api/v1/help?age=15&region=scotland", "/api/v1/services?age=15&region=scotland&page_size=20"
GZIP = {"HTTP_ACCEPT_ENCODING": "gzip"}
# At most so many calls of anything written in Python: a tenth more than there are.
MOST = {"held": 50, "an item": 90, "the list": 410, "help": 980, "help, compressed": 980}
pytestmark = pytest.mark.usefixtures("served", "noon")


@pytest.fixture
def ask():
    """What asks the application once, as the web server does; the environment is made before."""
    application = taking_turns(directly(django()), at_once=1)

    def prepared(*asked, **environ):
        request = []
        told(lambda made, start: request.append(made) or start("200 OK", []) or [], *asked, **environ)
        return lambda: application(dict(request[0]), lambda status, headers: None)

    return prepared


def ways() -> dict:
    _, headers, _ = through_wsgi("GET", LIST)
    return {
        "held": ("GET", LIST, b"", {"HTTP_IF_NONE_MATCH": headers["ETag"]}),
        "an item": ("GET", "/api/v1/services/daytime-line", b"", {}),
        "the list": ("GET", LIST, b"", {}),
        "help": ("GET", HELP, b"", {}),
        "help, compressed": ("GET", HELP, b"", GZIP),
    }


@pytest.mark.parametrize("name", MOST)
def test_a_question_makes_few_calls(name, ask):
    method, address, body, environ = ways()[name]
    asked = ask(method, address, body, **environ)
    asked()
    calls = []

    def count(frame, event, _):
        if event == "call":
            calls.append(frame.f_code.co_name)

    sys.setprofile(count)
    try:
        asked()
    finally:
        sys.setprofile(None)

    assert len(calls) <= MOST[name], calls


@pytest.mark.parametrize("address", [LIST, HELP, "/api/v1/help?age=15&outcode=EH1"])
def test_a_question_leaves_nothing_behind(address, ask):
    """A hundred bytes each would be an environment, an answer or a question; what is kept is kept once."""
    asked = ask("GET", address)
    tracemalloc.start()
    for _ in range(100):
        asked()
    gc.collect()
    before = tracemalloc.get_traced_memory()[0]
    for _ in range(300):
        asked()
    gc.collect()
    left = tracemalloc.get_traced_memory()[0] - before
    tracemalloc.stop()

    assert left < 300 * 100
