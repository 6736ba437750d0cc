"""What people who work on a submission say to each other about it. It is read by editors alone, and decides nothing.

So there is no line of the record: whoever approves answers for what they approve, whatever was said.
"""

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, Q, QuerySet

from publishing import lifecycle, permission
from publishing.lifecycle import Refusal
from publishing.models import Comment, Submission

MOST_BY_ONE = 50  # of one person on one submission, so that nobody can bury what others say


def say(submission: Submission, by: User, text: str) -> Comment:
    """Add a comment to what waits for a decision."""
    permission.require_any(by, ("submit_item", "approve_item"), "comment on submissions")
    with lifecycle.locked():
        held = permission.to_decide(submission)
        if Comment.objects.filter(submission=held, by=by).count() >= MOST_BY_ONE:
            raise Refusal(f"You have commented {MOST_BY_ONE} times on “{held.title}”. Speak to each other about it.")
        comment = Comment(submission=held, by=by, text=text.strip())
        try:
            comment.full_clean()
        except ValidationError as error:
            raise Refusal(" ".join(error.messages)) from None
        comment.save(force_insert=True)
        return comment


def unanswered(user: User) -> QuerySet[Comment]:
    """The last comment on each waiting submission that they submitted or commented on, unless it is their own."""
    later = Comment.objects.filter(submission=OuterRef("submission"), pk__gt=OuterRef("pk"))
    own = Comment.objects.filter(submission=OuterRef("submission"), by=user)
    last = Comment.objects.filter(~Exists(later), submission__state=Submission.WAITING).exclude(by=user)
    return last.filter(Q(submission__by=user) | Exists(own)).order_by("-pk")
