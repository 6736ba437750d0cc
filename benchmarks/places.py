"""Where made-up services are on offer, as in a directory of a country."""

from random import Random

from services.places.regions import UNITED_KINGDOM, regions

NATIONAL = 300


def covered(random: Random, number: int) -> list[str]:
    """Where it is on offer. What a larger directory has more of is local, as in real ones: of a council, or of two."""
    if number < NATIONAL:
        return [random.choice([UNITED_KINGDOM, *(place.code for place in regions() if place.kind == "country")])]
    councils = [place.code for place in regions() if place.kind == "local-authority"]
    return random.sample(councils, random.choice((1, 1, 1, 2)))
