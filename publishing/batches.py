"""Many things in few statements: so many at once as every database takes in one; and how far that has come."""

import gc
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TypeVar

BATCH = 500
COLLECTED_AFTER = 50_000
T = TypeVar("T")
Listener = Callable[[str], object]
_listeners: list[Listener] = []


def batches(things: Sequence[T], doing: str = "") -> Iterator[Sequence[T]]:
    """`doing`: what is told of them to whoever listens, where there are more than go into one."""
    for at in range(0, len(things), BATCH):
        yield things[at : at + BATCH]
        if doing and len(things) > BATCH:
            for listener in _listeners:
                listener(f"{doing}: {min(at + BATCH, len(things))} of {len(things)}")


@contextmanager
def collecting_seldom() -> Iterator[None]:
    """Meanwhile Python looks for garbage after 50,000 things that are new, not 700: of many rows that is a quarter of
    the time.
    """
    before = gc.get_threshold()
    gc.set_threshold(COLLECTED_AFTER, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


@contextmanager
def telling(listener: Listener) -> Iterator[None]:
    """Meanwhile, tell `listener` how far anything long has come, in a few words; one at a time in a process."""
    _listeners.append(listener)
    try:
        yield
    finally:
        _listeners.remove(listener)
