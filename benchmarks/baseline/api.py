"""Serializers, filters and the view set, and how they are found."""

import django_filters
from django.db.models import Q, QuerySet
from rest_framework import pagination, routers, serializers, viewsets

from benchmarks.baseline.models import Channel, Organisation, Region, Service, Type


class OrganisationSerializer(serializers.ModelSerializer):
    class Meta:
        model = Organisation
        fields = ["uid", "slug", "name"]


class RegionSerializer(serializers.ModelSerializer):
    class Meta:
        model = Region
        fields = ["code", "slug", "name"]


class TypeSerializer(serializers.ModelSerializer):
    class Meta:
        model = Type
        fields = ["code", "label"]


class ChannelSerializer(serializers.ModelSerializer):
    class Meta:
        model = Channel
        fields = ["kind", "value", "uri", "instructions", "hours", "free", "anonymous"]


class ServiceSerializer(serializers.ModelSerializer):
    organisation = OrganisationSerializer()
    regions = RegionSerializer(many=True)
    types = TypeSerializer(many=True)
    channels = ChannelSerializer(many=True)

    class Meta:
        model = Service
        fields = [
            *("uid", "slug", "name", "summary", "organisation", "minimum_age", "maximum_age", "is_everywhere"),
            *("regions", "types", "channels", "urgency"),
        ]


class ServiceFilter(django_filters.FilterSet):
    age = django_filters.NumberFilter(method="for_age")
    region = django_filters.CharFilter(method="in_region")
    type = django_filters.CharFilter(field_name="types")

    class Meta:
        model = Service
        fields = ["age", "region", "type"]

    def for_age(self, services: QuerySet[Service], name: str, age: int) -> QuerySet[Service]:
        old_enough = Q(minimum_age=None) | Q(minimum_age__lte=age)
        return services.filter(old_enough, Q(maximum_age=None) | Q(maximum_age__gte=age))

    def in_region(self, services: QuerySet[Service], name: str, slug: str) -> QuerySet[Service]:
        here = Region.objects.filter(covers__slug=slug)
        return services.filter(Q(regions__in=here) | Q(is_everywhere=True)).distinct()


class Pages(pagination.PageNumberPagination):
    page_size = 50
    page_size_query_param = "page_size"
    max_page_size = 100


class ServiceViewSet(viewsets.ModelViewSet):
    queryset = Service.objects.select_related("organisation").prefetch_related("regions", "types", "channels")
    serializer_class = ServiceSerializer
    filterset_class = ServiceFilter
    pagination_class = Pages
    lookup_field = "slug"


router = routers.SimpleRouter(trailing_slash=False)
router.register("services", ServiceViewSet)
