"""What must no longer be used of what was public: the ways to reach somebody that were withdrawn or corrected.

It is worked out when an item changes, from the public document before and the one after, and kept in the keys of its
publication, so that it is sealed with the edition and every node tells the same. A way is named by its uid and by a
digest of its value, never by the value: people dial what they see. What is public again is recalled no longer.

Taken down because it was wrong or harmful, an item also raises a notice, in words of ours, until it is over
(`end_recalls`) or the item is public again.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

import orjson

from publishing import languages, notices, reasons
from publishing.edition import Edition, Published
from publishing.languages import say
from publishing.models import Notice, Publication
from publishing.registry import Contact, kinds
from publishing.sealing import REPRESENTATION
from publishing.upkeep import Upkeep

KEY, RAISED = "recalled", "raised"
WITHDRAWN, CORRECTED = "withdrawn", "corrected"
LASTS = timedelta(days=400)  # then nobody has it at hand any more, or has looked since
SHOWN_FOR = timedelta(days=30)
RAISES = ("wrong-contact", "harmful")


def keys(
    kind: str, before: Mapping[str, Any], known: Mapping[str, Any], after: Mapping[str, Any], at: datetime, reason: str
) -> dict[str, Any]:
    """The keys of an item that tell what is recalled from `at` on.

    `before`, `after`: its public document until then and from then on, empty where it has none; `known`: its keys until
    then; `reason`: why it is withdrawn, if it is.
    """
    contacts = kinds()[kind].contacts
    now = {_name(one): one for one in contacts(after)} if after else {}
    uids = {one.uid for one in now.values()}
    told = {name: said for name, said in known.get(KEY, {}).items() if at - datetime.fromisoformat(said[2]) < LASTS}
    for one in contacts(before) if before else ():
        why = CORRECTED if one.uid in uids else WITHDRAWN
        told.setdefault(_name(one), [one.kind, why, at.isoformat()])
    told = {name: said for name, said in told.items() if name not in now}
    return {**({KEY: told} if told else {}), **_raised(before, known, after, at, reason)}


def of_publication(one: Publication, after: Mapping[str, Any], at: datetime, reason: str = "") -> dict[str, Any]:
    """The same of what a publication was until now."""
    before = orjson.loads(one.documents[REPRESENTATION]) if one.documents else {}
    return keys(one.kind, before, one.keys, after, at, reason)


def carried(known: Mapping[str, Any]) -> dict[str, Any]:
    """The same for a document that is made anew."""
    return {name: known[name] for name in (KEY, RAISED) if name in known}


def told(item: Published) -> Iterator[tuple[Contact, str, str]]:
    """What is recalled of an item: each way, why, and since when."""
    for name, (kind, why, since) in item.keys.get(KEY, {}).items():
        uid, _, digest = name.partition(" ")
        yield Contact(uid, kind, digest), why, since


def notices_in(edition: Edition) -> list[Published]:
    """The notices in force, those that are raised by what was taken down among them, in their order."""
    found: list[Published] | None = edition.memo.get("notices")
    if found is None:
        raised = (one for one in raised_in(edition) if one.is_live)
        order = next(iter(notices.KIND.layout.orders.values()))
        found = edition.memo["notices"] = sorted([*edition.select("notice"), *raised], key=order)
    return found


def raised_in(edition: Edition) -> Iterator[Published]:
    """A notice for each item that was taken down because it was wrong or harmful; or the tombstone of one."""
    for item in edition.items.values():
        if said := item.keys.get(RAISED):
            yield _notice(item, said)


def over(known: Mapping[str, Any], now: datetime) -> dict[str, Any] | None:
    """The keys of an item whose notice has been shown long enough; None where it has not, or there is none."""
    said = known.get(RAISED)
    if not said or said["is_over"] or now - datetime.fromisoformat(said["at"]) < SHOWN_FOR:
        return None
    return {**known, RAISED: {**said, "is_over": True}}


def _name(contact: Contact) -> str:
    return f"{contact.uid} {contact.digest}"


def _raised(
    before: Mapping[str, Any], known: Mapping[str, Any], after: Mapping[str, Any], at: datetime, reason: str
) -> dict[str, Any]:
    said, why = known.get(RAISED), reasons.read(reason)
    if after:
        return {RAISED: {**said, "is_over": True}} if said else {}
    if before.get("name") and why and why.code in RAISES:
        return {RAISED: {"name": before["name"], "at": at.isoformat(), "is_over": False}}
    return {RAISED: said} if said else {}


def uid_of_notice(uid: str) -> UUID:
    """The identity of an item's notice follows from the item's, so that it is the same on every node."""
    return uuid5(UUID(uid), RAISED)


def _notice(item: Published, said: Mapping[str, Any]) -> Published:
    uid, at = uid_of_notice(item.uid), datetime.fromisoformat(said["at"])
    slug = f"taken-down-{uid.hex[:12]}"
    if said["is_over"]:
        return Published("notice", str(uid), slug, 1, item.edition, "", reason=reasons.OVER, published_at=at)
    notice = Notice(uid=uid, slug=slug, level="warning")
    notice.version, notice.published_at, notice.upkeep = 1, at, Upkeep()
    document, *others = (_written(notice, tag, said["name"]) for tag in (languages.ENGLISH, *languages.of_our_words()))
    return Published(
        "notice", str(uid), slug, 1, item.edition, "", document, notices.KIND.keys(notice, {}), published_at=at,
        translations=dict(zip(languages.of_our_words(), others, strict=True)),
    )  # fmt: skip


def _written(notice: Notice, language: str, name: str) -> bytes:
    with languages.speaking(language):
        notice.text = say(
            "“{name}” has been taken down. Do not use a number or address that you may have kept of it.", name=name
        )
        return orjson.dumps(notices.KIND.document(notice, {}))
