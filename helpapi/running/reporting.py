"""Error reports to Sentry, off unless an operator sets SENTRY_DSN and installs `sentry-sdk`.

Even without "personal data" Sentry's client sends the address asked for, its query, and the local variables of every
frame, in which an age or a place would stand. So nothing is sent but the type of a fault and the lines of code.
"""

import logging
from typing import Any

from django.conf import settings

log = logging.getLogger("helpapi.running.reporting")
KEPT = {"event_id", "timestamp", "platform", "level", "release", "environment", "sdk", "type"}


def start(**options: Any) -> None:
    """Begin to report, if that is wanted. `options` are for tests, which give a transport of their own."""
    if not settings.SENTRY_DSN:
        return
    try:
        import sentry_sdk
    except ImportError:
        log.warning("SENTRY_DSN is set, but sentry-sdk is not installed: nothing is reported")
        return
    sentry_sdk.init(
        dsn=settings.SENTRY_DSN,
        send_default_pii=False,
        include_local_variables=False,
        include_source_context=False,
        max_request_body_size="never",
        max_breadcrumbs=0,
        traces_sample_rate=0,
        profiles_sample_rate=0,
        send_client_reports=False,
        auto_session_tracking=False,
        propagate_traces=False,
        server_name="helpapi",
        before_send=scrubbed,  # type: ignore[arg-type]  # the same, as the dictionary that it is
        before_send_transaction=_nothing,
        before_send_log=_nothing,
        before_send_metric=_nothing,
        **options,
    )


def _nothing(told: object, hint: object) -> None:
    """In place of what is never sent: transactions, logs, metrics."""


def scrubbed(event: dict[str, Any], hint: dict[str, Any]) -> dict[str, Any] | None:
    """Which kind of fault, and where in the code; None, which sends nothing, for what is no exception.

    The event is made anew, so that whatever a later client adds to it is left out.
    """
    values = (event.get("exception") or {}).get("values") or []
    faults = [{"type": value.get("type"), "stacktrace": {"frames": _frames(value)}} for value in values]
    if not faults:
        return None
    return {**{name: event[name] for name in KEPT & set(event)}, "exception": {"values": faults}}


def _frames(value: dict[str, Any]) -> list[dict[str, Any]]:
    frames = (value.get("stacktrace") or {}).get("frames") or []
    return [{name: frame.get(name) for name in ("module", "function", "filename", "lineno")} for frame in frames]
