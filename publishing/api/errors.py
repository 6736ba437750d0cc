"""What can be wrong with a question, as the contract names it.

A detail never repeats what was sent: it may be an age, a place or worse, and answers end up in logs and screenshots.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from rest_framework.exceptions import APIException

from publishing import languages


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with one parameter. `parameter` is None where the question as a whole is at fault."""

    parameter: str | None
    code: str
    detail: str


class BadQuestion(APIException):
    """The question cannot be understood exactly, so it is not answered at all: 400. `language`: of what it says."""

    status_code = 400
    default_code = "bad-question"

    def __init__(self, faults: Sequence[Fault]):
        super().__init__("The question can't be answered as it stands.")
        self.faults, self.language = tuple(faults), languages.current()


class Gone(APIException):
    """What was asked for was public and is no longer: 410. `members` are added to the problem."""

    status_code = 410
    default_code = "withdrawn"

    def __init__(self, code: str, detail: str, **members: Any):
        super().__init__(detail)
        self.default_code = code
        self.members = members


class NoEdition(APIException):
    """This process has nothing to serve yet: 503."""

    status_code = 503
    default_code = "no-edition"
    default_detail = "There is no content to serve at the moment. In an emergency call 999."


class BeingRestored(NoEdition):
    """So much has been taken down that an answer would pass for all the help there is: 503."""

    default_code = "being-restored"
    default_detail = "Help is being restored. In an emergency call 999."


class TooLarge(APIException):
    """The body is larger than any question: 413."""

    status_code = 413
    default_code = "too-large"
