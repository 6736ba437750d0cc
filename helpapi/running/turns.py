"""Who sends a body slowly waits on a thread of their own, and everybody else goes on.

granian has no bound for how long a body may take, and reading one can't be broken off. So there are many threads, most
of which only wait for what is being sent; few at once work an answer out, for more of them would only hold each other
up. When almost all of them wait, no more bodies are read, and what is asked in an address goes on being answered. It
wraps the whole application, because the body has to be read before the turn is taken.
"""

from collections.abc import Iterable
from io import BytesIO
from threading import BoundedSemaphore, Lock, Semaphore
from typing import Any

from django.conf import settings

from helpapi.running.requests import Application, Environ, StartResponse, is_admin_path
from publishing.api.parsers import LARGEST_BODY

THREADS = 512  # of each process (helpapi/__main__.py)
BODIES = 480  # that are waited for at once
CROWDED = "helpapi.is_crowded"  # in the environ of a request whose body is not read for that reason


def taking_turns(application: Application, at_once: int) -> Application:
    """`application` for `at_once` requests at a time, each with its body read, up to one byte more than it may have.

    What says that it is larger is not read at all; it is refused by its length.
    """
    turns = Lock() if at_once == 1 else BoundedSemaphore(at_once)  # a lock costs a tenth
    bodies = Semaphore(BODIES)

    def answer(environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        is_form = is_admin_path(environ["PATH_INFO"])
        largest = settings.DATA_UPLOAD_MAX_MEMORY_SIZE if is_form else LARGEST_BODY
        if _is_larger(environ.get("CONTENT_LENGTH", ""), largest):
            environ["wsgi.input"] = BytesIO()
        elif environ["REQUEST_METHOD"] == "POST" or "HTTP_TRANSFER_ENCODING" in environ:
            if bodies.acquire(blocking=False):
                environ["wsgi.input"] = BytesIO(_read(environ["wsgi.input"], largest + 1, bodies))
            else:
                environ[CROWDED] = True
        with turns:
            return application(environ, start_response)

    return answer


def _read(stream: Any, size: int, counted_by: Semaphore) -> bytes:
    try:
        return bytes(stream.read(size))
    except OSError:  # the client is gone
        return b""
    finally:
        counted_by.release()


def _is_larger(length: str, largest: int) -> bool:
    return length.isdecimal() and (len(length) > len(str(largest)) or int(length) > largest)
