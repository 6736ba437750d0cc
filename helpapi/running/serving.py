"""The server: one process that sets Django up, makes the database ready, and starts the workers that answer.

`python3 -m helpapi serve` runs it with its own words, by the Python of the environment. Where processes are forked, all
that is loaded here is in each worker without being loaded again, and in memory once; and a process forked from this one
makes the database ready while this one loads. Elsewhere each loads for itself.
"""

import argparse
import os
import subprocess
import sys
from collections.abc import Callable

from django.conf import settings

from helpapi import __main__ as launcher
from helpapi.running import bootstrap, workers

APPLICATION = "helpapi.wsgi:application"
PREPARE = "prepare"  # run with this word alone, it makes ready and ends


def main(words: list[str]) -> None:
    """Serve until this process is asked to stop."""
    options = launcher.serve_options(words)
    workers.set_up()
    with bootstrap.alone_at_home():
        wait = begin_to_prepare()
        fault = workers.load() if workers.FORKS else None
        if code := wait():
            raise SystemExit(code)
    workers.refuse(fault)
    ip = bootstrap.free_address(options.host, options.port)
    say_where(options)
    granian = launcher.granian_options(options, launcher.address_of_database(os.environ))
    workers.serve(["--host", ip, *granian, APPLICATION])


def begin_to_prepare() -> Callable[[], int]:
    """What waits until everything is ready, and gives the exit code: of a process that has said what is in the way."""
    if not workers.FORKS:
        preparing = subprocess.Popen([sys.executable, "-m", "helpapi.running.serving", PREPARE])
        return preparing.wait
    sys.stdout.flush()
    if child := os.fork():
        return lambda: os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    launcher._end_with_parent()
    os._exit(prepare())  # without what this process would do at its end


def prepare() -> int:
    """Make ready what is served from; an exit code, other than 0 where something is in the way, which has been said."""
    from helpapi.running import preparing  # with the commands, which the workers need not have

    code: object = 1
    try:
        preparing.prepare()
        code = 0
    except SystemExit as end:
        code = end.code
        if isinstance(code, str):
            print(code, file=sys.stderr)
    except Exception:
        sys.excepthook(*sys.exc_info())
    sys.stdout.flush()
    sys.stderr.flush()
    return code if isinstance(code, int) else 1


def say_where(options: argparse.Namespace) -> None:
    address = launcher.browsable(options.host, options.port)
    print(f"\nhelpapi answers at  {address}/")
    print(f"its documentation   {address}/api/docs")
    if settings.SERVES_ADMIN:
        print(f"for editors         {address}/admin/")
    print(f"its database        {bootstrap.readable(launcher.address_of_database(os.environ))}")
    print("Press Ctrl-C to stop.", flush=True)


if __name__ == "__main__":
    if sys.argv[1:] == [PREPARE]:
        workers.set_up()
        sys.exit(prepare())
    main(sys.argv[1:])
