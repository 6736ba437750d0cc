"""Web addresses, email addresses, and the words that stand where there is neither."""

import re
from urllib.parse import urlsplit

from services.contacts.values import (
    LONGEST_DESCRIPTION,
    LONGEST_EMAIL,
    SHORTEST_DESCRIPTION,
    Contact,
    ContactError,
    cleaned,
    refuse_long,
)

LABEL = r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?"
# The last label cannot be a number, so no spelling of an IP address is a host.
HOST = re.compile(rf"({LABEL}\.)+([a-z]{{2,63}}|xn--[a-z0-9-]{{0,58}}[a-z0-9])", re.ASCII | re.IGNORECASE)
# No `%`, `?` or `&`: in a mailto: link they could add recipients or a subject.
MAILBOX = re.compile(r"[a-z0-9_+-]+(\.[a-z0-9_+-]+)*", re.ASCII | re.IGNORECASE)
ADDRESS_CHARACTERS = re.compile(r"[A-Za-z0-9._~:/?#@!$&'()*+,;=%-]+")
SCHEME = re.compile(r"([^\s:/?#]+)\s*:")


def judge_url(value: str, *, allow_http: bool = False) -> str:
    """A web address, trimmed; raises ContactError.

    Plain http is for citations only: some cited pages never moved to https, and nobody is asked to type into them.
    """
    value = cleaned(value)
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
    refuse_look_alike(host)
    if not _is_host(host):
        raise ContactError("not-an-address", "This is no whole web address. Give one like https://example.org/help.")
    return value


def judge_email(value: str) -> Contact:
    refuse_long(value, LONGEST_EMAIL)
    refuse_look_alike(value.partition("@")[2])
    if not is_email(value):
        raise ContactError("not-an-email", "This is not one plain email address. Give it alone, like help@example.org.")
    return Contact(value, uri=f"mailto:{value}")


def judge_description(value: str) -> Contact:
    """Words that tell a person where to go when there is nothing to open or dial."""
    refuse_long(value, LONGEST_DESCRIPTION)
    if looks_like_address(value):
        fault = "This looks like a web address."
        raise ContactError("not-a-description", f"{fault} Choose the kind web or web-form, or leave out the colon.")
    if "<" in value or ">" in value:
        raise ContactError("not-a-description", "A description holds no markup. Take out the < and > signs.")
    if len(value) < SHORTEST_DESCRIPTION or not any(character.isalpha() for character in value):
        fault = "This is too little for a description."
        raise ContactError("not-a-description", f"{fault} Use a few words, or choose the kind phone for a number.")
    return Contact(value)


def is_email(value: str) -> bool:
    mailbox, _, host = value.partition("@")
    return len(mailbox) <= 64 and MAILBOX.fullmatch(mailbox) is not None and _is_host(host)


def refuse_look_alike(host: str) -> None:
    """Refuse xn--, which spells letters beyond a to z: another letter may look the same, and leads elsewhere."""
    if "xn--" in host.lower():
        fault = "The address holds letters that may look like those of another, spelt with xn--."
        raise ContactError("look-alike", f"{fault} Give the one that the organisation prints, in plain letters.")


def looks_like_address(value: str) -> bool:
    return "://" in value or value.lower().startswith(("//", "www.")) or SCHEME.match(value) is not None


def _is_host(host: str) -> bool:
    return len(host) <= 253 and HOST.fullmatch(host) is not None


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
