"""What is asked: everything that a question can say, at moments when it is easily answered wrong; and by chance."""

import re
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import cycle
from random import Random
from typing import Any

from advice.questions import HelpQuestion
from services.api.questions import ServicesQuestion
from tests.conformance.asking import Ask
from tests.matching import people
from tests.matching.plain_content import codes
from tests.matching.plain_places import rows
from tests.matching.tables import PAGE

SEED = 18
FEWEST = 3400
# Clock changes here and elsewhere, midnights, the New Year, bank holidays, the ends of periods, leap days, far years.
MOMENTS = (
    *("2026-01-20T12:00", "2026-01-20T08:59", "2026-01-20T09:00", "2026-01-20T17:00", "2026-01-20T00:00"),
    *("2026-03-28T23:59", "2026-03-29T00:30", "2026-03-29T00:59", "2026-03-29T01:00", "2026-03-29T01:30"),
    *("2026-10-24T22:59", "2026-10-24T23:30", "2026-10-25T00:00", "2026-10-25T00:30", "2026-10-25T00:45"),
    *("2026-10-25T00:59", "2026-10-25T01:00", "2026-10-25T01:30", "2026-10-25T02:00"),
    *("2025-12-31T23:59", "2026-01-01T00:00", "2026-01-01T10:00", "2026-01-02T10:00", "2026-01-05T10:00"),
    *("2026-03-17T10:00", "2026-04-02T18:00", "2026-04-03T10:00", "2026-04-06T10:00", "2026-04-07T10:00"),
    *("2026-05-04T10:00", "2026-05-25T10:00", "2026-06-15T10:00", "2026-07-13T10:00", "2026-08-03T10:00"),
    *("2026-08-31T09:30", "2026-11-30T10:00", "2026-12-24T11:00", "2026-12-24T23:59", "2026-12-25T00:01"),
    *("2026-12-25T10:00", "2026-12-26T10:00", "2026-12-28T10:00", "2026-12-31T23:59", "2027-01-01T00:00"),
    *("2026-05-31T22:59", "2026-05-31T23:00", "2026-06-30T22:59", "2026-07-01T07:30", "2026-08-31T22:59"),
    *("2026-08-31T23:00", "2026-09-30T22:59", "2026-09-30T23:00", "2026-10-01T18:30", "2026-12-19T23:59"),
    *("2026-12-20T10:30", "2026-12-21T00:00", "2027-01-03T23:59", "2027-01-04T00:00", "2027-01-04T10:30"),
    *("2028-02-28T23:59", "2028-02-29T10:00", "2028-03-01T00:00", "2026-01-30T10:30", "2026-05-29T09:30"),
    *("2026-01-21T23:59", "2026-01-22T00:00", "2026-03-08T06:59", "2026-03-08T07:00", "2026-11-01T05:30"),
    *("2026-11-01T06:30", "2026-04-04T15:00", "2026-10-03T15:15", "2026-10-03T15:30", "2026-07-02T02:00"),
    *("2000-01-01T00:00", "2000-01-03T10:00", "2011-04-29T10:00", "2022-09-19T10:00", "2050-03-27T01:00"),
    *("2099-06-30T23:00", "2099-07-15T09:30", "2099-12-25T10:00", "2099-12-31T23:59", "2100-01-04T10:00"),
)
OFFSETS = ("Z", "+00:00", "-00:00", "+01:00", "-05:00", "+05:30", "+10:30", "-23:59", "+23:59")
# One moment may be written in many ways.
SPELLINGS = (
    *("2026-01-20t12:00z", "2026-01-20T12:00:60Z", "2026-12-31T23:59:60Z", "2026-01-20T12:00:00.1234567Z", "now"),
    *("2026-01-20T12:00:59.123456789+00:00", "2026-01-20t09:00:00.0-00:00", f"2026-01-20T12:00:00.{'9' * 39}Z"),
)
PLACES = (
    *(
        "uk",
        "UK",
        "K02000001",
        "england",
        "Scotland",
        "WALES",
        "northern-ireland",
        "gb-sct",
        "outside-uk",
        "OUTSIDE-uk",
    ),
    *(
        "edinburgh",
        "leeds",
        "kent",
        "police-kent",
        "police-scotland",
        "nhs-lothian",
        "north-east",
        "london",
        "cornwall",
    ),
)
OUTCODES = (
    *("EH1", "eh1", "TD15", "CH1", "SY10", "W1A", "EC1A", "BT1", "JE2", "GY1", "IM1", "AB1", "D02", "d6w", "A65"),
    *(
        "ZZ1",
        "QQ9",
        "EH98",
        "TD99",
        "BT98",
        "JE99",
        "SW99",
        "E91",
        "EH1 1",
        "EH1+1",
        "eh1 9",
        "CH1 6",
        "TD9 0",
        "W1A 1",
    ),
)
WORDS = (
    *("made", "made-up", "Made-Up Body", "mub", "GROSSE", "große", "grosse hil", "tŷ", "ty wyn", "ŴYN", "line", "lin"),
    *("childline", "police", "someone to talk", "a", "18", "zzz", "E&W", "helping adults", "shout", "²"),
    *("gymorth ddych", "LLINELL", "zmyslona", "zmyślone bi", "żmyślona", "linia made", "mâdê"),
)
# In what is translated and in what is not; with our own words, and without.
LANGUAGES = (*("cy", "cy", "cy", "pl", "pl"), *("en", "gd", "bfi", "en-x-plain"))
FLAGS = ("free", "anonymous", "no_account", "off_phone_bill")
ORDERINGS = ("urgency", "alphabetical", "open")
MANY = {"type", "channel", "language", "situation"}


def vectors() -> list[Ask]:
    """Those of the vectors: the same each time."""
    random = Random(SEED)  # noqa: S311
    moments = cycle(MOMENTS)
    found = [Ask(path, question, f"{next(moments)}:00Z") for path, question in _everything()]
    found += [Ask("help", {"age": 15}, f"{at}:00Z") for at in MOMENTS]
    found += [Ask("services", {"ordering": "open", "page_size": 100}, f"{at}:00Z") for at in MOMENTS]
    found += [Ask("services", {"open_at": "now", "language": ["en"]}, f"{at}:00Z") for at in MOMENTS]
    found += [Ask("services", {"lang": "cy", "page_size": 100}, f"{at}:00Z") for at in MOMENTS]
    found += [
        Ask("services", {"page": 1, "page_size": 5, "as_of": since, **asked}, f"2026-01-20T{at}:00Z")
        for at, since in (
            ("00:10", "2026-01-20T00:00Z"),
            ("09:00", "2026-01-20T09:00Z"),
            ("17:29", "2026-01-20T17:00Z"),
        )
        for asked in ({"ordering": "open"}, {"open_at": "now"}, {"ordering": "open", "open_at": "now", "q": "line"})
    ]
    while len(found) < FEWEST:
        found += by_chance(random, 1)
    return found


def by_chance(random: Random, count: int) -> list[Ask]:
    """What so many people ask: each of both addresses."""
    found = []
    for _ in range(count):
        person, now = people.question(random), _moment(random)
        for path, asked in (("help", people.of_help(person)), ("services", people.of_services(person))):
            members = list(people.in_a_body(asked).items()) + _more(random, path)
            if random.random() < 0.4:
                members.append(("lang", random.choice(LANGUAGES)))
            random.shuffle(members)
            found.append(Ask(path, {name: _spelt(random, name, value) for name, value in members}, now))
    return found


def _spelt(random: Random, name: str, value: Any) -> Any:
    """The same in another spelling, or nearly so: some of these are refused."""
    if random.random() < 0.9:
        return value
    if isinstance(value, int) and not isinstance(value, bool):
        return random.choice((float(value), float(value), value + 0.5, str(value)))
    if name in ("open_at", "as_of") and value != "now":
        return random.choice(
            (value.lower(), value.replace("Z", ":60Z"), value.replace("Z", ":07.1234567Z"), value[:-1])
        )
    if isinstance(value, str) and random.random() < 0.3:
        return random.choice(("", " ", f"{value} ", f"“{value}”", f"{value},", "null", "{value}", f"{value}%20"))
    return value


def _moment(random: Random) -> str:
    """A minute of 2026, or near one of the moments; with seconds, which count for nothing."""
    at = people.moment(random)
    if random.random() < 0.3:
        at = datetime.fromisoformat(f"{random.choice(MOMENTS)}:00Z") + timedelta(minutes=random.randint(-90, 90))
    return f"{at + timedelta(seconds=random.choice((0, 0, 59))):%Y-%m-%dT%H:%M:%SZ}"


def _more(random: Random, path: str) -> list[tuple[str, Any]]:
    """What people who match services do not ask."""
    if path == "help":
        topics = ("sextortion", "made-up-topic", "made-up-topic", "former-topic")
        return [("topic", random.choice(topics))] if random.random() < 0.3 else []
    found: list[tuple[str, Any]] = [("ordering", random.choice(ORDERINGS))]
    if random.random() < 0.2:
        found.append(("q", random.choice(WORDS)))
    if random.random() < 0.3:
        found.append(("page_size", random.randint(1, 100)))
    return found


def _everything() -> Iterator[tuple[str, dict[str, Any]]]:
    for path, question in (("help", HelpQuestion), ("services", ServicesQuestion)):
        parameters = question.parameters()
        for members in _of_both():
            yield path, members
        for name, parameter in parameters.items():
            values = getattr(parameter, "values", ())
            for value in values:
                yield path, {name: [value] if parameter.multiple else value}
                if name == "audience":
                    for age in (14, 30):
                        yield path, {"age": age, name: [value] if parameter.multiple else value}
        yield from ((path, members) for members in _asked_on_the_page(parameters))
        yield from ((path, members) for members in _in_other_languages(path))
    yield from (("help", members) for members in _of_help())
    yield from (("services", members) for members in _of_services())


def _of_both() -> Iterator[dict[str, Any]]:
    yield {}
    yield {"age": None, "type": [], "region": None, "lang": "en"}
    for age in (*range(0, 31), 34, 35, 36, 40, 119, 120):
        yield {"age": age}
        yield {"age_in_image": age}
        yield {"age": age, "age_in_image": age // 2}
    for age, then in ((18, 17), (18, 18), (19, 18), (25, 17), (35, 34), (120, 0), (120, 120), (40, 17), (40, 18)):
        yield {"age_in_image": then, "age": age}
    for place in PLACES:
        yield {"region": place}
        yield {"include": "within", "region": place}
    for row in rows("former_codes.csv")[::6]:
        yield {"region": row["former_gss"].lower()}
    for row in rows("regions.csv")[::23]:
        yield {"region": row["gss_code"], "age": 16}
        yield {"region": row["slug"], "include": "within", "age": 16}
    for outcode in (*OUTCODES, *(row["outcode"] for row in rows("outcodes.csv")[::101])):
        yield {"outcode": outcode}
        yield {"outcode": outcode, "include": "within", "type": ["image-removal", "emotional-support"]}
    for row in rows("sectors.csv")[::301]:
        yield {"outcode": row["sector"]}
    for name in FLAGS:
        for value in (True, False):
            yield {name: value}
            yield {name: value, "channel": ["phone", "web-form"], "language": ["en"]}
    for number, at in enumerate(MOMENTS):
        if "2000" <= at < "2100-01-01":
            yield {"open_at": f"{at}{(':59.999' if number % 3 else '')}{OFFSETS[number % len(OFFSETS)]}"}
    for number in (15.0, 1.2e1, 0.0, -0.0, 120.0):
        yield {"age": number, "type": ["image-removal"]}
    yield {"age": 1.8e1, "age_in_image": 17.0}
    for at in SPELLINGS:
        yield {"open_at": at}
    yield {"language": ["bfi"], "channel": ["phone"]}
    yield {"language": ["bfi", "en", "cy"], "type": ["relay"]}


def _in_other_languages(path: str) -> Iterator[dict[str, Any]]:
    """What our words say of whom, where and why not, in Welsh; and some of it in languages that they are not in."""
    for place in (*PLACES[::2], "wales"):
        yield {"lang": "cy", "region": place}
        yield {"lang": "gd", "region": place, "include": "within"}
    for outcode in OUTCODES[::2]:
        yield {"outcode": outcode, "lang": "cy"}
    for age in (*range(5, 27, 2), 120):
        yield {"age": age, "lang": "cy", "free": True, "channel": ["phone", "text"], "type": ["emotional-support"]}
        yield {"age": age, "age_in_image": age // 2, "lang": "pl", "language": ["pl"]}
    for asks in people.ANYONE:
        for age in (None, 12, 17, 18, 30):
            for lang in ("cy", "pl"):
                asking: Any = asks if path == "help" else [asks]
                topic = {"topic": "made-up-topic"} if path == "help" else {"q": "made"}
                yield {"lang": lang, "audience": asking, "age": age, **topic}
    for lang in sorted(set(LANGUAGES)):
        yield {"lang": lang, **({"topic": "former-topic"} if path == "help" else {"ordering": "alphabetical"})}
        yield {"lang": lang, "open_at": "2026-12-24T11:00Z", "region": "outside-uk"}


def _of_help() -> Iterator[dict[str, Any]]:
    situations = codes("situations")
    for topic in ("sextortion", "made-up-topic", "former-topic", "example-topic"):
        yield {"topic": topic}
    for topic in ("sextortion", "made-up-topic"):
        for asks in people.ANYONE:
            for age in (None, 12, 16, 17, 18, 26):
                for then in (None, 12, 18):
                    if then is None or age is None or then <= age:
                        yield {"topic": topic, "audience": asks, "age": age, "age_in_image": then}
        for place in ("scotland", "kent", "leeds", "wales"):
            yield {"topic": topic, "region": place, "situation": ["told-police", "faked", "shared"]}
    for one in situations:
        for other in situations:
            if one != other:
                yield {"situation": [one, other], "region": "england"}


def _of_services() -> Iterator[dict[str, Any]]:
    for q in WORDS:
        for ordering in ORDERINGS:
            yield {"q": q, "ordering": ordering}
    for ordering in ORDERINGS:
        for size in (1, 7, 50, 100):
            for page in (1, 2):
                yield {"page": page, "page_size": size, "ordering": ordering}
    yield {"page": 2, "edition": 41, "page_size": 10}
    yield {"page": 2.0, "edition": 41.0, "page_size": 1e1}
    yield {"page": 1, "as_of": "2026-01-20t12:00:60.5z", "open_at": "now"}
    for asks in ([a, b] for a in people.ANYONE for b in people.ANYONE if a < b):
        yield {"audience": asks}
    for kind in codes("channel-kinds"):
        for name in FLAGS:
            yield {"channel": [kind], name: True, "open_at": "2026-01-20T12:00Z"}


def _asked_on_the_page(parameters: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """What the tables of docs/matching.md ask, of an address that takes it."""
    for query in sorted(set(re.findall(r"`((?:[a-z_]+=[^`&]+&?)+)`", PAGE.read_text(encoding="utf-8")))):
        members: dict[str, Any] = {}
        for name, _, value in (pair.partition("=") for pair in query.strip("&").split("&")):
            if name in parameters and parameters[name].multiple:
                members.setdefault(name, []).append(value)
            else:
                members[name] = int(value) if value.isdigit() else {"true": True, "false": False}.get(value, value)
        if members.keys() <= parameters.keys() and _is_one_each(query, members):
            yield members


def _is_one_each(query: str, members: dict[str, Any]) -> bool:
    """Whether nothing is repeated that may not be."""
    given = sum(len(value) if isinstance(value, list) else 1 for value in members.values())
    return given == len(query.strip("&").split("&"))


def refused() -> Sequence[Ask]:
    """Questions that are not answered."""
    now = "2026-01-20T12:00:00Z"
    both: list[dict[str, Any]] = [
        *({"age": value} for value in (-1, 121, 1234567890, "15", True, [15], {}, [])),
        *({"age_in_image": value} for value in (-1, 121, "9", False)),
        *({"region": value} for value in ("", "atlantis", "edinburgh ", 5, ["wales"], "x" * 201, "a\u0000b")),
        *({"outcode": value} for value in ("", "E", "EH1 1YZ", "eh11yz", "D02 X285", "EH1  1", " EH1", "EH1 ", "É1")),
        *({"include": value} for value in ("", "within", "Within", ["within"])),
        {"include": "part", "region": "wales"},
        *({"type": value} for value in ("emergency", ["nothing"], [None], ["emergency"] * 2, ["emergency"] * 21)),
        *({"channel": value} for value in ("phone", ["pigeon"], [5])),
        *({"language": value} for value in ("en", ["EN"], ["en", "xx"])),
        *({"free": value} for value in ("true", 1, 0, [True])),
        *({"anonymous": value} for value in ("false",)),
        *({"no_account": value} for value in ("yes",)),
        *({"off_phone_bill": value} for value in (2,)),
        *({"open_at": value} for value in (
            "", "today", "NOW", "2026-01-20", "2026-01-20T12:00", "2026-02-30T12:00Z", "2026-01-20T24:00Z",
            "2026-01-20T12:60Z", "2026-01-20T12:00:60Z", "2026-01-20 12:00Z", "2026-01-20T12:00z", "1999-12-31T23:59Z",
            "2100-01-01T00:00Z", "2026-01-20T12:00+24:00", "2026-01-20T12:00:00.1234567Z", "0000-01-01T00:00Z", 5,
        )),
        *({"lang": value} for value in ("fr", "CY", "EN", ["en"], "cy-GB", "en-x-pseudo", "toString", 5)),
        *({name: "x"} for name in ("nothing", "Age", "", "sitution")),
        {"age": 12, "age_in_image": 13},
        {"age_in_image": 121, "age": 200, "free": "no", "nothing": 1},
        {"region": "wales", "outcode": "CF10"},
        {f"a{number}": 1 for number in range(21)},
        *([], [{}], None, 5, "age"),
        *({"age": value} for value in (
            15.5, -0.5, 1e300, 120.5, -1.0, "15.0", "-1", "015", "9.5", "9.", ".5", "fifteen", " 15", "15 ", "",
            " ", "\u3000", "null ", "15%20", "{\u2028}",
        )),
        *({"age": value} for value in ("null", "NaN", "undefined", "None", "nil", "(null)", "[object Object]")),
        *({"age": value} for value in ("{age}", "${age}", "<age>", "[age]", ":age", "%s", "$age", "'15'", "“15”")),
        *({"age": value} for value in ("15;region=uk", "15;16", "12,13", "12|13", "\ufeff15", "\x8515", "\u20281")),
        {"open_at": "2026-01-20T12:00:00 01:00"},
        *({"open_at": value} for value in (
            "2026-01-20T12:00:00", "2026-01-20T12:00:00.5", "2026-01-20t12:00:61Z", "2026-01-20T12:00:00.Z",
            "2026-01-20T12:00+0100", "2026-01-20T12:00:00,5Z", "2026-02-30T12:00", "2026-02-30T12:00 01:00", " ",
            "2026-01-20T12:00Z ", "2026-01-20 12:00 01:00", "2026-01-20T12Z", "2026-01-20T12:00%2B01:00",
            "1999-12-31T23:59:60-01:00", "'2026-01-20T12:00Z'", "now ", "now,now", f"2026-01-20T12:00:00.{'9' * 40}Z",
            "٢٠٢٦-01-20T12:00Z",
        )),
        *({"region": value} for value in (
            " ", " wales", "wales,england", "wales;age=15", "“wales”", "`wales`", "{region}", "null", "gb%2Dsct",
        )),
        *({"outcode": value} for value in (" ", "\"EH1\"", "EH1,EH2", "EH1|EH2", "nil", "<outcode>", "EH1%201", "1.0")),
        *({"type": value} for value in (
            [""], ["emergency", " "], ["emergency,relay"], ["image_removal"], ["null"], {}, "", 5, [{}], [["relay"]],
        )),
        *({"free": value} for value in ("TRUE", "", "true ", "'true'", "null", "0.5", 1.0, 0.0, {}, [])),
        *({"lang": value} for value in ("", "en ", "{lang}", "en-GB;q=0.5")),
        *({name: 1} for name in (
            "age[]", "type[0]", "[]", "nothing[]", "age[", "[age]", "age]", "age[\n]", "age[\u2028]", "amp;age", "amp;",
            " age",
        )),
        {"age": [], "type[]": ["relay"], "": None, "nothing": None, "amp;free": True},
        *({"__proto__": 1}, {"constructor": 1}, {"toString[]": 1}),
    ]  # fmt: skip
    of_help: list[dict[str, Any]] = [
        *({"topic": value} for value in ("", "nothing", "…", "x" * 81, ["sextortion"], 5)),
        *({"audience": value} for value in ("", "nobody", ["victim"], 5)),
        *({"situation": value} for value in ("paid", ["nothing"], ["paid", "paid"])),
        *({"topic": value} for value in (" ", "null", "“sextortion”", "sextortion,threats", "||", "{}", "1.5")),
        *({"audience": value} for value in (" ", "victim ", "{audience}")),
        *({"q": "line"}, {"page": 1}, {"ordering": "open"}),
    ]
    of_services: list[dict[str, Any]] = [
        *({"audience": value} for value in ("victim", ["nobody"])),
        *({"q": value} for value in ("", "…", "x" * 101, ["line"], 5)),
        *({"q": value} for value in (" ", "\u2003", "||", "{}", '""', ";=", "()", "%20…")),
        *({"ordering": value} for value in ("", "Open", ["open"], " ", "open,alphabetical")),
        *({"page": value} for value in (0.0, 1.5, "", 1000.0)),
        {"as_of": "2026-01-20T12:00", "page": 1, "open_at": "now"},
        *({"page": value} for value in (0, -1, 100_001, "1", 1000)),
        *({"page_size": value} for value in (0, 101, "50")),
        {"edition": 41},
        {"edition": 40, "page": 2},
        {"edition": -1, "page": 2},
        {"as_of": "2026-01-20T12:00Z"},
        {"as_of": "2026-01-20T12:00Z", "page": 1},
        {"as_of": "2026-01-19T12:00Z", "page": 1, "ordering": "open"},
        {"as_of": "yesterday", "page": 1, "open_at": "now"},
        {"situation": ["paid"]},
        {"topic": "sextortion"},
    ]
    asked = [("help", one) for one in (*both, *of_help)] + [("services", one) for one in (*both, *of_services)]
    return [Ask(path, question, now) for path, question in asked]
