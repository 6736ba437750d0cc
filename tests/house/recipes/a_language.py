"""A language that services may be said to speak. The steps, and what is seen once they are done."""

from helpapi.contract.docs import document
from tests import factories
from tests.conftest import names
from tests.house.recipes.steps import CONTRACT_WRITTEN, Command, Insert, Slip, Step
from tests.publishing.admin.conftest import desk, gate  # noqa: F401
from tests.publishing.admin.desk import changes_shown, page, save, submit, words

CODE = """  - code: mt
    label: Maltese
    description: Maltese.
"""
VALUES = ("pytest", "tests/house/test_schema.py::test_the_values_of_a_question_are_those_of_the_code_list")
STEPS = {
    "`fixtures/codes.yaml`: its code, label and description, under `languages`.": Step(
        (Insert("fixtures/codes.yaml", CODE, before="  - code: ar\n    label: Arabic\n"),),
        "“mt” is in only one of docs/openapi.yaml (Language) and fixtures/codes.yaml (languages).",
        VALUES,
        alone=True,
    ),
    "`docs/openapi.yaml`: `spectacular --file docs/openapi.yaml`.": Step(
        (CONTRACT_WRITTEN,),
        "“mt” is in only one of docs/openapi.yaml (Language) and fixtures/codes.yaml (languages).",
        VALUES,
        alone=True,
    ),
    "`fixtures/words/`: `words`, and what it is called in each language there.": Step(
        (Command(("words",), ("fixtures/words/*", "examples/partner-page/src/words.json")),),
        "Not up to date: cy.po, cy.mo. Run the command words.",
        ("words", "--check"),
    ),
}
SLIPS = [
    Slip(
        "fixtures/codes.yaml",
        "    description: Maltese.\n",
        "codes.yaml: languages, entry 6: must have code, label and description, all text",
    )
]


def test_who_speaks_it_is_found(publish, api):
    publish(factories.service("Speaks it", channels=[{"languages": ["mt"]}]), factories.service("Does not"))

    assert names(api.get("/api/v1/services?language=mt")) == ["Speaks it"]
    codes = api.get("/api/v1/codes/languages").json()["result"]["codes"]
    assert [one["label"] for one in codes if one["code"] == "mt"] == ["Maltese"]


def test_an_editor_ticks_it_and_an_approver_sees_it(desk, gate, publish):  # noqa: F811
    service = factories.service("A line")
    publish(service)
    assert "Maltese" in words(desk.get(page(service)))

    save(desk, service, **{"channels-0-languages": ["mt"]})

    assert service.channels.get().languages == ["mt"]
    (change,) = changes_shown(gate, submit(desk, service))
    assert (change.path[-2:], change.after, change.danger) == (("languages", "mt, as 1 of 1"), "mt", "")


def test_the_contract_has_it():
    assert "mt" in document()["components"]["schemas"]["Language"]["enum"]
