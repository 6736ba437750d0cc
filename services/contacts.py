"""What may be published as a way to reach a service: numbers, addresses, descriptions, and the deny-list.

A planted or stale number is the worst thing this system could serve, so everything unclear is refused, with words that
tell an editor what to do. Nothing here needs Django: a model's `clean()` turns `ContactError` into its own error.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from urllib.parse import urlsplit

import phonenumbers
import yaml
from phonenumbers import PhoneNumberType

NUMBER_KINDS = frozenset({"phone", "text", "textphone"})
LINK_KINDS = frozenset({"web", "webchat", "web-form", "app", "bsl-video-relay"})
KINDS = NUMBER_KINDS | LINK_KINDS | {"email", "post", "in-person"}

DENY_LIST = Path(__file__).resolve().parent.parent / "fixtures" / "deny_list.yaml"

LONGEST_NUMBER, LONGEST_EMAIL, LONGEST_ADDRESS = 40, 254, 500
SHORTEST_DESCRIPTION, LONGEST_DESCRIPTION = 3, 200

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

PRINTED_NUMBER = re.compile(r"(1800[12][ .-]*)?\(?\+?\(?[0-9]([ .()-]*[0-9])*")
RELAY_AND_NUMBER = re.compile(r"(1800[12])?(\+?[0-9]+)")
LABEL = r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?"
# The last label cannot be a number, so no spelling of an IP address is a host.
HOST = re.compile(rf"({LABEL}\.)+([a-z]{{2,63}}|xn--[a-z0-9-]{{0,58}}[a-z0-9])", re.ASCII | re.IGNORECASE)
# No `%`, `?` or `&`: in a mailto: link they could add recipients or a subject.
MAILBOX = re.compile(r"[a-z0-9_+-]+(\.[a-z0-9_+-]+)*", re.ASCII | re.IGNORECASE)
# What word processors make of a hyphen, and the soft hyphen that they put where a line may break.
DASHES = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2015\u2212"), "-")
AS_TYPED = {**DASHES, 0xAD: None}
ADDRESS_CHARACTERS = re.compile(r"[A-Za-z0-9._~:/?#@!$&'()*+,;=%-]+")
SCHEME = re.compile(r"([^\s:/?#]+)\s*:")


class ContactError(ValueError):
    """A contact detail that must not be published. `code` is for programs, the message for an editor."""

    def __init__(self, code: str, message: str):
        super().__init__(message)
        self.code = code


@dataclass(frozen=True)
class Contact:
    """A contact detail that may be published.

    `value` is as printed, without outer spaces; every kind of space in it is an ordinary one.
    `dial` is E.164 (`+448001111`) or the digits of a short number; None for what is not a number.
    `relay_prefix` is `18001`, `18002` or empty. `uri` is what an app opens; None for a description.
    """

    value: str
    dial: str | None = None
    relay_prefix: str = ""
    uri: str | None = None


def judge(kind: str, value: str) -> Contact:
    """The contact detail an editor typed for a channel of this kind; or a ContactError."""
    if kind not in KINDS:
        raise ContactError("unknown-kind", f"There is no such kind of channel. Choose from {', '.join(sorted(KINDS))}.")
    value = _clean(value)
    refuse_denied(value)
    if kind in NUMBER_KINDS:
        return _judge_number(kind, value)
    if kind == "email" and "@" in value:
        return _judge_email(value)
    if kind == "web" or (kind in LINK_KINDS and _looks_like_address(value)):
        return Contact(value, uri=judge_url(value))
    return _judge_description(value)


def as_typed(value: str) -> str:
    """A number pasted from a word processor as it would have been typed: hyphens for dashes, nothing hidden."""
    typed = value.translate(AS_TYPED)
    is_number = PRINTED_NUMBER.fullmatch("".join(" " if mark.isspace() else mark for mark in typed.strip()))
    return typed if is_number else value


def judge_url(value: str, *, allow_http: bool = False) -> str:
    """A web address, trimmed; raises ContactError.

    Plain http is for citations only: some cited pages never moved to https, and nobody is asked to type into them.
    """
    value = _clean(value)
    _refuse_scheme(value, {"https", "http"} if allow_http else {"https"})
    if not ADDRESS_CHARACTERS.fullmatch(value):
        fault = "The address holds a space, an accent or another character that addresses do not."
        raise ContactError("odd-characters", f"{fault} Copy the address alone from the browser's address bar.")
    authority = urlsplit(value).netloc
    host = authority.partition(":")[0]
    if "@" in authority:
        raise ContactError("has-credentials", "The address holds a user name. Take out everything up to the @ sign.")
    if authority not in {host, f"{host}:443"}:
        raise ContactError("odd-port", "The address names a port. Take out the colon and number after the site's name.")
    if not _is_host(host):
        raise ContactError("not-an-address", "This is no whole web address. Give one like https://example.org/help.")
    return value


@cache
def deny_list(path: Path) -> Mapping[str, str]:
    """From each refused number or email address, in its whole normal form, to why it is refused.

    Raises RuntimeError naming the entry that is malformed: a deny-list read in part would let something through.
    """
    entries = yaml.safe_load(path.read_text(encoding="utf-8"))
    denied: dict[str, str] = {}
    for position, entry in enumerate(entries, start=1):
        form = _denied_form(entry)
        if form is None:
            raise RuntimeError(f"{path.name}: entry {position} is no number or email address with a reason: {entry!r}")
        if form in denied:
            raise RuntimeError(f"{path.name}: entry {position} is there twice: {entry!r}")
        denied[form] = entry["why"]
    return MappingProxyType(denied)


def _denied_form(entry: object) -> str | None:
    """The normal form of a deny-list entry; None if the entry is malformed."""
    if not isinstance(entry, dict) or set(entry) != {"kind", "value", "why"}:
        return None
    if not all(isinstance(text, str) and text.strip() for text in entry.values()):
        return None
    if entry["kind"] == "email":
        return entry["value"].casefold() if _is_email(entry["value"]) else None
    number = _read_number(entry["value"])
    return "".join(number) if number and entry["kind"] in NUMBER_KINDS else None


def refuse_denied(value: str) -> None:
    """Refuse what the deny-list holds, whatever kind of channel it is for; `value` is a number or an email address.

    A listed number reaches the wrong place by relay too, so it is refused with and without a prefix. A number listed
    behind a relay prefix is refused only as that whole: 18001 0800 22 44 88 was printed for the wrong service, while
    0800 22 44 88 is right for another.
    """
    _refuse_form(_read_number(value) or ("", value.casefold()), value)


def refuse_denied_digits(digits: str) -> None:
    """The same of digits alone, as a link may hold them: 44 at their beginning may be the country without its +."""
    for spelt in (digits, f"+{digits}"):
        if number := _read_number(spelt):
            _refuse_form(number, digits)


def refuse_number(value: str) -> None:
    """Refuse a number, as it stands in a text, that costs or that nobody can dial."""
    try:
        _judge_number("phone", value)
    except ContactError as error:
        raise ContactError(error.code, f"“{value}”: {error}") from None


def normal_form(value: str) -> str | None:
    """What a number printed in a text means: its relay prefix, then E.164 or a short number. None: no whole number."""
    try:
        contact = _judge_number("phone", value)
    except ContactError:
        return None
    return f"{contact.relay_prefix}{contact.dial}"


def _refuse_form(number: tuple[str, str], value: str) -> None:
    relay, rest = number
    denied = deny_list(DENY_LIST)
    if why := denied.get(relay + rest) or denied.get(rest):
        fault = f"{value} is old or wrong and is never published. {why}"
        raise ContactError("superseded", f"{fault} Ask the organisation what it uses now.")


def _clean(value: str) -> str:
    """Without outer spaces, with ordinary ones inside; refuses nothing at all, too much, and what nobody can see."""
    value = value.strip()
    if not value:
        raise ContactError("empty", "There is nothing here. Fill it in, or delete the channel.")
    _refuse_long(value, LONGEST_ADDRESS)
    value = as_typed(value)
    # C is control, format (zero width, text direction), surrogate, private and unassigned characters.
    if any(unicodedata.category(character).startswith(("C", "Zl", "Zp")) for character in value):
        raise ContactError("hidden-character", "This holds a line break or an invisible character. Type it in by hand.")
    return "".join(" " if character.isspace() else character for character in value)


def _refuse_long(value: str, longest: int) -> None:
    if len(value) > longest:
        raise ContactError("too-long", f"This is {len(value)} characters long. Shorten it to {longest} at most.")


def _judge_number(kind: str, value: str) -> Contact:
    _refuse_long(value, LONGEST_NUMBER)
    relay, number = _read_number(value) or ("", "")
    if not number:
        fault = "A number is printed with digits, spaces, hyphens and brackets alone, like 0808 157 0123."
        raise ContactError("not-a-number", f"{fault} Take out any words, and give a second number its own channel.")
    _refuse_relay_misuse(kind, relay, number)
    _refuse_costly(number)
    dial = _dialled(number)
    if dial is None:
        fault = "This is not a number that can be dialled. UK numbers begin with 0 or +44, others with + and a code."
        raise ContactError("not-a-number", f"{fault} Check each digit against the organisation's own page.")
    scheme = "sms" if kind == "text" else "tel"
    behind_prefix = dial.replace("+44", "0", 1) if relay else dial
    return Contact(value, dial, relay, f"{scheme}:{relay}{behind_prefix}")


def _read_number(value: str) -> tuple[str, str] | None:
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
    if number in {"18001", "18002"} or (relay and number.startswith("1800")):
        raise ContactError("odd-relay", "A relay prefix comes once, before a number. Write the number after it.")
    if relay and kind == "text":
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


def _dialled(number: str) -> str | None:
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


def _is_host(host: str) -> bool:
    return len(host) <= 253 and HOST.fullmatch(host) is not None


def _is_email(value: str) -> bool:
    mailbox, _, host = value.partition("@")
    return len(mailbox) <= 64 and MAILBOX.fullmatch(mailbox) is not None and _is_host(host)


def _judge_email(value: str) -> Contact:
    _refuse_long(value, LONGEST_EMAIL)
    if not _is_email(value):
        raise ContactError("not-an-email", "This is not one plain email address. Give it alone, like help@example.org.")
    return Contact(value, uri=f"mailto:{value}")


def _looks_like_address(value: str) -> bool:
    return "://" in value or value.lower().startswith(("//", "www.")) or SCHEME.match(value) is not None


def _refuse_scheme(value: str, allowed: set[str]) -> None:
    found = SCHEME.match(value)
    scheme = found[1].lower() if found else ""
    if scheme in allowed:
        return
    if scheme == "http" or value.lower().startswith(("//", "www.")):
        raise ContactError("not-https", "The address does not begin with https://. Give the secure, whole address.")
    if scheme:
        fault = f"{scheme[:20]}: addresses are never published here."
        raise ContactError("odd-scheme", f"{fault} Begin with https://, or leave the colon out of a description.")
    raise ContactError("not-an-address", "This is not a web address. Give the whole address, beginning with https://.")


def _judge_description(value: str) -> Contact:
    """Words that tell a person where to go when there is nothing to open or dial."""
    _refuse_long(value, LONGEST_DESCRIPTION)
    if _looks_like_address(value):
        fault = "This looks like a web address."
        raise ContactError("not-a-description", f"{fault} Choose the kind web or web-form, or leave out the colon.")
    if "<" in value or ">" in value:
        raise ContactError("not-a-description", "A description holds no markup. Take out the < and > signs.")
    if len(value) < SHORTEST_DESCRIPTION or not any(character.isalpha() for character in value):
        fault = "This is too little for a description."
        raise ContactError("not-a-description", f"{fault} Use a few words, or choose the kind phone for a number.")
    return Contact(value)
