"""Notices as a kind of public content: an urgent correction, first in every answer."""

from publishing.edition import Entry, Layout, Selection
from publishing.models import Notice
from publishing.registry import Kind
from publishing.serializers import NoticeSerializer


def _order(entry: Entry) -> tuple:
    return (entry.keys["rank"], entry.slug, entry.uid)


KIND = Kind(
    name="notice",
    plural="notices",
    model=Notice,
    layout=Layout(orders={"urgency": _order}, selection=Selection),
    document=lambda item, lenders: NoticeSerializer(item).data,
    keys=lambda item, lenders: {"rank": 0 if item.level == "warning" else 1},
)
