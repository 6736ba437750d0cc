"""The recipes of CONTRIBUTING.md are true: carried out they work, and whatever step is left out is named."""

import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import pytest
from _pytest.mark import ParameterSet
from django.conf import settings

from tests.house.copies import Warm, copy_to
from tests.house.recipes import a_field, a_filter, a_kind, a_language
from tests.house.recipes.steps import DATABASE, Command, Slip, Step, listed

RECIPES = {"A filter": a_filter, "A field": a_field, "A kind of content": a_kind, "A language": a_language}
LONG = ("A field", "A kind of content", "A language")  # those that .ci/full carries out


def marks(recipe: str) -> tuple[pytest.MarkDecorator, ...]:
    return (pytest.mark.long,) if recipe in LONG else ()


SLIPS = [
    pytest.param(recipe, slip, marks=marks(recipe), id=f"{recipe}, {slip.file}: {slip.text.strip()}")
    for recipe, module in RECIPES.items()
    for slip in module.SLIPS
]


def left_out() -> Iterator[ParameterSet]:
    """Each recipe with the steps that are left out at a time: one, or those of which one run of pytest tells."""
    for recipe, module in RECIPES.items():
        numbers = {step: number for number, step in enumerate(module.STEPS.values(), start=1)}
        together = [step for step in numbers if step.by[0] == "pytest" and not step.alone]
        batches = {step.by: [other for other in together if other.by == step.by] for step in together}
        for steps in (*([step] for step in numbers if step not in together), *batches.values()):
            yield pytest.param(
                recipe, steps, marks=marks(recipe), id=f"{recipe}, {' and '.join(str(numbers[step]) for step in steps)}"
            )


@dataclass
class Site:
    """A copy of the project. `undone`: by command, its files as they were before it."""

    copy: Path
    warm: Warm
    undone: dict[Command, dict[Path, bytes]] = field(default_factory=dict, repr=False)

    def say(self, *command: str, **environment: str) -> str:
        """What a command says that has to succeed."""
        code, output = self.warm.run(self.copy, *command, **environment)
        assert code == 0, output
        return output

    def do(self, step: Step) -> None:
        for edit in step.does:
            if isinstance(edit, Command):
                self.undone[edit] = edit.files(self.copy)
                self.say(*edit.words, **dict(name.split("=") for name in edit.environment))
            else:
                edit.do(self.copy)

    def without(self, steps: Sequence[Step]) -> tuple[int, str]:
        """The exit code and the words of the command that is to tell that these have been left out."""
        edits = [edit for step in steps for edit in step.does]
        done = {edit: edit.files(self.copy) for edit in edits if isinstance(edit, Command)}
        for edit in edits:
            put(done[edit], self.undone[edit]) if isinstance(edit, Command) else edit.undo(self.copy)
        try:
            return self.warm.run(self.copy, *steps[0].by)
        finally:
            for edit in edits:
                put(self.undone[edit], done[edit]) if isinstance(edit, Command) else edit.do(self.copy)

    def having(self, slip: Slip) -> tuple[int, str]:
        """The same of a part that is forgotten."""
        file = self.copy / slip.file
        before = file.read_bytes()
        slip.do(self.copy)
        try:
            return self.warm.run(self.copy, *slip.by)
        finally:
            file.write_bytes(before)


def put(there: dict[Path, bytes], wanted: dict[Path, bytes]) -> None:
    for file in there.keys() - wanted.keys():
        file.unlink()
    for file, content in wanted.items():
        file.write_bytes(content)


@pytest.fixture(scope="module")
def warm() -> Iterator[Warm]:
    with Warm() as warm:
        yield warm


@pytest.fixture(scope="module")
def site_of(warm, tmp_path_factory) -> Callable[[str], Site]:
    """The copy on which a recipe has been carried out, step by step: of the project with its content published."""
    folder = tmp_path_factory.mktemp("project")
    untouched = Site(copy_to(folder / "untouched"), warm)
    untouched.say("migrate", "--verbosity", "0")
    untouched.say("load_seed")

    @cache
    def site_of(recipe: str) -> Site:
        site = Site(shutil.copytree(untouched.copy, folder / recipe.replace(" ", "-")), warm)
        for step in RECIPES[recipe].STEPS.values():
            site.do(step)
        return site

    return site_of


@pytest.mark.parametrize("recipe", RECIPES)
def test_the_page_lists_the_steps_that_are_carried_out_here(recipe):
    assert list(listed(recipe)) == list(RECIPES[recipe].STEPS)


@pytest.mark.parametrize("recipe", [pytest.param(recipe, marks=marks(recipe)) for recipe in RECIPES])
def test_carried_out_it_works_and_nothing_is_missed(site_of, recipe):
    site = site_of(recipe)

    assert "no issues" in site.say(*DATABASE)
    site.say("makemigrations", "--check", "--dry-run")
    site.say("pytest", str(Path(RECIPES[recipe].__file__).relative_to(settings.BASE_DIR)))


@pytest.mark.parametrize(("recipe", "steps"), list(left_out()))
def test_a_step_that_is_left_out_is_named(site_of, recipe, steps):
    code, output = site_of(recipe).without(steps)

    for step in steps:
        assert step.told in output
    assert code != 0 or steps[0].by == DATABASE, "it is said by the way, and nothing stops"


@pytest.mark.parametrize(("recipe", "slip"), SLIPS)
def test_a_part_of_a_step_that_is_forgotten_is_named(site_of, recipe, slip):
    code, output = site_of(recipe).having(slip)

    assert slip.told in output
    assert code != 0
