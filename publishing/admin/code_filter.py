"""Filters of lists by codes."""

from django.contrib import admin
from django.db import models
from django.db.models.functions import Cast
from django.http import HttpRequest

from publishing.fields import CodesField


class CodesFilter(admin.SimpleListFilter):
    """Rows that have a code in their list of codes. Looks into the stored text, which every database can do."""

    field = ""

    def lookups(self, request: HttpRequest, model_admin: "admin.ModelAdmin[models.Model]") -> list[tuple[str, str]]:
        field = model_admin.model._meta.get_field(self.field)
        return field.choices_now() if isinstance(field, CodesField) else []

    def queryset(self, request: HttpRequest, queryset: models.QuerySet[models.Model]) -> models.QuerySet[models.Model]:
        if not self.value():
            return queryset
        text = Cast(self.field, models.TextField())
        with_text: models.QuerySet[models.Model] = queryset.alias(codes_text=text)
        return with_text.filter(codes_text__contains=f'"{self.value()}"')
