"""`/.well-known/security.txt` (RFC 9116): where to report a weakness of this installation."""

from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from rest_framework.exceptions import NotFound

from publishing.api.views import PublicView, link
from publishing.languages import say

GOOD_FOR = timedelta(days=180)  # the RFC recommends less than a year


class SecurityText(PublicView):
    """Who to tell; 404 while SECURITY_CONTACT is not set."""

    schema = None
    is_page = True

    def get(self, request: HttpRequest) -> HttpResponse:
        if not settings.SECURITY_CONTACT:
            raise NotFound(say("Nobody is named here who could be told."))
        expires = datetime.combine(datetime.now(UTC).date() + GOOD_FOR, datetime.min.time(), UTC)
        lines = {
            "Contact": settings.SECURITY_CONTACT,
            "Expires": expires.isoformat().replace("+00:00", "Z"),
            "Preferred-Languages": "en",
            "Canonical": link("/.well-known/security.txt"),
        }
        text = "".join(f"{name}: {value}\n" for name, value in lines.items())
        response = HttpResponse(text, content_type="text/plain; charset=utf-8")
        response["Cache-Control"] = "public, max-age=86400"
        return response
