"""Loading the seed: what it creates, what it never touches, and what it says of a broken file."""

import shutil
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from advice.models import Topic
from publishing.models import Edit, Publication, Submission
from services.models import Channel, Organisation, Service
from tests import factories

pytestmark = pytest.mark.django_db
FIXTURES = settings.BASE_DIR / "fixtures"


def load(*options: str, **named) -> str:
    """What the command says."""
    out = StringIO()
    call_command("load_seed", *options, stdout=out, **named)
    return out.getvalue()


@pytest.fixture
def folder(tmp_path):
    """A copy of the data files, to be broken."""
    for name in ("seed_content.yaml", "supplement.yaml", "seed_facts.yaml", "organisations.yaml"):
        shutil.copyfile(FIXTURES / name, tmp_path / name)
    return tmp_path


def replace(path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_an_empty_database_gets_everything_in_one_edition():
    said = load()

    assert "Created 26 organisations, 38 services and 1 topic." in said
    assert set(Publication.objects.values_list("edition", "version")) == {(1, 1)}
    assert Publication.objects.count() == 65


def test_a_second_run_changes_nothing_and_says_so():
    load()
    before = list(Publication.objects.values()), list(Service.objects.values()), list(Channel.objects.values())

    said = load()

    assert said.startswith("Created nothing, and changed nothing.\nUnchanged: 65 items")
    assert before == (
        list(Publication.objects.values()), list(Service.objects.values()), list(Channel.objects.values())
    )  # fmt: skip


def test_an_editors_change_is_left_alone_and_named():
    load()
    Service.objects.filter(slug="childline").update(name="Childline as edited")
    Channel.objects.filter(service__slug="shout", kind="text").update(cost="25p", publish=False)

    said = load()

    assert "Left alone, because it differs from the data files: service childline (name)." in said
    assert "service shout (channels, Text message: 85258 (publish, cost))" in said
    assert "Unchanged: 63 items" in said
    assert Service.objects.get(slug="childline").name == "Childline as edited"
    assert Channel.objects.get(service__slug="shout", kind="text").cost == "25p"


def test_a_part_that_an_editor_added_or_deleted_is_named():
    load()
    Channel.objects.get(service__slug="galop", kind="email").delete()
    factories.channel(Service.objects.get(slug="kooth"), position=9, kind="post", value="A freepost address")

    said = load()

    assert "channels, without Email: help@galop.org.uk" in said
    assert "service kooth (channels, with Post: A freepost address)" in said


def test_an_item_that_was_made_by_hand_under_the_same_slug_stands():
    factories.organisation("The NSPCC", slug="nspcc")

    said = load()

    assert "organisation nspcc (uid; name; website; description)" in said
    assert Organisation.objects.get(slug="nspcc").name == "The NSPCC"
    assert Service.objects.get(slug="childline").organisation.name == "The NSPCC"


def test_where_something_was_published_before_new_items_are_drafts(publish):
    publish(factories.organisation())

    said = load()

    assert "Left as drafts: one person has to submit them and another to approve them." in said
    assert Publication.objects.count() == 1
    assert Edit.objects.filter(by=None).count() == 65


def test_new_items_can_be_submitted_in_a_persons_name(publish, editor):
    publish(factories.organisation())

    said = load(by="editor")

    assert "Submitted in the name of editor: another person has to approve it." in said
    assert Submission.objects.filter(by=editor, state="waiting").count() == 65
    assert Publication.objects.count() == 1


def test_an_unknown_person_is_refused():
    with pytest.raises(CommandError, match="There is no user “nobody”"):
        load(by="nobody")


def test_a_trial_says_what_would_be_done_and_does_nothing():
    said = load("--dry-run")

    assert "nothing is changed" in said
    assert "Created 26 organisations, 38 services and 1 topic." in said
    assert not Service.objects.exists()
    assert not Publication.objects.exists()


def test_if_empty_does_nothing_where_there_is_content():
    factories.service()

    assert load("--if-empty").startswith("There is content already, so nothing was loaded.\n")
    assert Service.objects.count() == 1


def test_if_empty_loads_where_there_is_none():
    load("--if-empty")

    assert Service.objects.count() == 38


CHILDLINE = "- id: childline\n  origin: supplement\n"
BROKEN = [
    ("supplement.yaml", "schema_version: 1", "schema_version: 2", "supplement.yaml: schema_version: must be 1"),
    (
        "supplement.yaml",
        CHILDLINE,
        f"{CHILDLINE}  colour: blue\n",
        "supplement.yaml: childline: colour: is not expected",
    ),
    ("supplement.yaml", CHILDLINE, f"{CHILDLINE}  origin: seed\n", "supplement.yaml: line 8: “origin” is there twice"),
    ("supplement.yaml", CHILDLINE, "- id: childline\n", "supplement.yaml: childline: origin: is missing"),
    ("supplement.yaml", "kind: phone", "kind: fone", "supplement.yaml: childline: channels[1].kind: "),
    ("supplement.yaml", "value: 0800 1111", "value: 09012 345678", "channels[1].dial: is not made of the digits"),
    ("supplement.yaml", "dial: 08001111", "dial: '08001112'", "channels[1].dial: is not made of the digits"),
    ("supplement.yaml", "'85258'", "88258", "supplement.yaml: shout: channels[1].value: must be a text"),
    ("supplement.yaml", "https://www.nspcc.org.uk", "http://www.nspcc.org.uk", "nspcc-helpline: channels[0].value: "),
    ("supplement.yaml", "value: 18\n", "value: eighteen\n", "childline: age.max.value: must be a whole number"),
    ("supplement.yaml", "value: 18\n", "value: 181\n", "childline: age.max.value: "),
    ("supplement.yaml", "meaning: no-stated-limit\n", "note: none\n", "childline: age.min.meaning: must be"),
    ("supplement.yaml", "    - scotland\n", "    - alba\n", "childline: regions.value: “alba” is none of"),
    ("supplement.yaml", "status: sourced", "status: guessed", "childline: operator.status: must be seed, sourced"),
    ("supplement.yaml", "    - nspcc-learning-childline", "    - a-friend", "childline: operator.sources: “a-friend”"),
    ("supplement.yaml", "confidence: high", "confidence: total", "childline: operator.confidence: must be high"),
    ("supplement.yaml", "closes_next_day: true", "closes_next_day: false", "hours.weekly[0].closes: must be later"),
    (
        "supplement.yaml",
        "    note: Text the word SHOUT.\n",
        "",
        "seed_facts.yaml: notes.for_editors[0].channel: has no note",
    ),
    ("supplement.yaml", "id: 999-bsl", "id: childline", "childline: id: is in both files, or is a service and a relay"),
    ("supplement.yaml", "  what:\n", "  whit:\n", "supplement.yaml: contactscotland-bsl: what: is missing"),
    ("supplement.yaml", "class: official", "class: offical", "supplement.yaml: wdhscp-childline: class: "),
    ("seed_content.yaml", "order: 3", "order: 2", "seed_content.yaml: content.forms.items[2].order: must be 3"),
    ("seed_content.yaml", "phase: right-now", "phase: soon", "seed_content.yaml: content.advice.steps[0].phase: "),
    ("seed_content.yaml", "seed_entry: help-01", "seed_entry: help-99", "further_help.entries[0].id: no service has"),
    ("seed_content.yaml", "document:", "documents: [", "seed_content.yaml: line "),
    (
        "seed_facts.yaml",
        "  preserve-evidence:\n",
        "  preserve-evidences:\n",
        "steps[2].editorial.audience: is not everybody, and nobody has decided which details are limited",
    ),
    ("seed_facts.yaml", "  preserve-evidence:\n", "  do-not-pay:\n", "the data has do-not-pay for everybody"),
    (
        "seed_facts.yaml",
        "  preserve-evidence:\n",
        "  dance: []\n  preserve-evidence:\n",
        "limited_details.dance: there is none of this name",
    ),
    ("seed_facts.yaml", "detail: Save messages and images", "detail: Save images", "detail: This is not one line of"),
    ("seed_facts.yaml", "services: [999-bsl]", "services: [999]", "must be a list of texts"),
    ("seed_facts.yaml", ", shout, ", ", ", "seed_facts.yaml: urgency: shout is in no band"),
    ("seed_facts.yaml", "order: 30", "order: null", "seed_facts.yaml: urgency[5].order: must be a whole number"),
    ("seed_facts.yaml", "0800 1111", "0800 1112", "seed_facts.yaml: facts[23].channel: there is none like this"),
    ("seed_facts.yaml", "fact: free", "fact: cheap", "seed_facts.yaml: facts[0].fact: must be one of"),
    ("seed_facts.yaml", "value: 'yes'", "value: perhaps", "police-scotland-101: channels[1].free: "),
    (
        "seed_facts.yaml",
        "- service: 999-bsl\n  fact: languages",
        "- service: 999-bsl\n  fact: free",
        "has no free left",
    ),
    ("seed_facts.yaml", "confidence: medium", "confidence: great", "seed_facts.yaml: facts[0].confidence: must be"),
    (
        "seed_facts.yaml",
        "value: chatbot on",
        "value: chatbot at",
        "seed_facts.yaml: machines[0].channel: there is none",
    ),
    ("seed_facts.yaml", "  meic: Some", "  meik: Some", "seed_facts.yaml: disputed_maximum_ages.meik: there is none"),
    ("seed_facts.yaml", "papyrus.confid", "papyrus.konfid", "seed_facts.yaml: words.papyrus.konfidentiality: there is"),
    ("organisations.yaml", "name: NSPCC", "name: The NSPCC", "nspcc: name: is not in the operator of childline"),
    ("organisations.yaml", "[galop]", "[galopp]", "organisations.yaml: galop: services: galopp is no service"),
]


@pytest.mark.parametrize(("file", "old", "new", "message"), BROKEN, ids=[case[3][:60] for case in BROKEN])
def test_a_broken_file_is_named_with_its_record_and_field_and_changes_nothing(folder, file, old, new, message):
    replace(folder / file, old, new)

    with pytest.raises(CommandError) as refusal:
        load(folder=folder)

    assert message in str(refusal.value)
    assert str(refusal.value).endswith(". Nothing was changed.")
    assert not Organisation.objects.exists()
    assert not Service.objects.exists()


def test_a_number_on_the_deny_list_stops_the_load(folder):
    replace(folder / "supplement.yaml", "value: 080880 23456\n    status: sourced\n    dial: 08088023456",
            "value: 080 880 2345\n    status: sourced\n    dial: '0808802345'")  # fmt: skip
    text = (folder / "seed_facts.yaml").read_text(encoding="utf-8")
    (folder / "seed_facts.yaml").write_text(text.replace("080880 23456", "080 880 2345"), encoding="utf-8")

    with pytest.raises(CommandError, match=r"supplement.yaml: meic: channels\[1\].value: 080 880 2345 is old or wrong"):
        load(folder=folder)


def test_editors_keep_the_words_of_the_data_where_the_public_is_told_others():
    load()

    assert '"off the record" (seed)' in Service.objects.get(slug="samaritans").editor_note
    assert "(replaced Action Fraud on 4 December 2025)" in Service.objects.get(slug="report-fraud").editor_note
    assert "WikiMili (Wikipedia mirror)" in Service.objects.get(slug="nhs-24").editor_note
    below = Topic.objects.get().reassurance_set.get(code="support-below")
    assert below.editorial_note == '"below" refers to the sheet layout.'


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(CommandError, match=r"seed_content\.yaml: cannot be read: No such file"):
        load(folder=tmp_path)
