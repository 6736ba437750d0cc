"""What every answer carries, put on outermost so that errors carry it too."""

from zoneinfo import ZoneInfo

from django.utils import timezone

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
EDITORS_ZONE = ZoneInfo("Europe/London")


def headers(get_response):
    """Security headers on every answer."""

    def middleware(request):
        response = get_response(request)
        if request.path.startswith("/admin/"):
            # Without a referrer a browser sends "Origin: null", and Django takes no form from that.
            response.setdefault("Referrer-Policy", "same-origin")
        is_page = response.get("Content-Type", "").startswith("text/html")
        response.setdefault("Content-Security-Policy", PAGE_POLICY if is_page else CONTENT_POLICY)
        for name, value in SECURITY_HEADERS.items():
            response.setdefault(name, value)
        return response

    return middleware


def known_host(get_response):
    """400 for a host that is not ours. Health checks ask by address, and their answers name no host."""

    def middleware(request):
        if not request.path.startswith("/health/"):
            request.get_host()
        return get_response(request)

    return middleware


def admin_time_zone(get_response):
    """Editors read and write UK time; everything else speaks UTC."""

    def middleware(request):
        if not request.path.startswith("/admin/"):
            return get_response(request)
        with timezone.override(EDITORS_ZONE):
            return get_response(request)

    return middleware
