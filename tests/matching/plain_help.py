"""What `/help` must answer, worked out service by service from plain dictionaries.

Slow, and as close to the words of docs/matching.md as it can be; imports nothing of ours but its own neighbours here.
"""

from tests.matching.plain_content import ANYONE, codes, file
from tests.matching.plain_matcher import REASONS, choices, matched, standing, ways
from tests.matching.plain_places import how_far
from tests.matching.plain_ways import ordered, usable

SHOWN_WHOLE, MOST = ("danger", "images", "report"), 6
LEFT_TO_CHECK = {
    "intended-reader",
    "only-for-audience",
    "way-only-for",
}  # neither is a doubt whether it is right for them
FIRST = {
    "paid": ("report", {"fraud-cyber-report", "police-report"}),
    "asked-for-more": ("report", {"fraud-cyber-report", "police-report"}),
    "account-taken": ("secure", {"cyber-security-guidance"}),
    "bulk-email": ("secure", {"cyber-security-guidance"}),
}
PREFERRED = {"channel", "language", "free", "anonymous", "no_account", "off_phone_bill"}
NOT_NARROWING = {*PREFERRED, "audience", "situation", "open_at", "include", "topic"}


def use(service, question):
    """Who is to use it: the one being blackmailed, the one who asks, or neither (False). None: they are the same."""
    asks, audiences = question.get("audience", "victim"), service["audiences"] or ANYONE
    if need(service) == "danger" and asks in audiences:
        return None if asks == "victim" else "yourself"
    if "victim" in audiences:
        return None if asks == "victim" else "pass-on"
    return "yourself" if asks in audiences else False


def need(service):
    """The need that the editors named, or else the first that one of its kinds of help meets."""
    if service["need"]:
        return service["need"]
    needs = file("codes.yaml")["needs"]["codes"]
    return next((one["code"] for one in needs if set(one["types"]) & set(service["types"])), needs[-1]["code"])


def found(services, question):
    """(service, match, use) of each that is for this reader, relays for those who sign and for nobody else."""
    given = []
    for service in services:
        whose = use(service, question)
        match = matched(service, question, is_user=whose != "yourself")
        if whose is not False and match:
            given.append((service, match, whose))
    return given


def is_shown(service, question):
    return need(service) != "relay" or "bfi" in question.get("language", [])


def needs(services, question, at):
    """(need, count, cards) in the order for this reader."""
    situations = question.get("situation", [])
    given = [one for one in found(services, question) if is_shown(one[0], question)]
    by_need = []
    for code in codes("needs"):
        first = set().union(*(FIRST[one][1] for one in situations if one in FIRST and FIRST[one][0] == code))
        here = sorted(
            (one for one in given if need(one[0]) == code), key=lambda one, first=first: _turn(one, first, question, at)
        )
        if here:
            shown = here if code in SHOWN_WHOLE else here[:MOST]
            by_need.append((code, len(here), [card(*one, question, at) for one in shown], here))
    return _moved(by_need, situations)


def _turn(one, first, question, at):
    service, match, whose = one
    doubt = 0 if _is_certain(match) else 1 if _is_certain(_if_recent(service, whose, question)) else 2
    return (
        not first & set(service["types"]),
        doubt,
        usable(ways(service, question, whose != "yourself"), at),
        standing(service),
    )


def _is_certain(match):
    return match is not None and match["has a sure way"] and not set(match["conditions"]) - LEFT_TO_CHECK


def _if_recent(service, whose, question):
    """What would be left to check if the image was of the person's age now, where nothing is said of it."""
    recent = {"age_in_image": question["age"]} if "age" in question else {}
    return matched(service, {**recent, **question}, is_user=whose != "yourself")


def _moved(by_need, situations):
    to = 1 if "bulk-email" in situations else 2 if "account-taken" in situations else None
    secure = [one for one in by_need if one[0] == "secure"]
    if to is None or not secure:
        return by_need
    rest = [one for one in by_need if one[0] != "secure"]
    return [*rest[:to], *secure, *rest[to:]]


def card(service, match, whose, question, at):
    shown, meets = ordered(service, ways(service, question, whose != "yourself"), question, at)
    return {**match, "use": whose, "ways": shown, "meets": meets}


def left_out(services, question):
    """How many this reader is not given, by parameter and reason."""
    counts = {}
    shown = [service for service in services if is_shown(service, question)]
    here = {service["slug"] for service, _, _ in found(services, question)}
    for name in set(question) - NOT_NARROWING:
        rest = {other: value for other, value in question.items() if other != name}
        counts[name, REASONS.get(name, "known-otherwise")] = len(
            {service["slug"] for service, _, _ in found(shown, rest)} - here
        )
    counts["audience", "not-for-audience"] = sum(
        use(service, question) is False and matched(service, question, is_user=False) is not None for service in shown
    )
    relays = [service for service, _, _ in found(services, question) if not is_shown(service, question)]
    counts["language", "relay"] = len(relays)
    return {reason: count for reason, count in counts.items() if count}


def steps(topic, by_need):
    """(phase, [(step, slugs)]): every step, each with the services shown that give the help it points to."""
    phases = []
    for phase in codes("phases"):
        here = [step for step in topic["steps"] if step["phase"] == phase]
        if here:
            phases.append((phase, [(step["code"], _named(step, by_need)) for step in here]))
    return phases


def _named(step, by_need):
    types = set(step["types"])
    return [
        card["slug"]
        for _, _, cards, here in by_need
        for card, (service, _, _) in zip(cards, here, strict=False)
        if types & set(service["types"])
    ]


def reassurances(topic, question):
    """The sentences that are true for the one who asks, where they are, and of what has happened."""
    asks, places = question.get("audience", "victim"), choices(question) or ()
    has_told = "told-police" in question.get("situation", [])
    return [
        said["code"]
        for said in topic["reassurances"]
        if (said["precondition"] is None or (said["precondition"] == "reader-has-contacted-police" and has_told))
        and (not said["audiences"] or asks in said["audiences"])
        and (not said["coverage"] or how_far(said["coverage"], places) == "whole")
    ]
