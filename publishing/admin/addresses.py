"""Where an item is edited, from what a submission or a line of the record says of it."""

from uuid import UUID

from django.urls import NoReverseMatch, reverse

from publishing.registry import kinds


def form_of(kind: str, uid: UUID) -> str:
    """The address of the item's form; empty for a kind that has none."""
    return page_of(kind, "change", uid)


def list_of(kind: str) -> str:
    """The address of the list of a kind; empty where there is none."""
    return page_of(kind, "changelist")


def page_of(kind: str, page: str, *of: UUID | int) -> str:
    """The address of a page of a kind, or of one of its items; empty where there is none."""
    if kind not in kinds():
        return ""
    options = kinds()[kind].model._meta
    try:
        return reverse(f"admin:{options.app_label}_{options.model_name}_{page}", args=of)
    except NoReverseMatch:
        return ""
