"""Verifies what is public when an admin node starts and every hour after, so that no tampering waits to be found."""

import logging
import threading

from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection

from publishing import verifying

log = logging.getLogger("helpapi.verify")
FIRST_SECONDS, SECONDS_BETWEEN = 10.0, 3600.0  # after the start, when what is being published has settled


def start() -> None:
    """Where editors work, from a thread that nothing waits for."""
    if settings.SERVES_ADMIN and settings.EDITION_POLL_SECONDS:
        threading.Thread(target=_watch, name="verify", daemon=True).start()


def look() -> int:
    """Verify once, and log each fault as critical; how many there are."""
    faults = list(verifying.faults())
    for fault in faults:
        log.critical("what is public is not what was decided: %s", fault)
    return len(faults)


def _watch() -> None:
    pause, is_over = FIRST_SECONDS, threading.Event()
    while not is_over.wait(pause):
        pause = SECONDS_BETWEEN
        try:
            look()
        except (DatabaseError, InterfaceError):
            log.warning("nothing could be verified, for the database does not answer")
        except Exception:
            log.exception("nothing could be verified")
        finally:
            connection.close()
