"""A JSON body, read strictly and within bounds."""

import json

from rest_framework.exceptions import APIException
from rest_framework.parsers import BaseParser

from publishing.api.errors import BadQuestion, Fault

LARGEST_BODY = 10_000


class TooLarge(APIException):
    status_code = 413
    default_code = "too-large"
    default_detail = f"The body is larger than {LARGEST_BODY} bytes."


class StrictJSONParser(BaseParser):
    """One JSON object: UTF-8, no member twice, no NaN, at most `LARGEST_BODY` bytes."""

    media_type = "application/json"

    def parse(self, stream, media_type=None, parser_context=None):
        raw = stream.read(LARGEST_BODY + 1)
        if len(raw) > LARGEST_BODY:
            raise TooLarge()
        try:
            return json.loads(raw.decode("utf-8"), object_pairs_hook=_once_each, parse_constant=_refuse)
        except (ValueError, RecursionError):
            raise BadQuestion([Fault(None, "not-json", "The body is not one well-formed JSON object.")]) from None


def _once_each(pairs: list) -> dict:
    if len({name for name, _ in pairs}) != len(pairs):
        raise ValueError("a member is given twice")
    return dict(pairs)


def _refuse(constant: str):
    raise ValueError(f"{constant} is not JSON")
