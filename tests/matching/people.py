"""People at random, and what they ask. Imports nothing of ours."""

from datetime import UTC, datetime, timedelta

from tests.matching.plain_content import ANYONE, codes
from tests.matching.plain_hours import LIVE
from tests.matching.plain_places import named, rows

YEAR = datetime(2026, 1, 1, tzinfo=UTC)
# Days on which hours are easily told wrong: the clocks change, holidays, and holidays of some nations only.
ODD_DAYS = ("01-01", "01-02", "03-17", "03-28", "03-29", "04-03", "04-06", "08-03", "08-31", "10-24", "10-25", "11-30")
CHRISTMAS = ("12-24", "12-25", "12-26", "12-27", "12-28", "12-29")
UNLISTED = ("TD99", "EH98", "ZZ1", "QQ9", "JE99", "BT98", "CH99", "SW99", "W1A", "D02", "D6W", "A65", "E91", "W91")
NATIONS = ("scotland", "england", "wales", "northern-ireland", "uk")
NOW = "now"
FLAGS = ("free", "anonymous", "no_account", "off_phone_bill")


def moment(random):
    """Now, for this person: any minute of 2026, half of the time on an odd day."""
    if random.random() < 0.5:
        day = datetime.fromisoformat(f"2026-{random.choice(ODD_DAYS + CHRISTMAS)}").replace(tzinfo=UTC)
        return day + timedelta(minutes=random.choice((random.randrange(180), random.randrange(1440))))
    return YEAR + timedelta(minutes=random.randrange(365 * 1440))


def question(random):
    """What they ask, as a dictionary of cleaned values."""
    asked = {}
    if random.random() < 0.6:
        asked["age"] = random.choice((random.randint(8, 30), random.randint(0, 120)))
    if random.random() < 0.35:
        asked["age_in_image"] = random.randint(0, asked.get("age", 40))
    if random.random() < 0.7:
        asked |= _place(random)
    for name, values, chance in (
        ("type", codes("service-types"), 0.2),
        ("audience", ANYONE, 0.4),
        ("situation", codes("situations"), 0.35),
        ("channel", [*LIVE, *codes("channel-kinds")], 0.2),
        ("language", ["en", "cy", "bfi", "ur"], 0.25),
    ):
        if random.random() < chance:
            asked[name] = list(dict.fromkeys(random.choices(values, k=random.randint(1, 3))))
    for name in FLAGS:
        if random.random() < 0.1:
            asked[name] = random.random() < 0.7
    if random.random() < 0.2:
        asked["open_at"] = random.choice((NOW, moment(random)))
    return asked


def of_help(asked):
    """What of it they ask of `/help`: one person asks."""
    return {name: value[0] if name == "audience" else value for name, value in asked.items()}


def of_services(asked):
    """What of it they ask of `/services`, which takes no situation."""
    return {name: value for name, value in asked.items() if name != "situation"}


def _place(random):
    kind = random.choice(("nation", "region", "outcode", "outcode", "sector"))
    if kind == "nation":
        place = {"region": random.choice(NATIONS)}
    elif kind == "region":
        place = {"region": random.choice([*named(), *["outside-uk"] * 20])}
    elif kind == "sector":
        place = {"outcode": random.choice(rows("sectors.csv"))["sector"]}
    else:
        straddling = [row["outcode"] for row in rows("outcodes.csv") if ";" in row["nations"]]
        listed = [row["outcode"] for row in rows("outcodes.csv")]
        place = {"outcode": random.choice(random.choice((straddling, listed, UNLISTED)))}
    return {**place, "include": "within"} if random.random() < 0.25 else place


def spelt(asked):
    """The question as parameters of an address."""
    return {name: _spelt(value) for name, value in asked.items()}


def _spelt(value):
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, datetime) else value


def in_a_body(asked):
    """The question as the members of a JSON body."""
    return {name: value.isoformat() if isinstance(value, datetime) else value for name, value in asked.items()}
