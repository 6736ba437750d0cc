"""What other projects leave in a shell, each of which leads some start astray; all of it may be set at once."""

from pathlib import Path


def variables(folder: Path) -> dict[str, str]:
    """`folder`: where what they name is, an empty one that is the test's own."""
    elsewhere = folder / "elsewhere"
    for name in ("django", "granian", "helpapi", "pip", "pytest"):  # each shadows one that is ours
        (elsewhere / name).mkdir(parents=True)
        (elsewhere / name / "__init__.py").write_text("raise RuntimeError('another project is imported')\n")
    (elsewhere / "sitecustomize.py").write_text("raise RuntimeError('another project is imported')\n")
    settings = folder / "pip.conf"
    settings.write_text(
        f"[global]\ntarget = {folder / 'target'}\nindex-url = http://127.0.0.1:9/simple\nno-deps = yes\n"
    )
    dead = "http://127.0.0.1:9"
    nowhere = str(folder / "nowhere")
    return {
        **_pip(folder, settings),
        # PYTHONHOME and PYTHONSAFEPATH keep Python from finding anything of ours, so nothing can be done about them.
        "PYTHONPATH": str(elsewhere), "PYTHONSTARTUP": nowhere, "PYTHONWARNINGS": "error", "PYTHONOPTIMIZE": "2",
        "PYTHONUSERBASE": nowhere, "PYTHONINSPECT": "1", "PYTHONIOENCODING": "ascii", "PYTHONNOUSERSITE": "",
        "PYTHONUTF8": "0", "PYTHON_COLORS": "1", "_PYTHON_HOST_PLATFORM": "linux-m68k",
        "DJANGO_SETTINGS_MODULE": "theirs.settings", "DJANGO_CONFIGURATION": "Dev", "DJANGO_SECRET_KEY": "theirs",
        "DJANGO_DEBUG": "1", "DJANGO_ALLOWED_HOSTS": "theirs.example.org",
        "GRANIAN_HOST": "192.0.2.1", "GRANIAN_PORT": "9", "GRANIAN_INTERFACE": "asgi", "GRANIAN_WORKERS": "-1",
        "GRANIAN_RELOAD": "true", "GRANIAN_FACTORY": "true", "GRANIAN_URL_PATH_PREFIX": "/theirs", "GRANIAN_HTTP": "2",
        "GRANIAN_WORKING_DIR": nowhere, "GRANIAN_SSL_CERTIFICATE": nowhere, "GRANIAN_ENV_FILES": nowhere,
        "GRANIAN_STATIC_PATH_MOUNT": nowhere, "GRANIAN_LOG_CONFIG": nowhere, "GRANIAN_UDS": nowhere,
        "UV_INDEX_URL": dead, "UV_SYSTEM_PYTHON": "1", "UV_PROJECT_ENVIRONMENT": nowhere, "UV_OFFLINE": "1",
        "VIRTUAL_ENV": nowhere, "CONDA_PREFIX": nowhere, "PIPENV_ACTIVE": "1", "POETRY_ACTIVE": "1",
        "PYTEST_ADDOPTS": "--no-such-option", "PYTEST_PLUGINS": "theirs", "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
        "HTTP_PROXY": dead, "HTTPS_PROXY": dead, "http_proxy": dead, "https_proxy": dead,
        "ALL_PROXY": "socks5://127.0.0.1:9", "all_proxy": "socks5://127.0.0.1:9",
        "REQUESTS_CA_BUNDLE": nowhere, "CURL_CA_BUNDLE": nowhere, "SSL_CERT_FILE": nowhere, "SSL_CERT_DIR": nowhere,
        "PGHOST": "192.0.2.1", "PGHOSTADDR": "192.0.2.1", "PGPORT": "9", "PGUSER": "theirs", "PGDATABASE": "theirs",
        "PGSERVICE": "theirs", "PGOPTIONS": "-c search_path=theirs", "PGTARGETSESSIONATTRS": "standby",
        "LC_ALL": "C", "LANG": "xx_XX.ISO-8859-1", "TZ": "Nowhere/Land", "FORCE_COLOR": "1", "COLUMNS": "1",
        "TMPDIR": nowhere, "PORT": "9", "HOST": "192.0.2.1", "DEBUG": "release", "SECRET_KEY": "theirs",
        "NODE_ENV": "test", "WEB_CONCURRENCY": "-1", "COVERAGE_PROCESS_START": nowhere, "BASE_URL": "/theirs",
    }  # fmt: skip


def _pip(folder: Path, settings: Path) -> dict[str, str]:
    return {
        "PIP_CONFIG_FILE": str(settings), "PIP_TARGET": str(folder / "target"), "PIP_PREFIX": str(folder / "prefix"),
        "PIP_ROOT": str(folder / "root"), "PIP_USER": "1", "PIP_PYTHON": str(folder / "nowhere"), "PIP_DRY_RUN": "1",
        "PIP_INDEX_URL": "http://127.0.0.1:9/simple", "PIP_EXTRA_INDEX_URL": "http://127.0.0.1:9/more",
        "PIP_FIND_LINKS": str(folder / "nowhere"), "PIP_NO_INDEX": "1", "PIP_NO_BINARY": ":all:", "PIP_NO_DEPS": "1",
        "PIP_CONSTRAINT": str(folder / "nowhere"), "PIP_REQUIREMENT": str(folder / "nowhere"), "PIP_QUIET": "3",
        "PIP_PROXY": "http://127.0.0.1:9", "PIP_CERT": str(folder / "nowhere"), "PIP_TIMEOUT": "never",
        "PIP_LOG": str(folder / "nowhere" / "log"), "PIP_PLATFORM": "win32", "PIP_ABI": "none", "PIP_RETRIES": "1",
        "PIP_REQUIRE_VIRTUALENV": "1", "PIP_EDITABLE": ".", "PIP_REPORT": str(folder / "nowhere" / "report"),
        "PIP_USE_FEATURE": "no-such-feature", "PIP_BREAK_SYSTEM_PACKAGES": "0", "PIP_IGNORE_INSTALLED": "1",
    }  # fmt: skip
