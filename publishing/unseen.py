"""What nobody sees in a text, in words: which character it is, and where it stands."""

import unicodedata

LINE_BREAKS = frozenset("\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029")
SHOWN_BEFORE = 20


def named(text: str, place: int) -> str:
    """“an invisible character, zero width space (U+200B), after “0808””; or a line break."""
    character, before = text[place], text[:place].rstrip()[-SHOWN_BEFORE:]
    where = f"after “{before}”" if before else "at its beginning"
    if character in LINE_BREAKS:
        return f"a line break {where}"
    name = unicodedata.name(character, "").lower()
    code = f"U+{ord(character):04X}"
    return f"an invisible character, {name} ({code}), {where}" if name else f"an invisible character ({code}) {where}"
