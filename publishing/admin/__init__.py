"""The editors' side of publishing. Content apps write their forms on top of `PublishableAdmin`."""

from publishing.admin import notices, record, submissions  # noqa: F401  (registers them)
from publishing.admin.base import PublishableAdmin

__all__ = ["PublishableAdmin"]
