"""A request that can always be made, so that the strict gate and not the server answers a hostile one."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpRequest, HttpResponse
from django.utils.http import parse_header_parameters

GetResponse = Callable[[HttpRequest], HttpResponse]


class Request(WSGIRequest):
    """Django's own decodes the query while it is being made, by whatever charset the Content-Type names.

    A charset that is none, or a parameter that cannot be decoded, would then raise before any of our code has run.
    All that is read here is UTF-8, whatever is said. Nor is a method taken for another that is spelt in capitals.
    """

    def __init__(self, environ: dict[str, Any]):
        super().__init__(environ)
        self.method = environ["REQUEST_METHOD"]

    def _set_content_type_params(self, meta: dict[str, Any]) -> None:
        try:
            self.content_type, self.content_params = parse_header_parameters(meta.get("CONTENT_TYPE", ""))
        except (LookupError, ValueError):
            self.content_type, self.content_params = "", {}


def is_of_admin(request: HttpRequest) -> bool:
    """Whether it is for editors, who get Django's own pages and headers; where there is no admin, nothing is."""
    return is_admin_path(request.path)


def is_admin_path(path: str) -> bool:
    """Those of editors, and of the links by which they ask organisations (helpapi/confirm.py)."""
    return settings.SERVES_ADMIN and path.startswith(("/admin/", "/confirm/"))
