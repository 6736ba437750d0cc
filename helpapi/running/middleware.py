"""What every answer carries, put on outermost so that errors carry it too."""

from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from whitenoise.middleware import WhiteNoiseMiddleware
from whitenoise.responders import StaticFile

from helpapi.problems import CONTENT_TYPE, RETRY, problem
from helpapi.running.requests import GetResponse, is_of_admin
from helpapi.running.turns import CROWDED
from publishing import languages
from publishing.api import caching, negotiation, preflight
from publishing.dates import EDITORS_ZONE

SECURITY_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Strict-Transport-Security": "max-age=63072000; includeSubDomains",
}
# No script, style or form of another party's, none written into a page, and nothing at all in what is not a page.
PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'"
)
CONTENT_POLICY = "default-src 'none'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
# Without a referrer a browser sends "Origin: null", and Django takes no form from that.
ADMIN_HEADERS = {**SECURITY_HEADERS, "Referrer-Policy": "same-origin"}
# Any page may read what is public, without credentials; what does not say how long it keeps is not kept.
PUBLIC_HEADERS = {
    **SECURITY_HEADERS,
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "Edition, ETag, Retry-After, X-Request-Id, Deprecation, Sunset, Link",
    "Vary": "Accept-Encoding",
    "Cache-Control": "no-store",
}
DATA_HEADERS = {**PUBLIC_HEADERS, "Content-Security-Policy": CONTENT_POLICY}  # of whatever is not a page
LONGEST_ADDRESS = 4096  # characters
LONGEST_SPELT = 12  # characters that one of a path may have been sent as: four bytes, each percent-encoded


def headers(get_response: GetResponse) -> GetResponse:
    """The headers of every answer, and to HEAD those of GET without the body. A view that will end says so in each."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        view = request.resolver_match and getattr(request.resolver_match.func, "view_class", None)
        deprecated = getattr(view, "deprecated", None)
        added = ADMIN_HEADERS if is_of_admin(request) else PUBLIC_HEADERS
        for name, value in {**added, **(deprecated.headers() if deprecated else {})}.items():
            response.setdefault(name, value)
        is_page = response.get("Content-Type", "").startswith("text/html")
        response.setdefault("Content-Security-Policy", PAGE_POLICY if is_page else CONTENT_POLICY)
        if not response.streaming and response.status_code not in (204, 304):
            response["Content-Length"] = str(len(response.content))
            if request.method == "HEAD":
                response.content = b""
        return response

    return middleware


def in_their_language(get_response: GetResponse) -> GetResponse:
    """What is public is said in the language asked for, errors that no view has seen among it; a problem says so.

    A view that answers asks the same (publishing/api/views.py).
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        if is_of_admin(request):
            return get_response(request)
        query = request.META.get("QUERY_STRING", "")
        with languages.speaking(negotiation.language(query, request.META.get("HTTP_ACCEPT_LANGUAGE", ""))):
            response = get_response(request)
        if response.get("Content-Type") == CONTENT_TYPE:
            response.setdefault("Vary", negotiation.varies(query))
        return response

    return middleware


def no_cookies(get_response: GetResponse) -> GetResponse:
    """What is public reads no cookie, so that the sessions and the forms of editors stay at their own addresses.

    Whatever a browser sends along, even an editor's session, an answer is the same for anybody, and so caches keep it.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        if not is_of_admin(request):
            request.META.pop("HTTP_COOKIE", None)
        return get_response(request)

    return middleware


def doorstep(get_response: GetResponse) -> GetResponse:
    """414 for an address that is too long, 503 where too many bodies wait to be read, 400 for a host that is not ours.

    All of that before anything asks where the address leads. What load balancers ask, they ask by address or without a
    host: health, the home page, and OPTIONS. Those answers name no host.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        if (
            is_long(request.path, request.META.get("QUERY_STRING", ""))
            and len(request.get_full_path()) > LONGEST_ADDRESS
        ):
            return problem("too-long")
        if CROWDED in request.META:
            return problem("crowded", headers=RETRY)
        if request.path_info == "*" and request.method == "OPTIONS":  # of the server as a whole (RFC 9110)
            return preflight.allowing(request, preflight.READ_ONLY)
        is_of_probes = request.path_info == "/" or (request.method == "OPTIONS" and not is_of_admin(request))
        if not (is_of_probes or "*" in settings.ALLOWED_HOSTS or request.path_info.startswith("/health/")):
            request.get_host()
        return get_response(request)

    return middleware


def is_long(path: str, query: str) -> bool:
    """Whether an address may be too long. It is counted exactly only then, because the path has been decoded."""
    return len(query) + LONGEST_SPELT * len(path) > LONGEST_ADDRESS


def preflights(get_response: GetResponse) -> GetResponse:
    """What a browser asks beforehand is answered wherever it leads, so that a page can read what is said there."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if (
            request.method != "OPTIONS"
            or not preflight.is_one(request)
            or response.status_code == HTTPStatus.NO_CONTENT
            or is_of_admin(request)
        ):
            return response
        return preflight.allowing(request, preflight.READ_ONLY)

    return middleware


class StaticFiles(WhiteNoiseMiddleware):
    """Files whole: a part of one is worth nothing here, and what cannot be done with them is told as anywhere."""

    @staticmethod
    def serve(static_file: StaticFile, request: HttpRequest) -> HttpResponse:  # type: ignore[override]  # as for Django
        if request.method not in ("GET", "HEAD"):
            return problem("not-allowed", headers={"Allow": "GET, HEAD"})
        request.META.pop("HTTP_RANGE", None)
        if caching.held(request, static_file.etag):  # WhiteNoise knows one tag in one spelling
            request.META["HTTP_IF_NONE_MATCH"] = static_file.etag
        response: HttpResponse = WhiteNoiseMiddleware.serve(static_file, request)
        return response


def admin_time_zone(get_response: GetResponse) -> GetResponse:
    """Editors read and write UK time; everything else speaks UTC."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if not is_of_admin(request):
            return get_response(request)
        with timezone.override(EDITORS_ZONE):
            return get_response(request)

    return middleware
