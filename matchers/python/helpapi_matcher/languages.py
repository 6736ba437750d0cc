"""Our own words in the language that is asked for; English, where there are none in it.

English needs no table: its words stand in the code. What another language needs is in the reference of the bundle,
where the server puts it from its catalogues: words, the form of a count, days, dates and times, names of places, and
the emergency notice.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from helpapi_matcher.places import Region

ENGLISH = "en"
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
PERIOD = 100  # of the forms of counts, from here on
_NAME = re.compile(r"\{(\w+)\}")


class Language:
    """`tag`: what is asked for. `own`: the language of our own words, which is that or English."""

    def __init__(self, tag: str, reference: Mapping[str, Any]) -> None:
        told: Mapping[str, Any] = reference.get("languages", {}).get(tag, {})
        words: Mapping[str, Any] | None = told.get("words")
        self.tag, self.own = tag, tag if words else ENGLISH
        self.emergency: Mapping[str, Any] = told.get("emergency", reference["emergency"])
        self._regions: Mapping[str, str] = told.get("regions", {})
        self._words: Mapping[str, Any] = words or {}
        self._said: Mapping[str, str] = self._words.get("said", {})
        self._counted: Mapping[str, Sequence[str]] = self._words.get("counted", {})

    def say(self, text: str, **values: object) -> str:
        """Words of ours; `values` are put in by their names, in braces. What is not translated is said in English."""
        said = self._said.get(text, text)
        return _filled(said, values) if values else said

    def say_count(self, one: str, several: str, count: int) -> str:
        """The same of so many things, in the form that the language has for that number; `{count}` is put in."""
        said = one if count == 1 else several
        if forms := self._counted.get(one):
            said = forms[int(self._words["plurals"][count if count < PERIOD else PERIOD + count % PERIOD])]
        return _filled(said, {"count": count})

    def one_of(self, words: Sequence[str]) -> str:
        """“a, b or c”."""
        if len(words) < 2:
            return "".join(words)
        return self.say("{words} or {last}", words=self.say(", ").join(words[:-1]), last=words[-1])

    def weekday(self, day: int) -> str:
        """0 is Monday."""
        return str(self._words["days"][day]) if self._words else DAYS[day]

    def day_of_month(self, month: int, day: int) -> str:
        """“25 December”."""
        if not self._words:
            return f"{day} {MONTHS[month - 1]}"
        return _filled(self._words["dates"][month - 1], {"day": day})

    def time(self, hour: int, minute: int) -> str:
        """“9:00”."""
        if not self._words:
            return f"{hour}:{minute:02}"
        return _filled(self._words["times"][hour], {"minute": f"{minute:02}"})

    def name(self, region: Region) -> str:
        """The official name of a place in the language asked for, where it has one."""
        return self._regions.get(region.code, region.name)

    def own_name(self, region: Region) -> str:
        """The same in the language of our own words, for a sentence of ours."""
        return self.name(region) if self.own == self.tag else region.name


def _filled(text: str, values: Mapping[str, object]) -> str:
    return _NAME.sub(lambda found: str(values[found[1]]), text)
