"""The part of a copy that is the same whatever the edition: codes, places, bank holidays, the emergency notice, and our
own words in other languages.
"""

import hashlib
from functools import cache
from typing import Any

import orjson
from django.conf import settings

from partners.calendar import bank_holiday_days
from partners.places import packed_outcodes, packed_regions
from partners.spoken import other_languages
from publishing.api.code_lists import CodeListSerializer
from publishing.codes import lists
from publishing.edition import ENGLISH
from publishing.emergency import EMERGENCY
from publishing.serializers import each
from services.contacts.apps import PLATFORMS
from services.places.outcodes import outcodes
from services.places.regions import regions


def reference() -> dict[str, Any]:
    """What a matcher needs to know besides the entries of an edition."""
    return {
        "public_url": settings.PUBLIC_URL,
        "language": ENGLISH,
        "emergency": EMERGENCY,
        "languages": other_languages(),
        "codes": each(CodeListSerializer, lists().values()),
        "regions": packed_regions(regions()),
        "outcodes": packed_outcodes(outcodes(), regions()),
        "bank_holidays": bank_holiday_days(),
        "wording": {"platforms": PLATFORMS},
    }


def written() -> bytes:
    """The reference as compact JSON; the same bytes from every process of a release with the same PUBLIC_URL."""
    return _written(settings.PUBLIC_URL)


def digest() -> str:
    """The name of the reference: the SHA-256 of its bytes."""
    return hashlib.sha256(written()).hexdigest()


@cache
def _written(public_url: str) -> bytes:
    return orjson.dumps({**reference(), "public_url": public_url})
