"""The one strict gate: what was asked, read exactly or refused with every fault named.

Every public address passes through here. A misspelt parameter that was quietly ignored would show a child help that
is meant for adults, so nothing is ignored: unknown and repeated names, values out of bounds, broken encodings and
contradictions are each a fault, and a question with a fault is not answered.
"""

import difflib
import re
from typing import Any
from urllib.parse import unquote_plus

from publishing.api.errors import BadQuestion, Fault
from publishing.api.filters import Filters
from publishing.api.parameters import LONGEST, Parameter, Refused

MOST_PARAMETERS = 20
LONGEST_QUERY = 2000
NOT_OF_AN_ADDRESS = re.compile(r"[^!-~]|%(?![0-9A-Fa-f]{2})")
# Two letters and a digit begin a postcode, so they are not shown again even where a name belongs.
NAME = re.compile(r"(?![A-Za-z]{1,2}[0-9])[A-Za-z][A-Za-z0-9_.\[\]-]{0,39}")

Asked = dict[str, list[Any]]
Answers = dict[str, Any]


def from_query(query: str, filters: type[Filters]) -> tuple[Asked, Answers]:
    """What a query string asks, by name in alphabetical order, and what that answers to `filters`; or BadQuestion."""
    asked: Asked = {}
    faults = []
    for pair in _pairs(query):
        name, value = (_decoded(part) for part in pair.partition("=")[::2])
        if name is None or value is None:
            faults.append(Fault(_shown(name), "broken-encoding", "Not percent-encoded UTF-8."))
        else:
            asked.setdefault(name, []).append(value)
    asked = dict(sorted(asked.items()))
    return asked, _answers(asked, filters, lambda parameter, value: parameter.read(value), faults)


def from_body(body: Any, filters: type[Filters]) -> tuple[Asked, Answers]:
    """The same from a JSON body (`parsers.read`): members named as the parameters, arrays where one may be repeated."""
    if not isinstance(body, tuple):
        raise BadQuestion([Fault(None, "not-an-object", "The body must be a JSON object.")])
    if len(body) > MOST_PARAMETERS:
        raise BadQuestion([Fault(None, "too-many", f"More than {MOST_PARAMETERS} parameters.")])
    asked: Asked = {}
    faults = []
    for name, value in body:
        parameter = filters.base_filters.get(name)
        if name in asked:
            faults.append(Fault(_shown(name), "repeated", "May be given once only."))
        elif parameter and (fault := _wrong_shape(name, parameter, value)):
            faults.append(fault)
        else:
            asked[name] = value if isinstance(value, list) else [value]
    return asked, _answers(asked, filters, lambda parameter, value: parameter.read_json(value), faults)


def _pairs(query: str) -> list[str]:
    if len(query) > LONGEST_QUERY:
        raise BadQuestion([Fault(None, "too-long", f"The query is longer than {LONGEST_QUERY} characters.")])
    pairs = query.split("&") if query else []
    if len(pairs) > MOST_PARAMETERS:
        raise BadQuestion([Fault(None, "too-many", f"More than {MOST_PARAMETERS} parameters.")])
    return pairs


def _decoded(text: str) -> str | None:
    """What a name or a value of a query spells; None where it is not percent-encoded UTF-8."""
    try:
        return None if NOT_OF_AN_ADDRESS.search(text) else unquote_plus(text, errors="strict")
    except UnicodeDecodeError:
        return None


def _wrong_shape(name: str, parameter: Parameter, value: Any) -> Fault | None:
    if not isinstance(value, list):
        return Fault(name, "wrong-type", "Must be an array.") if parameter.multiple else None
    if not parameter.multiple:
        return Fault(name, "not-repeatable", "May be given once only, not as an array.")
    if not 1 <= len(value) <= MOST_PARAMETERS:
        return Fault(name, "out-of-range", f"Must have 1 to {MOST_PARAMETERS} values.")
    return None


def _answers(asked: Asked, filters: type[Filters], read, faults: list[Fault]) -> Answers:
    answers: Answers = {}
    for name, values in asked.items():
        parameter = filters.base_filters.get(name)
        if parameter is None:
            faults.append(_unknown(name, filters))
        elif len(values) > 1 and not parameter.multiple:
            faults.append(Fault(name, "repeated", "May be given once only."))
        else:
            _answer(answers, faults, name, parameter, values, read)
    if not faults:
        faults = list(filters.contradictions(answers, asked))
    if faults:
        raise BadQuestion(faults)
    return answers


def _answer(answers: dict, faults: list[Fault], name: str, parameter: Parameter, values: list, read) -> None:
    try:
        cleaned = [read(parameter, _printable(value)) for value in values]
    except Refused as refused:
        faults.append(Fault(name, refused.code, refused.detail))
        return
    if len(cleaned) > 1 and len(set(map(repr, cleaned))) != len(cleaned):
        faults.append(Fault(name, "repeated", "The same value is given more than once."))
    answers[name] = cleaned if parameter.multiple else cleaned[0]


def _printable(value: Any) -> Any:
    if isinstance(value, str):
        if len(value) > LONGEST:
            raise Refused("too-long", f"Must be {LONGEST} characters or fewer.")
        if any(ord(character) < 32 or ord(character) == 127 for character in value):
            raise Refused("control-character", "Must have no control characters.")
        if any(0xD800 <= ord(character) <= 0xDFFF for character in value):
            raise Refused("broken-encoding", "Must be valid Unicode.")
    return value


def _shown(name: str | None) -> str | None:
    """A name is shown as it was sent only if it could be a name; a value put where a name belongs is not."""
    return name if name and NAME.fullmatch(name) else None


def _unknown(name: str, filters: type[Filters]) -> Fault:
    shown = _shown(name)
    near = difflib.get_close_matches(name[:40].lower(), list(filters.base_filters), n=1)
    if near:
        return Fault(shown, "unknown-parameter", f"There is no such parameter. Did you mean “{near[0]}”?")
    known = ", ".join(filters.base_filters)
    offer = f"This address takes: {known}." if known else "This address takes no parameters."
    return Fault(shown, "unknown-parameter", f"There is no such parameter. {offer}")
