"""The OpenAPI document and the page to read it on, without a request to any other party."""

from functools import cache

import orjson
from django.http import HttpResponse
from django.template.loader import render_to_string
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import OpenApiYamlRenderer

from helpapi import reference
from publishing.api import caching
from publishing.api.views import PublicView
from publishing.emergency import EMERGENCY

MAX_AGE = 3600  # seconds


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
        return caching.page(request, as_json(), "application/json", MAX_AGE)


class OpenAPIYaml(PublicView):
    """The OpenAPI document as YAML."""

    schema = None

    def get(self, request) -> HttpResponse:
        return caching.page(request, as_yaml(), "application/yaml", MAX_AGE)


class Docs(PublicView):
    """The documentation page."""

    schema = None

    def get(self, request) -> HttpResponse:
        return caching.page(request, as_page().encode(), "text/html; charset=utf-8", MAX_AGE)
