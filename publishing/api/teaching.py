"""What is most often written in another way than it is read, and how to write it right.

Asked only once something could not be read, so nothing here makes a question wrong. What was sent is never repeated.
"""

import difflib
import re
from collections.abc import Container, Mapping
from typing import Any

from publishing.api.errors import Fault
from publishing.api.parameters import CodeParameter, Parameter, Refused
from publishing.languages import say

STANDS_FOR_NOTHING = {"null", "undefined", "none", "nil", "nan", "(null)", "[object object]"}
# Of these the parameter itself has said what matters more.
SAID: Container[str] = {"full-postcode", "out-of-range", "plus-as-space"}
PLACE_FOR_A_VALUE = re.compile(r"\$?\{.*\}|<.*>|\[.*\]|:[A-Za-z_]+|%[sd@]|\$[A-Za-z_]+")
QUOTED = re.compile(r"([\"'`]).*\1|[“‘].*[”’]")
FRACTION = re.compile(r"-?\d+\.\d*[1-9]\d*|-?\d*\.\d+", re.ASCII)
BRACKETS = re.compile(r"([^\[]*)\[.*\]")
ENCODED_TWICE = re.compile(r"%[0-9A-Fa-f]{2}")


def blank() -> Refused:
    return Refused("blank", say("Has no value. Leave the parameter out where nothing is asked."))


def of_value(text: str, parameter: Parameter[Any], refused: Refused) -> Refused:
    """The refusal of a text that `parameter` could not read, by what is wrong with it where that can be told."""
    if refused.code in SAID:
        return refused
    is_right = parameter.in_words()
    if text.strip().lower() in STANDS_FOR_NOTHING:
        detail = say("Is a word for nothing. Leave the parameter out where nothing is asked.")
        return Refused("word-for-nothing", detail)
    if text != text.strip():
        detail = say("Has a space before or after it (so a + is read). Must be {kind}.", kind=is_right)
        return Refused("space-around", detail)
    if QUOTED.fullmatch(text):
        return Refused("in-quotes", say("Must have no quotation marks round it. Must be {kind}.", kind=is_right))
    if PLACE_FOR_A_VALUE.fullmatch(text):
        detail = say("Has the place for a value, and no value in it. Must be {kind}.", kind=is_right)
        return Refused("placeholder", detail)
    if ";" in text and "=" in text:
        detail = say("Has a semicolon and another name in it. Write & between two parameters.")
        return Refused("semicolon", detail)
    if re.search(r"[,;|]", text):
        return Refused("several-in-one", _one_by_one(parameter))
    if FRACTION.fullmatch(text):
        return Refused("fraction", say("Must have no fraction. Must be {kind}.", kind=is_right))
    if ENCODED_TWICE.search(text):
        detail = say("Is percent-encoded twice. Encode it once. Must be {kind}.", kind=is_right)
        return Refused("encoded-twice", detail)
    if isinstance(parameter, CodeParameter) and (near := _near(text.replace("_", "-"), parameter.values)):
        return Refused(refused.code, say("{refusal} Did you mean “{near}”?", refusal=refused, near=near))
    return refused


def of_name(name: str, parameters: Mapping[str, Parameter[Any]], *, is_bare: bool = False) -> Fault:
    """What is wrong with a name that is no parameter; `is_bare`: it stood in an address without an equals sign.

    It is not repeated: somebody may have put a value where a name belongs.
    """
    if not name:
        return Fault(None, "no-name", say("An equals sign has no name before it. Write name=value."))
    if name.startswith("amp;"):
        detail = say("An ampersand is written as in HTML. Write & between two parameters.")
        return Fault(None, "escaped-ampersand", detail)
    if (found := BRACKETS.fullmatch(name)) and (parameter := parameters.get(found[1])):
        return Fault(found[1], "brackets", _by_its_name(found[1], parameter))
    near = _near(name[:40], parameters)
    if near:
        return Fault(None, "unknown-parameter", say("There is no such parameter. Did you mean “{near}”?", near=near))
    if is_bare:
        fault = say("A value stands without its name. Write name=value.")
        return Fault(None, "no-equals-sign", f"{fault} {_known(parameters)}")
    fault = say("There is no such parameter.")
    return Fault(None, "unknown-parameter", f"{fault} {_known(parameters)}")


def _known(parameters: Mapping[str, Parameter[Any]]) -> str:
    if not parameters:
        return say("This address takes no parameters.")
    return say("This address takes: {names}.", names=", ".join(parameters))


def _near(text: str, known: Any) -> str | None:
    return next(iter(difflib.get_close_matches(text.lower(), list(known), n=1)), None)


def _by_its_name(name: str, parameter: Parameter[Any]) -> str:
    if parameter.multiple:
        return say("Takes no brackets. Repeat the name: {name}=…&{name}=…", name=name)
    return say("Takes no brackets. Write {name}=…, once.", name=name)


def _one_by_one(parameter: Parameter[Any]) -> str:
    if parameter.multiple:
        return say("Must be one value. Give each of several a name of its own (name=…&name=…), or in a body an item.")
    return say("Must be one value. Must be {kind}.", kind=parameter.in_words())
