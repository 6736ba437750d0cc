"""A made-up directory of services, printed as real ones are, and how an editor would put each entry in.

What a real directory holds: of 318 services from printed helplines, official lines and two cities' directories, 91 were
for certain people; the other shares are rounded from what was counted there. Names and numbers are made up: the numbers
are those set aside for drama, or those of this project's tests.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random

COUNT = 300
COUNCILS = (
    *("City of York Council", "Leeds City Council", "The City of Edinburgh Council", "Adur District Council"),
    *("Cornwall Council", "Kent County Council", "London Borough of Hackney", "Cardiff Council", "Gwynedd Council"),
    *("Royal Borough of Greenwich", "Belfast City Council", "Comhairle nan Eilean Siar", "Suffolk County Council"),
)
# As printed, and how many of a hundred entries print it so.
HOURS = [
    (("Mon-Fri 9am-5pm", "9am–5pm, Monday to Friday", "Monday to Friday 10am - 4pm", "Weekdays 9am-5pm"), 24),
    (("24 hours a day, 365 days a year", "Open 24/7", "24 hours"), 14),
    (("5pm–midnight daily", "8am to midnight every day of the year", "Daily 8am-10pm"), 8),
    (("Mon-Thu 9am-5pm, Fri 9am-4.30pm", "Mon, Wed 10am-1pm; Thurs 2pm-6pm", "Tues & Thurs 6-9pm"), 10),
    (("Mon-Fri 9am-5pm excluding bank holidays", "Mon-Fri 9am-5pm, bank holidays 10am-2pm"), 8),
    (("First Tuesday of the month 6pm-8pm", "1st and 3rd Monday 10am-12pm", "Last Friday of the month 10am-12pm"), 6),
    (("Mon-Fri 3.30pm-7pm\nTerm time only", "Weekdays 4pm-6pm, term time only"), 5),
    (("By appointment", "By appointment only"), 6),
    (("Mon-Fri 09:00-17:00\nFrom 1 Apr 2027: Mon-Fri 08:00-20:00", "Mon-Fri 9am-5pm\nAugust: closed"), 4),
    (("Fri 6pm - Mon 6am", "Mon-Thu 18:00-02:00; Fri 18:00 - Mon 06:00"), 2),
    (("",), 9),
    # What nobody can say for certain, and what we have no shape for.
    (("Every other Wednesday 2pm-4pm", "Alternate Fridays 10am-12pm"), 2),
    (("Mon-Fri 9am-5pm, closed for Easter week", "School holidays only, 10am-4pm"), 2),
]
# The words of the entry; the rules that an editor makes of them, the service's own first.
PEOPLE = [
    ("", [{}], 46),
    ("11 to 19", [{"minimum_age": 11, "maximum_age": 19}], 10),
    ("Under 25s", [{"maximum_age": 24}], 8),
    ("Over 18s", [{"minimum_age": 18}], 7),
    ("For women and girls", [{"circumstances": ["women-and-girls"]}], 6),
    (
        "11 to 19, to 25 with special educational needs",
        [{"minimum_age": 11, "maximum_age": 19}, {"maximum_age": 25, "circumstances": ["special-educational-needs"]}],
        4,
    ),
    ("Care leavers up to 25", [{"maximum_age": 25, "circumstances": ["care-experienced"]}], 3),
    ("Serving and former personnel and families", [{"circumstances": ["armed-forces"]}], 3),
    ("Refugees and asylum seekers", [{"circumstances": ["refugees"]}], 2),
    ("Students of the university", [{"circumstances": ["students"]}], 3),
    ("LGBT+ people over 16", [{"minimum_age": 16, "circumstances": ["lgbt"]}], 2),
    ("Deaf people", [{"circumstances": ["deaf"]}], 2),
    ("Under 18, to 24 in Leeds", [{"maximum_age": 17}, {"maximum_age": 24, "coverage": ["E08000035"]}], 2),
    ("Only with a referral from a GP", [{}, {"text": "Your GP must refer you."}], 1),
    ("For relatives of somebody who died by suicide within the last year", None, 1),
]
WAYS = [
    ([("phone", "0808–157–0123")], 44),
    ([("phone", "Tel: 0131 496 0123"), ("email", "help@example.org")], 16),
    ([("phone", "020 7946 0123 / 020 7946 0124")], 8),
    ([("phone", "0808 157 0123 (press 2)")], 5),
    ([("phone", "0808 157 0123 ext 12")], 3),
    ([("phone", "0808\u00a0157\u00a00123"), ("text", "020 7946 0123")], 6),
    ([("phone", "0808 157 0123"), ("whatsapp", "https://wa.me/442079460123")], 6),
    ([("social", "https://www.instagram.com/example"), ("web", "https://www.example.org")], 3),
    ([("in-person", "Community centre")], 8),
    ([("phone", "09065 123456")], 1),  # costs a pound and more a minute: refused, and rightly not printed
]
DAYS = [({}, 92), ({"ends_on": "2027-03-31"}, 4), ({"begins_on": "2027-01-04"}, 2), ({"is_paused": True}, 2)]
LANGUAGES = [(["en"], 70), (["en", "pa", "ur"], 8), (["en", "pl", "ro"], 8), (["en", "so", "ar"], 7), (["cy", "en"], 7)]


@dataclass(frozen=True)
class Entry:
    """One service of the directory. `people`: the words, and the rules; None where no rule can say them."""

    name: str
    council: str
    hours: str
    people: tuple[str, list[dict] | None]
    ways: list[tuple[str, str]]
    days: dict
    languages: list[str] = field(default_factory=list)


def entries() -> Iterator[Entry]:
    """The same three hundred each time."""
    random = Random(318)  # noqa: S311
    for number in range(1, COUNT + 1):
        words, rules = drawn(random, [((words, rules), share) for words, rules, share in PEOPLE])
        council = random.choice(COUNCILS)
        yield Entry(
            name=f"Made-up service {number}",
            council="Leeds City Council" if "Leeds" in words else council,
            hours=random.choice(drawn(random, HOURS)),
            people=(words, rules),
            ways=drawn(random, WAYS),
            days=drawn(random, DAYS),
            languages=drawn(random, LANGUAGES),
        )


def drawn(random: Random, shares: list):
    return random.choices([one for one, _ in shares], [share for _, share in shares])[0]
