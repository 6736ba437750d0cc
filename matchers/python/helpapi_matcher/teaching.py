"""What is wrong with a value that could not be read, where that can be told, by the server's code for it."""

import re
from collections.abc import Container

from helpapi_matcher.errors import Fault

STANDS_FOR_NOTHING = {"null", "undefined", "none", "nil", "nan", "(null)", "[object object]"}
SAID = {"full-postcode", "out-of-range", "plus-as-space"}  # these matter more
SPELLINGS = (
    ("in-quotes", re.compile(r"([\"'`]).*\1|[“‘].*[”’]")),
    ("placeholder", re.compile(r"\$?\{.*\}|<.*>|\[.*\]|:[A-Za-z_]+|%[sd@]|\$[A-Za-z_]+")),
    ("semicolon", re.compile(r"(?=.*=).*;.*")),
    ("several-in-one", re.compile(r".*[,;|].*")),
    ("fraction", re.compile(r"-?\d+\.\d*[1-9]\d*|-?\d*\.\d+", re.ASCII)),
    ("encoded-twice", re.compile(r".*%[0-9A-Fa-f]{2}.*")),
)
BRACKETS = re.compile(r"([^\[]*)\[.*\]")


def of_value(text: str, code: str) -> str:
    """The code of a text that a parameter refused by `code`."""
    if code in SAID:
        return code
    if text.strip().lower() in STANDS_FOR_NOTHING:
        return "word-for-nothing"
    if text != text.strip():
        return "space-around"
    return next((name for name, spelling in SPELLINGS if spelling.fullmatch(text)), code)


def of_name(name: str, known: Container[str]) -> Fault:
    """What is wrong with a name that is no parameter."""
    if not name:
        return Fault(None, "no-name")
    if name.startswith("amp;"):
        return Fault(None, "escaped-ampersand")
    if (found := BRACKETS.fullmatch(name)) and found[1] in known:
        return Fault(found[1], "brackets")
    return Fault(None, "unknown-parameter")
