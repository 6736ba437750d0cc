"""Where an item stands, in the list and in its filter."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from publishing import lifecycle
from publishing.models import Listing, Publication
from tests import factories
from tests.publishing.acts import take_down
from tests.publishing.admin.desk import (
    OLD_NUMBER,
    SERVICES,
    approve,
    change_number,
    page,
    press,
    save,
    state_in_list,
    submit,
)


def test_the_list_says_where_an_item_stands_at_every_step(desk, gate, helpline, publish):
    assert state_in_list(desk, helpline) == "Not public"
    publish(helpline, factories.service("Another"))
    assert state_in_list(desk, helpline) == "Public, version 1"
    change_number(desk, helpline)
    assert state_in_list(desk, helpline) == "Public with unpublished edits, version 1"
    approve(gate, submit(desk, helpline))
    assert state_in_list(desk, helpline) == "Public, version 2"
    press(desk, page(helpline, "withdraw"), reason="closed")
    assert state_in_list(desk, helpline) == "Withdrawn"


def test_the_list_says_that_an_item_waits_and_what_is_public_meanwhile(desk, helpline, publish):
    publish(helpline)
    change_number(desk, helpline)
    submit(desk, helpline)

    assert state_in_list(desk, helpline) == "Waiting for approval (version 1 is public)"


def test_an_edit_that_is_taken_back_by_hand_is_no_unpublished_edit(desk, helpline, publish):
    publish(helpline)
    change_number(desk, helpline)
    change_number(desk, helpline, OLD_NUMBER)

    assert state_in_list(desk, helpline) == "Public, version 1"


@pytest.mark.parametrize("state", ["not-public", "public", "edited", "waiting", "withdrawn"])
def test_the_list_can_be_narrowed_to_a_state(desk, editor, publish, state):
    made = {name: factories.service(name) for name in ("not-public", "public", "edited", "waiting", "withdrawn")}
    publish(*(made[name] for name in ("public", "edited", "withdrawn")))
    save(desk, made["edited"], summary="Changed.")
    lifecycle.submit([made["waiting"]], editor)
    take_down(Publication.objects.get(slug="withdrawn"), by=editor)

    assert [row.name for row in desk.get(f"{SERVICES}?state={state}").context["cl"].result_list] == [state]


def test_what_was_withdrawn_and_waits_to_come_back_is_listed_as_waiting_alone(desk, editor, helpline, publish):
    publish(helpline)
    take_down(Publication.objects.get(), by=editor)
    submit(desk, helpline)

    found = {state: len(desk.get(f"{SERVICES}?state={state}").context["cl"].result_list) for state in Listing.STATES}
    assert found == {"not-public": 0, "public": 0, "edited": 0, "waiting": 1, "planned": 0, "withdrawn": 0}


def test_a_longer_list_of_drafts_costs_no_more_queries(desk):
    factories.service()
    desk.get(SERVICES)
    with CaptureQueriesContext(connection) as few:
        desk.get(SERVICES)
    for _ in range(10):
        factories.service()
    desk.get(SERVICES)  # lists what was made by no form
    with CaptureQueriesContext(connection) as many:
        desk.get(SERVICES)

    assert len(many) == len(few)
