"""The one strict gate: what was asked, read exactly or refused with every fault named.

Every public address passes through here. A misspelt parameter that was quietly ignored would show a child help that
is meant for adults, so nothing is ignored: unknown and repeated names, values out of bounds, broken encodings and
contradictions are each a fault, and a question with a fault is not answered. What can mean one thing only is read.
"""

import re
from collections.abc import Callable
from typing import Any, TypeVar
from urllib.parse import unquote_plus

from publishing import languages
from publishing.api import parsers, teaching
from publishing.api.answers import Asking
from publishing.api.errors import BadQuestion, Fault
from publishing.api.parameters import LONGEST, Parameter, Refused
from publishing.api.question import Question
from publishing.languages import say, to_say

MOST_PARAMETERS = 20
LONGEST_QUERY = 2000
NOT_ASKED: tuple[object, ...] = (None, [])
NOT_ENCODED = to_say("Is not percent-encoded UTF-8. Write a space as %20 and a percent sign as %25.")
NOT_OF_AN_ADDRESS = re.compile(r"[^!-~]|%(?![0-9A-Fa-f]{2})")

Q = TypeVar("Q", bound=Question)
Sent = dict[str, list[Any]]
Read = Callable[[Parameter[Any], Any], Any]


def read(request: Asking, question: type[Q]) -> Q:
    """What a request asks, in its query or, with POST, in its body; or BadQuestion."""
    query = request.META.get("QUERY_STRING", "")
    if request.method != "POST":
        if has_body(request):
            detail = say("A body is read with POST only. Send it so, or ask in the query and send no body.")
            raise BadQuestion([Fault(None, "body-not-read", detail)])
        return from_query(query, question)
    if any(query.split("&")):
        raise BadQuestion([Fault(None, "asked-twice", say("Ask in the query or in the body, not in both."))])
    body = parsers.read(request)
    with languages.speaking(_language(body) or languages.current()):
        return from_body(body, question)


def _language(body: Any) -> str | None:
    """The language that a body asks for, as far as it can be read: its faults are said in it."""
    members = dict(body) if isinstance(body, tuple) else {}
    asked = members.get("lang")
    return asked if isinstance(asked, str) and asked in languages.tags() else None


def from_query(query: str, question: type[Q]) -> Q:
    """What a query string asks; or BadQuestion. An ampersand too many stands for no parameter (URL standard)."""
    parameters = question.parameters()
    sent: Sent = {}
    faults = []
    for pair in _pairs(query):
        name, value = (_decoded(part) for part in pair.partition("=")[::2])
        if name is None or value is None:
            shown = name if name in parameters else None
            faults.append(Fault(shown, "broken-encoding", say(NOT_ENCODED)))
        elif "=" not in pair and name not in parameters:
            faults.append(teaching.of_name(name, parameters, is_bare=True))
        else:
            sent.setdefault(name, []).append(value)
    return _answered(dict(sorted(sent.items())), question, lambda parameter, value: parameter.read(value), faults)


def from_body(body: Any, question: type[Q]) -> Q:
    """The same from a JSON body (`parsers.read`): members named as the parameters, arrays where one may be repeated.

    A null, or an empty array where there may be one, asks nothing: many generated clients send it for what nobody set.
    """
    if not isinstance(body, tuple):
        detail = say("The body must be a JSON object. {} asks with no parameter.")
        raise BadQuestion([Fault(None, "not-an-object", detail)])
    parameters = question.parameters()
    if sum(name not in parameters or value not in NOT_ASKED for name, value in body) > MOST_PARAMETERS:
        raise BadQuestion([Fault(None, "too-many", say("More than {most} parameters.", most=MOST_PARAMETERS))])
    sent: Sent = {}
    faults = []
    named: set[str] = set()
    for name, value in body:
        parameter = parameters.get(name)
        if name in named:
            faults.append(Fault(name if parameter else None, "repeated", say("May be given once only.")))
        elif parameter and (fault := _wrong_shape(name, parameter, value)):
            faults.append(fault)
        elif parameter is None or value not in NOT_ASKED:
            sent[name] = value if isinstance(value, list) else [value]
        named.add(name)
    return _answered(sent, question, lambda parameter, value: parameter.read_json(value), faults)


def has_body(request: Asking) -> bool:
    """One in pieces may have none: so some proxies pass on what had no length."""
    if request.META.get("CONTENT_LENGTH", "") not in ("", "0"):
        return True
    return "HTTP_TRANSFER_ENCODING" in request.META and bool(request.META["wsgi.input"].read(1))


def _pairs(query: str) -> list[str]:
    if len(query) > LONGEST_QUERY:
        detail = say("The query is longer than {most} characters.", most=LONGEST_QUERY)
        raise BadQuestion([Fault(None, "too-long", detail)])
    pairs = [pair for pair in query.split("&") if pair]
    if len(pairs) > MOST_PARAMETERS:
        raise BadQuestion([Fault(None, "too-many", say("More than {most} parameters.", most=MOST_PARAMETERS))])
    return pairs


def _decoded(text: str) -> str | None:
    """What a name or a value of a query spells; None where it is not percent-encoded UTF-8."""
    if text.isascii() and (text.isalnum() or text.isidentifier()):
        return text  # as most are
    try:
        return None if NOT_OF_AN_ADDRESS.search(text) else unquote_plus(text, errors="strict")
    except UnicodeDecodeError:
        return None


def _wrong_shape(name: str, parameter: Parameter[Any], value: Any) -> Fault | None:
    if value is None:
        return None
    if not isinstance(value, list):
        if not parameter.multiple:
            return None
        return Fault(name, "not-a-list", say("Must be an array, with one value too, as in [value]."))
    if not parameter.multiple:
        detail = say("Must be one value, not an array. Write it without the brackets.")
        return Fault(name, "not-repeatable", detail)
    if len(value) > MOST_PARAMETERS:
        return Fault(name, "out-of-range", say("Must have at most {most} values.", most=MOST_PARAMETERS))
    return None


def _answered(sent: Sent, question: type[Q], read: Read, faults: list[Fault]) -> Q:
    parameters = question.parameters()
    answers: dict[str, Any] = {"sent": sent}
    for name, values in sent.items():
        parameter = parameters.get(name)
        if parameter is None:
            faults.append(teaching.of_name(name, parameters))
        elif len(values) > 1 and not parameter.multiple:
            faults.append(Fault(name, "repeated", say("May be given once only.")))
        else:
            _answer(answers, faults, name, parameter, values, read)
    if not faults:
        answered = question(**answers)
        faults = list(answered.contradictions())
        if not faults:
            return answered
    raise BadQuestion(faults)


def _answer(
    answers: dict[str, Any], faults: list[Fault], name: str, parameter: Parameter[Any], values: list[Any], read: Read
) -> None:
    try:
        cleaned = [_cleaned(parameter, value, read) for value in values]
    except Refused as refused:
        faults.append(Fault(name, refused.code, refused.detail))
        return
    if len(cleaned) > 1 and len(set(map(repr, cleaned))) != len(cleaned):
        faults.append(Fault(name, "repeated", say("The same value is given more than once.")))
    answers[name] = tuple(cleaned) if parameter.multiple else cleaned[0]


def _cleaned(parameter: Parameter[Any], value: Any, read: Read) -> Any:
    if not isinstance(value, str):
        return read(parameter, value)
    text = _printable(value)
    if not text.strip():
        raise teaching.blank()
    try:
        return read(parameter, text)
    except Refused as refused:
        raise teaching.of_value(text, parameter, refused) from None


def _printable(text: str) -> str:
    if len(text) > LONGEST:
        raise Refused("too-long", say("Must be {most} characters or fewer.", most=LONGEST))
    if text.isascii() and text.isprintable():
        return text
    if any(ord(character) < 32 or ord(character) == 127 for character in text):
        raise Refused("control-character", say("Must have no control characters, such as the end of a line."))
    if any(0xD800 <= ord(character) <= 0xDFFF for character in text):
        raise Refused("broken-encoding", say("Must be valid Unicode."))
    return text
