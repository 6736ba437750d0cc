"""A topic in the words of the sheet, and what its public document says that editors added."""

from advice.models import Entry, Form, Reassurance, Step, Topic
from publishing import keeper
from tests.content.data import SEED

DIGEST = SEED["document"]["source_sha256"]
PAY = (
    "Don't be tempted to pay as there is no guarantee that this will stop the threats. The offender's motive is to get "
    "money, once you have shown you can pay, they may ask for more and the blackmail could continue"
)
WHY = ["there is no guarantee that this will stop the threats", PAY.partition(". ")[2]]


def sheet_topic() -> Topic:
    """Something of each part of the sheet, as the sheet has it."""
    made = Topic.objects.create(
        title="Advice and support if you are a victim of a Sextortion incident",
        slug="sextortion",
        introduction="You may require support to help you through this which can be found below.",
        steps_lead_in="Our advice is to:",
        emergency_text=SEED["content"]["emergency_notice"]["text"],
        publisher="Police Scotland",
        document_title="Advice and support if you are a victim of a Sextortion incident",
        document_sha256=DIGEST,
        marking="OFFICIAL",
        marking_positions=["end of sheet"],
    )
    add(made, "stop", "Stop all communication with the offender immediately.", position=10)
    add(made, "do-not-pay", PAY, position=20, action="Don't be tempted to pay", reasons=WHY)
    add(made, "do-not-delete", "Do not delete any correspondence", position=30)
    bold = "It is not your fault"
    Reassurance.objects.create(
        topic=made, position=1, code="a", text=f"{bold} and you are the victim of a crime.", emphasis=[bold]
    )
    Form.objects.create(topic=made, position=1, code="a", text=SEED["content"]["forms"]["items"][0]["text"])
    Entry.objects.create(
        topic=made, position=1, code="a", text="Kooth - your online mental wellbeing community. Access free, safe and "
        "anonymous: www.kooth.com", name="Kooth", url="https://www.kooth.com", url_as_printed="www.kooth.com",
    )  # fmt: skip
    return made


def add(topic, code, text, position=40, **fields):
    fields = {"action": text, "phase": "right-now", **fields}
    return Step.objects.create(topic=topic, position=position, code=code, text=text, **fields)


def document(api):
    keeper.refresh()
    return api.get("/api/v1/advice/sextortion").json()["result"]


def ours(api) -> list[str]:
    """What the public document says that editors added: own texts by their path, parts by list and code."""
    found = document(api)
    parts = {
        "step": found["steps"]["items"],
        "form": found["forms"]["items"],
        "reassurance": found["reassurances"],
        "line": found["further_help"]["items"],
    }
    return [*found["added"], *(f"{kind} {one['code']}" for kind, held in parts.items() for one in held
                               if one["origin"] == "editors")]  # fmt: skip
