"""Accounts that may do something, because they are in force."""

from django.contrib.auth.models import Group, User

from publishing import confirming, lifecycle


def in_force(user: User) -> User:
    """The account as it is now, confirmed."""
    with lifecycle.locked():
        confirming.seal(user, confirming.shell(), "for the tests")
    return user


def colleague(name: str, *roles: str, **fields) -> User:
    """Somebody in force who has these roles; without any, who edits, submits, approves and withdraws."""
    user = User.objects.create_user(name, **{"is_staff": True, **fields})
    user.groups.set(Group.objects.get_or_create(name=role)[0] for role in roles or ("Editor", "Approver"))
    return in_force(user)
