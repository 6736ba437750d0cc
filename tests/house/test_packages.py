"""What is told which packages there are knows them all: a new app cannot be forgotten."""

import tomllib

from django.apps import apps
from django.conf import settings

from publishing import packages

PROJECT = tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text(encoding="utf-8"))
CONTRACTS = PROJECT["tool"]["importlinter"]


def test_the_contract_of_imports_has_a_layer_for_each_app():
    (layers,) = [contract["layers"] for contract in CONTRACTS["contracts"] if contract["type"] == "layers"]
    advice = "has no layer: add it to root_packages and layers in pyproject.toml, above what it may import"

    for name in packages.own():
        assert name in CONTRACTS["root_packages"], f"{name} {advice}"
        assert name in layers, f"{name} {advice}"
    assert set(layers) == set(CONTRACTS["root_packages"]) == set(packages.own())


def test_every_app_with_models_has_migrations():
    """Without a first one Django makes no others, and no tables."""
    for app in apps.get_app_configs():
        if app.name in packages.own() and list(app.get_models()):
            advice = f"has models and no migrations; run: python3 -m helpapi makemigrations {app.label}"
            assert list(packages.own()[app.name].glob("migrations/0*.py")), f"{app.name} {advice}"


def test_the_page_for_contributors_has_a_line_for_each_app():
    page = (settings.BASE_DIR / "CONTRIBUTING.md").read_text(encoding="utf-8")
    lines = page.partition("## The house\n\n")[2].partition("\n\n")[0].splitlines()

    for name in packages.own():
        assert name in {line.split()[0] for line in lines}, f"{name} has no line in “The house” of CONTRIBUTING.md"
