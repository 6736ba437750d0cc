"""Which services `/services` and `/help` may give to whom, worked out service by service from plain dictionaries.

Slow, and as close to the words of docs/matching.md as it can be; imports nothing of ours but its own neighbours here.
A question is a dictionary of cleaned values: numbers, codes, lists of codes, True or False, and a moment in UTC.
"""

from functools import cache

from tests.matching.plain_content import ANYONE
from tests.matching.plain_hours import is_open, open_then
from tests.matching.plain_places import BREADTH, UNITED_KINGDOM, how_far, kinds, named, outcode
from tests.matching.plain_ways import ANY_TIME, FACTS, fact, spoken

REASONS = {"age": "not-for-age", "age_in_image": "not-for-age", "region": "not-in-place", "outcode": "not-in-place"}
REASONS |= {"type": "not-of-type", "audience": "not-for-audience", "channel": "no-such-way"}
OF_CHANNELS = ("channel", "language", "open_at", *FACTS)


def ages(service, age, in_image, is_user=True):
    """None: not for them. Else the codes of what is left to check of ages.

    `is_user`: the person whose age was given would use the service; it says nothing of the age of somebody else.
    """
    if not is_user and service["basis"] == "user-age":
        age = in_image = None
    possible = _possible(service["basis"] == "age-in-image", age, in_image)
    low, high = service["low"] or 0, 120 if service["high"] is None else service["high"]
    disputed = high + 1 if service["disputed"] else None
    if service["basis"] == "intended-reader":
        return ["intended-reader"] if service["low"] or service["high"] is not None else []
    if possible.isdisjoint([*range(low, high + 1), disputed]):
        return None
    found = []
    names = ("age-in-image-over", "age-in-image-under")
    names = names if service["basis"] == "age-in-image" else ("minimum-age", "maximum-age")
    if min(possible) < low:
        found.append(names[0])
    if max(possible - {disputed}, default=high) > high:
        found.append(names[1])
    if disputed in possible:
        found.append("maximum-age-disputed")
    if not (service["low_known"] and service["high_known"]):
        found.append("check-eligibility")
    if service["varies"]:
        found.append("age-varies-by-area")
    return found


@cache
def _possible(is_in_image, age, in_image):
    """Every age that the limits may be of: the age in the image, or the age now."""
    if is_in_image:
        return {year for year in range(121) if in_image in (None, year) and (age is None or year <= age)}
    return {year for year in range(121) if age in (None, year) and (in_image is None or year >= in_image)}


NOTHING = ([], ["intended-reader"])
ALWAYS_SAID = ("maximum-age-disputed", "check-eligibility", "age-varies-by-area")


def there(rule, question):
    """How a rule's own places match; None: not for somebody there."""
    asked, within = choices(question), question.get("include") == "within"
    if not rule.get("places"):
        return "whole"
    if asked is None:
        return how_far(rule["places"], [UNITED_KINGDOM]) or "not-asked"
    return how_far(rule["places"], asked, within)


def holding(rules, question, is_user=True):
    """(rule, what is left of ages, how its places match) of each rule that may hold."""
    found = []
    for rule in rules:
        left = ages(rule, question.get("age"), question.get("age_in_image"), is_user)
        if left is not None and there(rule, question) is not None:
            found.append((rule, left, there(rule, question)))
    return found


def left_of(held):
    """The codes of what is left to check where one of the rules that may hold must."""
    for rule, left, place in held:
        if left in NOTHING and place == "whole" and not (rule.get("who") or rule.get("words")):
            return left
    if len(held) == 1:
        ((rule, left, place),) = held
        where = {"whole": [], "part": ["part-of-area"], "not-asked": ["only-in-area"]}[place]
        who = ["only-for-circumstances"] if rule.get("who") else []
        return [*left, *who, *(["eligibility"] if rule.get("words") else []), *where]
    codes = [code for _, left, _ in held for code in left if code in ALWAYS_SAID]
    return ["eligibility", *dict.fromkeys(codes)]


def rules(service):
    """Those of the service, one of which must hold: its own limits, and whom it is for as well."""
    return [{**service, "places": None}, *(rule for rule in service["rules"] if rule["way"] is None)]


def ways(service, question, is_user=True):
    """(channel, what is left to check of it) of each channel that may be for this reader."""
    found = []
    for number, channel in enumerate(service["channels"]):
        own = [rule for rule in service["rules"] if rule["way"] == number]
        held = holding(own, question, is_user)
        if held or not own:
            found.append((channel, left_of(held) if own else []))
    return found


def of_ways(service, question, is_user):
    return ["way-only-for" for _, left in ways(service, question, is_user) for _ in left]


def age_match(held, question):
    if "age" not in question and "age_in_image" not in question:
        return "not-asked"
    return "fits" if any(left in NOTHING for _, left, _ in held) else "depends"


def choices(question):
    """The places the reader may be in; None: not asked."""
    if question.get("region") == "outside-uk":
        return ()
    if "region" in question:
        return (named()[question["region"].lower()],)
    return outcode(question["outcode"])[2] if "outcode" in question else None


def reader_conditions(question):
    """What is to be known of the place itself."""
    if choices(question) == ():
        return ["outside-the-uk"]
    status = outcode(question["outcode"])[0] if "outcode" in question else ""
    guesses = {"area-fallback": "place-is-a-guess", "unknown": "place-is-a-guess", "live-no-location": "large-users"}
    return [guesses[status]] if status in guesses else []


def place(service, question):
    """How the service's places match: the code of the contract, or None: not for somebody there."""
    asked, within = choices(question), question.get("include") == "within"
    if asked is None:
        return "not-asked"
    found = how_far(service["coverage"] or [], asked, within)
    if service["worldwide"]:
        return "whole" if found == "whole" else "worldwide"
    if service["coverage"] is None:
        return "unknown" if asked else None
    return found


def place_conditions(service, match):
    if service["worldwide"]:
        return []
    if service["coverage"] is None:
        return ["check-availability"]
    if match == "part":
        return ["part-of-area"]
    return ["only-in-area"] if match == "not-asked" and how_far(service["coverage"], [UNITED_KINGDOM]) is None else []


def standing(service):
    """The editors' order: urgency, then the narrower coverage, then the name."""
    if service["worldwide"]:
        breadth = (7, 0)
    elif service["coverage"] is None:
        breadth = (6, 0)
    else:
        breadth = (max(BREADTH[kinds()[code]] for code in service["coverage"]), len(service["coverage"]))
    return service["urgency"], breadth, service["name"].casefold()


def matched(service, question, is_user=True):
    """What a card says of ages and places, or None: not for them there, or another kind of help."""
    if not set(service["types"]) & set(question.get("type", service["types"])):
        return None
    held = holding(rules(service), question, is_user)
    region = place(service, question)
    if not held or region is None or (service["channels"] and not ways(service, question, is_user)):
        return None
    return {
        "slug": service["slug"],
        "age": age_match(held, question),
        "region": region,
        "has a sure way": not service["channels"] or any(not left for _, left in ways(service, question, is_user)),
        "conditions": [*left_of(held), *place_conditions(service, region), *of_ways(service, question, is_user)],
    }


def _holds(channel, service, name, question, at):
    """Whether one thing that is asked of a channel holds of it: True, False, or None where we don't know."""
    if name == "channel":
        return channel["kind"] in question[name]
    if name == "language":
        languages = set(spoken(channel, service))
        return bool(languages & set(question[name])) if languages else None
    if name == "open_at":
        return channel["kind"] in ANY_TIME or is_open(channel["hours"], at)
    known = fact(channel, name)
    return None if known is None else known is question[name]


def reached(service, question, at, perhaps=None):
    """Whether all that is asked holds of one and the same channel. `perhaps`: of this one thing it is not known.

    A language that nobody has told us may be English, in which the service is described.
    """
    asked = [name for name in OF_CHANNELS if name in question]
    wanted = {name: {True} for name in asked} | ({perhaps: {None}} if perhaps else {})
    if "en" in question.get("language", []) and perhaps != "language":
        wanted["language"] = {True, None}
    return not asked or any(
        all(_holds(channel, service, name, question, at) in wanted[name] for name in asked)
        for channel, _ in ways(service, question)
    )


def _speaks_for_certain(service, question, at):
    asked = [name for name in OF_CHANNELS if name in question]
    return any(
        all(_holds(channel, service, name, question, at) for name in asked) for channel, _ in ways(service, question)
    )


def results(services, question, at):
    """What `/services` gives, in the order open first, each with its match, its conditions and whether it is open."""
    found = []
    asked = set(question.get("audience", ["victim"]))
    for service in services:
        audiences = set(service["audiences"] or ANYONE)
        result = matched(service, question)
        if result is None or not audiences & set(question.get("audience", ANYONE)):
            continue
        if not reached(service, question, at):
            continue
        is_there, _ = open_then([(channel["kind"], channel["hours"]) for channel, _ in ways(service, question)], at)
        language = "language" in question and not _speaks_for_certain(service, question, at)
        conditions = [
            *([] if asked <= audiences else ["only-for-audience"]),
            *result["conditions"],
            *(["language-not-known"] if language else []),
        ]
        found.append({**result, "conditions": conditions, "is_open": is_there, "standing": standing(service)})
    return sorted(found, key=lambda result: (result["is_open"] is not True, result["standing"]))


def left_out(services, question, at):
    """What each parameter by itself leaves out of `/services`: how many, by parameter and reason."""
    here = {result["slug"] for result in results(services, question, at)}
    counts = {}
    for name in question:
        rest = {other: value for other, value in question.items() if other != name}
        more = {result["slug"] for result in results(services, rest, at)} - here
        for service in services:
            if service["slug"] in more:
                reason = name, _reason(service, name, question, at)
                counts[reason] = counts.get(reason, 0) + 1
    return counts


def _reason(service, name, question, at):
    if name not in OF_CHANNELS or name in REASONS:
        return REASONS.get(name, "known-otherwise")
    known, unknown = {
        "open_at": ("shut", "hours-not-known"),
        "language": ("other-language", "fact-not-known"),
    }.get(name, ("known-otherwise", "fact-not-known"))
    return unknown if reached(service, question, at, perhaps=name) else known
