"""docs/quickstart.md for the documentation page, so that a server tells how to call it."""

import re
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

from helpapi.reference import words

FILE = settings.BASE_DIR / "docs" / "quickstart.md"


def sections() -> list[dict[str, Any]]:
    """The page's sections: `title`, `id`, and parts, of which each is `code`, `rules` or `words`.

    It knows what that page uses: paragraphs, numbered lists and fenced blocks. Links to other files lead nowhere from a
    server, and only their words are shown.
    """
    text = re.sub(r"\[([^\]]+)\]\([^)]+\)", r"\1", FILE.read_text(encoding="utf-8"))
    found = re.findall(r"^## ([^\n]+)\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)
    return [
        {"title": title, "id": f"start-{title.split()[0].lower()}", "parts": list(_parts(body))}
        for title, body in found
    ]


def _parts(body: str) -> Iterator[dict[str, Any]]:
    for number, piece in enumerate(re.split(r"^```\w+\n(.*?)^```$", body, flags=re.MULTILINE | re.DOTALL)):
        if number % 2:
            yield {"code": piece.rstrip()}
            continue
        for paragraph in re.split(r"\n\n+", piece.strip()):
            items = re.split(r"^\d\. ", paragraph, flags=re.MULTILINE)
            if len(items) > 1:
                yield {"rules": [_strong(item) for item in items[1:]]}
            elif paragraph:
                yield {"words": _strong(paragraph)}


def _strong(text: str) -> SafeString:
    return mark_safe(re.sub(r"\*\*([^*]+)\*\*", r"<strong>\1</strong>", words(text)))  # noqa: S308  # nosec B308 B703
