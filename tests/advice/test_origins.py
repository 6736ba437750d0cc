"""What editors add to the sheet is never taken for the sheet's: not by readers, and not by whoever approves it."""

import pytest

from advice.models import Step, Topic
from publishing import keeper, verifying
from publishing.remarks import remarks
from tests.advice.asking import ask
from tests.advice.sheets import DIGEST, add, document, ours, sheet_topic
from tests.publishing.admin.desk import approve, page, said, save, signed_in, submission_page, submit

ADDED = "Added by the editors of this service, not by Police Scotland."
OURS = "Written by the editors of this service."
INVENTED = "Pay a small amount first"


@pytest.fixture
def topic(db) -> Topic:
    return sheet_topic()


def plain(api) -> list[str]:
    keeper.refresh()
    return [line for line in ask(api, accept="text/plain").content.decode().splitlines() if line.startswith("- ")]


def test_what_the_sheet_says_is_the_sheets_and_bears_no_label(api, publish, topic):
    publish(topic)

    assert ours(api) == []
    assert document(api)["document"]["publisher"] == "Police Scotland"
    assert (document(api)["document"]["sha256"], document(api)["document"]["marking"]) == (DIGEST, "OFFICIAL")
    assert plain(api) == [
        "- Stop all communication with the offender immediately.",
        "- Don't be tempted to pay",
        "- Do not delete any correspondence",
    ]


def invented(topic):
    add(topic, "invented", INVENTED)


def inserted_between(topic):
    add(topic, "invented", "Tell a teacher whom you trust.", position=15)


def reversed_step(topic):
    topic.step_set.filter(code="do-not-pay").update(text=INVENTED, action=INVENTED, reasons=[])


def cut_out(topic):
    topic.step_set.filter(code="do-not-pay").update(action="be tempted to pay")


def look_alike(topic):
    text = "Do not delete any c\u043errespondence"
    topic.step_set.filter(code="do-not-delete").update(text=text, action=text)


def unseen(topic):
    text = "Do not delete any corres\u200dpondence"
    topic.step_set.filter(code="do-not-delete").update(text=text, action=text)


ATTACKS = {
    invented: (["step invented"], f"“{INVENTED}”"),
    inserted_between: (["step invented"], "“Tell a teacher whom you trust.”"),
    reversed_step: (["step do-not-pay"], f"“{INVENTED}”"),
    cut_out: (["step do-not-pay"], "“be tempted to pay”"),
    look_alike: (["step do-not-delete"], "cyrillic small letter o (U+043E)"),
    unseen: (["step do-not-delete"], "zero width joiner (U+200D)"),
}


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.__name__)
def test_a_step_that_is_not_the_sheets_says_so_to_readers_and_to_the_approver(
    api, publish, topic, editor, approver, attack
):
    publish(topic)
    attack(topic)

    desk, gate = signed_in(editor), signed_in(approver)
    submission = submit(desk, topic)
    (remark,) = gate.get(submission_page(submission)).context["review"].cautions
    approve(gate, submission)

    labelled, named = ATTACKS[attack]
    assert named in remark
    assert "is not Police Scotland's, so readers are told that we added it." in remark
    assert ours(api) == labelled
    code = labelled[0].removeprefix("step ")
    answer = ask(api)
    assert {step["code"]: step["origin"] for phase in answer["phases"] for step in phase["steps"]}[code] == "editors"
    assert (answer["topic"]["added_text"], answer["topic"]["publisher"]) == (ADDED, "Police Scotland")
    (marked,) = [line for line in plain(api) if ADDED in line]
    assert marked.endswith(f" – {ADDED}")
    assert Step.objects.get(code=code).action in marked


@pytest.mark.parametrize(
    ("fields", "path"),
    [
        ({"marking": "OFFICIAL-SENSITIVE"}, "document.marking"),
        ({"marking": ""}, "document.marking"),
        ({"publisher": "Childline"}, "document.publisher"),
        ({"document_title": "Paying up"}, "document.title"),
        ({"document_date": "1 November 2026"}, "document.date"),
    ],
)
def test_what_editors_say_of_the_document_is_shown_only_if_it_bears_it_out(api, publish, topic, fields, path):
    Topic.objects.update(**fields)
    publish(Topic.objects.get(pk=topic.pk))
    (remark,) = remarks(document(api))

    assert (
        remark
        == f"What we say of the document's {path.removeprefix('document.')} is not what it says, so it is not shown."
    )
    assert ours(api) == [path]
    assert document(api)["document"][path.removeprefix("document.")] is None
    assert document(api)["added_text"] == ADDED


@pytest.mark.parametrize("digest", ["", "0" * 64])
def test_without_a_document_that_we_hold_nothing_bears_its_name_or_its_marking(api, publish, topic, digest):
    Topic.objects.update(document_sha256=digest)
    publish(Topic.objects.get(pk=topic.pk))
    (remark,) = remarks(document(api))

    assert "readers are told that editors wrote all of it" in remark
    claimed = {name: said for name, said in document(api)["document"].items() if said}
    assert claimed == {"language": "en-GB"}
    assert {step["origin"] for step in document(api)["steps"]["items"]} == {"editors"}
    assert (ask(api)["topic"]["publisher"], ask(api)["topic"]["added_text"]) == (None, OURS)
    text = ask(api, accept="text/plain").content.decode()
    assert text.count(OURS) == 1
    assert text.index(OURS) < text.index("- Stop all")


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"title": "Sextortion: what to do"}, "title"),
        ({"introduction": "We will take your case seriously."}, "introduction"),
        ({"steps_lead_in": "Do one of these:"}, "steps.lead_in"),
        ({"emergency_text": "If you are in severe distress, wait until the morning."}, "emergency_text"),
        ({"definition": "A kind of joke."}, "definition.text"),
        ({"more_information_url": "https://www.scotland.police.example"}, "more_information.url"),
    ],
)
def test_a_text_of_the_topic_that_is_not_the_sheets_is_named(api, publish, topic, change, path):
    Topic.objects.update(**change)
    publish(Topic.objects.get(pk=topic.pk))

    assert ours(api) == [path]
    assert ask(api)["topic"]["added"] == [path for path in [path] if path in ("title", "definition.text")]


def test_a_part_of_any_list_that_is_not_the_sheets_says_so(api, publish, topic):
    topic.form_set.update(text="A prank.")
    topic.reassurance_set.update(emphasis=["your fault"])
    topic.entry_set.update(url="https://www.kooth.example")
    publish(topic)

    assert ours(api) == ["form a", "reassurance a", "line a"]
    answer = ask(api)
    assert [one["origin"] for one in (*answer["reassurances"], *answer["topic"]["forms"]["items"])] == ["editors"] * 2


def test_an_editor_is_told_on_saving_which_words_are_no_longer_the_sheets(topic, editor, approver, publish):
    publish(topic)

    told = said(save(signed_in(editor), topic, **{"step_set-0-text": INVENTED, "step_set-0-action": INVENTED}))

    assert told[-1] == (
        "Step 1 is not Police Scotland's, so readers are told that we added it. "
        f"Not a whole sentence of the document: “{INVENTED}”."
    )


def test_nothing_is_told_of_what_the_sheet_says(topic, editor):
    assert not any("Police Scotland" in one for one in said(save(signed_in(editor), topic, editor_note="Checked.")))


def test_the_form_says_of_each_step_whose_words_it_is(topic, editor):
    add(topic, "invented", INVENTED)

    shown = signed_in(editor).get(page(topic)).content.decode()

    assert shown.count("Police Scotland’s, word for word.") == 6  # three steps, a form, a reassurance and a line
    assert shown.count("Ours, not Police Scotland’s: readers are told so.") == 1


def test_a_document_from_before_the_update_is_answered_as_it_was_until_it_is_made_anew(api, publish, topic):
    publish(topic)
    edition = keeper.current()
    (item,) = edition.select("topic")
    before = document(api)
    for part in (*before["steps"]["items"], *before["forms"]["items"], *before["reassurances"]):
        del part["origin"]
    del before["added"], before["added_text"]
    edition.memo["topic", item.uid, "en"] = before

    assert "origin" not in ask(api)["phases"][0]["steps"][0]
    assert plain(api)[0] == "- Stop all communication with the offender immediately."


def test_verify_finds_the_same_origins_when_it_makes_documents_anew(commits, publish, topic):
    add(topic, "invented", INVENTED)
    publish(topic)

    assert list(verifying.faults()) == []
