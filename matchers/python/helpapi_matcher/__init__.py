"""Answers from a bundle of the help API on the device, as its server would: no age and no place leaves it.

bundle = Bundle(json.load(file))
answer = help(bundle, {"age": 15, "region": "scotland"}, datetime.now(UTC))
"""

from helpapi_matcher.bundle import Bundle
from helpapi_matcher.digests import as_json
from helpapi_matcher.errors import BeingRestored, Fault, NotThere, Refused
from helpapi_matcher.helping import help
from helpapi_matcher.listing import services
from helpapi_matcher.preferring import preferred

__all__ = ["BeingRestored", "Bundle", "Fault", "NotThere", "Refused", "as_json", "help", "preferred", "services"]
