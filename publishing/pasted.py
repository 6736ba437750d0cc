"""What comes with a text that is pasted, is seen by nobody and means nothing: it is taken out, and that is said.

Without these a text looks exactly as it did, so what the editor saw is what is kept. All else that nobody sees is still
refused (publishing/plain_text.py): a mark of direction shows a text in another order than it is read in, and tags hide
a second text in it. To take those out would change what was seen, or hide that somebody put them there; a person has
to look.
"""

import re

NAMES = {"\u00ad": "soft hyphen", "\u200b": "zero width space", "\u2060": "word joiner", "\ufeff": "byte order mark"}
# In the browser alone, as a text is pasted: stored words of a source may have these, and they are left as they are.
SPACES = {"\u00a0": "non-breaking space", "\u202f": "narrow non-breaking space"}
_TAKEN_OUT = re.compile("[" + "".join(NAMES) + "]")
SHOWN = 3  # places; of the others only how many
WORDS_BEFORE = 4


def cleaned(text: str) -> tuple[str, str]:
    """The text without them; and what was taken out and where, in words, or nothing."""
    places = [found.start() for found in _TAKEN_OUT.finditer(text)]
    told = [_named(text, place) for place in places[:SHOWN]]
    if len(places) > SHOWN:
        told.append(f"and {len(places) - SHOWN} more")
    return _TAKEN_OUT.sub("", text), "; ".join(told)


def _named(text: str, place: int) -> str:
    before = " ".join(_TAKEN_OUT.sub("", text[:place]).split()[-WORDS_BEFORE:])
    return f"{NAMES[text[place]]} " + (f"after “{before}”" if before else "at the beginning")
