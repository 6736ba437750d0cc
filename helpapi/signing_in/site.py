"""The admin's front door: a password opens nothing but the page that asks for the second factor."""

from collections.abc import Callable
from functools import update_wrapper
from typing import Any, TypeVar
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import admin
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver, path, reverse
from django_otp.middleware import is_verified

from helpapi.signing_in import second_factor, unsaved
from helpapi.signing_in.sign_in import has_password, is_in_force
from publishing import agreement, confirming
from publishing.roles import person

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


class EditorsAdminSite(admin.AdminSite):
    """Only accounts in force get in.

    Every page asks `has_permission` first; so do the redirects, the catch-all and the JavaScript catalogue.
    """

    site_header = site_title = "helpapi for editors"

    def has_permission(self, request: HttpRequest) -> bool:
        is_known = has_password(request) and (not settings.SECOND_FACTOR or is_verified(request.user))
        return is_known and is_in_force(request)

    def admin_view(self, view: View, cacheable: bool = False) -> View:
        """A form that is sent after the session has ended is given back; Django would ask for the password only."""
        guarded = super().admin_view(view, cacheable)

        def kept(request: HttpRequest, *args: Any, **options: Any) -> HttpResponseBase:
            is_sent = request.method == "POST" and request.path != reverse("admin:logout")
            if is_sent and not has_password(request):
                return unsaved.signed_out(request)
            return guarded(request, *args, **options)

        return update_wrapper(kept, view)  # type: ignore[return-value]  # wrapped, it takes what the view takes

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        if request.user.is_authenticated and not self.has_permission(request):
            if has_password(request):
                query = urlencode({"next": request.GET["next"]}) if "next" in request.GET else ""
                return HttpResponseRedirect(reverse("admin:second_factor") + (f"?{query}" if query else ""))
            logout(request)  # a session that is over, or a user who is no editor
        return super().login(request, extra_context)

    def password_change(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        """Who signed in with the old password stays in force with the new one."""
        if request.method != "POST":
            return super().password_change(request, extra_context)
        with confirming.changing(person(request), person(request), renews=True):
            return super().password_change(request, extra_context)

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        said = {"is_demonstration": not settings.SECOND_FACTOR, "disagreement": self._disagreement(request)}
        return {**super().each_context(request), **said}

    def _disagreement(self, request: HttpRequest) -> str:
        """For whoever is signed in, on every page: why what is published now would reach nobody."""
        return agreement.disagreement() if self.has_permission(request) else ""

    def get_urls(self) -> list[URLResolver | URLPattern]:
        own = [
            path("second-factor/", second_factor.page, name="second_factor"),
            path("recovery-codes/", self.admin_view(second_factor.renew_codes), name="recovery_codes"),
            path("another-phone/", self.admin_view(second_factor.another_phone), name="another_phone"),
        ]
        return [*own, *super().get_urls()]
