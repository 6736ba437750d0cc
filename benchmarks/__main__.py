"""What the service costs beside a ready file, a bare WSGI application and plain Django REST framework, on this machine.

    python -m benchmarks [MEASURE …] [--size 36 1000] [--quick] [--write] [--floors] [--database-url postgres://…]

Makes the content, starts all of them with two workers, asks them by turns, and prints tables. Compare figures of one
run alone. Needs wrk (apt-get install wrk); nginx and a PostgreSQL on this machine are used where they are there. What
fails in an outage, a flood and so on is measured by the drills: benchmarks.outage, .floods, .partners, .matching.
"""

import argparse
import shutil
import sys
import time

from benchmarks import content, goals, picture, report, servers
from benchmarks.measures import MEASURES, QUICK, Effort, Figures, measure
from benchmarks.servers import PROJECT

PAGE, PICTURE = PROJECT / "docs" / "performance.md", "pictures/performance.svg"
SIZES = (content.CARRIED, 1000)


def main(words: list[str] | None = None) -> int:
    """1 where `--floors` is asked and something is worse than its floor."""
    options = _options(words)
    effort, sizes = QUICK if options.quick else Effort(), dict[int, Figures]()
    for size in sorted(set(options.size)):
        began = time.monotonic()
        plain_drf = None if options.without_drf else options.database_url
        sizes[size] = measure(size, options.measures or list(MEASURES), effort, plain_drf, _say)
        _say(f"  that took {time.monotonic() - began:.0f} s")
    found = report.report(sizes, effort)
    print(found)
    if options.write:
        (PAGE.parent / PICTURE).write_text(picture.picture(sizes), encoding="utf-8")
        report.write(PAGE, f"![{picture.TITLE}]({PICTURE})\n\n{found}")
    faults = goals.below_floor(sizes) if options.floors else []
    print(*faults, sep="\n", end="\n" if faults else "")
    return 1 if faults else 0


def _options(words: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__.splitlines()[0])
    parser.add_argument("measures", nargs="*", metavar="MEASURE", help=f"only these: {', '.join(MEASURES)}")
    parser.add_argument("--size", type=int, nargs="+", default=SIZES, help="services; 36: what the project carries")
    parser.add_argument("--quick", action="store_true", help="one short round, for a first look")
    parser.add_argument("--write", action="store_true", help="put it into docs/performance.md, with the picture")
    parser.add_argument("--floors", action="store_true", help="end with 1 where it is worse than its floor")
    parser.add_argument("--database-url", default=servers.POSTGRES, help="for plain DRF; empty: SQLite")
    parser.add_argument("--without-drf", action="store_true", help="it takes minutes to fill with 200,000")
    options = parser.parse_args(words)
    if odd := set(options.measures) - set(MEASURES):
        parser.error(f"there is no measure “{odd.pop()}”; there are {', '.join(MEASURES)}")
    if not all(0 < size <= 1_000_000 for size in options.size):
        parser.error("--size is from 1 to 1,000,000")
    if shutil.which("wrk") is None:
        parser.error("wrk asks the questions; install it with: apt-get install wrk")
    if options.database_url and servers.address(options.database_url)[0] not in ("127.0.0.1", "localhost", "::1"):
        parser.error("the database must be on this machine")
    if options.database_url and not servers.answers(options.database_url):
        _say("No PostgreSQL answers there, so plain DRF has SQLite.")
        options.database_url = ""
    return options


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
