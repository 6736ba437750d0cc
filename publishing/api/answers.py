"""What a view is asked and what it answers, as plain parts. Django's request and response are made only where needed:
to make them and take them apart again costs more than most answers do.
"""

from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any, Protocol

from django.http import HttpResponse


class Asking(Protocol):
    """What is read of a request, whoever made it. `META`: the WSGI environment."""

    method: str | None
    path_info: str
    META: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Answer:
    """A good answer, or 304. Headers that every answer carries are added to it (helpapi/running/middleware.py)."""

    status: HTTPStatus
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""

    def response(self) -> HttpResponse:
        response = HttpResponse(self.body, status=self.status, headers=self.headers)
        if "Content-Type" not in self.headers:
            del response["Content-Type"]
        return response
