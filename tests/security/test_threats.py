"""docs/security.md says the truth: each threat has its test, and each test that is named exists."""

import re

from django.conf import settings

THREATS = 20
TEST = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")


def rows() -> list[str]:
    text = (settings.BASE_DIR / "docs" / "security.md").read_text()
    return [line for line in text.splitlines() if re.match(r"\| \d+ \|", line)]


def test_every_threat_has_a_control_and_a_test():
    for number, row in enumerate(rows(), start=1):
        cells = [cell.strip() for cell in row.strip("|").split("|")]
        assert cells[0] == str(number)
        assert len(cells) == 4 and all(cells), row
        assert TEST.search(cells[3]), row
    assert len(rows()) == THREATS


def test_every_test_that_is_named_exists():
    for row in rows():
        for path, name in TEST.findall(row):
            text = (settings.BASE_DIR / path).read_text()
            assert re.search(rf"^def {name}\(", text, re.MULTILINE), f"{path}::{name}"
