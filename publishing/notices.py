"""Notices as a kind of public content: an urgent correction, first in every answer."""

from publishing.dangers import Danger
from publishing.edition import Layout, Published
from publishing.languages import to_say
from publishing.models import Notice
from publishing.registry import Kind
from publishing.serializers import OF_EVERY_ITEM, NoticeSerializer


def _order(item: Published) -> tuple[int, str, str]:
    return item.keys["rank"], item.slug, item.uid


KIND = Kind(
    name=to_say("notice"),
    plural="notices",
    model=Notice,
    address=None,  # every answer has them
    layout=Layout(orders={"urgency": _order}),
    serializer=NoticeSerializer,
    keys=lambda item, lenders: {"rank": 0 if item.level == "warning" else 1},
    words={Notice: ("text",)},
    unsaid={Notice: ("url",)},
    dangers={Danger.ADVICE: ["level", "text"], Danger.REACHING: ["url"], Danger.NONE: [*OF_EVERY_ITEM]},
    links=["url"],
)
