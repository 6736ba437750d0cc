"""A request that can always be made, so that the strict gate and not the server answers a hostile one."""

from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpRequest, HttpResponse
from django.http.request import split_domain_port, validate_host

from publishing.api import parsers

GetResponse = Callable[[HttpRequest], HttpResponse]
Environ = dict[str, Any]
StartResponse = Callable[..., Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]
FIRST_IN_OURS = ("/admin", "/api", "/confirm", "/health", "/problems", "/static", "/.well-known")


class Request(WSGIRequest):
    """Django's own decodes the query while it is being made, by whatever charset the Content-Type names.

    A charset that is none, or a parameter that cannot be decoded, would then raise before any of our code has run.
    All that is read here is UTF-8, whatever is said. Nor is a method taken for another that is spelt in capitals.
    """

    def __init__(self, environ: dict[str, Any]):
        super().__init__(environ)
        self.method = environ["REQUEST_METHOD"]

    def get_host(self) -> str:
        """Also a name with an underscore, as Docker Compose and nginx give one to a service; for Django it is none."""
        host = str(self._get_raw_host())  # type: ignore[attr-defined]  # not in the stubs
        domain, _ = split_domain_port(host.replace("_", "-"))
        if "_" not in host or not domain:
            return super().get_host()
        if not validate_host(host.lower()[: len(domain)], settings.ALLOWED_HOSTS):
            raise DisallowedHost("Not among HELPAPI_HOSTS.")
        return host

    def _set_content_type_params(self, meta: dict[str, Any]) -> None:
        self.content_type, self.content_params = parsers.media_type(meta.get("CONTENT_TYPE", ""))


def beneath(prefix: str, application: Application) -> Application:
    """`application` for addresses from which a proxy may have taken `prefix`, the path of PUBLIC_URL, or may not.

    Where our own addresses begin as it does, the proxy has to take it: there an address could mean either.
    """

    def answer(environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        if f"{environ['PATH_INFO']}/".startswith(f"{prefix}/"):
            environ["PATH_INFO"] = environ["PATH_INFO"].removeprefix(prefix) or "/"
        return application(environ, start_response)

    is_apart = prefix and not f"{prefix}/".startswith(tuple(f"{ours}/" for ours in FIRST_IN_OURS))
    return answer if is_apart else application


def is_of_admin(request: HttpRequest) -> bool:
    """Whether it is for editors, who get Django's own pages and headers; where there is no admin, nothing is."""
    return is_admin_path(request.path_info)


def is_admin_path(path: str) -> bool:
    """Those of editors, and of the links by which they ask organisations (helpapi/confirm.py)."""
    return settings.SERVES_ADMIN and path.startswith(("/admin/", "/confirm/"))
