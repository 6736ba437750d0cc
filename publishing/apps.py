"""Registers the one kind of content that is of `publishing`, notices, and its acts; keeps people and groups right."""

from django.apps import AppConfig
from django.conf import settings
from django.db.models.signals import post_migrate, pre_save


class PublishingConfig(AppConfig):
    name = "publishing"

    def ready(self) -> None:
        from django.contrib.auth.models import User

        from publishing import (  # noqa: F401  (checks registers what it holds)
            accounts,
            acts,
            checks,
            going_back,
            languages,
            listing,
            notices,
            registry,
            remarks,
            restoring,
            roles,
            withdrawing,
        )
        from publishing.translating import kind

        languages.unread_too = settings.UNREAD_WORDS
        registry.register(notices.KIND)
        registry.register(kind.KIND)
        remarks.also_ask(kind.remarks)
        for act in (withdrawing.WITHDRAW, withdrawing.CONFIRM, going_back.BACK, restoring.PUT_IN_FORCE):
            acts.register(act)
        post_migrate.connect(roles.make_right, dispatch_uid="publishing.roles")
        post_migrate.connect(listing.complete_all, sender=self, dispatch_uid="publishing.listing")
        pre_save.connect(accounts.refuse_odd_name, sender=User, dispatch_uid="publishing.accounts")
