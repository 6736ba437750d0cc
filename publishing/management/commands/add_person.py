"""Make an account, which is not in force before it has been confirmed; its first password is shown once."""

import secrets

from django.contrib.auth.models import Group, User
from django.core.exceptions import ValidationError
from django.core.management.base import CommandError, CommandParser

from publishing import confirming, roles
from publishing.management.jobs import Job, Lines


class Command(Job):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("username", help="of a–z, 0–9, the full stop, “-” and “_”")
        parser.add_argument("role", choices=[name.lower() for name in roles.wanted()], help="what they do here")

    def do(self, username: str, role: str, **options: object) -> Lines:
        password = secrets.token_urlsafe(12)
        try:
            user = User.objects.create_user(username, password=password, is_staff=True)
        except ValidationError as error:
            raise CommandError(f"{error.messages[0]} Nothing was changed.") from None
        user.groups.add(Group.objects.get(name=role.capitalize()))
        confirming.note(user, confirming.shell(), "new")
        yield f"{username} is {role}, and signs in first with the password  {password}"
        yield "and then sets up a second factor. After that an approver confirms the account; where there is none,"
        yield f"confirm it here: confirm_account {username}"
