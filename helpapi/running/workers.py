"""granian, by its own words, from a process that has loaded what each worker needs, where workers are forked from it.

python -m helpapi.running.workers --interface wsgi --workers 2 … helpapi.wsgi:application
"""

import multiprocessing
import sys

import django
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

FORKS = sys.platform == "linux"  # a Mac can too, but not all of its own libraries bear it


def set_up() -> None:
    try:
        django.setup()
    except ImproperlyConfigured as error:
        raise SystemExit(str(error)) from None


def load() -> Exception | None:
    """Have in memory all that a worker needs, the edition on file included; what went wrong, if anything did."""
    try:
        from helpapi.running import application
        from publishing import keeper

        if settings.EDITION_POLL_SECONDS:  # else each request asks the database, which is not for this process
            keeper.hold_file()
            application.warm()
    except Exception as error:
        return error
    return None


def serve(words: list[str]) -> None:
    """Until this process is asked to stop."""
    from granian.cli import cli

    if FORKS:
        multiprocessing.set_start_method("fork")  # which is not what every Python begins with
    cli.main(words, prog_name="granian")


def refuse(fault: Exception | None) -> None:
    """End, where something went wrong, with a sentence if the settings are to blame."""
    if fault:
        raise SystemExit(str(fault)) if isinstance(fault, ImproperlyConfigured) else fault


if __name__ == "__main__":
    set_up()
    if FORKS:
        refuse(load())
    serve(sys.argv[1:])
