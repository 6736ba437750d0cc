"""What `/help` and `/services` must answer, worked out service by service from plain dictionaries.

Slow, and as close to the words of docs/matching.md as it can be; imports nothing of ours but its own neighbours here.
A question is a dictionary of cleaned values: numbers, codes, lists of codes, True or False, and a moment in UTC.
"""

from functools import cache

from tests.matching.plain_content import ANYONE, codes
from tests.matching.plain_hours import is_open, open_then
from tests.matching.plain_places import BREADTH, UNITED_KINGDOM, how_far, kinds, named, outcode

FACTS = {"free": "free", "anonymous": "anonymous", "no_account": "account_needed", "off_phone_bill": "on_phone_bill"}
TURNED_ROUND = ("no_account", "off_phone_bill")


def ages(service, age, in_image):
    """None: not for them. Else the codes of what is left to check of ages."""
    possible = _possible(service["basis"] == "age-in-image", age, in_image)
    low, high = service["low"] or 0, 120 if service["high"] is None else service["high"]
    disputed = high + 1 if service["disputed"] else None
    if service["basis"] == "intended-reader":
        return ["intended-reader"] if service["low"] or service["high"] is not None else []
    if not any(low <= year <= high or year == disputed for year in possible):
        return None
    found = []
    names = ("age-in-image-over", "age-in-image-under")
    names = names if service["basis"] == "age-in-image" else ("minimum-age", "maximum-age")
    if any(year < low for year in possible):
        found.append(names[0])
    if any(year > high and year != disputed for year in possible):
        found.append(names[1])
    if disputed in possible:
        found.append("maximum-age-disputed")
    if not (service["low_known"] and service["high_known"]):
        found.append("check-eligibility")
    if service["varies"]:
        found.append("age-varies-by-area")
    return found


def audience_conditions(service, question):
    """Whom it is for is said unless everybody who is asking is among them; nobody asking is the victim."""
    asked = set(question.get("audience", ["victim"]))
    return [] if asked <= set(service["audiences"] or ANYONE) else ["only-for-audience"]


@cache
def _possible(is_in_image, age, in_image):
    """Every age that the limits may be of: the age in the image, or the age now."""
    if is_in_image:
        return [year for year in range(121) if in_image in (None, year) and (age is None or year <= age)]
    return [year for year in range(121) if age in (None, year) and (in_image is None or year >= in_image)]


def age_match(left, age, in_image):
    if age is None and in_image is None:
        return "not-asked"
    return "fits" if left in ([], ["intended-reader"]) else "depends"


def choices(question):
    """The places the reader may be in; None: not asked."""
    if "region" in question:
        return (named()[question["region"].lower()],)
    return outcode(question["outcode"])[2] if "outcode" in question else None


def place(service, asked, within):
    """How the service's places match: the code of the contract, or None: not for somebody there."""
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


def reached(service, question, at):
    """Whether one and the same channel has all that is asked of a channel."""
    return any(_suits(channel, question, at) for channel in service["channels"]) or not (
        {"channel", "language", "open_at", *FACTS} & set(question)
    )


def untold(services, question):
    """Of the facts asked about, those that are known of no channel at all: a code for each."""
    asked = [fact for name, fact in FACTS.items() if name in question]
    told = {
        fact for service in services for channel in service["channels"] for fact in asked if channel[fact] != "unknown"
    }
    return ["fact-not-known" for fact in asked if fact not in told]


def _suits(channel, question, at):
    if "channel" in question and channel["kind"] not in question["channel"]:
        return False
    if "language" in question and not set(question["language"]) & set(channel["languages"]):
        return False
    if "open_at" in question and not is_open(channel["hours"], at):
        return False
    for name, fact in FACTS.items():
        if name in question:
            wanted = question[name] != (name in TURNED_ROUND)
            if channel[fact] != ("yes" if wanted else "no"):
                return False
    return True


def standing(service):
    """The editors' order: urgency, then the narrower coverage, then the name."""
    if service["worldwide"]:
        breadth = (7, 0)
    elif service["coverage"] is None:
        breadth = (6, 0)
    else:
        breadth = (max(BREADTH[kinds()[code]] for code in service["coverage"]), len(service["coverage"]))
    return service["urgency"], breadth, service["name"].casefold()


def results(services, question, at):
    """The services for this reader in the order open first, each with its match and whether it is open."""
    asked, within = choices(question), question.get("include") == "within"
    age, in_image = question.get("age"), question.get("age_in_image")
    found = []
    for service in services:
        left, region = ages(service, age, in_image), place(service, asked, within)
        types, audiences = set(service["types"]), set(service["audiences"] or ANYONE)
        if left is None or region is None or not reached(service, question, at):
            continue
        if not types & set(question.get("type", types)) or not audiences & set(question.get("audience", ANYONE)):
            continue
        now, until = open_then([(channel["kind"], channel["hours"]) for channel in service["channels"]], at)
        found.append(
            {
                "slug": service["slug"],
                "types": service["types"],
                "standing": standing(service),
                "age": age_match(left, age, in_image),
                "region": region,
                "conditions": [*audience_conditions(service, question), *left, *place_conditions(service, region)],
                "is_open": now,
                "until": until,
            }
        )
    return sorted(found, key=_open_first)


def _open_first(result):
    return result["is_open"] is not True, result["standing"]


def groups(found, question):
    """(type, results) by the first of each; of two with the same first, in the order of the code list."""
    wanted = [code for code in codes("service-types") if code in question.get("type", codes("service-types"))]
    by_type = [(code, [result for result in found if code in result["types"]]) for code in wanted]
    return sorted(((code, here) for code, here in by_type if here), key=lambda group: _open_first(group[1][0]))


def steps(topic, question, grouped):
    """(phase, [(step, slugs)]): the steps that everybody who is asking may be shown."""
    asked = set(question.get("audience", ANYONE))
    phases = []
    for phase in codes("phases"):
        here = [step for step in topic["steps"] if step["phase"] == phase and asked <= set(step["audiences"])]
        if here:
            phases.append((phase, [(step["code"], _needed(step, grouped)) for step in here]))
    return phases


def _needed(step, grouped):
    slugs = [result["slug"] for code, here in grouped if code in step["types"] for result in here[:10]]
    return list(dict.fromkeys(slugs))


def reassurances(topic, question):
    """The sentences that are true for everybody who is asking; nobody asking is the victim."""
    asked, places = set(question.get("audience", ["victim"])), choices(question) or ()
    return [
        said["code"]
        for said in topic["reassurances"]
        if said["precondition"] is None
        and (not said["audiences"] or asked <= set(said["audiences"]))
        and (not said["coverage"] or how_far(said["coverage"], places) == "whole")
    ]
