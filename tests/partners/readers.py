"""The two readers of copies, in Python and in TypeScript, as programs that are used alike."""

import json
import subprocess
from pathlib import Path
from typing import Any

from helpapi_matcher.mirror import Mirror, Refused

from tests.nodejs import BIN

TYPESCRIPT = Path(__file__).resolve().parents[2] / "matchers" / "typescript" / "bin" / "mirror.mjs"
SECONDS = 2.0  # that a download may take


class Python:
    """In this process."""

    def update(self, address: str, folder: Path, root: bytes, *, recalls: bool = False) -> dict[str, Any]:
        try:
            mirror = Mirror(address, folder, root, SECONDS)
        except Refused as refused:
            return {"state": "none", "edition": None, "refusal": refused.name}
        return vars(mirror.update_recalls() if recalls else mirror.update())


class TypeScript:
    def update(self, address: str, folder: Path, root: bytes, *, recalls: bool = False) -> dict[str, Any]:
        folder.mkdir(exist_ok=True)
        pinned = folder.with_name("pinned.root.json")
        pinned.write_bytes(root)
        words = [
            str(BIN / "node"),
            str(TYPESCRIPT),
            address,
            str(folder),
            "--root",
            str(pinned),
            "--seconds",
            str(SECONDS),
        ]
        done = subprocess.run(words + ["--recalls"] * recalls, capture_output=True, text=True, timeout=60)
        assert done.stdout, done.stderr
        return json.loads(done.stdout)
