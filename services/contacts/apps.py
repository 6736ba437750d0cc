"""Messaging apps and social accounts: which link belongs to which, and what each of them opens.

A number that is reached by an app is judged as every number is, printed or within the app's own link.
"""

import re
from collections.abc import Callable
from urllib.parse import unquote, urlsplit

from services.contacts.addresses import judge_description, judge_url, looks_like_address
from services.contacts.numbers import dialled
from services.contacts.values import Contact, ContactError, number_as_typed

MESSAGING_KINDS = frozenset({"whatsapp", "signal", "messenger", "telegram"})
SOCIAL = "social"
PLATFORMS = {
    **dict.fromkeys(("discord.com", "discord.gg"), "Discord"),
    **dict.fromkeys(("facebook.com", "fb.com"), "Facebook"),
    **dict.fromkeys(("threads.com", "threads.net"), "Threads"),
    **dict.fromkeys(("x.com", "twitter.com"), "X"),
    **dict.fromkeys(("youtube.com", "youtu.be"), "YouTube"),
    "bsky.app": "Bluesky",
    "instagram.com": "Instagram",
    "linkedin.com": "LinkedIn",
    "pinterest.com": "Pinterest",
    "reddit.com": "Reddit",
    "snapchat.com": "Snapchat",
    "tiktok.com": "TikTok",
    "twitch.tv": "Twitch",
}
# Those of the app first of all whose links we read; a host stands for all below it.
HOSTS = {
    "whatsapp": ("wa.me", "whatsapp.com"),
    "signal": ("signal.me", "signal.group"),
    "messenger": ("m.me", "messenger.com"),
    "telegram": ("t.me", "telegram.me", "telegram.dog"),
    SOCIAL: tuple(PLATFORMS),
}
OF_NUMBERS = re.compile(r"/\+?([0-9]{5,15})/?")
TO_A_USER = re.compile(r"#eu/[A-Za-z0-9_-]{20,}={0,2}")
PAGE = re.compile(r"/(?:t/)?([A-Za-z0-9.]{3,50})/?")
NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{3,31}")
HOST_GIVEN = re.compile(r"[?#&].*[a-z0-9-]\.[a-z]{2,}", re.IGNORECASE)
MAY_BE_A_NUMBER = re.compile(r"[0-9+(]")


def judge_app(kind: str, value: str) -> Contact:
    """The account of a messaging app, or of a social platform; or a ContactError."""
    judge: dict[str, Callable[[str], Contact]] = {
        "whatsapp": _judge_whatsapp,
        "signal": _judge_signal,
        "messenger": _judge_messenger,
        "telegram": _judge_telegram,
        SOCIAL: _judge_social,
    }
    return judge[kind](value)


def refuse_other_kind(value: str, kind: str = "") -> None:
    """Refuse a link that belongs to a messaging app or a social platform, but for that of `kind` itself."""
    host = _host(value)
    for other, hosts in HOSTS.items():
        if other != kind and _is_one_of(host, hosts):
            raise ContactError(
                "other-kind", f"{host} is reached with the kind {other}. Choose the kind {other} for it."
            )


def platform(address: str) -> str:
    """What the social platform of an address is called."""
    host = _host(address)
    return next((name for known, name in PLATFORMS.items() if _is_one_of(host, (known,))), host)


def _judge_whatsapp(value: str) -> Contact:
    if not _is_link(value, "whatsapp"):
        return Contact(value, uri=f"https://wa.me/{_digits('whatsapp', value)}")
    parts = urlsplit(_judged("whatsapp", value))
    number = OF_NUMBERS.fullmatch(parts.path)
    if parts.netloc.lower() == "api.whatsapp.com" and parts.path == "/send":
        number = re.fullmatch(r"phone=(?:\+|%2B)?([0-9]{5,15})", parts.query)
    elif parts.query or parts.fragment or parts.netloc.lower() != "wa.me":
        number = None
    if not number:
        raise _odd_link("Give the number itself, or https://wa.me/ and the number with its country, like 44.")
    return Contact(value, uri=f"https://wa.me/{_digits('whatsapp', f'+{number[1]}')}")


def _judge_signal(value: str) -> Contact:
    if not _is_link(value, "signal"):
        return Contact(value, uri=f"https://signal.me/#p/+{_digits('signal', value)}")
    parts = urlsplit(_judged("signal", value))
    is_own = parts.netloc.lower() == "signal.me" and parts.path in ("", "/") and not parts.query
    if is_own and TO_A_USER.fullmatch(f"#{parts.fragment}"):
        return Contact(value, uri=f"https://signal.me/#{parts.fragment}")
    number = re.fullmatch(r"p/\+([0-9]{5,15})", parts.fragment) if is_own else None
    if not number:
        raise _odd_link("Give the number itself, or the link that begins with https://signal.me/#p/+ or #eu/.")
    return Contact(value, uri=f"https://signal.me/#p/+{_digits('signal', f'+{number[1]}')}")


def _judge_messenger(value: str) -> Contact:
    parts = urlsplit(_judged("messenger", value)) if _is_link(value, "messenger") else None
    page = PAGE.fullmatch(parts.path) if parts and not parts.query and not parts.fragment else None
    if not page:
        raise _odd_link("Give the link to its page, like https://m.me/example.")
    return Contact(value, uri=f"https://m.me/{page[1]}")


def _judge_telegram(value: str) -> Contact:
    name = value.removeprefix("@")
    if _is_link(value, "telegram"):
        parts = urlsplit(_judged("telegram", value))
        name = "" if parts.query or parts.fragment else parts.path.strip("/")
    elif name == value:
        name = ""
    if not NAME.fullmatch(name) or name.lower() == "joinchat":
        raise _odd_link("Give the account's name, like @example, or its link, like https://t.me/example.")
    return Contact(value, uri=f"https://t.me/{name}")


def _judge_social(value: str) -> Contact:
    if not (looks_like_address(value) or _is_one_of(_host(value), HOSTS[SOCIAL])):
        refuse_other_kind(value, SOCIAL)
        return judge_description(value)
    address = judge_url(value)
    refuse_other_kind(address, SOCIAL)
    parts = urlsplit(address)
    if not _is_one_of(_host(address), HOSTS[SOCIAL]):
        fault = f"{parts.netloc} is none of the platforms known here."
        raise ContactError("odd-link", f"{fault} Choose the kind web for a website, or give its name in words.")
    if _sends_on(address):
        fault = "This address may send the reader on to another one."
        raise ContactError("odd-link", f"{fault} Give the address of the account alone, with nothing after a ?.")
    if parts.path in ("", "/"):
        raise ContactError("odd-link", "This address names no account. Give the address of the account itself.")
    return Contact(value, uri=address)


def _sends_on(address: str) -> bool:
    """Whether another address is within it, in any encoding: platforms have pages that lead to what they are given."""
    rest = address.partition("://")[2]
    for _ in range(3):
        rest = unquote(rest)
    return "//" in rest or HOST_GIVEN.search(rest) is not None


def _is_link(value: str, kind: str) -> bool:
    """Whether it is meant as a link: a whole address, or one of this app's as it is printed, without https://."""
    return looks_like_address(value) or _is_one_of(_host(value), HOSTS[kind])


def _judged(kind: str, value: str) -> str:
    """The whole address, of this app and of no other."""
    address = judge_url(value if looks_like_address(value) else f"https://{value}")
    refuse_other_kind(address, kind)
    if not _is_one_of(_host(address), HOSTS[kind]):
        raise _odd_link(f"Use one that begins with https://{HOSTS[kind][0]}/, or choose the kind web.")
    return address


def _digits(kind: str, value: str) -> str:
    """The country and number, as links have them. A short number is reached by no app."""
    if not MAY_BE_A_NUMBER.search(value):
        raise ContactError("not-a-number", "This is neither a number nor this app's link. Give one of them.")
    _, dial = dialled(kind, number_as_typed(value))
    if not dial.startswith("+"):
        raise ContactError("not-a-number", "Short numbers are not reached by an app. Give the whole number.")
    return dial.removeprefix("+")


def _host(value: str) -> str:
    rest = value.partition("://")[2] or value.removeprefix("//")
    return re.split(r"[/?#:]", rest, maxsplit=1)[0].lower()


def _is_one_of(host: str, hosts: tuple[str, ...]) -> bool:
    return any(host == known or host.endswith(f".{known}") for known in hosts)


def _odd_link(remedy: str) -> ContactError:
    return ContactError("odd-link", f"This is not how this app's accounts are reached here. {remedy}")
