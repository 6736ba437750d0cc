"""What was forgotten when something was added: each a system check that says what is missing and where it goes."""

from publishing.checks import apps, content, documents, words

__all__ = ["apps", "content", "documents", "words"]
