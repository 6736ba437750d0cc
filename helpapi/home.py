"""Where everything is: the root of the API, and the page a browser finds at `/`."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from rest_framework import serializers

from publishing import keeper
from publishing.api.views import EditionView, PageView, link
from publishing.edition import Edition
from publishing.languages import say
from publishing.registry import kinds
from publishing.serializers import Members
from services.places.regions import ATTRIBUTION


def places() -> dict[str, tuple[str, str]]:
    """Where to go on to, by name: the path, and what is there."""
    found = [kind.address for kind in kinds().values() if kind.address]
    return {
        "help": ("/api/v1/help", "The one call: what to do and who can help."),
        **{address.path: (f"/api/v1/{address.path}", address.about) for address in found},
        "regions": ("/api/v1/regions", "Places."),
        "codes": ("/api/v1/codes", "What the codes mean."),
        "bundle": ("/api/v1/bundle", "Where to get everything at once, to keep a copy."),
        "changes": ("/api/v1/changes", "What has changed since an edition."),
        "recalls": ("/api/v1/recalls", "What must no longer be used, wherever an app has it from."),
        "openapi": ("/api/v1/openapi.json", "The OpenAPI document."),
        "docs": ("/api/docs", "The same, to read and try out."),
    }


class LinksSerializer(Members):
    """Addresses to go on to."""

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        return {name: serializers.URLField(help_text=words) for name, (_, words) in places().items()}


class RootSerializer(Members):
    """What this is, and where everything is."""

    title = serializers.CharField(help_text="Its name.")
    description = serializers.CharField(help_text="What it is for.")
    edition = serializers.IntegerField(help_text="The number of the edition that is being served.", min_value=0)
    published_at = serializers.DateTimeField(
        allow_null=True,
        help_text="When this edition was made (UTC): the last time that anything was published or withdrawn. The "
        "edition is as old as that. null: nothing has been published.",
    )
    links = LinksSerializer(help_text="Where to go on.")
    attribution = serializers.CharField(help_text="What must be shown where places from here are shown.")


class Root(EditionView):
    """Find where everything is

    The answer has the addresses of the API, the edition that is being served with when it was published, and the
    notices in force.
    """

    noun, noun_plural, tag = "Root", "Root", "reference"
    serializer_class = RootSerializer

    def answer(self, edition: Edition, **path: str) -> dict[str, Any]:
        return {
            "title": "helpapi",
            "description": say("What to do now and who can help, for people blackmailed with intimate images."),
            "edition": edition.number,
            "published_at": edition.published_at,
            "links": {name: link(path) for name, (path, _) in places().items()},
            "attribution": ATTRIBUTION,
        }


class Home(PageView):
    """The page at `/`."""

    max_age = 60

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.page(request, "home.html", {"edition": keeper.current(), "attribution": ATTRIBUTION})
