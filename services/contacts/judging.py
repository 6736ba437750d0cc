"""What an editor typed for a channel of a kind, judged by what that kind is."""

from functools import lru_cache

from services.contacts.addresses import judge_description, judge_email, judge_url, looks_like_address
from services.contacts.apps import MESSAGING_KINDS, SOCIAL, judge_app, refuse_other_kind
from services.contacts.denied import refuse_denied, refuse_digits
from services.contacts.numbers import judge_number, read_number
from services.contacts.values import Contact, ContactError, as_typed, cleaned, number_as_typed

NUMBER_KINDS = frozenset({"phone", "text", "textphone"})
LINK_KINDS = frozenset({"web", "webchat", "web-form", "app", "bsl-video-relay"})
APP_KINDS = MESSAGING_KINDS | {SOCIAL}
KINDS = NUMBER_KINDS | LINK_KINDS | APP_KINDS | {"email", "post", "in-person"}


def judge(kind: str, value: str) -> Contact:
    """The contact detail an editor typed for a channel of this kind; or a ContactError."""
    return _judged(kind, value)


@lru_cache(maxsize=4096)  # each is judged when it is saved and submitted, and for each member that is made of it
def _judged(kind: str, value: str) -> Contact:
    if kind not in KINDS:
        raise ContactError("unknown-kind", f"There is no such kind of channel. Choose from {', '.join(sorted(KINDS))}.")
    value = value_as_typed(kind, cleaned(value))
    refuse_denied(value)
    if not read_number(value):
        refuse_digits(value)  # one of several, or within a link, may be what is wrong with it
    if kind in NUMBER_KINDS:
        return judge_number(kind, value)
    if kind in APP_KINDS:
        return judge_app(kind, value)
    if kind == "email" and "@" in value:
        return judge_email(value)
    if kind == "web" or (kind in LINK_KINDS and looks_like_address(value)):
        address = judge_url(value)
        refuse_other_kind(address)
        return Contact(value, uri=address)
    return judge_description(value)


def judge_mailbox(value: str) -> Contact:
    """An email address alone, of a body and not of a channel; or a ContactError."""
    value = cleaned(value)
    refuse_denied(value)
    return judge_email(value)


def value_as_typed(kind: str, value: str) -> str:
    """A number as it would have been typed, where `kind` is one of numbers; any other value as it is."""
    return number_as_typed(value) if kind in NUMBER_KINDS or kind in MESSAGING_KINDS else as_typed(value)
