"""Filters of the list of services: where, for which need, and with or without a source."""

from django.contrib import admin
from django.db.models import Exists, OuterRef, Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.http import HttpRequest

from publishing.codes import code_list
from services.matching.needs import types_of
from services.models import Service, Source
from services.places.regions import UNITED_KINGDOM, regions

Services = QuerySet[Service]
Lookups = list[tuple[str, str]]
EVERYWHERE, UNKNOWN = "uk", "not-known"


class NationFilter(admin.SimpleListFilter):
    """Services of a nation or of a part of it; those of the whole country are asked for apart, or they would drown it.

    The first letter of an ONS code says in which nation a place is.
    """

    title, parameter_name = "nation", "nation"

    def lookups(self, request: HttpRequest, model_admin: "admin.ModelAdmin[Service]") -> Lookups:
        nations = [(one.slug, f"{one.name}, or a part of it") for one in regions() if one.kind == "country"]
        return [*nations, (EVERYWHERE, "The whole United Kingdom"), (UNKNOWN, "Not known")]

    def queryset(self, request: HttpRequest, queryset: Services) -> Services:
        if not self.value():
            return queryset
        if self.value() == UNKNOWN:
            return queryset.filter(coverage_known=False)
        nation = regions().get(self.value() or "")
        if nation is None:
            return queryset.none()
        start = nation.code if nation.code == UNITED_KINGDOM else nation.code[0]
        return _with_text(queryset, "coverage").filter(Q(codes__contains=f'"{start}'))


class NeedFilter(admin.SimpleListFilter):
    """Services by the need that they stand under in an answer: as editors named it, else the first that fits."""

    title, parameter_name = "shown under", "shown-under"

    def lookups(self, request: HttpRequest, model_admin: "admin.ModelAdmin[Service]") -> Lookups:
        return code_list("needs").choices()

    def queryset(self, request: HttpRequest, queryset: Services) -> Services:
        codes, code = code_list("needs").values, self.value()
        if not code:
            return queryset
        if code not in codes:
            return queryset.none()
        fits = Q() if code == codes[-1] else _has_any(types_of(code))  # the last takes what fits nowhere
        for earlier in codes[: codes.index(code)]:
            fits &= ~_has_any(types_of(earlier))
        return _with_text(queryset, "types").filter(Q(need=code) | (Q(need="") & fits))


class SourceFilter(admin.SimpleListFilter):
    """Whether it says where its facts come from."""

    title, parameter_name = "sources", "sources"

    def lookups(self, request: HttpRequest, model_admin: "admin.ModelAdmin[Service]") -> Lookups:
        return [("none", "Without any"), ("some", "With one or more")]

    def queryset(self, request: HttpRequest, queryset: Services) -> Services:
        named = Exists(Source.objects.filter(service=OuterRef("pk")))
        return {"none": queryset.filter(~named), "some": queryset.filter(named)}.get(self.value() or "", queryset)


def _with_text(services: Services, field: str) -> Services:
    """With the stored text of a list of codes, which every database can look into."""
    with_text: Services = services.alias(codes=Cast(field, TextField()))
    return with_text


def _has_any(types: tuple[str, ...]) -> Q:
    found = Q(pk__in=[])
    for code in types:
        found |= Q(codes__contains=f'"{code}"')
    return found
