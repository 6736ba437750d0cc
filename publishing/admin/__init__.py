"""The editors' side of publishing. Content apps write their forms on top of `PublishableAdmin`."""

from publishing.admin import accounts, acts, notices, record, reviews, submissions, translations  # noqa: F401  (registers them)
from publishing.admin.base import PublishableAdmin
from publishing.admin.code_filter import CodesFilter
from publishing.admin.parts import PartInline

__all__ = ["CodesFilter", "PartInline", "PublishableAdmin"]
