"""What an editor types into the forms of services and organisations, and what becomes of it."""

import json
import re

import pytest
from django.contrib.auth.models import Permission

from publishing import rendering, snapshots
from publishing.models import Publication
from services.hours import Hours
from services.hours.words import as_text
from services.models import Channel, Organisation, Service, Source
from services.places.regions import regions
from tests import factories
from tests.admin_pages import as_sent, errors
from tests.in_force import in_force
from tests.services.hours_cases import CASES

IN_WORDS = ("text", "words")  # what a document says of hours besides
SERVICES = "/admin/services/service/"
LEAFLET = {
    "name": "Someone to call",
    "slug": "someone-to-call",
    "summary": "Listens to young people who are being blackmailed.",
    "types": ["emotional-support", "image-removal"],
    "audiences": ["victim", "friend"],
    "age_basis": "user-age",
    "minimum_age": "11",
    "minimum_age_known": "on",
    "maximum_age": "18",
    "maximum_age_known": "on",
    "coverage_places": ["S92000003"],
    "coverage_others": "Kent (county)\r\nhull",
    "coverage_known": "on",
    "cost": "Free",
    "languages": ["en", "cy"],
    "channels-0-kind": "phone",
    "channels-0-value": "0808 157 0123",
    "channels-0-hours": "Mon-Fri 9am-5.30pm\r\nBank holidays: closed (Scotland)",
    "channels-0-free": "yes",
    "details-0-about": "requirements",
    "details-0-text": "It asks for your first name.",
    "sources-0-title": "Its leaflet",
    "sources-0-publisher": "Somebody",
    "sources-0-facts": ["types", "minimum-age"],
    "sources-0-source_class": "first-party",
}


@pytest.fixture
def admin(client, editor):
    client.force_login(editor)
    return client


@pytest.fixture
def form(admin) -> dict:
    """The empty form for a new service, filled in from a leaflet."""
    return {**as_sent(admin.get(f"{SERVICES}add/")), **LEAFLET}


def change_page(item) -> str:
    return f"/admin/{item._meta.label_lower.replace('.', '/')}/{item.pk}/change/"


def test_a_service_is_added_whole_in_one_go(admin, form):
    response = admin.post(f"{SERVICES}add/", form)

    assert response.status_code == 302, errors(response)
    service = Service.objects.get()
    assert service.types == ["image-removal", "emotional-support"]
    assert (service.minimum_age, service.maximum_age) == (11, 18)
    assert service.coverage == ["E06000010", "E10000016", "S92000003"]
    channel = service.channels.get()
    assert (channel.kind, channel.value, channel.free, channel.position) == ("phone", "0808 157 0123", "yes", 1)
    assert channel.hours["bank_holiday_nations"] == ["S92000003"]
    assert service.details.get().text == "It asks for your first name."
    assert service.sources.get().facts == ["types", "minimum-age"]


def test_an_added_service_is_not_public(admin, form, api):
    admin.post(f"{SERVICES}add/", form)

    assert not Publication.objects.exists()
    assert api.get("/api/v1/services/someone-to-call").status_code == 404


def test_a_slug_is_made_from_the_name_without_javascript(admin, form):
    admin.post(f"{SERVICES}add/", {**form, "name": "Ask & tell: Fife", "slug": ""})

    assert Service.objects.get().slug == "ask-tell-fife"


def test_a_name_that_makes_no_slug_is_asked_about(admin, form):
    found = errors(admin.post(f"{SERVICES}add/", {**form, "name": "???", "slug": ""}))

    assert found == {"slug": ["Give it a slug: none can be made from this name."]}


def test_a_slug_that_is_taken_leads_to_the_one_who_has_it(admin, form):
    factories.service(slug="someone-to-call")
    found = errors(admin.post(f"{SERVICES}add/", form))

    assert found["slug"][0].startswith("There is one with this slug already. Look for it in the list")


def test_every_fault_is_listed_first_with_a_link_to_it(admin, form):
    response = admin.post(f"{SERVICES}add/", {**form, "name": "", "channels-0-hours": "whenever"})
    listed = response.content.decode().partition('class="caution faults"')[2].partition("</div>")[0]

    assert '<a href="#id_name">Name</a>: This field is required.' in listed
    assert '<a href="#id_channels-0-hours">Way to reach it 1, Opening hours</a>: Line 1: ' in listed
    assert {"id_name", "id_channels-0-hours"} <= set(re.findall(r'id="([^"]+)"', response.content.decode()))


REFUSED = {
    "bad hours": ("channels-0-hours", "Mon-Fri 09:00-17:00\r\nSomeday 09:00-17:00", "Line 2: “someday” is not a day."),
    "no number": ("channels-0-value", "call us", "A number is printed with digits"),
    "a superseded number": ("channels-0-value", "0808 802 9999", "is old or wrong and is never published"),
    "a premium number": ("channels-0-value", "09061 234567", "09 numbers charge premium rates"),
    "nothing to reach it by": ("channels-0-value", "", "Give the number, address or words"),
    "an unknown place": ("coverage_others", "Kent (county)\r\nEdinbrugh", "Line 2: “Edinbrugh” is not the name"),
    "a name of two places": ("coverage_others", "Kent", "“Kent (county)” or “Kent (police force area)”"),
    "a former code": ("coverage_others", "E07000004", "has become part of Buckinghamshire"),
    "ages reversed": ("maximum_age", "9", "Oldest age must be 11 or more, because the youngest age is 11."),
    "an age of nobody": ("maximum_age", "121", "Must be 120 or less."),
    "no kind of help": ("types", [], "This field is required."),
    "a slug with spaces": ("slug", "some one", "Enter a valid “slug”"),
    "a source by an odd address": ("sources-0-url", "javascript:alert(1)", "addresses are never published here"),
}


@pytest.mark.parametrize(("name", "typed", "words"), REFUSED.values(), ids=REFUSED)
def test_what_is_wrong_is_said_beside_it_and_kept_and_nothing_is_saved(admin, form, name, typed, words):
    response = admin.post(f"{SERVICES}add/", {**form, name: typed})

    found = errors(response)
    beside = name.removesuffix("_others")
    assert list(found) == [beside]
    assert words in " ".join(found[beside])
    assert as_sent(response).get(name, []) == typed
    assert not Service.objects.exists()


def test_an_insecure_address_of_a_website_is_refused_beside_it(admin, form):
    typed = {"channels-0-kind": "web", "channels-0-value": "http://www.example.org"}
    found = errors(admin.post(f"{SERVICES}add/", {**form, **typed}))

    assert found == {"channels-0-value": ["The address does not begin with https://. Give the secure, whole address."]}


def test_an_age_that_is_not_ticked_as_known_is_asked_about(admin, form):
    del form["maximum_age_known"]

    assert errors(admin.post(f"{SERVICES}add/", form)) == {
        "maximum_age_known": ["You have given 18, so tick that it is known."]
    }


def test_a_limit_that_sources_differ_on_must_be_given(admin, form):
    del form["maximum_age"]

    assert errors(admin.post(f"{SERVICES}add/", {**form, "maximum_age_disputed": "on"})) == {
        "maximum_age_disputed": ["Give the oldest age that every source allows, or untick this."]
    }


def test_an_unknown_place_is_answered_with_close_ones(admin, form):
    found = errors(admin.post(f"{SERVICES}add/", {**form, "coverage_others": "Edinbrugh\r\nayrshire"}))

    assert "“City of Edinburgh”" in found["coverage"][0]
    assert "“East Ayrshire” or “North Ayrshire” or “South Ayrshire”" in found["coverage"][1]


def test_the_united_kingdom_goes_with_no_other_place(admin, form):
    found = errors(admin.post(f"{SERVICES}add/", {**form, "coverage_places": ["K02000001"]}))

    assert "United Kingdom includes every other place" in found["coverage"][0]


def test_every_place_comes_back_as_it_was_written(admin):
    codes = sorted(region.code for region in regions() if region.kind != "uk")
    service = factories.service(coverage=codes)

    response = admin.post(change_page(service), as_sent(admin.get(change_page(service))))

    assert response.status_code == 302, errors(response)
    service.refresh_from_db()
    assert service.coverage == codes


@pytest.mark.parametrize("cases", [CASES[::2], CASES[1::2]], ids=["even", "odd"])
def test_opening_hours_come_back_from_the_form_the_snapshot_and_the_document(admin, cases):
    service = factories.service(channels=[{"kind": "phone", "value": "0808 157 0123"}] * len(cases))
    typed = {f"channels-{place}-hours": text.replace("\n", "\r\n") for place, text in enumerate(cases)}

    response = admin.post(change_page(service), {**as_sent(admin.get(change_page(service))), **typed})

    assert response.status_code == 302, errors(response)
    document = json.loads(rendering.preview(snapshots.take(service), 1).documents["v1.en"])
    assert [as_written(channel["hours"]) for channel in document["channels"]] == cases
    shown = as_sent(admin.get(change_page(service)))
    assert {name: shown[name] for name in typed} == typed


def as_written(hours: dict) -> str:
    """The editor's spelling of the hours in a public document."""
    members = [name for name in hours if name not in IN_WORDS] if hours["state"] == "weekly" else ["state"]
    return as_text(Hours.from_json({name: hours[name] for name in members}))


def test_a_form_saved_as_it_stands_changes_nothing(admin, form):
    admin.post(f"{SERVICES}add/", {**form, "description": "One.\r\n\r\nTwo.", "channels-0-may_tell": "A\r\nB"})
    service = Service.objects.get()
    before = snapshots.take(service)

    response = admin.post(change_page(service), as_sent(admin.get(change_page(service))))

    assert response.status_code == 302, errors(response)
    assert snapshots.take(service) == before
    assert service.description == "One.\n\nTwo."


@pytest.mark.parametrize(
    ("typed", "order"),
    [
        (["1", "2", "3"], "ABC"),
        (["2", "1", "3"], "BAC"),
        (["1", "2", "1"], "CAB"),
        (["3", "2", "3"], "BCA"),
        (["1", "9", "3"], "ACB"),
        (["1", "", "3"], "ABC"),
    ],
)
def test_channels_are_put_in_the_order_of_their_numbers(admin, typed, order):
    service = factories.service(channels=[{"kind": "post", "value": f"Letter {letter}"} for letter in "ABC"])
    page = as_sent(admin.get(change_page(service)))
    page |= {f"channels-{place}-position": number for place, number in enumerate(typed)}

    admin.post(change_page(service), page)

    channels = list(service.channels.values_list("position", "value"))
    assert channels == [(place, f"Letter {letter}") for place, letter in enumerate(order, start=1)]


def test_a_new_channel_without_a_number_is_the_last(admin):
    service = factories.service(channels=[{}, {}])
    page = as_sent(admin.get(change_page(service)))

    admin.post(change_page(service), {**page, "channels-2-kind": "post", "channels-2-value": "A letter"})

    assert list(service.channels.values_list("position", "kind")) == [(1, "web"), (2, "web"), (3, "post")]


def test_an_untouched_empty_form_adds_no_channel(admin):
    service = factories.service(channels=[{}])

    page = as_sent(admin.get(change_page(service)))
    response = admin.post(change_page(service), {**page, "channels-1-position": "2"})

    assert response.status_code == 302, errors(response)
    assert service.channels.count() == 1


def test_a_source_can_speak_of_a_channel_of_its_service_alone(admin):
    service, other = factories.service(), factories.service()
    source = factories.source(service)
    page = as_sent(admin.get(change_page(service)))

    found = errors(admin.post(change_page(service), {**page, "sources-0-channel": str(other.channels.get().pk)}))
    assert list(found) == ["sources-0-channel"]

    admin.post(change_page(service), {**page, "sources-0-channel": str(service.channels.get().pk)})
    source.refresh_from_db()
    assert source.channel == service.channels.get()


def test_a_channel_is_not_deleted_from_under_its_source(admin):
    service = factories.service()
    factories.source(service, channel=service.channels.get())
    page = as_sent(admin.get(change_page(service)))

    found = errors(admin.post(change_page(service), {**page, "channels-0-DELETE": "on"}))
    assert found == {"sources-0-channel": ["You are deleting this channel. Choose another, or delete this as well."]}

    admin.post(change_page(service), {**page, "channels-0-DELETE": "on", "sources-0-DELETE": "on"})
    assert not Channel.objects.exists()
    assert not Source.objects.exists()


def test_the_form_asks_the_database_no_more_for_more_sources(admin, django_assert_max_num_queries):
    service = factories.service(channels=[{}] * 6)
    channel = service.channels.first()
    for _ in range(25):
        factories.source(service, channel=channel)

    with django_assert_max_num_queries(40):
        admin.get(change_page(service))


@pytest.fixture
def reader(django_user_model):
    """Somebody who may look and not touch."""
    reader = django_user_model.objects.create_user("reader", is_staff=True)
    reader.user_permissions.set(Permission.objects.filter(codename__startswith="view_"))
    return in_force(reader)


def test_someone_who_may_only_look_is_shown_no_control(client, reader):
    client.force_login(reader)
    service = factories.service()
    factories.source(service)

    sent = as_sent(client.get(change_page(service)))

    typed = {name for name in sent if name.startswith(("name", "coverage", "channels-0-", "sources-0-"))}
    assert typed == {"channels-0-uid", "channels-0-service", "sources-0-uid", "sources-0-service"}


def test_an_organisation_shows_its_services(admin):
    organisation = factories.organisation()
    service = factories.service("A line", organisation=organisation)

    page = admin.get(change_page(organisation)).content.decode()

    assert f'<a href="{change_page(service)}">A line</a>' in page


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=drop", ["Drop in"]),
        ("q=0808+157", ["Talk"]),
        ("type=image-removal", ["Drop in"]),
        ("type=health", []),
        ("audience=friend", ["Talk"]),
        ("origin=seed", ["Drop in"]),
    ],
)
def test_the_list_of_services_is_searched_and_filtered(admin, query, found):
    factories.service("Drop in", types=["image-removal"], origin="seed")
    factories.service("Talk", channels=[{"kind": "phone", "value": "0808 157 0123"}], audiences=["friend"])

    listed = admin.get(f"{SERVICES}?{query}").context["cl"].result_list

    assert [service.name for service in listed] == found


def test_the_pages_have_no_script_or_style_of_their_own(admin):
    """A content security policy that forbids them would otherwise break the forms."""
    page = admin.get(f"{SERVICES}add/").content.decode()

    assert "<style" not in page
    assert 'style="' not in page
    assert "javascript:" not in page
    assert all("src=" in tag.partition(">")[0] for tag in page.split("<script")[1:])


def test_every_control_of_the_form_has_a_label(admin):
    service = factories.service()
    factories.source(service)
    page = admin.get(change_page(service)).content.decode()

    labelled = set(re.findall(r'<label[^>]* for="([^"]+)"', page))
    controls = re.findall(r"<(?:input|select|textarea)\b[^>]*>", page)
    visible = [tag for tag in controls if not re.search(r'type="(hidden|submit|search)"', tag)]
    ids = {match[1] for tag in visible if (match := re.search(r' id="([^"]+)"', tag))}
    assert len(ids) > 50
    assert ids - labelled == set()


def test_the_slug_of_what_was_public_can_not_be_changed(admin, publish):
    service = factories.service("A line")
    publish(service)
    page = as_sent(admin.get(change_page(service)))
    assert "slug" not in page

    admin.post(change_page(service), {**page, "slug": "another", "name": "Another line"})

    service.refresh_from_db()
    assert (service.slug, service.name) == ("a-line", "Another line")


def test_the_ways_to_reach_a_service_stand_between_where_and_what_it_costs(admin):
    page = admin.get(f"{SERVICES}add/").content.decode()

    assert page.index(">Where<") < page.index("How to reach it") < page.index(">What it costs and keeps to itself<")
    assert page.index("(sources)") < page.index(">For editors only<")


def test_an_organisation_is_added(admin):
    page = as_sent(admin.get("/admin/services/organisation/add/"))
    typed = {"name": "A charity", "website": "https://www.example.org", "description": "It helps.\r\nAlways."}

    admin.post("/admin/services/organisation/add/", {**page, **typed})

    assert Organisation.objects.get().slug == "a-charity"


def test_who_may_only_look_reads_words(admin, form, client, reader):
    admin.post(f"{SERVICES}add/", form)
    client.force_login(reader)
    page = client.get(change_page(Service.objects.get())).content.decode()

    assert "Getting images taken down, Someone to talk to" in page
    assert "Scotland" in page and "Kent (county)" in page
    assert "Monday to Friday 09:00 to 17:30. Closed on bank holidays in Scotland." in page
    assert "English, Welsh" in page
    assert "S92000003" not in page and "emotional-support" not in page


def test_what_is_printed_is_told_back_as_it_was_read(admin, form):
    printed = {"channels-0-hours": "5pm–midnight daily", "coverage_others": "City of York Council"}
    answer = admin.post(f"{SERVICES}add/", {**form, **printed}, follow=True)

    told = [str(message) for message in answer.context["messages"] if "as they were read" in str(message)]
    assert "Opening hours of Phone: 0808 157 0123, as they were read: Every day 17:00 to midnight." in told[0] + told[1]
    assert "Places it serves of Someone to call, as they were read: York" in told[0] + told[1]
    assert as_text(Hours.from_json(Channel.objects.get().hours)) == "Daily 17:00-24:00"


def test_what_was_typed_as_it_is_spelt_is_not_told_back(admin, form):
    spelt = {"channels-0-hours": "Mon-Fri 09:00-17:00", "coverage_others": "Kent (county)"}
    answer = admin.post(f"{SERVICES}add/", {**form, **spelt}, follow=True)

    assert not [str(message) for message in answer.context["messages"] if "as they were read" in str(message)]
