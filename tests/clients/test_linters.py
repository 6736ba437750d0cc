"""The linters that partners use find nothing in the document."""

from tests import nodejs

DOCUMENT = "../../docs/openapi.yaml"


def test_redocly_finds_nothing():
    nodejs.require(nodejs.CHECKS)
    done = nodejs.run(nodejs.CHECKS, "redocly", "lint", "--extends=recommended", "--max-problems=20", DOCUMENT,
                      REDOCLY_TELEMETRY="off", REDOCLY_SUPPRESS_UPDATE_NOTICE="true")  # fmt: skip

    assert "warning" not in done.stdout + done.stderr


def test_spectral_finds_nothing():
    nodejs.require(nodejs.CHECKS)
    nodejs.run(nodejs.CHECKS, "spectral", "lint", "--fail-severity=hint", "--ruleset=.spectral.yaml", DOCUMENT)
