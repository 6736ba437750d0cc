"""The OpenAPI document and the page to read it on, without a request to any other party."""

from functools import cache

import orjson
from django.http import HttpResponse, HttpResponsePermanentRedirect
from django.template.loader import render_to_string
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import OpenApiYamlRenderer

from helpapi import reference
from publishing.api.views import PublicView, link
from publishing.emergency import EMERGENCY


@cache
def document() -> dict:
    return SchemaGenerator().get_schema(request=None, public=True)


@cache
def as_json() -> bytes:
    return orjson.dumps(document())


@cache
def as_yaml() -> bytes:
    """The very bytes that `manage.py spectacular` writes."""
    return OpenApiYamlRenderer().render(document())


@cache
def as_page() -> str:
    parts = {"groups": reference.groups(document()), "objects": reference.objects(document())}
    return render_to_string("docs.html", {"document": document(), "emergency": EMERGENCY, **parts})


class OpenAPIJson(PublicView):
    """The OpenAPI document as JSON."""

    schema = None

    def get(self, request) -> HttpResponse:
        return _cached(HttpResponse(as_json(), content_type="application/json"))


class OpenAPIYaml(PublicView):
    """The OpenAPI document as YAML."""

    schema = None

    def get(self, request) -> HttpResponse:
        return _cached(HttpResponse(as_yaml(), content_type="application/yaml"))


class Docs(PublicView):
    """The documentation page."""

    schema = None

    def get(self, request) -> HttpResponse:
        return _cached(HttpResponse(as_page()))


class PermanentRedirect(HttpResponsePermanentRedirect):
    status_code = 308


def without_slash(request, address: str) -> HttpResponse:
    query = request.META.get("QUERY_STRING", "")
    return PermanentRedirect(link(f"/{address}") + (f"?{query}" if query else ""))


def _cached(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "public, max-age=3600"
    return response
