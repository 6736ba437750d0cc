"""What to do: topics and their steps, and the one call that puts everything together for one reader."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import orjson

from advice.answers import HelpSerializer
from advice.help import Help, more
from advice.plain import in_sentences
from advice.questions import DEFAULT_TOPIC, HelpQuestion
from advice.serializers import TopicSerializer
from publishing import recalling
from publishing.api import caching
from publishing.api.errors import BadQuestion, Fault
from publishing.api.views import AskedInABody, ShelfItemView, ShelfListView, link
from publishing.edition import Edition, Published
from publishing.languages import say
from services.matching import opening


class AdviceList(ShelfListView):
    """List advice topics

    Every topic is here as a whole: what the source says, word for word, and what we added, kept apart under
    `editorial`.
    """

    kind = "topic"
    noun, noun_plural, tag = "Advice", "Advice", "advice"
    serializer_class = TopicSerializer


class AdviceItem(ShelfItemView):
    """Get one advice topic

    The name is its slug or its uid. Show a limited detail of a step only to those it is for, and a reassurance only
    where its precondition holds.
    """

    kind = "topic"
    noun, noun_plural, tag = "Advice", "Advice", "advice"
    serializer_class = TopicSerializer


class HelpView(AskedInABody):
    """Get help

    The one call tells what to do now, step by step, and who can help, in order of need: what stops the images, who must
    know, who listens, what mends. Each service stands once, ready to show, the best way to reach it first. Every
    parameter is optional; with none the answer is safe for anyone anywhere in the UK. Show the emergency notice first.
    With `Accept: text/plain` the same comes as plain sentences.
    """

    noun, noun_plural, tag = "Help", "Help", "help"
    question: HelpQuestion
    serializer_class = HelpSerializer
    offers_text = True
    must_be_whole = True

    def answer(self, edition: Edition, **path: str) -> dict[str, Any]:
        found = self.help(edition)
        return {
            "reader": found.reader_understood(),
            "reassurances": found.reassurances(),
            "topic": found.about(),
            "phases": found.phases,
            "needs": [found.shown(need, self.more) for need in found.needs],
            "left_out": found.left_out(),
        }

    def text(self, edition: Edition) -> str:
        notices = [orjson.loads(item.said(self.language))["text"] for item in recalling.notices_in(edition)]
        return in_sentences(self.help(edition), notices)

    def help(self, edition: Edition) -> Help:
        found = Help(edition, self.question, self.moment(), self.topic(edition))
        self.note(found.items)
        return found

    def topic(self, edition: Edition) -> Published | None:
        """The topic asked for. While it is withdrawn, people are still told who can help."""
        topic = edition.find("topic", self.question.topic or DEFAULT_TOPIC)
        if topic is None and self.question.topic:
            detail = say("Must be the slug of a topic from /api/v1/advice.")
            raise BadQuestion([Fault("topic", "unknown-value", detail)])
        return topic if topic and topic.is_live else None

    def more(self, kinds: Sequence[str]) -> str | None:
        """Where all services of these kinds are. None for a question asked in a body."""
        return None if self.request.method == "POST" else link("/api/v1/services", more(self.question, kinds))

    def moment(self) -> datetime:
        return self.question.open_at or self.now

    def span(self, edition: Edition) -> caching.Span:
        """An answer to `open_at=now` says which minute that was, so it is the same for that minute only."""
        if self.question.sent.get("open_at", ["now"]) != ["now"]:
            return caching.Span(None, None)
        if self.question.open_at:
            return caching.Span(self.moment(), self.moment() + timedelta(minutes=1))
        return opening.span(edition, self.moment())
