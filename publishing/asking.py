"""Asking somebody to decide on a submission. It orders their work, and takes the decision from nobody else."""

from django.contrib.auth.models import User
from django.utils import timezone

from publishing import accounts, lifecycle, permission
from publishing.lifecycle import Refusal
from publishing.models import Asked, Submission

BACKEND = "django.contrib.auth.backends.ModelBackend"


def who_may_decide(submission: Submission) -> list[User]:
    """Who is in force, may approve and had no hand in it; the same number of queries, however many they are.

    Nobody in force looks after people besides: it is part of what was confirmed (publishing/accounts.py).
    """
    able = User.objects.with_perm("publishing.approve_item", backend=BACKEND, include_superusers=False)
    hands = permission.editors_since_publication(submission.uid)
    people = list(able.exclude(pk__in=[*hands, submission.by_id or 0]).order_by("username"))
    confirmed = accounts.in_force(people)
    return [one for one in people if one.pk in confirmed]


def may_ask(submission: Submission, by: User) -> bool:
    return submission.by_id == by.pk or by.has_perm("publishing.approve_item")


def ask(submission: Submission, by: User, who: User) -> Asked:
    """Ask `who` to decide on it, in the place of whoever was asked before."""
    permission.require_any(by, ("submit_item", "approve_item"), "ask others to decide")
    with lifecycle.locked():
        held = permission.to_decide(submission)
        if not may_ask(held, by):
            raise Refusal("Only who submitted this, or may approve, can ask somebody to look at it.")
        if who not in who_may_decide(held):
            name = who.get_full_name() or who.get_username()
            raise Refusal(f"{name} can't decide on “{held.title}”. Choose somebody else from the list.")
        asked, _ = Asked.objects.update_or_create(
            submission=held, defaults={"who": who, "by": by, "at": timezone.now()}
        )
        return asked
