"""Which details of a step are kept from whom, and how the step reads without them."""

import pytest

from advice import limits
from services.matching.ages import Reader

ANYBODY = Reader()
KEEP = "Preserve evidence, if possible."
SHOTS = "Take screenshots of the profile if you feel comfortable to do so."
SAVE = "Save messages and images"
NOTE = "make a note of usernames, email addresses or bank account numbers"
WHY = "Only the person being blackmailed may."


def limit(detail=SAVE, audiences=None, age=None, reason=WHY):
    return {"code": "a", "detail": detail, "audiences": audiences, "age": age, "reason": reason}


def age(basis, minimum=None, maximum=None):
    return {"basis": basis, "minimum": minimum, "maximum": maximum}


def step(*limited, **members):
    """The step of the sheet on evidence, as a topic's document has it."""
    return {
        "number": 3,
        "code": "preserve-evidence",
        "origin": "document",
        "text": f"{KEEP} {SHOTS} {SAVE} and {NOTE}",
        "action": KEEP,
        "reasons": [],
        "condition": None,
        "details": [SHOTS, SAVE, NOTE],
        "limits": list(limited),
        "editorial": {"phase": "right-now"},
        **members,
    }


ONLY_VICTIM = limit(audiences=["victim"])


# What is withheld.


def test_without_limits_nothing_is_withheld():
    assert limits.withheld(step(), "friend", ANYBODY) == []


def test_a_detail_for_one_audience_is_withheld_from_the_others():
    kept_from = [who for who in ("victim", "parent-carer", "friend", "professional")
                 if limits.withheld(step(ONLY_VICTIM), who, ANYBODY) == [ONLY_VICTIM]]  # fmt: skip

    assert kept_from == ["parent-carer", "friend", "professional"]


@pytest.mark.parametrize("whole", [Reader(), Reader(15), Reader(40), Reader(40, 15)])
def test_a_limit_of_audience_does_not_ask_for_ages(whole):
    assert limits.withheld(step(ONLY_VICTIM), "victim", whole) == []
    assert limits.withheld(step(ONLY_VICTIM), "friend", whole) == [ONLY_VICTIM]


NOW, IN_IMAGE = "user-age", "age-in-image"


@pytest.mark.parametrize(
    ("ages", "reader", "is_withheld"),
    [
        (age(NOW, minimum=18), Reader(17), True),
        (age(NOW, minimum=18), Reader(18), False),
        (age(NOW, minimum=18), ANYBODY, True),
        (age(NOW, minimum=18), Reader(age_in_image=18), False),  # nobody is younger now than they were then
        (age(NOW, minimum=18), Reader(age_in_image=17), True),
        (age(NOW, maximum=17), Reader(17), False),
        (age(NOW, maximum=17), Reader(18), True),
        (age(NOW, maximum=17), ANYBODY, True),
        (age(NOW, maximum=17), Reader(age_in_image=12), True),
        (age(NOW, 13, 17), Reader(12), True),
        (age(NOW, 13, 17), Reader(13), False),
        (age(IN_IMAGE, minimum=18), Reader(40), True),
        (age(IN_IMAGE, minimum=18), Reader(40, 18), False),
        (age(IN_IMAGE, minimum=18), Reader(40, 17), True),
        (age(IN_IMAGE, maximum=17), Reader(17), False),  # nobody was older then than they are now
        (age(IN_IMAGE, maximum=17), Reader(18), True),
        (age(IN_IMAGE, maximum=17), ANYBODY, True),
        (age(NOW, minimum=0), ANYBODY, False),
        (age(NOW, maximum=0), Reader(0), False),
        (age(NOW, maximum=0), Reader(1), True),
    ],
)
def test_a_limit_of_age_withholds_from_all_who_are_not_certain_to_be_within(ages, reader, is_withheld):
    assert bool(limits.withheld(step(limit(age=ages)), "victim", reader)) is is_withheld


def test_a_limit_of_both_holds_only_for_those_who_meet_both():
    both = step(limit(audiences=["victim"], age=age(NOW, minimum=18)))

    assert limits.withheld(both, "victim", Reader(18)) == []
    assert limits.withheld(both, "victim", Reader(17))
    assert limits.withheld(both, "friend", Reader(18))


# The step as it is shown.


def test_to_those_it_is_for_the_step_is_shown_word_for_word():
    whole = step(ONLY_VICTIM)

    said = limits.shown(whole, "victim", ANYBODY)

    assert said == {**{name: whole[name] for name in limits.SAID}, "withheld": []}
    assert set(said) == {*limits.SAID, "withheld"}


def test_to_others_it_is_shown_without_the_detail_and_with_the_reason():
    said = limits.shown(step(ONLY_VICTIM), "friend", ANYBODY)

    assert said["details"] == [SHOTS, NOTE]
    assert said["text"] == f"{KEEP} {SHOTS} M{NOTE[1:]}."
    assert said["withheld"] == [{"detail": 2, "reason": WHY}]
    assert (said["number"], said["code"], said["action"]) == (3, "preserve-evidence", KEEP)


def test_the_document_is_not_changed():
    whole = step(ONLY_VICTIM)

    limits.shown(whole, "friend", ANYBODY)

    assert whole == step(ONLY_VICTIM)


@pytest.mark.parametrize(
    ("gone", "text"),
    [
        ([SHOTS], f"{KEEP} {SAVE} and {NOTE}."),
        ([NOTE], f"{KEEP} {SHOTS} {SAVE}."),
        ([SHOTS, SAVE], f"{KEEP} M{NOTE[1:]}."),
        ([SAVE, NOTE], f"{KEEP} {SHOTS}"),
        ([SHOTS, SAVE, NOTE], KEEP),
    ],
)
def test_what_is_left_reads_on_in_the_words_of_the_sheet(gone, text):
    whole = step(*(limit(detail, ["victim"]) for detail in gone))

    said = limits.shown(whole, "friend", ANYBODY)

    assert said["text"] == text
    assert not any(detail.casefold() in said["text"].casefold() for detail in gone)
    assert [entry["detail"] for entry in said["withheld"]] == [whole["details"].index(detail) + 1 for detail in gone]


def test_a_condition_and_reasons_stay_where_they_stood():
    whole = step(
        limit("Tell her", ["victim"]),
        text="If it is online, collect links if you can as they may go. Tell her, and rest, so that you sleep",
        condition="If it is online",
        action="collect links if you can",
        reasons=["they may go.", "so that you sleep"],
        details=["Tell her", "rest"],
    )

    said = limits.shown(whole, "friend", ANYBODY)

    assert said["text"] == "If it is online, collect links if you can as they may go. Rest, so that you sleep."
    assert (said["condition"], said["reasons"]) == ("If it is online", ["they may go.", "so that you sleep"])


def test_words_that_hang_on_the_detail_go_with_it():
    whole = step(
        limit("Save it", ["victim"]),
        text="Keep calm. Save it, all of it, at once, and note names",
        action="Keep calm.",
        details=["Save it", "note names"],
    )

    assert limits.shown(whole, "friend", ANYBODY)["text"] == "Keep calm. Note names."


def test_a_detail_at_the_beginning_leaves_no_gap():
    whole = step(limit("Save it.", ["victim"]), text="Save it. Then stop.", action="Then stop.", details=["Save it."])

    assert limits.shown(whole, "friend", ANYBODY)["text"] == "Then stop."


def test_parts_within_parts_are_said_once():
    whole = step(
        limit("Save it", ["victim"]),
        text="Stop now because it helps. Save it",
        action="Stop now because it helps.",
        reasons=["it helps"],
        details=["Save it"],
    )

    assert limits.shown(whole, "friend", ANYBODY)["text"] == "Stop now because it helps."


def test_two_limits_of_one_detail_each_give_their_reason_and_one_reason_once():
    grown = age(NOW, minimum=18)
    whole = step(ONLY_VICTIM, limit(age=grown, reason="Only for adults."), limit(age=grown, reason="Only for adults."))

    assert limits.shown(whole, "friend", Reader(15))["withheld"] == [
        {"detail": 2, "reason": WHY},
        {"detail": 2, "reason": "Only for adults."},
    ]
    assert limits.shown(whole, "victim", Reader(15))["withheld"] == [{"detail": 2, "reason": "Only for adults."}]
    assert limits.shown(whole, "victim", Reader(15))["details"] == [SHOTS, NOTE]
