"""The environment of the tests, set before Django reads its settings (pytest loads this as a plugin, `-p`)."""

import os
import sys
import tempfile

os.environ.setdefault("HELPAPI_HOME", tempfile.mkdtemp(prefix="helpapi-tests-"))
os.environ["EDITION_POLL_SECONDS"] = "0"
os.environ["PUBLIC_URL"] = "https://help.example.org"
os.environ["HELPAPI_ENV"] = "development"
os.environ["HELPAPI_DEMO"] = "1"  # the admin without a second factor; tests/security/ tests it with one
os.environ["HELPAPI_ROLE"] = "all"
os.environ["HELPAPI_EDITION_KEY"] = "a key that all the nodes of the tests share, as long as keys are"

# Otherwise every start of pytest, and of each server and command that a test starts, would compile everything anew.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
