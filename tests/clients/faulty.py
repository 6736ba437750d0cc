"""The real application with one fault put in: whoever lists places meets it."""

from helpapi.wsgi import application
from services.api.reference import RegionList

__all__ = ["application"]


def fail(view, edition, **path):
    raise RuntimeError("put in by a test")


RegionList.answer_from = fail
