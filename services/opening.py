"""When an answer that speaks of opening hours stops being true: at the next opening or closing of any channel."""

from datetime import datetime

from publishing.api.caching import Span
from publishing.edition import Edition


def span(edition: Edition, at: datetime) -> Span:
    """From the last opening or closing of any public channel up to `at`, to the next one after it.

    Kept with the edition until it ends, so it is worked out once an opening and not once a question.
    """
    held = edition.memo.get("opening")
    if held and (held.since is None or held.since <= at) and (held.until is None or at < held.until):
        return held
    profiles = edition.select("service").shelf.values("channel")
    states = [profile.state(at) for profile in profiles]
    found = Span(
        max((state.since for state in states if state.since), default=None),
        min((state.until for state in states if state.until), default=None),
    )
    edition.memo["opening"] = found
    return found
