"""What is made ready before anything is served: settings judged, migrations run, a demonstration filled.

Each command runs in this process, one after another, with one set-up of Django for all. SystemExit says in a sentence
why it cannot go on.
"""

import contextlib
import io
import os
import pkgutil
import sys
import traceback
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import execute_from_command_line
from django.db import DatabaseError, InterfaceError, connection
from django.db.migrations.recorder import MigrationRecorder

from helpapi.running import bootstrap, outage
from publishing.models import Publication


def prepare() -> None:
    """In production refuse what is wrong; everywhere but on a public node there, make the database ready too."""
    if settings.PRODUCTION:
        refuse_faults()
    if settings.PRODUCTION and settings.ROLE == "public":
        return
    try:
        make_ready()
        if settings.PRODUCTION:
            refuse_faults("--database", "default")
    except bootstrap.DatabaseAway:
        print(f"{bootstrap.DATABASE_AWAY} What is on file is served until it does, and nothing was prepared.")


def refuse_faults(*words: str) -> None:
    """End when a system check finds settings that are wrong, with all that it says."""
    with contextlib.redirect_stdout(io.StringIO()):
        code, said = run("check", *words)
    if code:
        raise SystemExit(said.strip())
    sys.stderr.write(said)


def make_ready() -> None:
    """Migrate; in a demonstration also publish the seed content and make two editors, where there is nothing yet."""
    if settings.ROLE == "public" and is_ready():
        print("The database is ready, so nothing was migrated or loaded.")
        return
    manage("migrate", "--no-input", "--verbosity", "0")
    if settings.DEMO:
        manage("load_seed", "--if-empty")
        manage("demo_users")


def is_ready() -> bool:
    """Whether every migration has run, by their names, and a demonstration has its content and its people.

    So a public node need not import all migrations, which takes as long as the rest of its start. What depends on the
    code besides, as what each group may do, is for nodes where editors work.
    """
    try:
        has_run = MigrationRecorder(connection).applied_migrations().keys()
        if not _migrations() <= has_run:
            return False
        return not settings.DEMO or (Publication.objects.exists() and get_user_model().objects.exists())
    except (DatabaseError, InterfaceError):
        return False  # `migrate` says why
    finally:
        connection.close()


def _migrations() -> set[tuple[str, str]]:
    """Those on disk, by the label of their app and their names."""
    folders = {app.label: str(Path(app.path) / "migrations") for app in apps.get_app_configs()}
    return {(label, found.name) for label, folder in folders.items() for found in pkgutil.iter_modules([folder])}


def manage(*words: str) -> None:
    """Run a command of manage.py, and end when it fails, unless readers can be served all the same: DatabaseAway."""
    code, said = run(*words)
    if bootstrap.DATABASE_AWAY in said and bootstrap.edition_is_on_file():
        raise bootstrap.DatabaseAway
    if code:
        where = f" on the database {bootstrap.readable(os.environ.get('DATABASE_URL', '').strip())}"
        reason = bootstrap.reason_in(said)
        raise SystemExit(f"`{words[0]}` stopped{where} ({reason}); `python3 -m helpapi {words[0]}` tells more.")
    sys.stderr.write(said)


def run(*words: str) -> tuple[int, str]:
    """Run a command of manage.py as its own process would: its exit code, and what it says on stderr."""
    said, code = io.StringIO(), 0
    with contextlib.redirect_stderr(said):
        try:
            outage.command_line(execute_from_command_line, ["manage.py", *words])
        except SystemExit as end:
            if isinstance(end.code, str):
                said.write(f"{end.code}\n")
            code = end.code if isinstance(end.code, int) else 1 if end.code else 0
        except Exception:
            traceback.print_exc(file=said)
            code = 1
    return code, said.getvalue()
