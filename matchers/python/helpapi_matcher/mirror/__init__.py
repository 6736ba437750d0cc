"""A copy of everything public, kept right and provably so. Needs the extra: `pip install helpapi-matcher[mirror]`."""

from helpapi_matcher.mirror.mirror import Mirror, Outcome
from helpapi_matcher.mirror.refusals import Refused

__all__ = ["Mirror", "Outcome", "Refused"]
