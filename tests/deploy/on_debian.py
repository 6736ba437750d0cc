"""Run as a program by root, with mounts and a network of its own (`unshare --mount --net`), in an empty folder.

Does what docs/operating.md says, on copies of what it changes, and prints as JSON what then became of each question.
"""

import http.client
import json
import re
import ssl
import subprocess
import sys
import time
from pathlib import Path

from tests.front import INSTALLED, MEMORY, certificate, origin

PROJECT = Path(__file__).resolve().parents[2]
MARK = "Qwmarkedword"


def run(*words: str) -> None:
    subprocess.run(words, cwd=PROJECT, check=True)


def steps() -> list[str]:
    """The commands, but for those that need the network or systemd; nginx is started by hand."""
    section = (PROJECT / "docs" / "operating.md").read_text().partition("## The proxy")[2].partition("\n## ")[0]
    lines = re.findall(r"^    (\S.*)$", section.partition("\n### ")[0], re.MULTILINE)
    return [line for line in lines if not line.startswith(("apt-get", "systemctl"))]


def aside(folder: Path) -> None:
    """Copies stand in place of all that is changed, and this network has this machine alone."""
    run("ip", "link", "set", "lo", "up")
    for path in ("/etc/nginx", "/var/log/nginx"):
        copy = folder / path.replace("/", "_")
        run("cp", "-a", path, str(copy))
        run("mount", "--bind", str(copy), path)
    (folder / "fstab").touch()
    run("mount", "--bind", str(folder / "fstab"), "/etc/fstab")
    run("mount", "-t", "tmpfs", "tmpfs", "/run")
    run("mount", "-t", "tmpfs", "tmpfs", "/var/lib/nginx")


def ask(path: str, method: str = "GET", body: bytes | None = None, tls: bool = True) -> tuple[int | None, str]:
    """Status and, where it leads elsewhere, where to; no status for a connection that was closed without an answer."""
    trusting = ssl._create_unverified_context()  # noqa: S323  (the certificate is our own)
    kind = http.client.HTTPSConnection if tls else http.client.HTTPConnection
    connection = kind("127.0.0.1", timeout=10, **({"context": trusting} if tls else {}))
    try:
        connection.request(method, path, body, {"User-Agent": MARK})
        response = connection.getresponse()
        response.read()
        return response.status, response.headers.get("Location", "")
    except (OSError, http.client.HTTPException):
        return None, ""
    finally:
        connection.close()


def main(folder: Path) -> None:
    aside(folder)
    for name, content in zip(("certificate.pem", "key.pem"), certificate(), strict=True):
        (folder / name).write_bytes(content)
    for step in steps():
        if step.startswith("# put the certificate"):
            run("cp", str(folder / "certificate.pem"), str(folder / "key.pem"), INSTALLED)
        else:
            run("sh", "-ec", step)
    with origin(8000), origin(8001):
        run("nginx")
        time.sleep(0.5)
        run("mount", "-o", "remount,ro", "/var/lib/nginx")  # what would be written there fails
        found = {
            "question": ask(f"/api/v1/services?q={MARK}"),
            "body": ask("/api/v1/help", "POST", MARK.encode() * 1000),
            "form": ask("/admin/", "POST", b"a" * 900_000),
            "plain": ask(f"/api/v1/services?q={MARK}", tls=False),
            "page": ask("/", tls=False),
        }
        kept = subprocess.run(["grep", "-rlF", MARK, MEMORY], capture_output=True, text=True).stdout
        subprocess.run(["dd", "if=/dev/zero", f"of={MEMORY}/full", "bs=1M", "status=none"], stderr=subprocess.DEVNULL)
        found["full"] = ask(f"/api/v1/services?q={MARK}again")
        run("nginx", "-s", "quit")
    logs = [path.read_text() for path in Path("/var/log/nginx").iterdir()]
    found["logs"] = [log for log in logs if MARK in log or "127.0.0.1" in log]
    found["kept in memory"] = bool(kept)
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
