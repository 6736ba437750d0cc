"""What stands around signing in: the right host, the right address to lock out, and the end of a session."""

import time

from django.conf import settings
from django.contrib import admin
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import Http404, HttpRequest, HttpResponse
from django.http.request import split_domain_port
from django.shortcuts import render

from helpapi.running.requests import GetResponse, is_of_admin
from publishing import accounts
from publishing.api import network
from publishing.roles import person

SIGNED_IN_AT = "signed_in_at"


def only_on_its_host(get_response: GetResponse) -> GetResponse:
    """Middleware: where the admin has a host of its own, there is none on any other."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if settings.ADMIN_HOST and is_of_admin(request):
            if split_domain_port(request.get_host())[0] != settings.ADMIN_HOST.lower():
                raise Http404
        return get_response(request)

    return middleware


def client_address(request: HttpRequest) -> str | None:
    """The network address of whoever signs in; None where there is none."""
    return network.client_address(request.META)


def locked_out(request: HttpRequest, response: HttpResponse | None, credentials: object) -> HttpResponse:
    """What somebody reads who has given too many wrong passwords, whether or not there is such a user."""
    context = {**admin.site.each_context(request), "title": "Too many wrong passwords"}
    page = render(request, "admin/locked_out.html", context, status=429)
    page["Retry-After"] = str(int(settings.AXES_COOLOFF_TIME * 3600))
    page["Cache-Control"] = "no-store"
    return page


@receiver(user_logged_in, dispatch_uid="helpapi.signing_in.sign_in")
def remember_when(request: HttpRequest, **options: object) -> None:
    request.session[SIGNED_IN_AT] = int(time.time())


def is_over(request: HttpRequest) -> bool:
    """Whether the session has lasted its eight hours. Django's own limit begins anew with each change of a session."""
    began: int = request.session.get(SIGNED_IN_AT, 0)
    return time.time() - began > settings.SESSION_COOKIE_AGE


def has_password(request: HttpRequest) -> bool:
    """Whether this is an editor who has given the right password, within the last eight hours."""
    return request.user.is_active and request.user.is_staff and not is_over(request)


def is_in_force(request: HttpRequest) -> bool:
    """Whether the account of who is signed in is in force; looked up once a request, in which it is asked often."""
    if not hasattr(request, "account_is_in_force"):
        request.account_is_in_force = accounts.is_in_force(person(request))  # type: ignore[attr-defined]  # kept by us
    return bool(request.account_is_in_force)  # type: ignore[attr-defined]  # as above
