"""Topics as a kind of public content: what is frozen, what is borrowed, how they are shelved."""

from advice.models import DetailLimit, Entry, Form, Reassurance, Step, Topic
from advice.serializers import TopicSerializer
from advice.views import AdviceItem, AdviceList
from publishing.dangers import Danger
from publishing.edition import Layout, by_name
from publishing.languages import to_say
from publishing.registry import Address, Kind
from publishing.serializers import OF_EVERY_ITEM

TOPIC = Kind(
    name=to_say("topic"),
    plural="topics",
    model=Topic,
    address=Address("advice", "What to do.", (AdviceList, AdviceItem)),
    parts=("form_set", "reassurance_set", "step_set", "detaillimit_set", "entry_set"),
    layout=Layout(orders={"name": by_name}),
    serializer=TopicSerializer,
    keys=lambda item, lenders: {"name": item.title.casefold()},
    words={
        Topic: (
            *("title", "introduction", "definition_heading", "definition", "forms_lead_in", "steps_heading"),
            *("steps_lead_in", "more_information", "further_help_lead_in", "emergency_text"),
        ),
        Form: ("text", "examples"),
        Reassurance: ("text", "emphasis"),
        Step: ("text", "action", "reasons", "condition", "details", "subject"),
        DetailLimit: ("detail", "reason"),
        Entry: ("text", "name", "descriptor"),
    },
    unsaid={
        Topic: ("more_information_url", "more_information_url_as_printed"),
        Entry: ("url", "url_as_printed", "phone_as_printed"),
    },
    dangers={
        Danger.ADVICE: [
            *("title", "introduction", "definition.*", "emergency_text", "document.*"),
            *("forms.lead_in", "forms.items[]", "forms.items.text"),
            *("reassurances[]", "reassurances.text", "reassurances.emphasis"),
            *("steps.heading", "steps.lead_in", "steps.items[]"),
            *(f"steps.items.{name}" for name in ("text", "action", "reasons", "condition", "details", "limits[]")),
            *("steps.items.limits.*", "steps.items.editorial.*"),
            *("more_information.text", "further_help.lead_in", "further_help.items[]"),
            *(f"further_help.items.{name}" for name in ("text", "name", "descriptor", "service.*")),
        ],
        Danger.PEOPLE: ["reassurances.precondition", "reassurances.audiences"],
        Danger.PLACES: ["reassurances.regions"],
        Danger.REACHING: [
            *("more_information.url", "more_information.url_as_printed"),
            *("further_help.items.url", "further_help.items.url_as_printed", "further_help.items.phone_as_printed"),
        ],
        Danger.NONE: [
            *OF_EVERY_ITEM,
            *("forms.items.code", "forms.items.editorial.*"),
            *("reassurances.code", "steps.items.number", "steps.items.code", "further_help.items.code"),
            *("added", "added_text", "forms.items.origin", "reassurances.origin", "steps.items.origin"),
            "further_help.items.origin",
        ],
    },
    links=["more_information.url", "further_help.items.url"],
    no_links=["more_information.url_as_printed", "further_help.items.url_as_printed"],
    groups=lambda publication: [f"the advice “{publication.slug}”"],
    needed=1,
    lenders=lambda item: {entry.service_id: False for entry in item.entry_set.all() if entry.service_id},
)
