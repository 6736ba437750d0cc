"""Keep a copy from the command line: `python -m helpapi_matcher.mirror ADDRESS FOLDER --root root.json`.

Prints {state, edition, refusal} as JSON. It ends with 0 unless something was refused: then with 1.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict
from pathlib import Path

from helpapi_matcher.mirror import Mirror, Refused
from helpapi_matcher.mirror.copies import NONE
from helpapi_matcher.mirror.fetching import SECONDS
from helpapi_matcher.mirror.mirror import Outcome


def main() -> int:
    parser = argparse.ArgumentParser(prog="helpapi_matcher.mirror", description="Keep a copy of everything public.")
    parser.add_argument("address", help="https:// and the name of the host")
    parser.add_argument("folder", type=Path, help="where the copy is")
    parser.add_argument("--root", type=Path, required=True, help="the root.json that one trusts")
    parser.add_argument("--recalls", action="store_true", help="the list of recalls alone")
    parser.add_argument("--seconds", type=float, default=SECONDS, help="that a download may take")
    words = parser.parse_args()
    try:
        root = words.root.read_bytes()
    except OSError as error:
        parser.error(f"{words.root}: {error.strerror}")
    try:
        mirror = Mirror(words.address, words.folder, root, words.seconds)
        outcome = mirror.update_recalls() if words.recalls else mirror.update()
    except Refused as refused:  # of the root that was given
        outcome = Outcome(NONE, None, refused.name)
    print(json.dumps(asdict(outcome)))
    return 1 if outcome.refusal else 0


if __name__ == "__main__":
    raise SystemExit(main())
