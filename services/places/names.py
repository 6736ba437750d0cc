"""The names by which somebody would look for what serves a place."""

from collections.abc import Iterable, Iterator

from services.places.regions import UNITED_KINGDOM, regions


def names_for(coverage: Iterable[str]) -> Iterator[str]:
    """Of the places themselves, of what they lie in short of the whole country, and of the councils within them.

    Not of the councils in a nation: whoever looks for one means what is nearer than that.
    """
    for code in coverage:
        place = regions().get(code)
        if place is None:
            continue
        is_broad = place.kind in ("uk", "country")
        within = [] if is_broad else [child.code for child in regions().children(place.code)]
        around = [code for code in regions().ancestors(place.code) if code != UNITED_KINGDOM]
        for one in (place.code, *around, *within):
            yield from (regions()[one].name, regions()[one].slug, *regions()[one].aliases)
