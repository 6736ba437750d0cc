"""What each service stands in, of which the last is not for one person to take down: a need, and a nation."""

from collections.abc import Iterator

from publishing.codes import code_list
from publishing.models import Publication
from services.matching.needs import need_of
from services.models import ON_OFFER
from services.places.regions import UNITED_KINGDOM, regions


def groups(publication: Publication) -> Iterator[str]:
    """Its need, as `/help` has it, and each nation that it is for, where it is for less than the whole UK.

    What is not on offer stands in none.
    """
    keys = publication.keys
    if keys.get("status") != [ON_OFFER]:
        return
    named = "".join(keys.get("need", ()))
    yield f"what meets the need “{code_list('needs').label(need_of(keys.get('type', ()), named))}”"
    for coverage in keys.get("coverage", ()):
        yield from {f"what is for {regions()[code].name}" for code in _nations(coverage)}


def _nations(coverage: list[str]) -> Iterator[str]:
    for code in filter(regions().__contains__, coverage):
        whole = (code, *regions().ancestors(code))
        yield from (one for one in whole if one == code == UNITED_KINGDOM or regions()[one].kind == "country")
