"""The addresses of the kinds of content: a list and an item each, by their own views or by the plain ones."""

from collections.abc import Iterator

from django.views import View

from publishing.api.views import ShelfItemView, ShelfListView
from publishing.registry import Address, Kind, kinds

PLAIN_TAG = "reference"


def of_kinds() -> Iterator[tuple[str, type[View]]]:
    for kind in kinds().values():
        if kind.address:
            listed, item = kind.address.views or _plain(kind, kind.address)
            yield kind.address.path, listed
            yield f"{kind.address.path}/<str:name>", item


def _plain(kind: Kind, address: Address) -> tuple[type[View], type[View]]:
    """The documents as they are, in the order of the kind, described by what the kind says of itself."""
    said = {"kind": kind.name, "tag": PLAIN_TAG, "serializer_class": kind.serializer}
    said |= {"noun": _noun(kind.name), "noun_plural": _noun(kind.plural)}
    of_list, of_item = f"List {kind.plural}\n\n{address.about}", f"Get one {kind.name}\n\nBy its slug or uid."
    return (
        type(f"{said['noun']}List", (ShelfListView,), {**said, "__doc__": of_list}),
        type(f"{said['noun']}Item", (ShelfItemView,), {**said, "__doc__": of_item}),
    )


def _noun(name: str) -> str:
    return name.title().replace(" ", "")
