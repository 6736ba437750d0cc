"""Phone numbers: read as they are printed, dialled in full, and refused where they cost or do not exist."""

import re

import phonenumbers
from phonenumbers import PhoneNumberType

from services.contacts import printed
from services.contacts.values import (
    LONGEST_NUMBER,
    PRINTED_NUMBER,
    Contact,
    ContactError,
    number_as_typed,
    refuse_long,
)

# By what follows +44 (or the first 0): numbers that cost more than an ordinary call or text.
# 076 also holds the Isle of Man's 07624 mobiles: they stay refused until a service needs one.
COSTLY_PREFIXES = {
    "9": "09 numbers charge premium rates",
    "87": "087 numbers carry a service charge",
    "84": "084 numbers carry a service charge",
    "70": "070 numbers look like mobiles but are personal numbers, which can cost far more,",
    "76": "076 numbers are for pagers",
}
COSTLY_TYPES = {
    PhoneNumberType.PREMIUM_RATE,
    PhoneNumberType.SHARED_COST,
    PhoneNumberType.PERSONAL_NUMBER,
    PhoneNumberType.PAGER,
}
DIRECTORY_ENQUIRIES = re.compile(r"(\+44)?118\d{0,3}", re.ASCII)  # not 0118, which is Reading
UNIVERSAL_FREEPHONE = 800
RELAY_AND_NUMBER = re.compile(r"(1800[12])?(\+?[0-9]+)")
RELAYS = ("18001", "18002")
WITH_RELAY = ("phone", "textphone")


def judge_number(kind: str, value: str) -> Contact:
    """A number to call or to text; or a ContactError."""
    relay, dial = dialled(kind, value)
    scheme = "sms" if kind == "text" else "tel"
    behind_prefix = dial.replace("+44", "0", 1) if relay else dial
    return Contact(value, dial, relay, f"{scheme}:{relay}{behind_prefix}")


def dialled(kind: str, value: str) -> tuple[str, str]:
    """The relay prefix or "", and E.164 or the digits of a short number; or a ContactError."""
    relay, number = read_number(value) or ("", "")
    if not number:
        printed.refuse(value, is_number)
    refuse_long(value, LONGEST_NUMBER)
    _refuse_relay_misuse(kind, relay, number)
    _refuse_costly(number)
    dial = _in_full(number)
    if dial is None:
        printed.refuse_several(value, is_number)
        if is_number(f"+{value}"):
            raise ContactError("not-a-number", f"The country lacks its +. Write +{value} if that is what is meant.")
        fault = "This is not a number that can be dialled. UK numbers begin with 0 or +44, others with + and a code."
        raise ContactError("not-a-number", f"{fault} Check each digit against the organisation's own page.")
    return relay, dial


def is_number(value: str) -> bool:
    """Whether it is printed as one number that there is, or that costs too much."""
    try:
        _, number = read_number(value) or ("", "")
        return bool(number) and number not in RELAYS and _in_full(number) is not None
    except ContactError:
        return True


def refuse_number(value: str) -> None:
    """Refuse a number, as it stands in a text, that costs or that nobody can dial."""
    try:
        dialled("phone", value)
    except ContactError as error:
        raise ContactError(error.code, f"“{value}”: {error}") from None


def normal_form(value: str) -> str | None:
    """What a number printed in a text means: its relay prefix, then E.164 or a short number. None: no whole number."""
    try:
        return "".join(dialled("phone", value))
    except ContactError:
        return None


def spelt_out(value: str) -> str:
    """A number, or a piece of one, in the one spelling that all its spellings come to, whether it exists or not."""
    typed = re.sub(r"[^0-9+() .-]", "-", number_as_typed(value))
    return "".join(read_number(typed) or re.sub(r"[^0-9+]", "", typed))


def read_number(value: str) -> tuple[str, str] | None:
    """The relay prefix or "", and the number as +, country and digits or as a short number's digits; not yet judged.

    None if it is not printed as one number. 0, 0044, +44 and +44 (0) all come to +44.
    """
    found = PRINTED_NUMBER.fullmatch(value) and RELAY_AND_NUMBER.fullmatch(re.sub(r"[ .()-]", "", value))
    if not found:
        return None
    relay, number = found.groups(default="")
    if number.startswith("00"):
        number = f"+{number[2:]}"
    elif number.startswith("0"):
        number = f"+44{number}"
    if number.startswith("+44"):
        number = f"+44{number[3:].lstrip('0')}"
    return relay, number


def _refuse_relay_misuse(kind: str, relay: str, number: str) -> None:
    if number in RELAYS or (relay and number.startswith("1800")):
        raise ContactError("odd-relay", "A relay prefix comes once, before a number. Write the number after it.")
    if relay and kind not in WITH_RELAY:
        raise ContactError("odd-relay", "Texts do not go through the relay. Take out the prefix, or choose textphone.")
    if relay and number.startswith("+") and not number.startswith("+44"):
        raise ContactError("odd-relay", "The relay prefix is for UK numbers here. Take it out, or give a UK number.")


def _refuse_costly(number: str) -> None:
    """Refuse by prefix, even what is no valid number, so that the editor hears the true reason."""
    if DIRECTORY_ENQUIRIES.fullmatch(number):
        raise _costly("118 numbers are directory enquiries")
    for prefix, fault in COSTLY_PREFIXES.items():
        if number.startswith(f"+44{prefix}"):
            raise _costly(fault)


def _costly(fault: str) -> ContactError:
    remedy = "Ask the organisation for a freephone or standard number."
    return ContactError("premium-rate", f"{fault} and are never published here. {remedy}")


def _in_full(number: str) -> str | None:
    """E.164, or the digits of a short number in use in Great Britain; None if there is no such number."""
    if not number.startswith("+"):
        # Made by hand: the parser would take 44 off the front.
        short = phonenumbers.PhoneNumber(country_code=44, national_number=int(number))
        return number if phonenumbers.is_valid_short_number_for_region(short, "GB") else None
    try:
        parsed = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(parsed):
        return None
    # Codes of no country, but for 800, are satellite and shared networks: dear to call, and much used for fraud.
    is_nowhere = phonenumbers.region_code_for_country_code(parsed.country_code or 0) == "001"
    if (is_nowhere and parsed.country_code != UNIVERSAL_FREEPHONE) or phonenumbers.number_type(parsed) in COSTLY_TYPES:
        raise _costly("Numbers of this sort cost more than an ordinary call")
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
