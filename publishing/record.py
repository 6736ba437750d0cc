"""The append-only record, chained so that a change of any line is found.

Each line's `mac` is an HMAC-SHA256 over the line before it and its own content. The key (`RECORD_KEY`) and the
newest line's number and mac (the file `RECORD_HEAD`) live outside the database: who can write to the database alone
can neither forge a line nor cut off the last ones. The file is written when the transaction has committed, and once
before the first; a crash in between leaves it behind, which `faults` accepts: the lines after it still need the key.
"""

import contextlib
import hashlib
import hmac
import json
import logging
import os
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction
from django.utils import timezone

from publishing.models import Record

log = logging.getLogger("helpapi.record")
UNREADABLE = (0, "")
BEFORE_THE_FIRST = (0, "-")
FIELDS = ("at", "action", "kind", "uid", "slug", "version", "edition", "digest", "by", "submitted_by", "reason")


def add(action: str, **line) -> Record:
    """Append one line. The caller holds the lock on the edition number, which also orders the record."""
    last = Record.objects.order_by("-number").first()
    if last is None:
        with contextlib.suppress(OSError):  # nothing is held up by it, and it is said when the line has been committed
            if _head() is None:
                _write_head(*BEFORE_THE_FIRST)
    entry = Record(number=last.number + 1 if last else 1, at=timezone.now(), action=action, **line)
    entry.mac = _mac(entry, last.mac if last else "")
    entry.save(force_insert=True)
    transaction.on_commit(lambda: _keep_head(entry.number), robust=True)  # what is published stays published
    return entry


def faults() -> Iterator[str]:
    """Everything in which the record is not what was written, in words; nothing when it is whole."""
    head = _head()
    before, number, seen_head = "", 0, head in (None, BEFORE_THE_FIRST)
    for line in Record.objects.order_by("number").iterator():
        number += 1
        while number < line.number:
            yield f"line {number} has been removed"
            number += 1
        if not hmac.compare_digest(line.mac, _mac(line, before)):
            yield f"line {line.number} has been altered or added, or the line before it was"
        if head and line.number == head[0]:
            seen_head = hmac.compare_digest(line.mac, head[1])
        before = line.mac
    if head == UNREADABLE:
        yield "the file with the newest line can't be read, so the last lines cannot be vouched for"
    elif not seen_head:
        yield f"the record should reach line {head[0]}, but it does not hold that line as it was written"
    if head is None and number:
        yield "the file with the newest line is missing, so the last lines cannot be vouched for"


def _mac(line: Record, before: str) -> str:
    if not settings.RECORD_KEY:
        raise ImproperlyConfigured("HELPAPI_RECORD_KEY is not set, so nothing can be recorded.")
    content = {name: _plain(getattr(line, name)) for name in FIELDS}
    text = json.dumps([before, line.number, content], sort_keys=True, ensure_ascii=False)
    return hmac.new(settings.RECORD_KEY.encode(), text.encode(), hashlib.sha256).hexdigest()


def _plain(value) -> str | int | None:
    if hasattr(value, "isoformat"):
        return value.astimezone(timezone.get_default_timezone()).isoformat(timespec="microseconds")
    return value if isinstance(value, int) or value is None else str(value)


def _head() -> tuple[int, str] | None:
    try:
        number, mac = Path(settings.RECORD_HEAD).read_text().split()
        return int(number), mac
    except FileNotFoundError:
        return None
    except ValueError:
        return UNREADABLE


def _keep_head(number: int) -> None:
    """Let the file name the newest line, unless an earlier line of the same transaction has already done so.

    A file that names a line the record no longer holds is left as it is, or the loss would be covered up.
    """
    head = _head()
    if head and head[0] >= number:
        return
    begun = head not in (None, BEFORE_THE_FIRST)
    if begun and not Record.objects.filter(number=head[0], mac=head[1]).exists():
        log.critical("the record does not hold line %s as it was written; run verify_record", head[0])
        return
    _write_head(*Record.objects.order_by("-number").values_list("number", "mac").first())


def _write_head(number: int, mac: str) -> None:
    path = Path(settings.RECORD_HEAD)
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f"{path.name}.{os.getpid()}")
    with temporary.open("w") as file:
        file.write(f"{number} {mac}\n")
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)
