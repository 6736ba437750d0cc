"""Places to go to: their address, and how one gets in."""

import pytest
from django.core.exceptions import ValidationError

from services.models import Channel
from services.places import postcodes
from tests.advice.asking import ask, cards, sheet
from tests.factories import service

PLACE = {
    "kind": "in-person",
    "value": "Example House",
    "address": "Example House\n1 High Street,\nEdinburgh",
    "postcode": "EH1 1YZ",
    "uprn": "906700123456",
    "accessibility": "One step; a ramp on request.",
}


def cleaned(**fields) -> Channel:
    made = Channel(**{"kind": "in-person", "value": "Example House", **fields})
    made.clean_fields(exclude=["service"])
    made.clean()
    return made


def faults(**fields) -> dict[str, list[str]]:
    with pytest.raises(ValidationError) as caught:
        cleaned(**fields)
    return caught.value.message_dict


@pytest.mark.parametrize(
    ("typed", "read"),
    [("EH1 1YZ", "EH1 1YZ"), ("eh11yz", "EH1 1YZ"), (" sw1a  1aa ", "SW1A 1AA"), ("bt1 5gs", "BT1 5GS")],
)
def test_a_postcode_is_read_as_it_is_typed_and_kept_as_it_is_printed(typed, read):
    assert cleaned(postcode=typed).postcode == postcodes.read(typed) == read


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("EH1", "is not a whole postcode"),
        ("EH1 1Y", "is not a whole postcode"),
        ("Edinburgh EH1 1YZ", "is not a whole postcode"),
        ("EH1 1CZ", "is not a whole postcode"),
        ("EH1-1YZ", "is not a whole postcode"),
        ("D02 AF30", "is not a whole postcode"),
        ("ZZ1 1AA", "No postcode begins with ZZ1"),
        ("EH97 1AA", "No postcode begins with EH97"),
    ],
)
def test_what_is_no_postcode_is_refused_with_what_to_do(typed, said):
    (fault,) = faults(postcode=typed)["postcode"]

    assert said in fault


@pytest.mark.parametrize("uprn", ["1234567890123", "12 34", "UPRN 1", "١٢"])
def test_a_property_number_has_up_to_twelve_digits(uprn):
    assert "uprn" in faults(uprn=uprn)


@pytest.mark.parametrize("uprn", ["09098790000", "08081570123", "01", "004782912345", "449098790000", "447860039967"])
def test_a_phone_number_is_no_property_number(uprn):
    assert "may be a phone number" in faults(uprn=uprn)["uprn"][0]


@pytest.mark.parametrize("uprn", ["1", "000123456789"])
def test_a_property_number_is_kept_as_it_is(uprn):
    assert cleaned(uprn=uprn).uprn == uprn


@pytest.mark.parametrize("name", ["address", "postcode", "uprn", "accessibility"])
def test_a_phone_is_no_place(name):
    assert "make a channel" in faults(kind="phone", value="0808 157 0123", **{name: PLACE[name]})[name][0]


def test_a_letter_has_an_address_and_no_door():
    assert cleaned(kind="post", value="Freepost EXAMPLE", address="1 High Street", postcode="EH1 1YZ").address
    assert list(faults(kind="post", value="Freepost EXAMPLE", accessibility="A ramp.")) == ["accessibility"]


@pytest.mark.parametrize("kind", ["webchat", "post", "in-person", "social"])
@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("Call 118 118", "directory enquiries"),
        ("Call +1 900 555 0123", "cost more"),
        ("Chat at \u0441hildline.org.uk", "letters that may look like"),
        ("Chat at xn--hildline-2lf.org.uk", "letters that may look like"),
        ("Call 07860–039967", "old or wrong"),
    ],
)
def test_the_words_on_how_to_get_there_are_judged_as_any_text_is(kind, value, said):
    assert said in faults(kind=kind, value=value)["value"][0]


def test_an_old_number_in_an_address_is_refused():
    assert "old or wrong" in faults(address="Ask on 0808 068 4141")["address"][0]


def test_the_public_reads_where_it_is_and_null_where_nobody_has_told_us(api, publish):
    publish(service("Helper", channels=[PLACE, {"kind": "phone", "value": "0808 157 0123"}]))

    place, phone = api.get("/api/v1/services/helper").json()["result"]["channels"]
    members = ("address", "postcode", "uprn", "accessibility")
    assert [place[name] for name in members] == [PLACE[name] for name in members]
    assert [phone[name] for name in members] == [None, None, None, None]


def test_a_card_says_where_to_go_in_one_line(api, publish):
    publish(sheet(), service("Helper", channels=[PLACE]))

    label = "Go to Example House, 1 High Street, Edinburgh, EH1 1YZ"
    (way,) = cards(ask(api))["Helper"]["ways"]
    assert way["label"] == label
    assert label in api.get("/api/v1/help", headers={"accept": "text/plain"}).content.decode()


def test_a_service_at_several_places_has_a_way_to_each(api, publish):
    other = {"kind": "in-person", "value": "Example Hall", "address": "2 Low Street", "postcode": "G1 1DU"}
    publish(sheet(), service("Helper", channels=[PLACE, other]))

    assert [way["label"] for way in cards(ask(api))["Helper"]["ways"]] == [
        "Go to Example House, 1 High Street, Edinburgh, EH1 1YZ",
        "Go to Example Hall, 2 Low Street, G1 1DU",
    ]
