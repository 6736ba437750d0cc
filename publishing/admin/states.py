"""Where an item stands, as lists have kept it. Of one item it is worked out: publishing/states.py."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from publishing.models import Listing, Publishable
from publishing.registry import kind_of


class StateFilter(admin.SimpleListFilter):
    """Items by their state, as it was kept."""

    title, parameter_name = "state", "state"

    def lookups(self, request: HttpRequest, model_admin: "admin.ModelAdmin[Publishable]") -> list[tuple[str, str]]:
        return list(Listing.STATES.items())

    def queryset(self, request: HttpRequest, queryset: QuerySet[Publishable]) -> QuerySet[Publishable]:
        if not self.value():
            return queryset
        return queryset.filter(pk__in=listed(queryset).filter(state=self.value()).values("uid"))


def listed(items: QuerySet[Publishable]) -> QuerySet[Listing]:
    """What is kept of items of this kind."""
    return Listing.objects.filter(kind=kind_of(items.model).name)
