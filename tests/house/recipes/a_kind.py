"""A kind of content: the terms of a glossary, in an app of its own. The steps, and what is seen once they are done."""

from helpapi.contract.docs import document
from tests import factories
from tests.admin_pages import as_sent
from tests.conftest import names
from tests.house.recipes.steps import (
    COMMITTED,
    CONTRACT_WRITTEN,
    EXAMPLES,
    EXAMPLES_WRITTEN,
    Command,
    Insert,
    Slip,
    Step,
    Write,
)
from tests.publishing.admin.conftest import desk, gate  # noqa: F401
from tests.publishing.admin.desk import changes_shown, page, save, submission_page, submit, words

MODELS = '''"""The words that answers use, and what they mean."""

from django.db import models

from publishing.models import Publishable


class Term(Publishable):
    """A word, explained."""

    name = models.CharField("Word", max_length=100)
    meaning = models.CharField("What it means", max_length=300, help_text="In one plain sentence.")

    class Meta:
        ordering = ["name", "uid"]

    def __str__(self) -> str:
        return self.name
'''
SERIALIZERS = '''"""From a hydrated snapshot to the shape of a term in the contract."""

from rest_framework import serializers

from publishing.serializers import PublicSerializer


class TermSerializer(PublicSerializer):
    """A word, explained."""

    name = serializers.CharField(help_text="The word.")
    meaning = serializers.CharField(help_text="What it means, in one plain sentence.")
'''
KINDS = '''"""Terms as a kind of public content."""

from glossary.models import Term
from glossary.serializers import TermSerializer
from publishing.dangers import Danger
from publishing.edition import Layout, by_name
from publishing.registry import Address, Kind
from publishing.serializers import OF_EVERY_ITEM

TERM = Kind(
    name="term",
    plural="terms",
    model=Term,
    address=Address("glossary", "What the words mean."),
    layout=Layout(orders={"name": by_name}),
    serializer=TermSerializer,
    keys=lambda item, lenders: {"name": item.name.casefold()},
    dangers={Danger.CONDITIONS: ["meaning"], Danger.NONE: [*OF_EVERY_ITEM, "name"]},
)
'''
APPS = '''"""Registers terms as public content."""

from django.apps import AppConfig


class GlossaryConfig(AppConfig):
    name = "glossary"

    def ready(self) -> None:
        from glossary.kinds import TERM
        from publishing import registry

        registry.register(TERM)
'''
ADMIN = '''"""What editors see of terms."""

from django.contrib import admin

from glossary.models import Term
from publishing.admin import PublishableAdmin


@admin.register(Term)
class TermAdmin(PublishableAdmin):
    list_display = ["name"]
    search_fields = ["name", "slug"]
    fieldsets = [
        ("What it means", {"fields": ["name", "slug", "meaning"]}),
        ("When it was checked", {"fields": ["checked_on", "review_due_on"]}),
    ]
'''
MAKER = """def term(name: str = "", **fields):
    from glossary.models import Term

    name = name or f"Term {next(_numbers)}"
    return Term.objects.create(**{"name": name, "slug": slugify(name), "meaning": "What it means.", **fields})


"""
NAMED = ', "term": term'
PACKAGES, DOCUMENTED = ("pytest", "tests/house/test_packages.py"), ("pytest", EXAMPLES, COMMITTED)
STEPS = {
    "`glossary/models.py`: the model, a `Publishable`, each field with its label.": Step(
        (Write("glossary/__init__.py", ""), Write("glossary/models.py", MODELS)),
        "ModuleNotFoundError: No module named 'glossary.models'",
    ),
    "`glossary/serializers.py`: its public members, with their words.": Step(
        (Write("glossary/serializers.py", SERIALIZERS),), "ModuleNotFoundError: No module named 'glossary.serializers'"
    ),
    "`glossary/kinds.py`: the `Kind`, with its address, its order, and what a change of each member could do.": Step(
        (Write("glossary/kinds.py", KINDS),), "ModuleNotFoundError: No module named 'glossary.kinds'"
    ),
    "`glossary/apps.py`: its registration.": Step(
        (Write("glossary/apps.py", APPS),),
        "glossary.Term can be published and is no registered kind, so it never will be.",
    ),
    "`glossary/admin.py`: its form.": Step(
        (Write("glossary/admin.py", ADMIN),), "The kind “term” has no form in the admin."
    ),
    "`helpapi/settings.py`: the app, in `INSTALLED_APPS`.": Step(
        (Insert("helpapi/settings.py", '    "glossary",\n', after='    "advice",\n'),),
        "glossary is an app that is not installed.",
    ),
    "`pyproject.toml`: the app, in `root_packages` and in its place in `layers`.": Step(
        (
            Insert("pyproject.toml", '"glossary",  ', after='root_packages = ["helpapi", '),
            Insert("pyproject.toml", '"glossary", ', after='\nlayers = ["helpapi", '),
        ),
        "glossary has no layer: add it to root_packages and layers in pyproject.toml, above what it may import",
        PACKAGES,
    ),
    "`CONTRIBUTING.md`: its line in “The house”.": Step(
        (Insert("CONTRIBUTING.md", "    glossary     words, explained\n", before="    advice       topics"),),
        "glossary has no line in “The house” of CONTRIBUTING.md",
        PACKAGES,
    ),
    "`glossary/migrations/`: `makemigrations glossary`.": Step(
        (Command(("makemigrations", "glossary"), ("glossary/migrations/*.py",)),),
        "glossary has models and no migrations; run: python3 -m helpapi makemigrations glossary",
        PACKAGES,
    ),
    "`tests/factories.py`: a function that makes one, in `MAKERS`.": Step(
        (
            Insert("tests/factories.py", MAKER, before="# Of each kind of content, what makes one"),
            Insert("tests/factories.py", NAMED, after='"topic": topic, "notice": notice'),
        ),
        "tests/factories.py makes no “term”: write a function that does, and name it in MAKERS.",
        ("pytest", "tests/house/test_parameters.py"),
    ),
    "`docs/examples/`: `WRITE_EXAMPLES=1 … test tests/house/test_examples.py`.": Step(
        (EXAMPLES_WRITTEN,),
        "docs/examples/listTerms.json is not what the API answers.",
        DOCUMENTED,
    ),
    "`docs/openapi.yaml`: `spectacular --file docs/openapi.yaml`.": Step(
        (CONTRACT_WRITTEN,), "+  /api/v1/glossary:", DOCUMENTED
    ),
}


DESCRIBED = ("pytest", "tests/house/test_schema.py::test_every_member_is_described_and_always_there")
SLIPS = [
    Slip("glossary/models.py", '"Word", ', "glossary.Term.name has no label for editors."),
    Slip(
        "glossary/serializers.py",
        'help_text="The word."',
        "Term.name is not described: give it help_text in its serializer",
        DESCRIBED,
    ),
    Slip(
        "glossary/kinds.py",
        '    address=Address("glossary", "What the words mean."),\n',
        "Kind.__init__() missing 1 required positional argument: 'address'",
    ),
    Slip(
        "glossary/kinds.py",
        'Danger.CONDITIONS: ["meaning"], ',
        "The public member “meaning” of the kind “term” has no danger, so no approver is told of it.",
    ),
]


def test_the_public_reads_them(publish, api):
    publish(factories.of_kind("term", "Sextortion"), factories.of_kind("term", "Blackmail"))

    assert names(api.get("/api/v1/glossary")) == ["Blackmail", "Sextortion"]
    assert api.get("/api/v1/glossary/blackmail").json()["result"]["meaning"] == "What it means."
    assert api.get("/api/v1").json()["links"]["glossary"].endswith("/api/v1/glossary")


def test_an_editor_writes_one_and_an_approver_is_told(desk, gate, publish):  # noqa: F811
    from glossary.models import Term

    opened = desk.get("/admin/glossary/term/add/")
    assert "What it means" in words(opened)
    sent = {**as_sent(opened), "name": "Blackmail", "meaning": "A threat."}
    assert desk.post("/admin/glossary/term/add/", sent).status_code == 302
    term = Term.objects.get(slug="blackmail")
    publish(term)

    assert "What it means" in words(desk.get(page(term)))
    save(desk, term, meaning="A demand with a threat.")

    submission = submit(desk, term)
    (change,) = changes_shown(gate, submission)
    assert (change.path, change.before, change.after) == (("meaning",), "A threat.", "A demand with a threat.")
    assert "Check: its conditions" in words(gate.get(submission_page(submission)))


def test_the_contract_and_its_page_have_them(api):
    paths = document()["paths"]

    assert paths["/api/v1/glossary"]["get"]["operationId"] == "listTerms"
    assert paths["/api/v1/glossary/{name}"]["get"]["operationId"] == "getTerm"
    assert "List terms" in api.get("/api/docs").content.decode()
