"""The problems an operation may answer with, and their shape. A new type in `problems.TYPES` documents itself."""

from collections.abc import Iterator
from dataclasses import dataclass

from rest_framework import serializers

from helpapi.problems import TYPES
from publishing.serializers import EmergencySerializer, Members

# These cannot be met by asking an address and method that the document names.
NEVER = {"not-allowed", "unknown-host"}


class FaultSerializer(Members):
    """One thing wrong with one parameter."""

    parameter = serializers.CharField(
        allow_null=True, help_text="Its name; null where there is none of that name, or the whole question is at fault."
    )
    code = serializers.CharField(help_text="What is wrong, for programs.")
    detail = serializers.CharField(help_text="What is wrong and what would be right. Never what was sent.")


class ProblemSerializer(Members):
    """An error (RFC 9457). Show the emergency notice here too."""

    type = serializers.URLField(help_text="The address of a page that explains this type of problem.")
    title = serializers.CharField(help_text="The type in a few words.")
    status = serializers.IntegerField(help_text="The HTTP status.", min_value=400, max_value=599)
    detail = serializers.CharField(help_text="What happened this time.")
    errors = FaultSerializer(many=True, help_text="Each fault of the question. Empty unless status is 400.")  # type: ignore[assignment]  # a member, and not on an instance
    emergency = EmergencySerializer(help_text="The emergency notice.")


class WithdrawnSerializer(ProblemSerializer):
    """It was public and no longer is. Stop showing it."""

    reason_code = serializers.CharField(help_text="Why, for programs: a code of `/api/v1/codes/withdrawal-reasons`.")
    reason = serializers.CharField(help_text="Why, in words for people.")
    replacement = serializers.URLField(allow_null=True, help_text="What to use instead; null: nothing.")


class EditionGoneSerializer(ProblemSerializer):
    """A walk over pages can't go on with each item once. Begin it again."""

    edition = serializers.IntegerField(help_text="The edition that is served now.", min_value=0)
    restart = serializers.URLField(allow_null=True, help_text="Where to begin again; null where asked in a body.")


SHAPES = {"withdrawn": WithdrawnSerializer, "edition-gone": EditionGoneSerializer}


@dataclass(frozen=True)
class Problems:
    """Those of one operation."""

    is_list: bool
    goes_by_hours: bool
    may_be_missing: bool
    may_be_withdrawn: bool
    has_body: bool
    must_be_whole: bool
    is_report: bool = False

    def by_status(self) -> Iterator[tuple[str, str, type[Members]]]:
        """Status, description and shape of each, in the order of the statuses."""
        met = [kind for kind in TYPES.values() if kind.code not in NEVER and self._may_answer(kind.code)]
        for status in sorted({kind.status for kind in met}):
            kinds = [kind for kind in met if kind.status == status]
            words = " ".join(f"{kind.title}." for kind in kinds)
            yield str(status), words, SHAPES.get(kinds[0].code, ProblemSerializer)

    def _may_answer(self, code: str) -> bool:
        needs = {
            "not-found": self.may_be_missing,
            "withdrawn": self.may_be_withdrawn,
            "edition-gone": self.is_list,
            "hours-changed": self.goes_by_hours,
            "too-large": self.has_body,
            "not-json": self.has_body,
            "being-restored": self.must_be_whole,
            "crowded": self.has_body,
            "too-many-reports": self.is_report,
            "reports-away": self.is_report,
        }
        return needs.get(code, True)
