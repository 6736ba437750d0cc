"""The field of a phone number as directories print it: one number is read, and of anything else is said what to do."""

import pytest
from django.core.exceptions import ValidationError

from services.models import Channel

# As printed; as it is kept; the number to dial.
READ = [
    ("0808–157–0123", "0808-157-0123", "+448081570123"),
    ("0808‐157‐0123", "0808-157-0123", "+448081570123"),
    ("0808\u2011157\u20110123", "0808-157-0123", "+448081570123"),
    ("0808‒157‒0123", "0808-157-0123", "+448081570123"),
    ("0808—157—0123", "0808-157-0123", "+448081570123"),
    ("0808―157―0123", "0808-157-0123", "+448081570123"),
    ("0808−157−0123", "0808-157-0123", "+448081570123"),
    ("0808－157－0123", "0808-157-0123", "+448081570123"),
    ("0808 – 157 – 0123", "0808 - 157 - 0123", "+448081570123"),
    ("0808\u00a0157\u00a00123", "0808 157 0123", "+448081570123"),
    ("0808\u202f157\u202f0123", "0808 157 0123", "+448081570123"),
    ("0808\u2009157\u20090123", "0808 157 0123", "+448081570123"),
    ("0808\u2007157\u20070123", "0808 157 0123", "+448081570123"),
    ("0808\u3000157\u30000123", "0808 157 0123", "+448081570123"),
    ("0808\u00ad157\u00ad0123", "08081570123", "+448081570123"),
    ("0808 157\t0123", "0808 157 0123", "+448081570123"),
    ("  0808 157 0123\r\n", "0808 157 0123", "+448081570123"),
    ("0808.157.0123", "0808.157.0123", "+448081570123"),
    ("0808·157·0123", "0808.157.0123", "+448081570123"),
    ("0808 157 0123.", "0808 157 0123", "+448081570123"),
    ("Tel: 0808 157 0123", "0808 157 0123", "+448081570123"),
    ("Tel. 0808 157 0123", "0808 157 0123", "+448081570123"),
    ("TEL 0808 157 0123", "0808 157 0123", "+448081570123"),
    ("T: 0808 157 0123", "0808 157 0123", "+448081570123"),
    ("Telephone: 0808 – 157 – 0123", "0808 - 157 - 0123", "+448081570123"),
    ("Phone:\u00a00808 157 0123", "0808 157 0123", "+448081570123"),
    ("tel:+448081570123", "+448081570123", "+448081570123"),
    ("☎ 0808 157 0123", "0808 157 0123", "+448081570123"),
    ("☎\ufe0f 0808 157 0123", "0808 157 0123", "+448081570123"),
    ("(020) 7946 0123", "(020) 7946 0123", "+442079460123"),
    ("+44 (0)20 7946 0123", "+44 (0)20 7946 0123", "+442079460123"),
    ("+44(0)2079460123", "+44(0)2079460123", "+442079460123"),
    ("+44 (0) 20 – 7946 – 0123", "+44 (0) 20 - 7946 - 0123", "+442079460123"),
    ("(+44) 20 7946 0123", "(+44) 20 7946 0123", "+442079460123"),
    ("+ 44 20 7946 0123", "+ 44 20 7946 0123", "+442079460123"),
    ("0044 (0) 20 7946 0123", "0044 (0) 20 7946 0123", "+442079460123"),
    ("+353 1800 247 247", "+353 1800 247 247", "+3531800247247"),
    ("+1 (800) 843–5678", "+1 (800) 843-5678", "+18008435678"),
    ("18001 0808 157 0123", "18001 0808 157 0123", "+448081570123"),
    ("18001–0808–157–0123", "18001-0808-157-0123", "+448081570123"),
    ("116\u00a0123", "116 123", "116123"),
]

SEVERAL = [
    ("0808 157 0123 / 0131 496 0123", ["0808 157 0123", "0131 496 0123"]),
    ("0808 157 0123/0131 496 0123", ["0808 157 0123", "0131 496 0123"]),
    ("0808 157 0123 or 0131 496 0123", ["0808 157 0123", "0131 496 0123"]),
    ("0808 157 0123 and 0131 496 0123", ["0808 157 0123", "0131 496 0123"]),
    ("0808 157 0123, 0131 496 0123", ["0808 157 0123", "0131 496 0123"]),
    ("0808 157 0123; 0131 496 0123", ["0808 157 0123", "0131 496 0123"]),
    ("0808 157 0123 & 0131 496 0123", ["0808 157 0123", "0131 496 0123"]),
    ("0808 157 0123 | 0131 496 0123", ["0808 157 0123", "0131 496 0123"]),
    ("0808 157 0123 – 0131 496 0123", ["0808 157 0123", "0131 496 0123"]),
    ("0808 157 0123 0131 496 0123", ["0808 157 0123", "0131 496 0123"]),
    ("0808 157 0123 (free) / 0131 496 0123 (office)", ["0808 157 0123", "0131 496 0123"]),
    ("Day: 0131 496 0123, night: 0808 157 0123", ["0131 496 0123", "0808 157 0123"]),
    ("0131 496 0123 (Mon to Fri), out of hours 0808 157 0123", ["0131 496 0123", "0808 157 0123"]),
    ("020 7946 0123 (voice) 020 7946 0456 (fax)", ["020 7946 0123", "020 7946 0456"]),
    ("101 or 999", ["101", "999"]),
    ("101 (or 18001 101)", ["101", "18001 101"]),
    ("0808 157 0123 / 0131 496 0123 / 020 7946 0123", ["0808 157 0123", "0131 496 0123", "020 7946 0123"]),
    ("0131 496 0123/4", ["/4", "0131 496 0123"]),
    ("0131 496 0123 / 0456", ["/ 0456", "0131 496 0123"]),
    ("0131 496 0123 or 0456", ["or 0456", "0131 496 0123"]),
    ("0131 496 0123–0129", ["-0129", "0131 496 0123"]),
]

# As printed; what is named; where it belongs; the number that is left.
BESIDE = [
    ("0808 157 0123 press 2", "“press 2”", "Put “press 2” into Instructions", "0808 157 0123"),
    ("0808 157 0123 (press 2)", "“press 2”", "Put “press 2” into Instructions", "0808 157 0123"),
    ("111, option 2", "“option 2”", "Put “option 2” into Instructions", "111"),
    ("111 then choose option 2", "“then choose option 2”", "into Instructions", "111"),
    ("0808 157 0123, select 1 then 3", "“select 1 then 3”", "into Instructions", "0808 157 0123"),
    ("0808 157 0123,,2", "“,,2”", "into Instructions", "0808 157 0123"),
    ("020 7946 0123 ext 123", "“ext 123”", "Put “ext 123” into Instructions", "020 7946 0123"),
    ("020 7946 0123 ext. 123", "“ext. 123”", "into Instructions", "020 7946 0123"),
    ("020 7946 0123 extension 4", "“extension 4”", "into Instructions", "020 7946 0123"),
    ("020 7946 0123 x4", "“x4”", "into Instructions", "020 7946 0123"),
    ("tel:020 7946 0123;ext=4", "“ext=4”", "into Instructions", "020 7946 0123"),
    ("020 7946 0123 #4", "“#4”", "into Instructions", "020 7946 0123"),
    ("0808 157 0123 (free)", "“free”", "Free to use", "0808 157 0123"),
    ("0808–157–0123 (free)", "“free”", "Free to use", "0808-157-0123"),
    ("0808·157·0123 (free)", "“free”", "Free to use", "0808.157.0123"),
    ("0808_157_0123 (free)", "“free”", "Free to use", "0808-157-0123"),
    ("Freephone 0808 157 0123", "“Freephone”", "Free to use", "0808 157 0123"),
    ("0808 157 0123 (free of charge)", "“free of charge”", "Free to use", "0808 157 0123"),
    ("0131 496 0123 (local rate)", "“local rate”", "Cost", "0131 496 0123"),
    ("0808 157 0123 (24/7)", "“24/7”", "Opening hours", "0808 157 0123"),
    ("116 123 (24 hours)", "“24 hours”", "Opening hours", "116 123"),
    ("0131 496 0123 Mon–Fri 9am–5pm", "“Mon-Fri 9am-5pm”", "Opening hours", "0131 496 0123"),
    ("Textphone: 0808 157 0123", "“Textphone”", "Choose the kind textphone", "0808 157 0123"),
    ("Relay UK: 18001 0808 157 0123", "“Relay”", "Choose the kind textphone", "18001 0808 157 0123"),
    ("18001 then 0808 157 0123", "“then”", "alone here", "18001 0808 157 0123"),
    ("Text 020 7946 0123", "“Text”", "Choose the kind text", "020 7946 0123"),
    ("WhatsApp: 020 7946 0123", "“WhatsApp”", "Choose the kind of that name", "020 7946 0123"),
    ("Fax 020 7946 0123", "“Fax”", "Check that it takes calls", "020 7946 0123"),
    ("Helpline: 0808 157 0123", "“Helpline”", "alone here", "0808 157 0123"),
    ("0808 157 0123 (ask for the helpline)", "“ask for the helpline”", "alone here", "0808 157 0123"),
    ("020/7946/0123", "between or around these digits", "with spaces alone", "020 7946 0123"),
    ("“0808 157 0123”", "between or around these digits", "with spaces alone", "0808 157 0123"),
    ("44 20 7946 0123", "lacks its +", "if that is what is meant", "+44 20 7946 0123"),
    ("O808 157 0l23", "A letter stands where", "Check each digit", "0808 157 0123"),
]

HIDDEN = [
    ("0808\u200b157\u200b0123", "zero width space (U+200B)", "after “0808”"),
    ("0808\u200d157 0123", "zero width joiner (U+200D)", "after “0808”"),
    ("0808 157\u20600123", "word joiner (U+2060)", "after “0808 157”"),
    ("\ufeff0808 157 0123", "zero width no-break space (U+FEFF)", "at its beginning"),
    ("\u202a+44 20 7946 0123\u202c", "left-to-right embedding (U+202A)", "at its beginning"),
    ("0808 157 0123\n0131 496 0123", "a line break", "after “0808 157 0123”"),
    ("0808 157 0123\x00", "an invisible character (U+0000)", "after “0808 157 0123”"),
]


def cleaned(value: str, kind: str = "phone") -> Channel:
    """A channel as the admin's form would keep it."""
    channel = Channel(kind=kind, value=value)
    channel.clean_fields(exclude=["service"])
    channel.clean()
    return channel


def told(value: str) -> str:
    with pytest.raises(ValidationError) as caught:
        cleaned(value)
    return " ".join(caught.value.message_dict["value"])


@pytest.mark.parametrize(("printed", "kept", "dial"), READ)
def test_one_number_is_read_whatever_its_typography(printed, kept, dial):
    channel = cleaned(printed)

    assert (channel.contact.value, channel.contact.dial) == (kept, dial)


@pytest.mark.parametrize(("printed", "named"), SEVERAL)
def test_of_several_numbers_each_is_named_and_gets_a_channel_of_its_own(printed, named):
    said = told(printed)

    assert [one for one in named if one not in said] == []
    assert "Make one channel for each" in said


@pytest.mark.parametrize(("printed", "named", "remedy", "number"), BESIDE)
def test_what_stands_beside_a_number_is_named_with_where_it_belongs(printed, named, remedy, number):
    said = told(printed)

    assert [one for one in (named, remedy, number) if one not in said] == []


@pytest.mark.parametrize(("printed", "named", "where"), HIDDEN)
def test_what_nobody_sees_is_named_with_its_place(printed, named, where):
    said = told(printed)

    assert named in said
    assert where in said


@pytest.mark.parametrize(
    "value", ["none", "TBC", "n/a", "see website", "0800 CHILD", "０８００ １１１１", "0808 157 01"]
)
def test_what_holds_no_number_is_refused(value):
    assert told(value)


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ("0808 157 0123 / 0808 068 4141", "old or wrong"),
        ("0808 157 0123 or 0901 234 5678", "premium rates"),
        ("Tel: 0871 234 5678", "service charge"),
        ("0845–790–9090", "old or wrong"),
        ("0808 068 4141 ext 4", "old or wrong"),
    ],
)
def test_a_wrong_number_among_others_is_refused_for_its_own_reason(value, reason):
    assert reason in told(value)
