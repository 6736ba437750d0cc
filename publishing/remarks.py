"""What a person should look at twice before it becomes public. Apps tell it; it holds nothing up."""

from collections.abc import Callable, Mapping
from typing import Any

Teller = Callable[[Mapping[str, Any]], list[str]]
_tellers: list[Teller] = []


def also_ask(teller: Teller) -> None:
    """Ask `teller` too of every public document that is to be: what is odd in it, each in words."""
    if teller not in _tellers:
        _tellers.append(teller)


def remarks(document: Mapping[str, Any]) -> list[str]:
    """What is odd in a public document, in words for whoever wrote it or is to approve it."""
    return [words for teller in _tellers for words in teller(document)]
