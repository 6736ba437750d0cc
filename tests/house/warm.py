"""A Python with Django and pytest in it, which runs one command after another, each in a process forked from it.

A line of JSON asks: `copy`, the folder of the project; `command`, words for manage.py or for pytest; `environment`.
A line of JSON answers: `code`, and `output`. Nothing that reads the settings is imported before a command has begun, so
each has the code of its own copy; a command takes half the time that it takes in a Python of its own.
"""

import json
import os
import runpy
import sys
import tempfile
import traceback
from typing import Any

import django.contrib.admin.options
import django.core.management
import django.forms
import django.test.client  # noqa: F401
import jsonschema  # noqa: F401
import orjson  # noqa: F401
import pytest
import yaml  # noqa: F401


def main() -> None:
    for line in sys.stdin:
        with tempfile.TemporaryFile() as output:
            child = os.fork()
            if not child:
                become(json.loads(line), output.fileno())
            _, status = os.waitpid(child, 0)
            output.seek(0)
            said = output.read().decode()
        print(json.dumps({"code": os.waitstatus_to_exitcode(status), "output": said}), flush=True)


def become(asked: dict[str, Any], output: int) -> None:
    """Run the command and end, without any of what this process would do at its end."""
    os.dup2(output, 1)
    os.dup2(output, 2)
    os.chdir(asked["copy"])
    os.environ.clear()
    os.environ.update(asked["environment"])
    sys.path[0], sys.dont_write_bytecode = asked["copy"], True
    code = 1
    try:
        code = run(asked["command"])
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 1 if end.code else 0
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def run(command: list[str]) -> int:
    if command[0] == "pytest":
        os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"  # the others take two seconds to say nothing
        return int(pytest.main(["-p", "pytest_django.plugin", "-p", "no:cacheprovider", *command[1:]]))
    sys.argv = ["manage.py", *command]
    runpy.run_path("manage.py", run_name="__main__")
    return 0


if __name__ == "__main__":
    main()
