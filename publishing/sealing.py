"""What proves that an edition, or an order to take an item down, is ours: an HMAC under a key that no database holds.

Every node has the key (`HELPAPI_EDITION_KEY`). While it is being changed the one before, or the one to come, is
accepted too (`HELPAPI_EDITION_KEY_BEFORE`), so that no node stops serving.
"""

import hashlib
import hmac
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import orjson
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from publishing.edition import Common, Published, Seal
from publishing.models import Publication, SealedEdition

REPRESENTATION = "v1.en"  # of a document: its shape, and its language
TRANSLATED = "v1.{}"
OF_A_SEAL = ("number", "digest", "before", "restored_from", "at", "mac")
SERVED = (
    *("kind", "uid", "slug", "version", "edition", "digest", "keys", "reason", "replacement", "published_at"),
    "documents",
)


def mac(*facts: Any) -> str:
    """The HMAC-SHA256 of facts that JSON can hold, moments among them; they begin with what they are facts of."""
    if not settings.EDITION_KEY:
        raise ImproperlyConfigured("HELPAPI_EDITION_KEY is not set, so nothing can be published.")
    return _mac(settings.EDITION_KEY, facts)


def proves(given: str, *facts: Any) -> bool:
    """Whether `given` is the mac of these facts under a key that is accepted now."""
    keys = [key for key in (settings.EDITION_KEY, settings.EDITION_KEY_BEFORE) if key]
    return any([hmac.compare_digest(given.encode(), _mac(key, facts).encode()) for key in keys])


def sealed(seal: Seal) -> Seal:
    """The same, with its mac under the present key."""
    return replace(seal, mac=mac(*_facts(seal)))


def is_true(seal: Seal) -> bool:
    return proves(seal.mac, *_facts(seal))


def seal_of(row: SealedEdition) -> Seal:
    return Seal(*(getattr(row, name) for name in OF_A_SEAL))


def newest() -> Seal | None:
    """The seal of the newest edition in the database, true or not."""
    row = SealedEdition.objects.order_by("-number").first()
    return seal_of(row) if row else None


def newest_true() -> Seal | None:
    """That of the newest edition whose seal is ours."""
    seals = (seal_of(row) for row in SealedEdition.objects.order_by("-number").iterator())
    return next((seal for seal in seals if is_true(seal)), None)


def leads(number: int, digest: str, seals: Iterable[Seal], to: Seal) -> bool:
    """Whether `to` is the edition of this number and digest, or `seals`, those after it in order, lead from it there.

    Each has to be true, and to follow the one before it. One that was put in force after a restore follows whatever has
    a smaller number, editions that nobody took included.
    """
    reached: tuple[int, str] | None = (number, digest)
    for seal in seals:
        follows = seal.restored_from is not None or (reached is not None and seal.before == reached[1])
        reached = (seal.number, seal.digest) if follows and is_true(seal) else None
    return reached == (to.number, to.digest) and is_true(to)


def as_published(row: Mapping[str, Any], common: Common | None = None) -> Published:
    """The values `SERVED` of a publication, as the public gets them. `common`: of all of them, where many are read."""
    values = {name: row[name] for name in SERVED}
    documents = dict(values.pop("documents"))
    document = documents.pop(REPRESENTATION, "")
    said = {name.partition(".")[2]: text for name, text in documents.items()}
    return (common or Common()).item({**values, "uid": str(row["uid"]), "document": document, "translations": said})


def fingerprint(publication: Publication) -> str:
    """That of what the publication holds, whatever it says itself."""
    return as_published(vars(publication)).fingerprint


def _facts(seal: Seal) -> tuple[Any, ...]:
    return "edition", seal.number, seal.digest, seal.before, seal.restored_from, seal.at


def _mac(key: str, facts: Iterable[Any]) -> str:
    plain = [fact.astimezone(UTC) if isinstance(fact, datetime) else fact for fact in facts]
    return hmac.new(key.encode(), orjson.dumps(plain), hashlib.sha256).hexdigest()
