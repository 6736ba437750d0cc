"""Mail to everyone who may approve, so that nothing is taken down, and no account changed, unnoticed.

It is sent when the change has been committed, from a thread that nobody waits for: a mail server that is slow, away or
wrong neither holds up nor undoes what was done. What could not be sent is logged; the home page says the same.
"""

import logging
import threading
from collections.abc import Sequence

from django.conf import settings
from django.contrib.auth.models import User
from django.core.mail import EmailMessage
from django.db import transaction

from publishing import reasons
from publishing.models import Publication

log = logging.getLogger("helpapi.mail")


def tell_of_withdrawal(publications: Sequence[Publication], edition: int, by: str, proposed_by: str) -> None:
    names = [f"{one.kind} {one.slug}: {reasons.in_words(one.reason)}" for one in publications]
    who = f"{proposed_by} proposed it and {by} approved it" if proposed_by else f"by {by or 'nobody: its time is over'}"
    what = names[0].partition(":")[0] if len(names) == 1 else f"{len(names)} items"
    _tell(f"Taken down: {what}", [f"Taken down with edition {edition}, {who}:", "", *names])


def tell_of_proposal(title: str, by: str, headings: Sequence[str]) -> None:
    words = [f"{by} proposes: {title}. It waits for somebody else, on the home page of editors.", ""]
    _tell(f"Waiting for a second person: {title}", [*words, *headings])


def tell_of_account(name: str, what: str, by: str) -> None:
    waits = "It can do nothing until an approver confirms it, on the home page."
    _tell(f"Account changed: {name}", [f"{by} changed the account {name}: {what}.", waits])


def _tell(subject: str, lines: Sequence[str]) -> None:
    transaction.on_commit(lambda: _send(subject, "\n".join(lines)), robust=True)


def _send(subject: str, text: str) -> None:
    approvers = User.objects.with_perm("publishing.approve_item", backend="django.contrib.auth.backends.ModelBackend")
    to = sorted(approvers.exclude(email="").values_list("email", flat=True))
    if to:
        message = EmailMessage(subject, text, settings.DEFAULT_FROM_EMAIL, bcc=to)
        threading.Thread(target=_deliver, args=[message], name="mail").start()


def _deliver(message: EmailMessage) -> None:
    try:
        message.send()
    except Exception as error:  # whatever the server does, or whatever is no server
        log.error("nobody could be told by mail: %s", type(error).__name__)


def remind(subject: str, lines: Sequence[str], to: Sequence[str]) -> None:
    """Tell these addresses, none of which sees another, before going on; whatever the mail server says is raised."""
    EmailMessage(subject, "\n".join(lines), settings.DEFAULT_FROM_EMAIL, bcc=list(to)).send()
