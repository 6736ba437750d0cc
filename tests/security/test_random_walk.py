"""Whatever honest and hostile people, operators and writers to the database do: only what two people decided is public.

`-m long` walks 10,000 steps, on the database that DATABASE_URL names.
"""

import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from publishing import agreement, keeper
from tests.security.walk import Walk

pytestmark = pytest.mark.django_db(transaction=True)
STEPS = 30
OFTEN = {
    *("edit", "submit", "approve", "withdraw", "withdraw refused", "approve withdraw", "approve put-in-force"),
    *("database goes back", "node restarts", "recompile", "write", "write an account", "approve one's own"),
    *("forge a name", "bend a proposal", "check", "check refused"),
    *("plan", "published as planned"),
}
SELDOM = {
    *("submit refused", "approve refused", "send back", "approve withdraw refused", "approve back-to-edition"),
    *("approve put-in-force refused", "change EDITION_KEY", "change RECORD_KEY", "change RECORD_KEY refused"),
}


@pytest.fixture(autouse=True)
def alone(monkeypatch):
    """The node looks at the database when the walk has it look; publishing knows of it when the walk lets it."""
    own = agreement._own
    monkeypatch.setattr(agreement, "_own", lambda: own() if Walk.node_is_known else ())
    monkeypatch.setattr(keeper, "refresh_on_commit", lambda: None)
    Walk.happened.clear()


def test_only_what_two_people_decided_is_shown_whatever_anybody_does():
    """The same walks every time, and as many as it takes for each sort of step to be taken."""
    for number in range(5):
        run_state_machine_as_test(seed(number)(Walk), settings=walks(300))
        if OFTEN <= set(Walk.happened):
            return
    raise AssertionError(f"Never done: {OFTEN - set(Walk.happened)}")


@pytest.mark.long
def test_nor_in_ten_thousand_steps():
    Walk._hypothesis_internal_use_seed = None
    run_state_machine_as_test(Walk, settings=walks(10_000))

    assert not (OFTEN | SELDOM) - set(Walk.happened)


def walks(steps: int) -> settings:
    return settings(
        max_examples=-(-steps // STEPS),
        stateful_step_count=STEPS,
        database=None,
        deadline=None,
        print_blob=True,
        phases=[Phase.generate],  # to make a failure shorter takes minutes: add Phase.shrink for that
        suppress_health_check=list(HealthCheck),
    )
