"""Every address of the house, found by walking its resolver, with names filled in for what varies."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from helpapi.contract.docs import GUIDES, Guide
from helpapi.problems import TYPES
from publishing.api.code_lists import CodeListItem
from publishing.api.views import ShelfItemView
from publishing.codes import lists
from publishing.registry import kinds
from services.api.reference import RegionItem

CASES = ["age=15", "age=15&region=england", "age=40&page_size=1", "channel=phone", "lang=en", "no-such=1", "age=old"]


def patterns(resolver: URLResolver | None = None, path: str = "", is_admin: bool = False) -> Iterator[tuple]:
    """The path as it is declared, the view, and whether it belongs to the admin, for each address."""
    for pattern in (resolver or get_resolver()).url_patterns:
        here = f"{path}{pattern.pattern}"
        if isinstance(pattern, URLResolver):
            yield from patterns(pattern, here, is_admin or pattern.app_name == "admin")
        else:
            assert isinstance(pattern, URLPattern)
            yield here, pattern.callback, is_admin


def public() -> Iterator[tuple]:
    """Those outside the admin and of no secret link; what only takes a slash off an address has no view of its own."""
    for path, view, is_admin in patterns():
        if not is_admin and not path.startswith(("^", "confirm/")):
            yield path, view.view_class


def of_admin(keys: Mapping[str, Any] | None = None) -> Iterator[str]:
    """Every address of the admin; what it names is that of `keys` by `app/model`, else something that may not exist."""
    for path, _, is_admin in patterns():
        if is_admin:
            path = re.sub(r"^admin/\^?\(\?P<(app_label|url)>.*", "admin/services/", path)
            key = str((keys or {}).get("/".join(path.split("/")[1:3]), 1))
            yield "/" + re.sub("<[^>]+>", "1", path.replace("<path:object_id>", key).replace("<id>", key))


def filled_in() -> Iterator[str]:
    """Every public address as somebody may ask for it, with good questions and bad ones."""
    for path, view in public():
        names = _names(view) if hasattr(view, "get") else ()  # what is only told something is asked nothing
        for name in names:
            address = f"/{path.replace('<str:name>', name).replace('<slug:code>', name)}"
            yield address
            yield from (f"{address}?{case}" for case in CASES if name == names[0])


def _names(view) -> list[str]:
    if issubclass(view, ShelfItemView):
        rows = kinds()[view.kind].model._base_manager.values_list("slug", "uid")
        return ["no-such-thing", *(str(name) for row in rows for name in row)]
    if view is RegionItem:
        return ["england", "nowhere"]
    if view is CodeListItem:
        return [*lists(), "no-such-list"]
    if view is Guide:
        return [*GUIDES, "no-such-guide"]
    return list(TYPES) if view.__name__ == "ProblemPage" else [""]
