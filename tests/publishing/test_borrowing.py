"""What an item shows of another comes from the other's publication, and follows it in the same edition."""

import pytest

from advice.models import Entry
from publishing import lifecycle
from tests import factories as make
from tests.publishing.acts import document, edit, edit_unseen, publication, take_down


@pytest.fixture
def topic_naming(publish):
    """A public topic whose one entry names the service."""

    def topic_naming(service):
        topic = make.topic()
        Entry.objects.filter(topic=topic).update(service=service)
        publish(topic)
        return topic

    return topic_naming


def entry_of(topic) -> dict | None:
    return document(topic)["further_help"]["items"][0]["service"]


def test_an_organisations_new_name_is_in_its_services_in_the_same_edition(publish, editor):
    organisation = make.organisation(name="Old name")
    service = make.service(organisation=organisation)
    publish(organisation, service)

    number = publish(edit(organisation, by=editor, name="New name"))

    assert document(service)["organisation"]["name"] == "New name"
    assert (publication(service).edition, publication(service).version) == (number, 1)


def test_a_service_is_found_by_its_organisations_new_name(publish, editor, api):
    organisation = make.organisation(name="Old name")
    publish(organisation, make.service(name="A line", organisation=organisation))

    publish(edit(organisation, by=editor, name="Reborn"))

    assert api.get("/api/v1/services?q=reborn").json()["count"] == 1


def test_a_service_shows_the_published_name_while_its_organisation_is_being_edited(publish, editor):
    organisation = make.organisation(name="Published name")
    service = make.service(organisation=organisation)
    publish(organisation, service)
    edit_unseen(organisation, name="Draft name")

    publish(edit(service, by=editor, summary="Another sentence."))

    assert document(service)["organisation"]["name"] == "Published name"


def test_a_service_whose_organisation_is_not_public_is_refused(publish):
    service = make.service(organisation=make.organisation())

    with pytest.raises(lifecycle.Refusal, match="belongs to an item that is not public yet"):
        publish(service)


def test_a_service_and_its_organisation_are_published_together_in_any_order(publish):
    organisation = make.organisation(name="Together")
    service = make.service(organisation=organisation)

    publish(service, organisation)

    assert document(service)["organisation"]["name"] == "Together"


def test_an_organisation_with_public_services_cannot_be_withdrawn(publish, editor):
    organisation = make.organisation()
    publish(organisation, make.service(slug="its-line", organisation=organisation))

    with pytest.raises(lifecycle.Refusal, match="its-line"):
        take_down(publication(organisation), by=editor)


def test_an_organisation_can_be_withdrawn_after_its_services(publish, editor):
    organisation = make.organisation()
    service = make.service(organisation=organisation)
    publish(organisation, service)

    take_down(publication(service), by=editor)
    take_down(publication(organisation), by=editor)

    assert publication(organisation).state == "withdrawn"


def test_a_service_cannot_come_back_while_its_organisation_is_withdrawn(publish, editor):
    organisation = make.organisation()
    service = make.service(organisation=organisation)
    publish(organisation, service)
    take_down(publication(service), by=editor)
    take_down(publication(organisation), by=editor)

    with pytest.raises(lifecycle.Refusal, match="not public yet"):
        publish(service)


def test_a_service_that_has_left_its_organisation_no_longer_holds_it(publish, editor):
    organisation = make.organisation()
    service = make.service(organisation=organisation)
    publish(organisation, service)
    publish(edit(service, by=editor, organisation=None))

    take_down(publication(organisation), by=editor)

    assert document(service)["organisation"] is None


def test_a_topics_entry_points_at_a_service_once_that_is_public(publish, topic_naming):
    service = make.service(slug="a-line")
    topic = topic_naming(service)
    assert entry_of(topic) is None

    number = publish(service)

    assert entry_of(topic)["slug"] == "a-line"
    assert (publication(topic).edition, publication(topic).version) == (number, 1)


def test_withdrawing_a_service_takes_it_out_of_the_topic_in_the_same_edition(publish, topic_naming, editor):
    service = make.service()
    publish(service)
    topic = topic_naming(service)

    number = take_down(publication(service), by=editor)

    assert entry_of(topic) is None
    assert publication(topic).edition == number


def test_bringing_a_service_back_puts_it_into_the_topic_in_the_same_edition(publish, topic_naming, editor):
    service = make.service(slug="a-line")
    publish(service)
    topic = topic_naming(service)
    take_down(publication(service), by=editor)

    number = publish(service)

    assert entry_of(topic)["slug"] == "a-line"
    assert publication(topic).edition == number


def test_what_reads_the_same_as_before_is_left_in_its_edition(publish, topic_naming, editor):
    service = make.service()
    publish(service)
    topic = topic_naming(service)
    before = publication(topic).edition

    publish(edit(service, by=editor, summary="Nothing that the topic shows."))

    assert publication(topic).edition == before


def test_a_lender_that_is_changed_with_its_borrower_is_shown_as_changed(publish, editor):
    organisation = make.organisation(name="Old name")
    service = make.service(organisation=organisation)
    publish(organisation, service)
    edit(service, by=editor, summary="Changed too.")

    publish(service, edit(organisation, by=editor, name="New name"))

    assert document(service)["organisation"]["name"] == "New name"
