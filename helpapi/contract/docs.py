"""The OpenAPI document, the page to read it on, and the guides, without a request to any other party.

What makes them is imported when it is first asked for them: most processes never are, and it is large.
"""

from functools import cache

import orjson
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from rest_framework.exceptions import NotFound

from publishing.api import caching
from publishing.api.views import PublicView
from publishing.emergency import EMERGENCY
from publishing.languages import ENGLISH, say, speaking

MAX_AGE = 3600  # seconds
FOLDER = settings.BASE_DIR / "docs"
# What partners are promised and asked for; served as the text it is, so that links between them hold.
GUIDES = {
    "partners.md": "Showing an answer responsibly; headers, caching, errors",
    "keep-a-copy.md": "Holding everything on the device, and dropping a wrong number within a minute",
    "trust.md": "What proves a copy, and which root to pin",
    "webhooks.md": "Being told of each edition, and knowing that it was us",
    "matching.md": "How services are chosen",
    "versioning.md": "How the contract changes, and how it does not",
    "privacy.md": "What is kept of a question: nothing",
    "quickstart.md": "These quick starts as one file",
}


@cache
def document() -> dict[str, object]:
    from drf_spectacular.generators import SchemaGenerator

    with speaking(ENGLISH):  # whoever asks first
        found: dict[str, object] = SchemaGenerator().get_schema(request=None, public=True)
    return found


@cache
def as_json() -> bytes:
    return orjson.dumps(document())


@cache
def as_yaml() -> bytes:
    """The very bytes that `manage.py spectacular` writes."""
    from drf_spectacular.renderers import OpenApiYamlRenderer

    return bytes(OpenApiYamlRenderer().render(document()))


@cache
def as_page() -> str:
    from helpapi.contract import quickstart, reference

    with speaking(ENGLISH):
        parts = {"groups": reference.groups(document()), "objects": reference.objects(document())}
    start = {
        "start": quickstart.sections(),
        "address": settings.PUBLIC_URL,
        "prefix": settings.PREFIX,
        "guides": GUIDES,
    }
    with speaking(ENGLISH):
        return render_to_string("docs.html", {"document": document(), "emergency": EMERGENCY, **start, **parts})


class OpenAPIJson(PublicView):
    """The OpenAPI document as JSON."""

    schema = None
    is_page = True

    def get(self, request: HttpRequest) -> HttpResponse:
        return caching.page(request, as_json(), "application/json", MAX_AGE)


class OpenAPIYaml(PublicView):
    """The OpenAPI document as YAML."""

    schema = None
    is_page = True

    def get(self, request: HttpRequest) -> HttpResponse:
        return caching.page(request, as_yaml(), "application/yaml", MAX_AGE)


class Docs(PublicView):
    """The documentation page."""

    schema = None
    is_page = True

    def get(self, request: HttpRequest) -> HttpResponse:
        return caching.page(request, as_page().encode(), "text/html; charset=utf-8", MAX_AGE)


class Guide(PublicView):
    """One of the guides."""

    schema = None
    is_page = True

    def get(self, request: HttpRequest, name: str) -> HttpResponse:
        if name not in GUIDES:
            raise NotFound(say("There is no such guide."))
        return caching.page(request, (FOLDER / name).read_bytes(), "text/plain; charset=utf-8", MAX_AGE)
