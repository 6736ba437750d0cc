"""Where everything is: the root of the API, and the page a browser finds at `/`."""

from typing import Any

from django.template.loader import render_to_string
from rest_framework import serializers

from publishing import keeper
from publishing.api import caching
from publishing.api.filters import ItemFilters
from publishing.api.views import EditionView, PublicView, link
from publishing.edition import Edition
from publishing.emergency import EMERGENCY
from services.regions import ATTRIBUTION


class LinksSerializer(serializers.Serializer):
    """Addresses to go on to."""

    help = serializers.URLField(help_text="The one call: what to do and who can help.")
    services = serializers.URLField(help_text="Who can help.")
    organisations = serializers.URLField(help_text="Who runs the services.")
    advice = serializers.URLField(help_text="What to do.")
    regions = serializers.URLField(help_text="Places.")
    codes = serializers.URLField(help_text="What the codes mean.")
    openapi = serializers.URLField(help_text="The OpenAPI document.")
    docs = serializers.URLField(help_text="The same, to read and try out.")


class RootSerializer(serializers.Serializer):
    """What this is, and where everything is."""

    title = serializers.CharField(help_text="Its name.")
    description = serializers.CharField(help_text="What it is for.")
    published_at = serializers.DateTimeField(
        allow_null=True,
        help_text="When this edition was made (UTC): the last time that anything was published or withdrawn. The "
        "edition is as old as that. null: nothing has been published.",
    )
    links = LinksSerializer(help_text="Where to go on.")
    attribution = serializers.CharField(help_text="What must be shown where places from here are shown.")


class Root(EditionView):
    """Where everything is

    The addresses of the API, the edition that is being served with when it was published, and the notices in force.
    """

    noun, noun_plural, tag = "Root", "Root", "reference"
    filterset_class = ItemFilters
    serializer_class = RootSerializer

    def answer(self, edition: Edition, **path: str) -> dict[str, Any]:
        return {
            "title": "helpapi",
            "description": "What to do now and who can help, for people blackmailed with intimate images.",
            "published_at": edition.published_at,
            "links": {
                "help": link("/api/v1/help"),
                "services": link("/api/v1/services"),
                "organisations": link("/api/v1/organisations"),
                "advice": link("/api/v1/advice"),
                "regions": link("/api/v1/regions"),
                "codes": link("/api/v1/codes"),
                "openapi": link("/api/v1/openapi.json"),
                "docs": link("/api/docs"),
            },
            "attribution": ATTRIBUTION,
        }


class Home(PublicView):
    """The page at `/`."""

    schema = None

    def get(self, request):
        shown = {"edition": keeper.current(), "attribution": ATTRIBUTION, "emergency": EMERGENCY}
        return caching.page(request, render_to_string("home.html", shown).encode(), "text/html; charset=utf-8", 60)
