"""Every address there is, found by walking the resolver, so that a new one is covered unasked."""

from django.contrib import admin
from django.urls import URLPattern, get_resolver

from publishing.models import Publication

PAGE = {"service": "/api/v1/services", "organisation": "/api/v1/organisations", "topic": "/api/v1/advice"}


def public_addresses() -> list[str]:
    """Every public address: those without a part to fill in, and an item's for each publication."""
    plain = [
        f"/{pattern.pattern}"
        for pattern in get_resolver().url_patterns
        if isinstance(pattern, URLPattern) and "<" not in str(pattern.pattern)
    ]
    named = ["/api/v1/regions/scotland", "/api/v1/codes/service-types", "/problems/not-found"]
    live = Publication.objects.filter(state=Publication.LIVE, kind__in=PAGE)
    items = [
        f"{PAGE[kind]}/{name}" for kind, slug, uid in live.values_list("kind", "slug", "uid") for name in (slug, uid)
    ]
    unset = ("/.well-known/security.txt",)
    return [address for address in [*plain, *named, *items] if address not in unset]


def admin_addresses() -> list[str]:
    """Every address of the admin: its lists, and each page of the first item of every kind."""
    found = ["/admin/"]
    for model, model_admin in admin.site._registry.items():
        first = model._default_manager.first()
        for pattern in model_admin.urls:
            if isinstance(pattern, URLPattern):
                found += _filled(f"/admin/{model._meta.app_label}/{model._meta.model_name}/{pattern.pattern}", first)
    return found


def _filled(address: str, first) -> list[str]:
    if "<" in address and first is None:
        return []
    for part in ("<path:object_id>", "<uuid:uid>", "<path:uid>", "<str:uid>"):
        address = address.replace(part, str(first.pk) if first else "")
    address = address.replace("<int:version>", "1")
    return [address] if "<" not in address and "(" not in address else []
