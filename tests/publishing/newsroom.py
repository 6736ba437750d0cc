"""An office in which several people do anything at any time, and what of it should be public."""

import random
from collections import Counter, defaultdict

from django.contrib.auth.models import User

from advice.models import Topic
from publishing import acts, lifecycle
from publishing.dates import today
from publishing.models import EditionNumber, Notice, Publication, Publishable, Record, Submission
from publishing.registry import kind_of
from publishing.upkeep import Check
from services.models import Organisation, Service
from tests import factories as make
from tests.in_force import colleague
from tests.publishing.acts import edit, edit_unseen, take_down

WORDS = {Organisation: "name", Service: "summary", Topic: "introduction", Notice: "text"}


class Newsroom:
    """`said`: what an item said, by the digest it was submitted with. `hands`: who touched it since it was published.

    Both are kept here, apart from what is being tested.
    """

    def __init__(self, seed: int):
        self.random = random.Random(seed)  # noqa: S311
        self.people = [colleague(f"person-{n}") for n in range(9)]
        organisations = [make.organisation() for _ in range(3)]
        services = [make.service(organisation=self.random.choice([*organisations, None])) for _ in range(6)]
        self.items = [*organisations, *services, make.topic(), make.topic(), make.notice(), make.notice()]
        self.said: dict[str, dict] = {}
        self.hands: dict[object, set[int]] = defaultdict(set)
        self.done, self.refused = Counter(), Counter()

    def act(self) -> None:
        """One person does one thing, or is refused."""
        acts = {
            self.edit: 6, self.edit_unseen: 1, self.move_a_channel: 2, self.change_organisation: 1, self.submit: 8,
            self.approve: 14, self.send_back: 1, self.withdraw: 2, self.back_to_edition: 1, self.discard: 1,
            self.go_back: 4, self.recompile: 1, self.check: 3,
        }  # fmt: skip
        [act] = self.random.choices(list(acts), weights=list(acts.values()))
        try:
            act(self.random.choice(self.people))
        except lifecycle.Refusal:
            self.refused[act.__name__] += 1
        else:
            self.done[act.__name__] += 1

    def edit(self, person) -> None:
        item = self._item()
        edit(item, by=person, **{WORDS[type(item)]: f"Word {self.random.randrange(10**9)}"})
        self.hands[item.pk].add(person.pk)

    def edit_unseen(self, person) -> None:
        item = self._item()
        edit_unseen(item, **{WORDS[type(item)]: f"Unseen {self.random.randrange(10**9)}"})

    def move_a_channel(self, person) -> None:
        service = self._item(Service)
        make.channel(
            service, position=self.random.randrange(5), value=f"https://{self.random.randrange(99)}.example.org"
        )
        if service.channels.count() > 3:
            service.channels.first().delete()
        lifecycle.edited(service, by=person)
        self.hands[service.pk].add(person.pk)

    def change_organisation(self, person) -> None:
        service = self._item(Service)
        edit(service, by=person, organisation=self._item(Organisation))
        self.hands[service.pk].add(person.pk)

    def submit(self, person) -> None:
        items = [self._item() for _ in range(self.random.randint(1, 3))]
        for submission in lifecycle.submit(items, by=person):
            self._submitted(submission, person)

    def approve(self, person) -> None:
        waiting = list(Submission.objects.filter(state="waiting"))
        chosen = self.random.sample(waiting, min(len(waiting), self.random.choice([1, 1, 1, 2, 3])))
        lifecycle.approve(chosen, by=person)
        for submission in chosen:
            assert person.pk not in self.hands.pop(submission.uid, set())

    def send_back(self, person) -> None:
        waiting = Submission.objects.filter(state="waiting").first() or Submission.objects.first()
        if waiting:
            lifecycle.send_back(waiting, by=person, reason="Not yet.")

    def withdraw(self, person) -> None:
        publications = list(Publication.objects.order_by("published_at"))
        if publications:
            take_down(self.random.choice(publications), by=person, and_by=self._another(person))

    def back_to_edition(self, person) -> None:
        number = self.random.randint(1, EditionNumber.objects.get().number)
        act = acts.propose("back-to-edition", {"edition": number}, by=person)
        acts.approve(act, by=self._another(person))

    def _another(self, person) -> User:
        return self.random.choice([other for other in self.people if other != person])

    def discard(self, person) -> None:
        item = self._item()
        lifecycle.discard_edits(item, by=person)
        self.hands[item.pk].add(person.pk)

    def go_back(self, person) -> None:
        submission = lifecycle.go_back(self._item(), self.random.randint(1, 2), by=person)
        self._submitted(submission, person)

    def check(self, person) -> None:
        found = list(Publication.objects.order_by("published_at"))
        chosen = self.random.sample(found, min(len(found), 2))
        how = self.random.choice(["called", "page-read", "organisation-confirmed"])
        lifecycle.check({one.pk: one.version for one in chosen}, person, Check(today(), how))

    def recompile(self, person) -> None:
        assert lifecycle.recompile() is None, "documents must not depend on when they were rendered"

    def _item(self, kind: type[Publishable] | None = None) -> Publishable:
        item = self.random.choice([item for item in self.items if kind is None or isinstance(item, kind)])
        return type(item).objects.get(pk=item.pk)

    def _submitted(self, submission: Submission, person) -> None:
        row = next(item for item in self.items if item.pk == submission.uid)
        self.said[submission.digest] = facts_of_row(type(row).objects.get(pk=row.pk))
        self.hands[submission.uid].add(person.pk)


def facts_of_row(item: Publishable) -> dict:
    facts = {"uid": str(item.pk), WORDS[type(item)]: getattr(item, WORDS[type(item)])}
    if isinstance(item, Service):
        facts["channels"] = [channel.value for channel in item.channels.order_by("position", "uid")]
        facts["organisation"] = item.organisation_id and str(item.organisation_id)
    return facts


def facts_of_document(kind: str, document: dict) -> dict:
    """The same facts as `facts_of_row` has, and the organisation's name beside its uid."""
    word = {"organisation": "name", "service": "summary", "topic": "introduction", "notice": "text"}[kind]
    facts = {"uid": document["uid"], word: document[word] or ""}
    if kind == "service":
        facts["channels"] = [channel["value"] for channel in document["channels"]]
        facts["organisation"] = document["organisation"] and document["organisation"]["uid"]
    return facts


def last_approved() -> dict[str, Record]:
    """What the record says is public: by uid, the line of its last approval."""
    public: dict[str, Record] = {}
    for line in Record.objects.order_by("number"):
        if line.action == "approved":
            public[str(line.uid)] = line
        elif line.action == "withdrawn":
            del public[str(line.uid)]
    return public


def kinds_of(items) -> dict[str, str]:
    return {str(item.pk): kind_of(item).name for item in items}
