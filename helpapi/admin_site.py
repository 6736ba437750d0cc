"""The admin's front door: a password opens nothing but the page that asks for the second factor."""

from collections.abc import Callable
from functools import update_wrapper
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import admin
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse

from helpapi import second_factor, unsaved
from helpapi.sign_in import has_password


class EditorsAdminSite(admin.AdminSite):
    """Every page asks `has_permission` first; so do the redirects, the catch-all and the JavaScript catalogue."""

    site_header = site_title = "helpapi for editors"

    def has_permission(self, request: HttpRequest) -> bool:
        return has_password(request) and (not settings.SECOND_FACTOR or request.user.is_verified())

    def admin_view(self, view: Callable, cacheable: bool = False) -> Callable:
        """A form that is sent after the session has ended is given back; Django would ask for the password only."""
        guarded = super().admin_view(view, cacheable)

        def kept(request: HttpRequest, *args, **options) -> HttpResponse:
            is_sent = request.method == "POST" and request.path != reverse("admin:logout")
            if is_sent and not has_password(request):
                return unsaved.signed_out(request)
            return guarded(request, *args, **options)

        return update_wrapper(kept, view)

    def login(self, request: HttpRequest, extra_context=None) -> HttpResponse:
        if request.user.is_authenticated and not self.has_permission(request):
            if has_password(request):
                query = urlencode({"next": request.GET["next"]}) if "next" in request.GET else ""
                return HttpResponseRedirect(reverse("admin:second_factor") + (f"?{query}" if query else ""))
            logout(request)  # a session that is over, or a user who is no editor
        return super().login(request, extra_context)

    def each_context(self, request: HttpRequest) -> dict:
        return {**super().each_context(request), "is_demonstration": not settings.SECOND_FACTOR}

    def get_urls(self) -> list:
        own = [
            path("second-factor/", second_factor.page, name="second_factor"),
            path("recovery-codes/", self.admin_view(second_factor.renew_codes), name="recovery_codes"),
            path("another-phone/", self.admin_view(second_factor.another_phone), name="another_phone"),
        ]
        return [*own, *super().get_urls()]
