"""What to do: topics and their steps, and the one call that puts everything together for one reader."""

from datetime import datetime, timedelta
from typing import Any

from rest_framework.exceptions import NotFound

from advice.filters import HelpFilters
from advice.help import Group, Help, more
from advice.serializers import HelpSerializer, TopicSerializer
from publishing.api import caching
from publishing.api.views import AskedInABody, EditionView, ShelfItemView, ShelfListView, link
from publishing.codes import code_list
from publishing.edition import Edition, Entry
from services import opening
from services.hours_state import look_ahead

DEFAULT_TOPIC = "sextortion"


class AdviceList(ShelfListView):
    """List advice topics

    Each topic whole: what the source says, word for word, and what we added, kept apart under `editorial`.
    """

    kind = "topic"
    noun, noun_plural, tag = "Advice", "Advice", "advice"
    serializer_class = TopicSerializer


class AdviceItem(ShelfItemView):
    """Get one advice topic

    By its slug or uid. Show a step only to the audiences it names, and a reassurance only where its precondition holds.
    """

    kind = "topic"
    noun, noun_plural, tag = "Advice", "Advice", "advice"
    serializer_class = TopicSerializer


class HelpView(AskedInABody, EditionView):
    """Get help

    The one call: what to do now for this reader, step by step, and who can help them, in order, with the reason for
    each. Every parameter is optional; with none the answer is safe for anyone anywhere in the UK. Show the emergency
    notice first, and each result's conditions with it.
    """

    noun, noun_plural, tag = "Help", "Help", "help"
    filterset_class = HelpFilters
    serializer_class = HelpSerializer

    def answer(self, edition: Edition, **path: str) -> dict[str, Any]:
        found = Help(edition, self.question, self.moment(), self.topic(edition))
        groups = found.groups()
        rest = self.rest(edition)
        return {
            "reader": found.reader_understood(),
            "reassurances": found.reassurances(),
            "advice": found.advice(groups),
            "groups": [self.group(found, group, rest) for group in groups],
            "conditions": found.conditions(groups),
        }

    def topic(self, edition: Edition) -> Entry | None:
        """The topic asked for. While the default one is withdrawn, people are still told who can help."""
        name = self.question.get("topic", DEFAULT_TOPIC)
        topic = edition.find("topic", name)
        if topic and topic.is_live:
            return topic
        if "topic" in self.question:
            raise NotFound("There is no such advice topic.")
        return None

    def group(self, found: Help, group: Group, rest: str | None) -> dict[str, Any]:
        is_more = rest and group.count > len(group.entries)
        return {
            "type": group.type,
            "label": code_list("service-types").label(group.type),
            "count": group.count,
            "results": [found.result(entry) for entry in group.entries],
            "more": f"{rest}&type={group.type}" if is_more else None,
        }

    def rest(self, edition: Edition) -> str | None:
        """Where the rest of a group is, but for its `type`. None for a question asked in a body."""
        if self.request.method == "POST":
            return None
        of_now = [("as_of", opening.pin(edition, self.moment()))] if self.speaks_of_now() else []
        return link("/api/v1/services", [*more(self.asked, edition.number), *of_now])

    def moment(self) -> datetime:
        return self.question.get("open_at") or self.now

    def span(self, edition: Edition) -> caching.Span:
        """An answer to `open_at=now` says which minute that was, so it is the same for that minute only.

        Any other says when each line next opens or closes, so it is the same only while they are looked for alike.
        """
        if not self.speaks_of_now():
            return caching.Span(None, None)
        if "open_at" in self.question:
            return caching.Span(self.moment(), self.moment() + timedelta(minutes=1))
        known, (first, last) = opening.span(edition, self.moment()), look_ahead(self.moment())
        return caching.Span(max(known.since or first, first), min(known.until or last, last))

    def speaks_of_now(self) -> bool:
        return self.asked.get("open_at", ["now"]) == ["now"]
