"""The places a service covers as an editor writes them: one a line, by name.

A name that two places share is asked about, and a former code is refused: neither is guessed, for a wrong place would
send people to help that is not for them.
"""

import difflib
import re
from functools import cache

from services.places import official
from services.places.regions import Region, regions


def as_text(codes: list[str]) -> str:
    """The one spelling of these GSS codes, which `parse` reads back exactly; a code that is not current stays as is."""
    return "\n".join(spelling(regions()[code]) if code in regions() else code for code in codes)


def parse(text: str) -> tuple[list[str], list[str]]:
    """The GSS codes that some lines mean, in their order, and for each line that means none what is wrong with it.

    A line is a name, a council's full name, a slug or a current code, in any mix of capitals.
    """
    codes, problems = [], []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        found = _candidates(line)
        if len(found) == 1:
            codes.append(found[0].code)
        else:
            problems.append(f"Line {number}: {_problem(line.strip(), found)}")
    return codes, problems


def spelling(region: Region) -> str:
    """Its name, followed by what kind of place it is if another has the same name."""
    if len(_by_name()[_plain(region.name)]) == 1:
        return region.name
    return f"{region.name} ({region.kind.replace('-', ' ')})"


def _candidates(line: str) -> tuple[Region, ...]:
    plain = _plain(line)
    if found := _by_name().get(plain) or _by_spelling().get(plain):
        return found
    region = regions().get(line.strip()) or regions().get(plain.replace(" ", "-"))
    if region:
        return () if plain in map(str.casefold, region.former_codes) else (region,)
    return official.named(line)


def _problem(line: str, found: tuple[Region, ...]) -> str:
    if found:
        return f"there is more than one “{line}”. Write {_either(found)}."
    by_code = regions().get(line)
    if successor := by_code or official.successor(line):
        fault = f"“{line}” {'is the code of a place that ' if by_code else ''}has become part of {successor.name}."
        return f"{fault} Write “{spelling(successor)}” if it serves all of that."
    if close := _close(line):
        return f"“{line}” is not the name of a place in the list. Did you mean {_either(close)}?"
    return f"“{line}” is not the name of a place in the list. Write the name of a council, county, region or nation."


def _close(line: str) -> tuple[Region, ...]:
    """At most four places that have the words of `line` in their names, or else look like it."""
    if found := regions().search(line)[:4]:
        return found
    names = {key.replace("-", " "): one for one in regions() for key in (one.slug, *one.aliases)}
    names |= {name: found[0] for name, found in _by_name().items()}
    close = difflib.get_close_matches(_plain(line), names, n=3)
    return tuple(dict.fromkeys(names[name] for name in close))


def _either(found: tuple[Region, ...]) -> str:
    return " or ".join(f"“{spelling(region)}”" for region in found)


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", text.strip()).casefold()


@cache
def _by_name() -> dict[str, tuple[Region, ...]]:
    named: dict[str, tuple[Region, ...]] = {}
    for region in regions():
        named[_plain(region.name)] = (*named.get(_plain(region.name), ()), region)
    return named


@cache
def _by_spelling() -> dict[str, tuple[Region, ...]]:
    return {_plain(spelling(region)): (region,) for region in regions()}
