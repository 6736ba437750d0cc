"""The ways of a service as a card has them: which is first, what it meets and whether it can be used, in words.

Slow, and as close to the words of docs/matching.md as it can be; imports nothing of ours but its own neighbours here.
"""

from tests.matching.plain_hours import LONDON, next_opening, then

ANY_TIME = ("web", "web-form", "app", "social", "email", "post")
FACTS = {"free": "free", "anonymous": "anonymous", "no_account": "account_needed", "off_phone_bill": "on_phone_bill"}
TURNED_ROUND = ("no_account", "off_phone_bill")
WEEK = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


HANDS_ARE_NOT_SEEN = (
    *("phone", "text", "textphone", "webchat", "whatsapp", "signal", "messenger", "telegram", "email", "post"),
)


def spoken(channel, service):
    """The languages a way speaks: its own, or else those of the service, which signs only where hands can be seen."""
    if channel["languages"] or channel["kind"] not in HANDS_ARE_NOT_SEEN:
        return channel["languages"] or service["languages"]
    return [code for code in service["languages"] if code != "bfi"]


def is_unfit(channel, question):
    """To be heard, for one who signs; to be signed, for one who doesn't; and not asked for."""
    unfit = "phone" if "bfi" in question.get("language", []) else "bsl-video-relay"
    return channel["kind"] == unfit and unfit not in question.get("channel", [])


def fact(channel, name):
    """What we know of a fact by the name of its parameter: True, False or None."""
    said = {"yes": True, "no": False}.get(channel[FACTS[name]])
    return said if said is None or name not in TURNED_ROUND else not said


def met(channel, service, question):
    """The preferences that a way is known to meet."""
    found = ["channel"] if channel["kind"] in question.get("channel", []) else []
    if set(spoken(channel, service)) & set(question.get("language", [])):
        found.append("language")
    return found + [name for name in FACTS if name in question and fact(channel, name) is question[name]]


def opening(channel, at):
    """`state`, `until` and `words` of a way at a moment."""
    if channel["kind"] in ANY_TIME:
        return "any-time", None, "Any time"
    if channel["hours"] == "By appointment":
        return "by-appointment", None, "By appointment"
    is_open, until = then(channel["hours"], at)
    if is_open is None:
        return "not-known", until, "Hours not known"
    if is_open:
        return "open", until, f"Open now, until {_named(until, at)}" if until else "Open now, all day and night"
    opens = next_opening(channel["hours"], at)
    if opens is None:
        return "shut", until, "Shut now"
    named = _named(opens, at)
    named = named if named.startswith("tomorrow") else f"on {named}" if " at " in named else f"at {named}"
    return "shut", until, f"Shut. Opens {named}"


def _named(moment, at):
    """A moment to come as one says it in London."""
    there, here = moment.astimezone(LONDON), at.astimezone(LONDON)
    days, clock = (there.date() - here.date()).days, f"{there.hour}:{there:%M}"
    if days == 0:
        return clock
    if days == 1:
        return "midnight" if clock == "0:00" else f"tomorrow at {clock}"
    date = "" if days < 7 else f" {there.day} {there:%B}"
    return f"{WEEK[there.weekday()]}{date} at {clock}"


def _turn(channel, state):
    """What is open; forms and apps; lines of unknown hours; pages and email; letters, doors of unknown hours; shut."""
    if state == "open":
        return 1
    if channel["kind"] in ("web-form", "app"):
        return 2
    if channel["kind"] in ("post", "in-person") and state != "shut":
        return 5
    return {"not-known": 3, "by-appointment": 3, "any-time": 4, "shut": 6}[state]


def ordered(service, open_to, question, at):
    """The ways in order: (kind, state, until, words), the words of unknown hours once; and what the first one meets.

    `open_to`: the channels for this reader, each with what is left to check of it.
    """
    told = [(channel, opening(channel, at)) for channel, _ in open_to]
    told.sort(
        key=lambda one: (
            is_unfit(one[0], question),
            -len(met(one[0], service, question)),
            _turn(one[0], one[1][0]),
            one[0]["free"] != "yes",
        )
    )
    shown, is_said = [], False
    for channel, (state, until, words) in told:
        shown.append((channel["kind"], state, until, None if state == "not-known" and is_said else words))
        is_said = is_said or state == "not-known"
    return shown, met(told[0][0], service, question) if told else []


def usable(open_to, at):
    """0: it can be used then for certain; 1: perhaps, for nobody has told us the hours of a line; 2: it cannot."""
    states = {opening(channel, at)[0] for channel, _ in open_to}
    return 0 if states & {"open", "any-time"} else 1 if states & {"not-known", "by-appointment"} else 2
