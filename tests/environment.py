"""The environment of the tests, set before Django reads its settings (pytest loads this as a plugin, `-p`)."""

import os
import tempfile

os.environ.setdefault("HELPAPI_HOME", tempfile.mkdtemp(prefix="helpapi-tests-"))
os.environ["EDITION_POLL_SECONDS"] = "0"
os.environ["PUBLIC_URL"] = "https://help.example.org"
os.environ["HELPAPI_ENV"] = "development"
os.environ["HELPAPI_DEMO"] = "1"  # the admin without a second factor; tests/security/ tests it with one
os.environ["HELPAPI_ROLE"] = "all"
