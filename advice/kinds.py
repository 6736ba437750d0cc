"""Topics as a kind of public content: what is frozen, what is borrowed, how they are shelved."""

from advice.models import Topic
from advice.serializers import TopicSerializer
from advice.views import AdviceItem, AdviceList
from publishing.dangers import Danger
from publishing.edition import Layout, by_name
from publishing.registry import Address, Kind
from publishing.serializers import OF_EVERY_ITEM

TOPIC = Kind(
    name="topic",
    plural="topics",
    model=Topic,
    address=Address("advice", "What to do.", (AdviceList, AdviceItem)),
    parts=("form_set", "reassurance_set", "step_set", "detaillimit_set", "entry_set"),
    layout=Layout(orders={"name": by_name}),
    serializer=TopicSerializer,
    keys=lambda item, lenders: {"name": item.title.casefold()},
    dangers={
        Danger.REACHING: [
            *("more_information.url", "more_information.url_as_printed"),
            *("further_help.items.url", "further_help.items.url_as_printed", "further_help.items.phone_as_printed"),
        ],
        Danger.PEOPLE: [
            *("reassurances.precondition", "reassurances.audiences"),
            *("steps.items.limits[]", "steps.items.limits.*"),
        ],
        Danger.PLACES: ["reassurances.regions"],
        Danger.CONDITIONS: ["steps.items.condition", "steps.items.editorial.situation"],
        Danger.NONE: [
            *OF_EVERY_ITEM,
            *("title", "introduction", "definition.*", "forms.*", "emergency_text", "document.*"),
            *(f"reassurances.{name}" for name in ("code", "text", "emphasis")),
            *("steps.heading", "steps.lead_in"),
            *(f"steps.items.{name}" for name in ("number", "code", "text", "action", "reasons", "details")),
            *(f"steps.items.editorial.{name}" for name in ("subject", "phase", "service_types")),
            *("more_information.text", "further_help.lead_in"),
            *(f"further_help.items.{name}" for name in ("code", "text", "name", "descriptor", "service.*")),
        ],
    },
    groups=lambda publication: [f"the advice “{publication.slug}”"],
    needed=1,
    lenders=lambda item: {entry.service_id: False for entry in item.entry_set.all() if entry.service_id},
)
