"""nginx as it lies on a Debian where somebody did what docs/operating.md says, word by word."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.deploy.on_debian import PROJECT
from tests.front import needs_nginx

pytestmark = needs_nginx
APART = ("unshare", "--mount", "--net")


def is_possible() -> bool:
    """Only root, and not in every container, may mount something of its own."""
    return os.geteuid() == 0 and Path("/etc/debian_version").exists() and not subprocess.call([*APART, "true"])


@pytest.mark.skipif(not is_possible(), reason="mounts of one's own need root on Debian")
def test_what_the_documentation_says_makes_a_proxy_that_leaves_no_trace(tmp_path):
    command = [*APART, sys.executable, "-m", "tests.deploy.on_debian", str(tmp_path)]
    done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout.splitlines()[-1])

    assert [found[name][0] for name in ("question", "body", "form")] == [200, 200, 200]
    assert found["plain"] == [403, ""]
    assert found["page"] == [308, "https://127.0.0.1/"]
    assert found["kept in memory"]
    assert found["full"] == [None, ""]
    assert (found["logs"], "127.0.0.1" in done.stderr) == ([], False)
