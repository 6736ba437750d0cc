"""Take in a new version of the document that a topic is quoted from, as a proposal.

It shows line by line what the new document says otherwise, and changes the topic's working copy: what can follow the
new words does, and all else is named. Nothing becomes public: submit the topic, and somebody else approves it.
"""

import hashlib
from pathlib import Path

from django.core.management.base import CommandError, CommandParser

from advice import quoting, taking_in
from advice.models import Topic
from advice.questions import DEFAULT_TOPIC
from publishing import lifecycle, permission
from publishing.management.jobs import Job, Lines, person
from publishing.models import Submission


class Command(Job):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("file", type=Path, help="the new document, which fixtures/documents.yaml lists")
        parser.add_argument("--topic", default=DEFAULT_TOPIC, metavar="SLUG", help="the topic that is quoted from it")
        parser.add_argument("--by", required=True, metavar="USERNAME", help="who takes it in, and can't approve it")

    def do(self, file: Path, topic: str, by: str, **options: object) -> Lines:
        by_whom = person(by)
        permission.require(by_whom, "submit_item", "take in a document")
        row = Topic.objects.filter(slug=topic).first()
        if row is None:
            raise CommandError(f"There is no topic “{topic}”. Nothing was changed.")
        digest = _digest(file)
        if row.document_sha256 == digest:
            raise CommandError(f"“{topic}” names this document already. Nothing was changed.")
        if not quoting.held(row.document_sha256).is_held:
            raise CommandError(f"“{topic}” names no document that we hold, to compare this with. Nothing was changed.")
        yield from taking_in.take_in(row, digest)
        if Submission.objects.filter(uid=row.pk, state__in=Submission.OPEN).exists():
            yield "What waited for approval is void."
        lifecycle.edited(row, by=by_whom)
        yield f"The working copy of “{topic}” names the new document. Look at it, and submit it for approval."


def _digest(file: Path) -> str:
    """Of a document that is listed, so that whatever is quoted from it is known to be."""
    try:
        digest = hashlib.sha256(file.read_bytes()).hexdigest()
    except OSError as error:
        raise CommandError(f"{file} can't be read: {error.strerror}. Nothing was changed.") from None
    if not quoting.held(digest).is_held:
        raise CommandError(
            f"{file} is not listed. Put it beside fixtures/sheet.txt, and name it in fixtures/documents.yaml. "
            "Nothing was changed."
        )
    return digest
