"""Puts accounts in force, and on record whatever is done to them: the verbs of `publishing.accounts`."""

import getpass
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.contrib.auth.models import User
from django_otp import user_has_device

from publishing import accounts, mailing, record
from publishing.lifecycle import Refusal, locked

BY_COMMAND = "by command"
OWN = {"password", "second_factor"}


def confirm(user: User, by: User, digest: str) -> None:
    """An approver puts the account in force as it was shown to them, which `digest` says."""
    with locked():
        if user.pk == by.pk:
            raise Refusal("Nobody confirms their own account.")
        if not may_confirm(by):
            raise Refusal("Only an approver whose own account is in force can confirm an account.")
        if digest != accounts.digest(user):
            raise Refusal("The account has been changed since you looked at it. Look again.")
        _confirm(user, by.get_username())


def confirm_first(users: list[User]) -> None:
    """Whoever is at the shell puts accounts in force, where nobody else can: there is no approver in force."""
    with locked():
        if approvers := [user.get_username() for user in User.objects.filter(is_active=True) if may_confirm(user)]:
            raise Refusal(f"There is somebody to ask: {', '.join(approvers)} can confirm it in the admin.")
        for user in users:
            _confirm(user, shell())


def may_confirm(user: User) -> bool:
    may_approve = user.has_perm("publishing.approve_item") and not accounts.looks_after_people(user)
    return may_approve and accounts.is_in_force(user)


@contextmanager
def changing(user: User, by: User, *, renews: bool = False) -> Iterator[None]:
    """Around a change of an account, or of how one signs in: puts on record which parts of it `by` changed.

    With `renews`, who changes their own password or second factor, and nothing else, stays in force. That is for who
    has just shown that they know the old ones; an open session alone shows nothing.
    """
    with locked():
        before, was_in_force = accounts.state(user), accounts.is_in_force(user)
        yield
        after = accounts.state(user)
        if changed := [part for part in {**before, **after} if after.get(part) != before.get(part)]:
            what = ", ".join(changed).replace("_", " ")
            if renews and was_in_force and by.pk == user.pk and OWN.issuperset(changed):
                _add(accounts.CHANGED, user, by.get_username(), what)
                seal(user, by.get_username(), "changed by themselves")
            else:
                note(user, by.get_username(), what)


def note(user: User, by: str, what: str) -> None:
    """Put a change on record, after which the account is not in force, and tell all approvers. Under the lock."""
    _add(accounts.CHANGED, user, by, what)
    mailing.tell_of_account(user.get_username(), what, by)


def seal(user: User, by: str, why: str = "") -> None:
    """Put the account in force as it is. The caller holds the lock, and knows that `by` may."""
    _add(accounts.IN_FORCE, user, by, why)


def shell() -> str:
    """Who is at the shell, as the record names them: no account can have this name."""
    return f"shell: {getpass.getuser()}"


def _confirm(user: User, by: str) -> None:
    if not user.is_active or not user.is_staff:
        raise Refusal(f"The account “{user}” is not one to sign in with.")
    if fault := accounts.fault(user):
        raise Refusal(f"The account “{user}” can't be confirmed. {fault}")
    if settings.SECOND_FACTOR and not user_has_device(user):
        raise Refusal(f"“{user}” has set up no second factor yet. That comes first, or a thief could do it instead.")
    if not accounts.is_in_force(user):
        seal(user, by)


def _add(action: str, user: User, by: str, reason: str) -> None:
    digest = accounts.digest(user)
    record.add(
        action, kind="", uid=accounts.key(user), slug=user.get_username()[:80], by=by, digest=digest, reason=reason
    )
