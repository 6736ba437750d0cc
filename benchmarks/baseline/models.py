"""Organisations, services, the ways to reach them, and the codes and places that they name."""

from django.db import models


class Organisation(models.Model):
    uid = models.UUIDField(primary_key=True)
    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=150)

    def __str__(self) -> str:
        return self.name


class Region(models.Model):
    """`covering`: the regions that reach all of this one, itself among them."""

    code = models.CharField(max_length=9, primary_key=True)
    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=150)
    covering = models.ManyToManyField("self", symmetrical=False, related_name="covers")

    def __str__(self) -> str:
        return self.name


class Type(models.Model):
    code = models.SlugField(primary_key=True)
    label = models.CharField(max_length=150)

    def __str__(self) -> str:
        return self.label


class Service(models.Model):
    """Ages in whole years, both ends included; None: no limit. `is_everywhere`: worldwide, or nobody knows where."""

    uid = models.UUIDField(primary_key=True)
    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=150)
    summary = models.CharField(max_length=300)
    organisation = models.ForeignKey(Organisation, models.CASCADE, null=True, related_name="services")
    minimum_age = models.PositiveSmallIntegerField(null=True, db_index=True)
    maximum_age = models.PositiveSmallIntegerField(null=True, db_index=True)
    is_everywhere = models.BooleanField(default=False, db_index=True)
    regions = models.ManyToManyField(Region, related_name="services")
    types = models.ManyToManyField(Type, related_name="services")
    urgency = models.PositiveSmallIntegerField()
    breadth = models.PositiveIntegerField()

    class Meta:
        ordering = ["urgency", "breadth", "name", "uid"]
        indexes = [models.Index(fields=["urgency", "breadth", "name", "uid"], name="service_in_order")]

    def __str__(self) -> str:
        return self.name


class Channel(models.Model):
    service = models.ForeignKey(Service, models.CASCADE, related_name="channels")
    position = models.PositiveSmallIntegerField()
    kind = models.SlugField()
    value = models.CharField(max_length=500)
    uri = models.CharField(max_length=500, null=True)  # noqa: DJ001  (null: there is none)
    instructions = models.CharField(max_length=300, null=True)  # noqa: DJ001  (null: there are none)
    hours = models.CharField(max_length=500)
    free = models.SlugField()
    anonymous = models.SlugField()

    class Meta:
        ordering = ["position"]

    def __str__(self) -> str:
        return f"{self.kind}: {self.value}"
