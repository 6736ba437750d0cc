"""What a hijacked account would do to public content, put before an approver: each stands first, with its caution.

And what editors do all day, of which none is marked: an alarm that is not earned is not read.
"""

import pytest

from advice.models import Entry, Reassurance, Step, Topic
from publishing import keeper, lifecycle
from publishing.models import Notice
from services.models import Channel, Detail, Organisation, Rule, Service, Source
from tests.publishing.admin.desk import answers, signed_in, submission_page, words


def service(slug: str) -> Service:
    return Service.objects.get(slug=slug)


def of_service(slug="childline", **fields):
    def edit():
        item = service(slug)
        for name, value in fields.items():
            setattr(item, name, value(getattr(item, name)) if callable(value) else value)
        item.save()
        return item

    return edit


def of_channel(way="phone", slug="childline", **fields):
    def edit():
        held = Channel.objects.filter(service__slug=slug, kind=way, publish=True).order_by("position").first()
        for name, value in fields.items():
            setattr(held, name, value(getattr(held, name)) if callable(value) else value)
        held.save()
        return held.service

    return edit


def of_step(number=1, **fields):
    def edit():
        step = Step.objects.order_by("position")[number - 1]
        for name, value in fields.items():
            setattr(step, name, value(getattr(step, name)) if callable(value) else value)
        step.save()
        return step.topic

    return edit


def of_organisation(slug="nspcc", **fields):
    def edit():
        item = Organisation.objects.get(slug=slug)
        for name, value in fields.items():
            setattr(item, name, value(getattr(item, name)) if callable(value) else value)
        item.save()
        return item

    return edit


def of_topic(**fields):
    def edit():
        topic = Topic.objects.get()
        for name, value in fields.items():
            setattr(topic, name, value(getattr(topic, name)) if callable(value) else value)
        topic.save()
        return topic

    return edit


def reversed_step(old: str, new: str):
    def edit():
        step = next(one for one in Step.objects.all() if old in one.text)
        for name in ("text", "action", "condition"):
            setattr(step, name, getattr(step, name).replace(old, new))
        for name in ("details", "reasons"):
            setattr(step, name, [line.replace(old, new) for line in getattr(step, name)])
        step.save()
        return step.topic

    return edit


def added(model, owner, **fields):
    def edit():
        item = owner()
        name = next(field.name for field in model._meta.fields if field.related_model is type(item))
        model.objects.create(**{name: item, "position": 99, **fields})
        return item

    return edit


def gone(model, owner, **wanted):
    def edit():
        item = owner()
        name = next(field.name for field in model._meta.fields if field.related_model is type(item))
        model.objects.filter(**{name: item}, **wanted).delete()
        return item

    return edit


def saying(text: str) -> dict[str, object]:
    return {"text": text, "action": text}


def step_moved():
    first, *_, last = Step.objects.order_by("position")
    Step.objects.filter(pk=first.pk).update(position=last.position + 1)
    return first.topic


def a_new_notice():
    return Notice.objects.create(slug="note", text="Police Scotland now advises victims to pay a small amount first.")


def a_new_service():
    item = Service.objects.create(
        name="Child line", slug="child-line", summary="Talk to us.", types=["emotional-support"]
    )
    Channel.objects.create(service=item, kind="phone", value="0800 1111", position=1)
    return item


def childline() -> Service:
    return service("childline")


def topic() -> Topic:
    return Topic.objects.get()


HARMFUL = {
    # advice
    "advice reversed": (reversed_step("tempted to pay", "afraid to pay"), "words of advice"),
    "pay a small amount first": (of_step(1, **saying("Pay a small amount first.")), "words of advice"),
    "not taken out": (reversed_step("Don't be tempted", "Do be quick"), "words of advice"),
    "a step invented": (
        added(Step, topic, **saying("Send them your address."), phase="right-now", code="invented"),
        "words of advice",
    ),
    "a step taken out": (gone(Step, topic, position=1), "words of advice"),
    "steps in another order": (step_moved, "words of advice"),
    "another phase": (of_step(1, phase="longer-term"), "words of advice"),
    "a reassurance invented": (
        added(Reassurance, topic, text="Everything will be deleted if you agree.", code="invented"),
        "words of advice",
    ),
    "a reassurance for all": (
        lambda: (Reassurance.objects.exclude(precondition="").update(precondition=""), topic())[1],
        "whom it is for",
    ),
    "the introduction": (of_topic(introduction="Do not call the police."), "words of advice"),
    "the emergency notice": (of_topic(emergency_text="Nobody can help."), "words of advice"),
    "another publisher": (of_topic(publisher="Police Service of Somewhere"), "words of advice"),
    "another document": (of_topic(document_sha256="0" * 64), "words of advice"),
    "another marking": (of_topic(marking="OFFICIAL: SENSITIVE"), "words of advice"),
    "another link of the sheet": (of_topic(more_information_url="https://www.scot1and.police.uk/x"), "how to reach it"),
    "a line of help that leads elsewhere": (
        lambda: (Entry.objects.filter(url__gt="").update(url="https://help.example.org/"), topic())[1],
        "how to reach it",
    ),
    # who is sent
    "oldest age widened": (of_service(maximum_age=99, maximum_age_known=True), "whom it is for"),
    "youngest age taken out": (of_service("stopncii", minimum_age=None, minimum_age_known=True), "whom it is for"),
    "ages of the wrong person": (of_service("childline-report-remove", age_basis="age-in-image"), "whom it is for"),
    "ages no longer disputed": (of_service(maximum_age_disputed=lambda held: not held), "whom it is for"),
    "an audience taken out": (of_service(audiences=["friend"]), "whom it is for"),
    "circumstances taken out": (
        lambda: _first(Service.objects.exclude(circumstances=[]), circumstances=[]),
        "whom it is for",
    ),
    "a rule for everybody": (
        added(Rule, childline, minimum_age=0, maximum_age=120, text="Anybody may."), "whom it is for",
    ),
    "an eligibility note turned": (of_service(eligibility_note="You must pay before they listen."), "whom it is for"),
    "closed": (of_service(is_paused=True), "whom it is for"),
    "another nation": (of_service(coverage=["W92000004"]), "where it is for"),
    "worldwide": (of_service(is_worldwide=True), "where it is for"),
    "places not known": (of_service(coverage=[], coverage_known=False), "where it is for"),
    "another name": (of_service(name="Police Scotland"), "who it says it is"),
    "another organisation": (of_service(organisation=None, operator="Police"), "who it says it is"),
    "an organisation renamed": (of_organisation(name="Cash for pictures"), "who it says it is"),
    # numbers and links
    "another number": (of_channel("phone", "samaritans", value="0330 094 5717"), "how to reach it"),
    "another service's number": (of_channel(value="116 123"), "also the number of"),
    "the same number twice": (added(Channel, childline, kind="phone", value="0800 1111"), "stands twice"),
    "a link that looks alike": (of_channel("web", value="https://www.childiine.org.uk/"), "looks like childline"),
    "a link with a 1 in it": (of_channel("web", value="https://www.chi1dline.org.uk/"), "looks like childline.org.uk"),
    "a link that ends elsewhere": (of_channel("web", value="https://childline.org.uk.example.com/"), "looks like"),
    "an organisation's website": (of_organisation(website="https://www.nspcc-help.org/"), "how to reach it"),
    "a number in the summary": (of_service(summary="Call 0808 157 0789."), "a number or address in the text"),
    "a number in a detail": (
        added(Detail, childline, about="alternative", text="Or call 0808 157 0789."), "a number or address in the text",
    ),
    "a link in the description": (of_service(description="See https://help.example.org/ now."), "in the text"),
    "instructions to pay": (of_channel(instructions="Have your bank card ready."), "how to reach it"),
    "a way that ends": (of_channel(ends_on="2026-12-01"), "how to reach it"),
    "another kind of way": (of_channel("phone", "samaritans", value="116 123", kind="textphone"), "how to reach it"),
    "a way taken out": (gone(Channel, childline, kind="phone"), "how to reach it"),
    "never, in the summary": (of_service(summary="They never tell anybody, whatever you say."), "can turn its meaning"),
    "only, in the description": (of_service(description=lambda held: f"{held} Only for those who pay."), "can turn"),
    # hours and cost
    "always open": (of_channel("webchat", hours={"state": "always-open"}), "when somebody is there"),
    "said to be free": (of_channel("phone", "samaritans", free="no", cost="£5 a minute"), "what it costs and shows"),
    "not on the bill": (of_channel(on_phone_bill="yes"), "what it costs and shows"),
    "it tells nobody": (of_service(confidentiality="It tells your family."), "what it costs and shows"),
    "out of its need": (of_service("childline-report-remove", types=["emotional-support"]), "how soon it is shown"),
    "first of all": (of_service(urgency=0), "where and how soon it is shown"),
    # new
    "a note like the sheet's": (a_new_notice, "words of advice"),
    "a twin of a service": (a_new_service, "like that of “Childline”"),
    "nobody runs it": (a_new_service, "Nobody is named who runs it"),
    "no source": (a_new_service, "No source says"),
    "never checked": (a_new_service, "Nobody has checked"),
    "no source any more": (gone(Source, childline), "No source says"),
}  # fmt: skip


def _first(rows, **fields) -> Service:
    item = rows.first()
    for name, value in fields.items():
        setattr(item, name, value)
    item.save()
    return item


def typo(text: str) -> str:
    """One letter of its longest word is put right."""
    longest = max(text.split(), key=len)
    return text.replace(longest, longest[:-2] + longest[-1] + longest[-1], 1)


HARMLESS = {
    **{f"spelling in the summary {place}": lambda place=place: _respelt(place) for place in range(12)},
    **{f"a sentence at the end {place}": lambda place=place: _longer(place) for place in range(8)},
    "a blank at the end": of_service(description=lambda held: f"{held}\n\nThere are many people like you."),
    "a comma": of_service(summary=lambda held: held.replace(" ", ", ", 1)),
    "a year": of_service(description=lambda held: f"{held} It began in 1986."),
    "small letters": of_service(summary=str.title),
    "a note for editors": of_service(editor_note="Pay attention: call 0808 157 0789 and ask."),
    "a day of checking": of_service(checked_on="2026-11-20"),
    "a licence": of_service(licence="Open Government Licence"),
    "an attribution": of_service(attribution="Words of the charity."),
    "languages": of_service(languages=["en", "cy"]),
    "languages of a way": of_channel(languages=["en", "cy"]),
    "how it was tried": of_channel(checked_how="Somebody picked up.", checked_on="2026-11-20"),
    "a way's note": of_channel(editor_note="Ask again."),
    "a source more": added(
        Source, childline, title="Its page", publisher="The charity", url="https://www.childline.org.uk/about",
        facts=["hours"], source_class="official",
    ),
    "a source's title": lambda: _source(title="Its own page about itself"),
    "a source's date": lambda: _source(dated="March 2026"),
    "a source's trust": lambda: _source(confidence="low"),
    "a detail more": added(Detail, childline, about="cost", text="Counsellors are trained."),
    "a name respelt": of_service(name="ChildLine"),
    "an organisation respelt": of_organisation(name=lambda held: held.capitalize()),
    "an organisation described": of_organisation(description=lambda held: f"{held} It is a charity."),
    "a way kept for editors": added(Channel, childline, kind="phone", value="0808 157 0999", publish=False),
    "another order of ways": lambda: _ways_turned(),
    "a note in the topic": of_topic(editor_note="Ask Police Scotland."),
    "a caution for editors": of_step(1, caution="Read it twice."),
}  # fmt: skip


def _nth(place: int) -> Service:
    return Service.objects.order_by("slug")[place]


def _respelt(place: int) -> Service:
    item = _nth(place)
    item.summary = typo(item.summary)
    item.save()
    return item


def _longer(place: int) -> Service:
    item = _nth(place + 12)
    item.description = f"{item.description}\n\nPeople there are trained, and kind.".strip()
    item.save()
    return item


def _source(**fields) -> Service:
    held = Source.objects.filter(service__slug="childline").first()
    for name, value in fields.items():
        setattr(held, name, value)
    held.save()
    return held.service


def _ways_turned() -> Service:
    item = childline()
    for place, one in enumerate(reversed(item.channels.all()), start=1):
        Channel.objects.filter(pk=one.pk).update(position=place)
    return item


@pytest.fixture
def gate(content, approver):
    return signed_in(approver)


def shown_of(gate, editor, edit):
    """The page on which somebody else decides on an edit."""
    keeper.refresh()
    item = edit()
    lifecycle.edited(item, editor)
    (submission,) = lifecycle.submit([type(item).objects.get(pk=item.pk)], editor)
    return gate.get(submission_page(submission))


@pytest.mark.parametrize(("edit", "caution"), HARMFUL.values(), ids=HARMFUL)
def test_a_harmful_edit_stands_first_with_its_caution(gate, editor, edit, caution):
    page = shown_of(gate, editor, edit)
    before_the_decision = words(page).partition("Your decision")[0]

    assert caution.lower() in before_the_decision.lower()
    assert answers(page) or "Look twice" in before_the_decision


@pytest.mark.parametrize("edit", HARMLESS.values(), ids=HARMLESS)
def test_a_harmless_edit_raises_no_alarm(gate, editor, edit):
    page = shown_of(gate, editor, edit)

    assert "⚠" not in words(page)
    assert answers(page) == {}
