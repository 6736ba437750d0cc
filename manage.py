#!/usr/bin/env python3
"""Django's own command line; `python3 -m helpapi` prepares the environment it needs."""

import os
import sys


def main() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "helpapi.settings"  # whatever another project has set
    from django.core.management import execute_from_command_line

    from helpapi.running import outage

    outage.command_line(execute_from_command_line, sys.argv)


if __name__ == "__main__":
    main()
