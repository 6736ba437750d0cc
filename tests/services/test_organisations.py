"""What an organisation says of itself: its website, email, charity number and logo."""

import pytest
from django.core.exceptions import ValidationError

from services import charities
from services.models import Organisation
from tests.factories import organisation


def faults(**fields) -> dict[str, list[str]]:
    with pytest.raises(ValidationError) as caught:
        Organisation(name="Example", slug="example", **fields).full_clean()
    return caught.value.message_dict


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("216401", "216401"),
        ("1234567", "1234567"),
        ("1234567-12", "1234567-12"),
        ("SC012345", "SC012345"),
        ("sc 012345", "SC012345"),
        ("NIC100123", "NIC100123"),
        ("216401,SC012345 , NIC100123", "216401, SC012345, NIC100123"),
    ],
)
def test_a_charity_number_has_the_form_of_its_register(typed, read):
    assert charities.read(typed) == read


@pytest.mark.parametrize(
    "typed",
    [
        "12345",
        "12345678",
        "SC12345",
        "SC1234567",
        "SC123456",
        "NIC200123",
        "NI100123",
        "216401;SC012345",
        "216401,",
        "none",
    ],
)
def test_what_is_in_no_register_is_refused_with_the_forms_there_are(db, typed):
    (fault,) = faults(charity_number=typed)["charity_number"]

    assert "SC0 and five digits" in fault


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("email", "help"),
        ("email", "help@example.org, other@example.org"),
        ("email", "mailto:help@example.org"),
        ("logo", "http://example.org/logo.png"),
        ("logo", "example.org/logo.png"),
        ("logo", "https://user@example.org/logo.png"),
        ("website", "http://example.org"),
        ("website", "https://wa.me/447786209697"),
    ],
)
def test_its_addresses_are_judged_as_those_of_a_channel(db, field, value):
    assert list(faults(**{field: value})) == [field]


def test_the_public_reads_them_and_null_where_nobody_has_told_us(api, publish):
    told = {
        "website": "https://www.example.org",
        "email": "office@example.org",
        "charity_number": "SC012345",
        "logo": "https://www.example.org/logo.png",
    }
    publish(organisation("Told", **told), organisation("Untold"))

    assert told.items() <= api.get("/api/v1/organisations/told").json()["result"].items()
    untold = api.get("/api/v1/organisations/untold").json()["result"]
    assert [untold[name] for name in told] == [None, None, None, None]


def test_a_charity_number_is_kept_as_it_is_printed(db):
    made = Organisation(name="Example", slug="example", charity_number="sc 012345")
    made.full_clean()

    assert made.charity_number == "SC012345"
