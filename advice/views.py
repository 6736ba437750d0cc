"""What to do: topics and their steps."""

from advice.serializers import TopicSerializer
from publishing.api.views import ShelfItemView, ShelfListView


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
