"""The client that openapi-python-client generates imports and works, for every operation."""

import importlib
import json
import subprocess
import sys

import pytest

from helpapi.contract.docs import document
from tests.clients.wall import answers

NAMES = {
    "services": "childline",
    "organisations": "samaritans",
    "advice": "sextortion",
    "regions": "edinburgh",
    "codes": "service-types",
}
OPERATIONS = [
    (operation["operationId"], operation["tags"][0], path)
    for path, methods in document()["paths"].items()
    for operation in methods.values()
]
every_operation = pytest.mark.parametrize(
    ("operation", "tag", "path"), OPERATIONS, ids=[each[0] for each in OPERATIONS]
)


@pytest.fixture(scope="module")
def package(tmp_path_factory):
    """The generated package, imported from where it was made."""
    folder = tmp_path_factory.mktemp("python")
    command = [sys.executable, "-m", "openapi_python_client", "generate", "--meta", "none", "--fail-on-warning"]
    settings = folder / "settings.yaml"
    settings.write_text("post_hooks: []\n")
    command += [
        "--path",
        "docs/openapi.yaml",
        "--output-path",
        str(folder / "partner_client"),
        "--config",
        str(settings),
    ]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    sys.path.insert(0, str(folder))
    yield importlib.import_module("partner_client")
    sys.path.remove(str(folder))


@pytest.fixture(scope="module")
def tomorrow(server):
    """The address of the same server, whose answers have grown."""
    with answers.serving(server, document()) as address:
        yield f"{address}/tomorrow"


@pytest.fixture
def client(package, server):
    with package.Client(base_url=server, raise_on_unexpected_status=True) as client:
        yield client


def ask(client, operation: str, tag: str, /, **arguments):
    """Call the generated function of an operation; the answer with its parsed content."""
    module = "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in operation)
    folder = "help_" if tag == "help" else tag
    function = importlib.import_module(f"partner_client.api.{folder}.{module}").sync_detailed
    return function(client=client, **arguments)


# The one parameter that these take can't be wrong in Python: it is an enumeration.
ONE_PARAMETER = ("getRoot", "getBundle", "getRecalls")


# What every client reports: of one network the same is taken however often, also after too many others.
REPORTED = "f2279953-afe4-56a0-a4f7-d3e3735cbd14"


def report(package, uid: str) -> dict:
    return {"body": package.models.ReportQuestion(uid=uid, problem=package.models.ReportProblem.CLOSED)}


def arguments(package, operation: str, path: str, is_good: bool) -> dict:
    """The right or the wrong question for an operation."""
    if operation == "reportProblem":
        return report(package, REPORTED if is_good else "6ba7b810-9dad-11d1-80b4-00c04fd430c8")
    if path.endswith("{name}"):
        return {"name": NAMES[path.split("/")[3]] if is_good else "no-such-name"}
    if operation.startswith("ask"):
        question = getattr(package.models, f"{operation.removeprefix('ask')}Question")
        return {"body": question(age=15 if is_good else 121)}
    if operation == "getHelp":
        return {"age": 15 if is_good else 121}
    return {} if is_good or operation in ONE_PARAMETER else {"page": 1000}


@every_operation
def test_the_answer_is_read_into_objects(package, client, operation, tag, path):
    answer = ask(client, operation, tag, **arguments(package, operation, path, is_good=True))

    assert answer.status_code == (202 if operation == "reportProblem" else 200)
    assert answer.parsed.emergency.ways[0].value == "999"
    assert answer.parsed.to_dict().keys() == json.loads(answer.content).keys()


@every_operation
def test_an_answer_of_tomorrow_is_read_into_objects(package, tomorrow, operation, tag, path):
    with package.Client(base_url=tomorrow, raise_on_unexpected_status=True) as client:
        answer = ask(client, operation, tag, **arguments(package, operation, path, is_good=True))

    assert answer.parsed.emergency.ways[0].kind == answers.NEW_CODE
    assert answer.parsed.to_dict().items() >= answers.NEW_MEMBER.items()


def test_an_error_of_a_new_status_is_an_exception_that_has_it(package, tomorrow):
    with package.Client(base_url=tomorrow, raise_on_unexpected_status=True) as client:
        with pytest.raises(package.errors.UnexpectedStatus) as raised:
            ask(client, "getService", "services", name="no-such-name")

    assert raised.value.status_code == answers.NEW_STATUS


@every_operation
def test_the_error_is_read_into_a_problem(package, client, operation, tag, path):
    if operation in ONE_PARAMETER:
        client.get_httpx_client().headers["Accept"] = "text/html"
    answer = ask(client, operation, tag, **arguments(package, operation, path, is_good=False))

    assert answer.status_code in (400, 404, 406)
    assert isinstance(answer.parsed, package.models.Problem)
    assert answer.parsed.emergency.ways[0].value == "999"


def always(client, name: str, value: str) -> None:
    """Send this header whatever the generated code says."""

    def send(request):
        request.headers[name] = value

    client.get_httpx_client().event_hooks = {"request": [send]}


PROVOKED = {
    "400": ("listServices", "services", {"page": 0}),
    "404": ("getService", "services", {"name": "no-such-name"}),
    "406": ("getHelp", "help", {"header": ("Accept", "text/html")}),
    "410": ("listServices", "services", {"page": 1, "edition": 999}),
    "413": ("askHelp", "help", {"question": {"region": "é" * 6000}}),
    "414": ("listServices", "services", {"q": "a" * 5000}),
    "415": ("askHelp", "help", {"question": {}, "header": ("Content-Type", "text/plain")}),
    "429": ("listServices", "services", {"page_size": 50, "report": True}),
    "500": ("listRegions", "reference", {"on": "troubled"}),
    "503": ("getHelp", "help", {"on": "empty"}),
}


def test_every_error_of_the_document_is_provoked():
    named = {status for path in document()["paths"].values() for one in path.values() for status in one["responses"]}

    assert set(PROVOKED) == {status for status in named if status >= "400"}


@pytest.mark.parametrize("status", PROVOKED)
def test_an_error_of_every_status_is_read_into_a_problem(package, request, status):
    operation, tag, sent = PROVOKED[status]
    sent = dict(sent)
    address = request.getfixturevalue(sent.pop("on", "server"))
    with package.Client(base_url=address, raise_on_unexpected_status=True) as client:
        if header := sent.pop("header", None):
            always(client, *header)
        if "question" in sent:
            sent["body"] = package.models.HelpQuestion(**sent.pop("question"))
        is_told = sent.pop("report", False)
        answer = ask(client, operation, tag, **sent)
        if is_told:  # more than one network may report in a day
            for uid in [REPORTED, *(str(one.uid) for one in answer.parsed.results)]:
                answer = ask(client, "reportProblem", "reports", **report(package, uid))

    assert (answer.status_code, answer.parsed.status) == (int(status), int(status))
    assert answer.parsed.emergency.ways[0].value == "999"


def test_an_edition_that_is_gone_is_read_into_its_own_problem(package, client):
    answer = ask(client, "listServices", "services", page=1, edition=999)

    assert isinstance(answer.parsed, package.models.EditionGone)
    assert isinstance(answer.parsed.restart, str)


def test_what_was_withdrawn_is_read_into_its_own_problem(package, troubled):
    with package.Client(base_url=troubled, raise_on_unexpected_status=True) as client:
        answer = ask(client, "getService", "services", name="samaritans")

    assert answer.status_code == 410
    assert isinstance(answer.parsed, package.models.Withdrawn)
    assert answer.parsed.reason == "It has been taken down."
