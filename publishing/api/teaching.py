"""What is most often written in another way than it is read, and how to write it right.

Asked only once something could not be read, so nothing here makes a question wrong. What was sent is never repeated.
"""

import difflib
import re
from collections.abc import Container, Mapping
from typing import Any

from publishing.api.errors import Fault
from publishing.api.parameters import CodeParameter, Parameter, Refused

STANDS_FOR_NOTHING = {"null", "undefined", "none", "nil", "nan", "(null)", "[object object]"}
# Of these the parameter itself has said what matters more.
SAID: Container[str] = {"full-postcode", "out-of-range", "plus-as-space"}
PLACE_FOR_A_VALUE = re.compile(r"\$?\{.*\}|<.*>|\[.*\]|:[A-Za-z_]+|%[sd@]|\$[A-Za-z_]+")
QUOTED = re.compile(r"([\"'`]).*\1|[“‘].*[”’]")
FRACTION = re.compile(r"-?\d+\.\d*[1-9]\d*|-?\d*\.\d+", re.ASCII)
BRACKETS = re.compile(r"([^\[]*)\[.*\]")
ENCODED_TWICE = re.compile(r"%[0-9A-Fa-f]{2}")


def blank() -> Refused:
    return Refused("blank", "Has no value. Leave the parameter out where nothing is asked.")


def of_value(text: str, parameter: Parameter[Any], refused: Refused) -> Refused:
    """The refusal of a text that `parameter` could not read, by what is wrong with it where that can be told."""
    if refused.code in SAID:
        return refused
    is_right = parameter.in_words()
    if text.strip().lower() in STANDS_FOR_NOTHING:
        return Refused("word-for-nothing", "Is a word for nothing. Leave the parameter out where nothing is asked.")
    if text != text.strip():
        return Refused("space-around", f"Has a space before or after it (so a + is read). Must be {is_right}.")
    if QUOTED.fullmatch(text):
        return Refused("in-quotes", f"Must have no quotation marks round it. Must be {is_right}.")
    if PLACE_FOR_A_VALUE.fullmatch(text):
        return Refused("placeholder", f"Has the place for a value, and no value in it. Must be {is_right}.")
    if ";" in text and "=" in text:
        return Refused("semicolon", "Has a semicolon and another name in it. Write & between two parameters.")
    if re.search(r"[,;|]", text):
        return Refused("several-in-one", _one_by_one(parameter))
    if FRACTION.fullmatch(text):
        return Refused("fraction", f"Must have no fraction. Must be {is_right}.")
    if ENCODED_TWICE.search(text):
        return Refused("encoded-twice", f"Is percent-encoded twice. Encode it once. Must be {is_right}.")
    if isinstance(parameter, CodeParameter) and (near := _near(text.replace("_", "-"), parameter.values)):
        return Refused(refused.code, f"{refused} Did you mean “{near}”?")
    return refused


def of_name(name: str, parameters: Mapping[str, Parameter[Any]], *, is_bare: bool = False) -> Fault:
    """What is wrong with a name that is no parameter; `is_bare`: it stood in an address without an equals sign.

    It is not repeated: somebody may have put a value where a name belongs.
    """
    if not name:
        return Fault(None, "no-name", "An equals sign has no name before it. Write name=value.")
    if name.startswith("amp;"):
        return Fault(None, "escaped-ampersand", "An ampersand is written as in HTML. Write & between two parameters.")
    if (found := BRACKETS.fullmatch(name)) and (parameter := parameters.get(found[1])):
        return Fault(found[1], "brackets", f"Takes no brackets. {_by_its_name(found[1], parameter)}")
    near = _near(name[:40], parameters)
    if near:
        return Fault(None, "unknown-parameter", f"There is no such parameter. Did you mean “{near}”?")
    if is_bare:
        return Fault(None, "no-equals-sign", f"A value stands without its name. Write name=value. {_known(parameters)}")
    return Fault(None, "unknown-parameter", f"There is no such parameter. {_known(parameters)}")


def _known(parameters: Mapping[str, Parameter[Any]]) -> str:
    return f"This address takes: {', '.join(parameters)}." if parameters else "This address takes no parameters."


def _near(text: str, known: Any) -> str | None:
    return next(iter(difflib.get_close_matches(text.lower(), list(known), n=1)), None)


def _by_its_name(name: str, parameter: Parameter[Any]) -> str:
    return f"Repeat the name: {name}=…&{name}=…" if parameter.multiple else f"Write {name}=…, once."


def _one_by_one(parameter: Parameter[Any]) -> str:
    if parameter.multiple:
        return "Must be one value. Give each of several a name of its own (name=…&name=…), or in a body an item."
    return f"Must be one value. Must be {parameter.in_words()}."
