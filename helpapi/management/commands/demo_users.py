"""In a demonstration, make the two people that publishing takes, and leave them one item to decide on."""

import secrets

from django.conf import settings
from django.contrib.auth.models import Group, Permission, User
from django.core.management.base import BaseCommand, CommandError

from publishing import confirming, lifecycle
from services.models import Service

# What each may do is given by a migration to its group; this is for a group that is not there yet.
PERMISSIONS = {"Editor": ["submit_item"], "Approver": ["approve_item", "withdraw_item"]}
SERVICE = "childline"
NOTE = "Demonstration: this line, which only editors see, is the change that waits for approval."


class Command(BaseCommand):
    help = __doc__

    def handle(self, **options: object) -> None:
        if not settings.DEMO:
            raise CommandError("This is not a demonstration (HELPAPI_DEMO=1), so no users are made.")
        if User.objects.exists():
            self.stdout.write("There are users already, so none were made.")
            return
        with lifecycle.locked():
            self._make()

    def _make(self) -> None:
        editor, editor_password = _person("editor", "Editor")
        _, approver_password = _person("approver", "Approver")
        self.stdout.write("Two people for the demonstration; their passwords are shown only this once:")
        self.stdout.write(f"  editor    {editor_password}")
        self.stdout.write(f"  approver  {approver_password}")
        if service := Service.objects.filter(slug=SERVICE).first():
            _submit_a_change(service, editor)
            self.stdout.write(f"“{service}” waits for the approver, submitted by the editor.")


def _person(name: str, group_name: str) -> tuple[User, str]:
    password = secrets.token_urlsafe(12)
    user = User.objects.create_user(name, password=password, is_staff=True)
    group, is_new = Group.objects.get_or_create(name=group_name)
    if is_new:
        codenames = PERMISSIONS[group_name]
        group.permissions.set(Permission.objects.filter(content_type__app_label="publishing", codename__in=codenames))
    user.groups.add(group)
    confirming.seal(user, confirming.shell(), "for the demonstration")
    return user, password


def _submit_a_change(service: Service, editor: User) -> None:
    service.editor_note = "\n".join(filter(None, [service.editor_note, NOTE]))
    service.save()
    lifecycle.edited(service, editor)
    lifecycle.submit([service], editor, "An example to approve or send back: only the note for editors has changed.")
