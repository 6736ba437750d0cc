"""The two readers of copies, in Python and in TypeScript, used alike: each update by a mirror that has just begun."""

import json
import subprocess
from pathlib import Path
from typing import Any

from helpapi_matcher.mirror import Mirror, Refused

from tests import nodejs

MATCHER = nodejs.PROJECT / "matchers" / "typescript"
PROGRAM = Path(__file__).with_name("reader.mjs")
SECONDS = 2.0  # that a download may take


class Python:
    def update(self, address: str, folder: Path, root: bytes, *, recalls: bool = False) -> dict[str, Any]:
        try:
            mirror = Mirror(address, folder, root, SECONDS)
        except Refused as refused:
            return {"state": "none", "edition": None, "refusal": refused.name}
        return vars(mirror.update_recalls() if recalls else mirror.update())


class TypeScript:
    """One process for all updates, because to start one takes a second."""

    def __init__(self, folder: Path) -> None:
        """`folder`: where it is compiled to."""
        nodejs.require(MATCHER)
        nodejs.run(MATCHER, "tsc", "--outDir", str(folder))
        (folder / "package.json").write_text('{"type":"module"}')
        words = [str(nodejs.BIN / "node"), str(PROGRAM), str(folder)]
        self._process = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def update(self, address: str, folder: Path, root: bytes, *, recalls: bool = False) -> dict[str, Any]:
        folder.mkdir(exist_ok=True)
        asked = {"address": address, "folder": str(folder), "root": root.decode(), "recalls": recalls}
        self._process.stdin.write(json.dumps({**asked, "patience": SECONDS * 1000}) + "\n")
        self._process.stdin.flush()
        return json.loads(self._process.stdout.readline())

    def end(self) -> None:
        self._process.stdin.close()
        self._process.wait(timeout=30)
        self._process.stdout.close()
