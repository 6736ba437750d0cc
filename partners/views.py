"""What is newest and what proves it, the files, what has changed since, and what must no longer be used."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from partners import entries, moments, recalls, statement
from partners.entries import Entry
from partners.serializers import BundleSerializer, ChangedItemSerializer, ChangesMemberSerializer, RecallsSerializer
from publishing import keeper
from publishing.api import caching
from publishing.api.answers import Answer
from publishing.api.errors import Gone, NoEdition
from publishing.api.parameters import NumberParameter
from publishing.api.question import PageQuestion, asked
from publishing.api.views import EditionView, ListView, PublicView, Shown, link
from publishing.edition import LARGEST_EDITION, Edition
from publishing.languages import say
from publishing.registry import kinds

SOON = "public, max-age=30, must-revalidate"
FOR_EVER = "public, max-age=31536000, immutable"
BEGIN_AGAIN = "/api/v1/bundle"


class Stated(EditionView):
    """What is stated for the hour. No cache may show it stale: it is how an app learns that a number is wrong."""

    tag = "copies"

    def span(self, edition: Edition) -> caching.Span:
        at = moments.hour(self.now)
        return caching.Span(at, at + moments.HOUR)

    def lifetime(self, span: caching.Span | None) -> str:
        return SOON


class Bundle(Stated):
    """Get the newest copy of everything

    Take its files, work out the digests, and you hold what the server holds. Then ask `/changes` once a minute.
    """

    noun, noun_plural = "Bundle", "Bundles"
    serializer_class = BundleSerializer

    def answer(self, edition: Edition, **path: str) -> dict[str, Any]:
        return {**statement.statement(edition, self.now), "jws": statement.signed(edition, self.now)}


class BundleFile(PublicView):
    """A file of a bundle: the same bytes for ever. Only those of the newest editions are held."""

    schema = None

    def get(self, request: HttpRequest, name: str) -> Answer:
        editions = keeper.editions()
        if not editions:
            raise NoEdition()
        for edition in editions:
            for part in statement.bundle(edition):
                if part.name == name:
                    tag = caching.etag(request, part.sha256[: caching.DIGEST])
                    return caching.made(request, statement.held(edition, part), tag, FOR_EVER)
        detail = say("That copy is not held here. Ask again where the newest one is.")
        raise Gone("edition-gone", detail, edition=editions[0].number, restart=link(BEGIN_AGAIN))


@dataclass(frozen=True, kw_only=True)
class ChangesQuestion(PageQuestion):
    """What `/changes` takes."""

    since: int = asked(
        NumberParameter("The edition that you hold. What has changed after it is given.", 0, LARGEST_EDITION), 0
    )


class ChangeList(Stated, ListView[Entry]):
    """List what has changed

    These are whole items, and what was withdrawn since an edition, in the order in which they changed. Take in all
    pages at once, then compare your copy with the signed statement; where it is another, begin again with the bundle.
    """

    noun, noun_plural = "Change", "Changes"
    question: ChangesQuestion
    serializer_class = ChangedItemSerializer
    extra_serializer_class = ChangesMemberSerializer

    def __init__(self, **options: Any):
        super().__init__(**options)
        self.drawn_from = tuple(kinds())

    def find(self, edition: Edition) -> Sequence[Entry]:
        since = self.question.since
        if since < entries.reaches_back_to(edition) - 1:
            detail = say("Everything has changed since then. Begin with the bundle.")
            raise Gone("edition-gone", detail, edition=edition.number, restart=link(BEGIN_AGAIN))
        return entries.since(edition, since)

    def show(self, edition: Edition, item: Entry) -> Shown:
        return entries.shown(edition, item)

    def answer(self, edition: Edition, **path: str) -> dict[str, Any]:
        listed = super().answer(edition, **path)
        stated = {"edition": edition.number, "sequence": edition.sequence}
        return {**stated, "jws": statement.signed(edition, self.now), **listed}


class RecallList(Stated):
    """List what must no longer be used

    Each is a way to reach somebody that was withdrawn or corrected, by its uid and by a digest of its value, so that an
    app stops showing a number that it has had for long. Ask once a minute.
    """

    noun, noun_plural = "Recalls", "Recalls"
    serializer_class = RecallsSerializer

    def answer(self, edition: Edition, **path: str) -> dict[str, Any]:
        at = moments.hour(self.now)
        stated = recalls.stated(edition, at)
        results = stated.pop("recalls")
        return {**stated, "results": results, "jws": recalls.signed(edition, at)}
