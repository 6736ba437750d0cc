"""The services that meet everything that is asked."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from helpapi_matcher.bundle import Bundle, minute
from helpapi_matcher.cards import Asked, card
from helpapi_matcher.errors import NotThere
from helpapi_matcher.left_out import because_of_question, not_said
from helpapi_matcher.needs import need_told
from helpapi_matcher.opening import EPOCH, SECOND, WEEK
from helpapi_matcher.questions import VICTIM, ServicesQuestion, read_services
from helpapi_matcher.service import Service
from helpapi_matcher.ways import Wish

DEFAULT_ZONE = "Europe/London"


def services(bundle: Bundle, question: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    """The answer to what may be sent to /api/v1/services; Refused where it cannot be understood.

    `now`: an aware moment; the answer is of its minute, or of `open_at`. NotThere: a page that is not there, or one of
    a walk that began in another edition, or before a line opened or shut.
    """
    asked = read_services(bundle, question, now)
    at = asked.open_at or minute(now)
    if asked.edition not in (None, bundle.edition):
        raise NotThere("edition", "edition-gone")
    if asked.as_of and asked.as_of != minute(last_turn(bundle, at)):
        raise NotThere("as_of", "hours-changed")
    found = _ordered(asked, [one for one in bundle.services if one.is_on_offer and takes(asked, one)], at)
    start = (asked.page - 1) * asked.page_size
    here = found[start : start + asked.page_size]
    if asked.page > 1 and not here:
        raise NotThere("page", "not-found")
    of_cards = Asked(asked.lang, asked.reader, asked.place, asked.audience or VICTIM, Wish(), at, asked.wish)
    needs = bundle.codes["needs"]
    left_out = because_of_question(bundle, asked, asked.wish, bundle.services, takes)
    return {
        **bundle.always(asked.lang),
        "count": len(found),
        "next": None,
        "previous": None,
        "results": [card(bundle, of_cards, one, need_told(one, needs), None) for one in here],
        "left_out": [one.shown() for one in (*left_out, *not_said(bundle, asked.lang, here))],
    }


def takes(question: ServicesQuestion, service: Service) -> bool:
    """Whether a service meets everything that is asked."""
    reader, place = question.reader, question.place
    return (
        service.is_for(reader, place)
        and service.is_in(place)
        and service.gives(question.type)
        and service.admits(question.audience)
        and service.is_reached_by(question.wish, reader, place)
        and service.is_named(question.q)
    )


def last_turn(bundle: Bundle, at: datetime) -> datetime:
    """The last opening or closing of any way up to a moment; or a midnight, or the beginning of a week, after it."""
    week = EPOCH + (at - EPOCH) // SECOND // WEEK * timedelta(seconds=WEEK)
    turns = [week, *_midnights(at, {ZoneInfo(DEFAULT_ZONE), *(one.zone for one in bundle.openings())})]
    turns += [since for one in bundle.openings() if (since := one.state(at).since)]
    return max(turn for turn in turns if turn <= at)


def _ordered(question: ServicesQuestion, found: Sequence[Service], at: datetime) -> list[Service]:
    """In the standing order, by name, or first those where somebody answers."""
    if question.ordering == "alphabetical":
        return sorted(found, key=lambda one: (one.name.casefold(), one.uid))
    if question.ordering == "open":
        reader, place = question.reader, question.place
        return sorted(found, key=lambda one: not any(way.is_live(at) for way in one.open_ways(reader, place)))
    return list(found)


def _midnights(at: datetime, zones: Iterable[ZoneInfo]) -> Iterator[datetime]:
    for zone in zones:
        yield datetime.combine(at.astimezone(zone).date(), time.min, zone).astimezone(UTC)
