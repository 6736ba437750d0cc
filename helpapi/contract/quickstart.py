"""docs/quickstart.md for the documentation page, so that a server tells how to call it."""

from itertools import pairwise
from typing import Any

from django.conf import settings
from markdown_it.token import Token

from helpapi.contract import markdown

FILE = settings.BASE_DIR / "docs" / "quickstart.md"


def sections() -> list[dict[str, Any]]:
    """The page's sections: `title`, `id`, and `body` as HTML.

    Links to other files lead nowhere from a server, and only their words are shown.
    """
    tokens = markdown.parse(FILE.read_text(encoding="utf-8"))
    for token in tokens:
        token.children = [part for part in token.children or () if part.type not in ("link_open", "link_close")]
    starts = [number for number, token in enumerate(tokens) if token.type == "heading_open" and token.tag == "h2"]
    return [_section(tokens[start:end]) for start, end in pairwise([*starts, len(tokens)])]


def _section(tokens: list[Token]) -> dict[str, Any]:
    _, title, _, *body = tokens
    name = title.content.split()[0].lower()
    return {"title": title.content, "id": f"start-{name}", "body": markdown.blocks(body)}
