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
EDITORS_ZONE = ZoneInfo("Europe/London")


def headers(get_response):
    """Security headers on every answer."""

    def middleware(request):
        response = get_response(request)
        if request.path.startswith("/admin/"):
            # Without a referrer a browser sends "Origin: null", and Django takes no form from that.
            response.setdefault("Referrer-Policy", "same-origin")
        for name, value in SECURITY_HEADERS.items():
            response.setdefault(name, value)
        return response

    return middleware


def admin_time_zone(get_response):
    """Editors read and write UK time; everything else speaks UTC."""

    def middleware(request):
        if not request.path.startswith("/admin/"):
            return get_response(request)
        with timezone.override(EDITORS_ZONE):
            return get_response(request)

    return middleware
