"""The second factor: six digits from an editor's phone, or one of ten recovery codes when the phone is lost.

Whoever has none yet sets it up at the first sign-in. Codes are checked one device at a time, each of which slows down
by itself after wrong ones (django-otp's throttling), and none can be used twice.
"""

import time
from base64 import b32encode
from io import BytesIO

import django_otp
from django.conf import settings
from django.contrib import admin
from django.contrib.auth import logout
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django_otp.middleware import is_verified
from django_otp.oath import TOTP
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice
from django_otp.util import random_hex
from qrcode.image.svg import SvgPathImage
from qrcode.main import make

from helpapi.signing_in.sign_in import has_password, is_in_force
from publishing import confirming
from publishing.roles import person

RECOVERY_CODES = 10
PENDING_KEY = "second_factor_key"
WRONG = "That code is wrong, too old, or has been used already. Try the next one."
SLOW_DOWN = "Too many wrong codes. Wait a minute, then try the next one."


@never_cache
@sensitive_post_parameters("code", "password")
def page(request: HttpRequest) -> HttpResponse:
    """After the password: asks for a code, or sets the second factor up where there is none."""
    if "leave" in request.POST:
        logout(request)
    if not has_password(request):
        return HttpResponseRedirect(_next(request))
    if is_verified(request.user) or not settings.SECOND_FACTOR:
        return HttpResponseRedirect(_next(request)) if is_in_force(request) else _page(request, "waiting", "Not yet")
    if TOTPDevice.objects.filter(user=request.user, confirmed=True).exists():
        return _ask(request)
    return _set_up(request)


def another_phone(request: HttpRequest) -> HttpResponse:
    """Sets the second factor up anew; the phone used until now serves until the new one has shown a right code.

    Without the password the account is out of force afterwards, as with new recovery codes.
    """
    return _set_up(request)


def renew_codes(request: HttpRequest) -> HttpResponse:
    """Makes ten new recovery codes, after which the old ones open nothing.

    Whoever does not know the password is out of force afterwards: they may have found a session open.
    """
    if request.method == "POST":
        with confirming.changing(person(request), person(request), renews=_knows_password(request)):
            codes = _new_codes(person(request))
        return _show_codes(request, codes)
    left = StaticToken.objects.filter(device__user=person(request)).count()
    return _page(request, "renew_codes", "Recovery codes", left=left)


def _ask(request: HttpRequest) -> HttpResponse:
    fault = ""
    if request.method == "POST":
        code = _typed(request)
        model = TOTPDevice if code.isdigit() else StaticDevice
        device = model.objects.filter(user=request.user, confirmed=True).first()
        with confirming.changing(person(request), person(request), renews=True):  # a recovery code is used up
            is_right = device and django_otp.verify_token(request.user, device.persistent_id, code)
        if device and is_right:
            _let_in(request, device)
            return HttpResponseRedirect(_next(request))
        fault = _why_not(device)
    return _page(request, "ask", "Second factor", fault=fault, next=_next(request))


def _set_up(request: HttpRequest) -> HttpResponse:
    """The key waits in the session, so that nobody else who knows the password gets to see it."""
    key = request.session.setdefault(PENDING_KEY, random_hex(20))
    fault, has_another = "", TOTPDevice.objects.filter(user=person(request)).exists()
    if request.method == "POST":
        renews = not has_another or _knows_password(request)
        with confirming.changing(person(request), person(request), renews=renews):
            device = _confirmed(request, key)
            codes = _new_codes(person(request)) if device else []
        if device:
            del request.session[PENDING_KEY]
            _let_in(request, device)
            return _show_codes(request, codes)
        fault = WRONG
    device = TOTPDevice(user=person(request), key=key)
    shown = b32encode(device.bin_key).decode()
    grouped = " ".join(shown[start : start + 4] for start in range(0, len(shown), 4))
    square = _square(device.config_url)
    return _page(
        request, "set_up", "Set up a second factor", fault=fault, key=grouped, square=square, next=_next(request),
        has_another=has_another,
    )  # fmt: skip


def _confirmed(request: HttpRequest, key: str) -> TOTPDevice | None:
    """The editor's only device from now on, if a code of this key was typed; None, too, if somebody was quicker."""
    user = person(request)
    held = TOTPDevice.objects.filter(user=user)
    if held.exists() and not is_verified(request.user):
        return None
    code, totp = _typed(request), TOTP(bytes.fromhex(key))
    totp.time = time.time()
    if not (code.isascii() and code.isdigit() and totp.verify(int(code), tolerance=1)):
        return None
    held.delete()
    device: TOTPDevice = TOTPDevice.objects.create(user=user, name="Authenticator app", key=key, last_t=totp.t())
    return device


def _knows_password(request: HttpRequest) -> bool:
    return person(request).check_password(request.POST.get("password", ""))


def _let_in(request: HttpRequest, device: django_otp.models.Device) -> None:
    """The session gets a new key, so that one that was known before the code was given opens nothing."""
    request.session.cycle_key()
    django_otp.login(request, device)


def _new_codes(user: User) -> list[str]:
    """The device stays, because a session that was opened with one of the old codes is open by it."""
    held = StaticDevice.objects.filter(user=user).first()
    device = held or StaticDevice.objects.create(user=user, name="Recovery codes")
    StaticToken.objects.filter(device__user=user).delete()
    codes = [StaticToken.random_token() for _ in range(RECOVERY_CODES)]
    StaticToken.objects.bulk_create(StaticToken(device=device, token=code) for code in codes)
    return codes


def _show_codes(request: HttpRequest, codes: list[str]) -> HttpResponse:
    shown = [f"{code[:4]} {code[4:]}" for code in codes]
    return _page(request, "codes", "Your recovery codes", codes=shown, next=_next(request))


def _typed(request: HttpRequest) -> str:
    """As people copy it: with spaces or hyphens, in capitals."""
    return "".join(request.POST.get("code", "").split()).replace("-", "").lower()[:20]


def _why_not(device: django_otp.models.Device | None) -> str:
    """The device as it was before the try: was it slowed down already?"""
    return SLOW_DOWN if device and not device.verify_is_allowed()[0] else WRONG


def _square(address: str) -> SafeString:
    """The QR code as an SVG element in the page: no image is fetched, and the policy of the page allows it."""
    image = make(address, image_factory=SvgPathImage, box_size=20)
    file = BytesIO()
    image.save(file)
    element = file.getvalue().decode().partition("?>")[2].strip()
    return mark_safe(element)  # noqa: S308  (squares, drawn by us)  # nosec B308 B703


def _next(request: HttpRequest) -> str:
    """Where the editor was going; only ever within the admin."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    is_ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if is_ours and wanted.startswith(reverse("admin:index")) else reverse("admin:index")


def _page(request: HttpRequest, name: str, title: str, **context: object) -> HttpResponse:
    site = admin.site
    known: dict[str, object] = {"site_header": site.site_header, "site_title": site.site_title, "title": title}
    known["is_demonstration"] = not settings.SECOND_FACTOR
    return render(request, f"admin/second_factor/{name}.html", {**known, **context})
