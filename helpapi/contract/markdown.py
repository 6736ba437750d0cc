"""Markdown as HTML for our pages: CommonMark, and tables; HTML in it is shown as the text that it is."""

from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

_MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable("table")


def words(text: str) -> SafeString:
    """One paragraph, with no element around it."""
    return mark_safe(str(_MARKDOWN.renderInline(text)))  # noqa: S308  # nosec B308 B703


def parse(text: str) -> list[Token]:
    return _MARKDOWN.parse(text)


def blocks(tokens: list[Token]) -> SafeString:
    """Code can be long, and is scrolled with the keyboard too."""
    html: str = _MARKDOWN.renderer.render(tokens, _MARKDOWN.options, {})
    return mark_safe(html.replace("<pre>", '<pre tabindex="0">'))  # noqa: S308  # nosec B308 B703
