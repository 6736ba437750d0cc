"""A field of a channel: whether one gets in without a step. The steps, and what is seen once they are done."""

from helpapi.contract.docs import document
from tests import factories
from tests.house.recipes.steps import (
    COMMITTED,
    CONTRACT_WRITTEN,
    EXAMPLES,
    EXAMPLES_WRITTEN,
    RECOMPILED,
    Command,
    Insert,
    Slip,
    Step,
)
from tests.publishing.admin.conftest import desk, gate  # noqa: F401
from tests.publishing.admin.desk import changes_shown, page, save, submission_page, submit, words

FIELD = """    ramp = code_field(
        "yes-no-unknown", "Entrance without a step", default="unknown", help_text="Somebody in a wheelchair gets in."
    )
"""
MEMBER = """    ramp = CodeMember("yes-no-unknown", "Somebody in a wheelchair gets in.")
"""
CONSTRAINTS = """}

    class Meta(Part.Meta):
        constraints = [
            models.CheckConstraint(condition=Q(publish=False)"""
ANCHOR = 'Leave “Not known” unless a source says.",\n                "fields": ['
TOLD_BY = ("pytest", "tests/house/test_older_snapshots.py", EXAMPLES, COMMITTED)
STEPS = {
    "`services/models.py`: the field, with its label.": Step(
        (Insert("services/models.py", FIELD, before='    may_tell = models.TextField(\n        "Whom it may tell"'),),
        "A form shows “ramp”, which is no field of services.Channel.",
    ),
    "`services/models.py`: its value in older snapshots, in `snapshot_defaults`.": Step(
        (Insert("services/models.py", ', "ramp": "unknown"', before=CONSTRAINTS),),
        "missing field “ramp”: give it the value it has in older snapshots, in snapshot_defaults of services.Channel",
        TOLD_BY,
    ),
    "`services/admin.py`: its place on the form.": Step(
        (Insert("services/admin.py", '"ramp", ', after=ANCHOR),),
        "services.Channel.ramp is on no form, so nobody can fill it in.",
    ),
    "`services/api/serializers.py`: its public member, with its words.": Step(
        (Insert("services/api/serializers.py", MEMBER, before='    may_tell = Nullable(help_text="Whom it may tell'),),
        "The kind “service” says what a change of “channels.ramp” could do, and that is no public member.",
    ),
    "`services/kinds.py`: what a change of it could do, in `dangers`.": Step(
        (
            Insert(
                "services/kinds.py",
                '"ramp", ',
                after='*in_channels("cost", ',
            ),
        ),
        "The public member “channels.ramp” of the kind “service” has no danger, so no approver is told of it.",
    ),
    "`services/migrations/`: `makemigrations services --name …`, named for what it does.": Step(
        (Command(("makemigrations", "services", "--name", "ramp"), ("services/migrations/*_ramp.py",)),),
        "+ Add field ramp to channel",
        ("makemigrations", "--check", "--dry-run"),
    ),
    "`docs/examples/`: `WRITE_EXAMPLES=1 … test tests/house/test_examples.py`.": Step(
        (EXAMPLES_WRITTEN,),
        "docs/examples/getService.json is not what the API answers.",
        TOLD_BY,
    ),
    "`docs/openapi.yaml`: `spectacular --file docs/openapi.yaml`.": Step(
        (CONTRACT_WRITTEN,), "+        ramp:", TOLD_BY
    ),
    "Each database: `recompile`.": RECOMPILED,
}


SLIPS = [
    Slip(
        "services/models.py",
        '"yes-no-unknown", "Entrance without a step", ',
        "code_field() missing 1 required positional argument: 'label'",
        instead='"yes-no-unknown", ',
    )
]


def test_the_public_reads_it(publish, api):
    publish(factories.service("A place", channels=[{"ramp": "yes"}, {"value": "https://second.example.org"}]))

    channels = api.get("/api/v1/services/a-place").json()["result"]["channels"]
    assert [channel["ramp"] for channel in channels] == ["yes", "unknown"]


def test_an_editor_fills_it_in_and_an_approver_is_told(desk, gate, publish):  # noqa: F811
    service = factories.service("A place")
    publish(service)
    assert "Entrance without a step" in words(desk.get(page(service)))

    save(desk, service, **{"channels-0-ramp": "no"})

    assert service.channels.get().ramp == "no"
    submission = submit(desk, service)
    (change,) = changes_shown(gate, submission)
    assert (change.path[-1], change.before, change.after) == ("ramp", "unknown", "no")
    assert "Check: what it costs and shows" in words(gate.get(submission_page(submission)))


def test_the_contract_has_it():
    assert "ramp" in document()["components"]["schemas"]["Channel"]["required"]
