"""The root of trust and the metadata of TUF, as files: what a client of it asks for, and a reader of ours the roots.

A root is the same for ever. All else is made anew from what is stated for the hour. What makes it is imported when it
is first asked for: most processes never are, and it is large.
"""

import re
from contextlib import suppress

from django.http import HttpRequest, HttpResponse
from rest_framework.exceptions import NotFound

from partners import statement
from publishing import keeper
from publishing.api import caching
from publishing.api.errors import NoEdition
from publishing.api.views import PublicView
from publishing.languages import say

SOON = "public, max-age=30, must-revalidate"
FOR_EVER = "public, max-age=31536000, immutable"
NAME = re.compile(r"(?:([1-9][0-9]{0,18})\.)?(root|timestamp|snapshot|targets)\.json")


class TrustFile(PublicView):
    """A file of metadata, by the name that TUF gives it. What it says is in docs/trust.md and not in the contract."""

    schema = None

    def get(self, request: HttpRequest, name: str) -> HttpResponse:
        found = NAME.fullmatch(name)
        number, role = found.groups() if found else (None, "")
        content = self.content(role, int(number) if number else None)
        if content is None:
            raise NotFound(say("There is no such file."))
        response = caching.page(request, content, caching.JSON, 0)
        response["Cache-Control"] = FOR_EVER if role == "root" else SOON
        return response

    def content(self, role: str, number: int | None) -> bytes | None:
        """None where there is no such file, or no key that a reader would believe.

        A version that a node has not come to yet is none.
        """
        from partners.trust import metadata

        if role == "root":
            return metadata.roots().get(number or 0)
        editions = keeper.editions()
        if not editions:
            raise NoEdition()
        made = {"snapshot": metadata.snapshot, "targets": metadata.targets}
        with suppress(metadata.Unsigned):
            if role == "timestamp" and number is None:
                return metadata.timestamp(statement.statement(editions[0], self.now))
            for edition in editions if role in made else ():
                if edition.sequence == number:
                    return made[role](statement.statement(edition, self.now))
        return None
