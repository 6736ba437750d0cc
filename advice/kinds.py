"""Topics as a kind of public content: what is frozen, what is borrowed, how they are shelved."""

from advice.models import Topic
from advice.serializers import TopicSerializer
from publishing.edition import Entry, Layout
from publishing.registry import Kind


def _order(entry: Entry) -> tuple:
    return (entry.keys["name"], entry.uid)


TOPIC = Kind(
    name="topic",
    plural="topics",
    model=Topic,
    parts=("form_set", "reassurance_set", "step_set", "entry_set"),
    layout=Layout(orders={"name": _order}),
    document=lambda item, lenders: TopicSerializer(item, context={"lenders": lenders}).data,
    keys=lambda item, lenders: {"name": item.title.casefold()},
    lenders=lambda item: {entry.service_id: False for entry in item.entry_set.all() if entry.service_id},
)
