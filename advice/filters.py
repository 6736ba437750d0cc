"""What `/help` takes: everything that matches services to a person, and which advice."""

from publishing.api.parameters import Text
from services.filters import MatchingFilters


class HelpFilters(MatchingFilters):
    """What `/help` takes."""

    topic = Text("Which advice, by its slug.", 80, example="sextortion")
