"""Asking an organisation whether its public record is right, by a signed link that works once.

What it answers is a proposal to editors: it changes no row, voids nothing, and is never public by itself. An editor
accepts it as a check of theirs, or corrects the item as always (docs/decisions/0024).
"""

from datetime import timedelta
from uuid import UUID

from django.contrib.auth.models import User
from django.core.signing import BadSignature, Signer
from django.db.models import QuerySet
from django.utils import timezone

from publishing import lifecycle, permission
from publishing.dates import EDITORS_ZONE
from publishing.lifecycle import Refusal
from publishing.models import Enquiry, Publication
from publishing.upkeep import Check

LASTS = timedelta(days=14)
MOST_OPEN = 5  # links to one item at once
MOST_A_DAY = 50  # of one person
CONFIRMED = "organisation-confirmed"  # of the code list `checks`


def ask(uid: UUID, by: User) -> Enquiry:
    """Make a link to what is public of an item. Nothing of it becomes public, so there is no line of the record."""
    permission.require(by, "submit_item", "ask organisations")
    with lifecycle.locked():
        held = Publication.objects.filter(pk=uid, state=Publication.LIVE).first()
        if held is None:
            raise Refusal("This is not public, so there is nothing to ask about.")
        now = timezone.now()
        if Enquiry.objects.filter(uid=uid, answered_at=None, expires_at__gt=now).count() >= MOST_OPEN:
            raise Refusal(f"{MOST_OPEN} links for “{held.slug}” have not been answered. Wait for one of them.")
        if Enquiry.objects.filter(by=by, at__gt=now - timedelta(days=1)).count() >= MOST_A_DAY:
            raise Refusal(f"You have made {MOST_A_DAY} links within a day. Go on tomorrow.")
        return Enquiry.objects.create(
            kind=held.kind, uid=uid, slug=held.slug, version=held.version, by=by, at=now, expires_at=now + LASTS
        )


def token_of(enquiry: Enquiry) -> str:
    return _signer(enquiry).sign(str(enquiry.pk))


def asked_by(token: str) -> tuple[Enquiry, Publication] | None:
    """What a link asks about, as it is public now; None for a link that is not ours, was used, or is too old."""
    number = token.partition(".")[0]
    if not (number.isascii() and number.isdecimal() and len(number) < 16):
        return None
    open_ones = Enquiry.objects.filter(answered_at=None, expires_at__gt=timezone.now())
    enquiry = open_ones.filter(pk=int(number)).first()
    if enquiry is None or not _is_signed(enquiry, token):
        return None
    publication = Publication.objects.filter(pk=enquiry.uid, state=Publication.LIVE).first()
    return (enquiry, publication) if publication else None


def answer(enquiry: Enquiry, version: int, is_right: bool, text: str) -> bool:
    """Keep the answer, which is about that version; False if another came first."""
    Enquiry(text=text).clean_fields(exclude={field.name for field in Enquiry._meta.fields} - {"text"})
    answered = Enquiry.objects.filter(pk=enquiry.pk, answered_at=None).update(
        answered_at=timezone.now(), version=version, is_right=is_right, text=text
    )
    return bool(answered)


def answers() -> QuerySet[Enquiry]:
    """What organisations have answered and no editor has dealt with, the oldest first."""
    return Enquiry.objects.filter(answered_at__isnull=False, dealt_with_at=None).order_by("answered_at", "pk")


def accept(enquiry: Enquiry, by: User) -> int | None:
    """Say, as a check of one's own, what the organisation said: that all of that version is right."""
    with lifecycle.locked():
        held = _to_deal_with(enquiry, by)
        if not (held.is_right and held.answered_at):
            raise Refusal("The organisation said that something is not right, so this can't be accepted as correct.")
        check = Check(held.answered_at.astimezone(EDITORS_ZONE).date(), CONFIRMED)
        number = lifecycle.check({held.uid: held.version}, by, check)
        _deal_with(held, by)
        return number


def deal_with(enquiry: Enquiry, by: User) -> None:
    """Take the answer off the list: its corrections have been made, or there is nothing in it to do."""
    with lifecycle.locked():
        _deal_with(_to_deal_with(enquiry, by), by)


def _to_deal_with(enquiry: Enquiry, by: User) -> Enquiry:
    permission.require(by, "submit_item", "deal with answers of organisations")
    held = answers().filter(pk=enquiry.pk).first()
    if held is None:
        raise Refusal("Somebody has dealt with this answer already.")
    return held


def _deal_with(held: Enquiry, by: User) -> None:
    held.dealt_with_by, held.dealt_with_at = by, timezone.now()
    held.save(update_fields=["dealt_with_by", "dealt_with_at"])


def _is_signed(enquiry: Enquiry, token: str) -> bool:
    try:
        return _signer(enquiry).unsign(token) == str(enquiry.pk)
    except BadSignature:
        return False


def _signer(enquiry: Enquiry) -> Signer:
    """Of this row alone, so that no link leads to another that has its number after a restore."""
    return Signer(sep=".", salt=f"publishing.enquiring {enquiry.uid} {enquiry.at.timestamp()}")
