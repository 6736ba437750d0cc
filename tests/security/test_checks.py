"""Production does not start with settings that would be wrong quietly, by whichever way it is started."""

import base64
import json
import os
import subprocess
import sys

import pytest
from django.conf import settings as project
from django.contrib.auth.models import Group, User
from django.core.exceptions import ImproperlyConfigured

from benchmarks.servers import free_port
from helpapi.running import checks, environment
from partners.trust import development

SECRET = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
RIGHT = {
    "HELPAPI_ENV": "production",
    "HELPAPI_ROLE": "all",
    "HELPAPI_SECRET_KEY": SECRET,
    "HELPAPI_RECORD_KEY": SECRET[::-1],
    "HELPAPI_EDITION_KEY": SECRET[9:] + SECRET[:9],
    "HELPAPI_BUNDLE_KEY": base64.b64encode(SECRET[:32].encode()).decode(),
    "HELPAPI_HOSTS": "help.example.org,editors.example.org",
    "HELPAPI_ADMIN_HOST": "editors.example.org",
    "HELPAPI_FRONT": "nginx",
    "HELPAPI_PROXIES": "1",
    "PUBLIC_URL": "https://help.example.org",
    "HELPAPI_MAIL": "smtp://helpapi:secret@mail.example.org:587",
    "SECURITY_CONTACT": "mailto:security@example.org",
    "EDITION_POLL_SECONDS": "0.5",
}
PUBLIC = {
    "HELPAPI_ROLE": "public",
    "HELPAPI_ADMIN_HOST": "",
    "DATABASE_URL": "postgres://nobody@127.0.0.1:9/none",
    "HELPAPI_RECORD_KEY": "",
}
WRONG = [
    ({"HELPAPI_DEBUG": "1"}, "E001"),
    ({"HELPAPI_SECRET_KEY": ""}, "E002"),
    ({"HELPAPI_SECRET_KEY": "change me"}, "E002"),
    ({"HELPAPI_SECRET_KEY": "secret" * 20}, "E002"),
    ({"HELPAPI_SECRET_KEY": f"django-insecure-{SECRET}"}, "E002"),
    ({"HELPAPI_RECORD_KEY": ""}, "E002"),
    ({"HELPAPI_RECORD_KEY": SECRET}, "E002"),
    ({"HELPAPI_EDITION_KEY": ""}, "E002"),
    ({"HELPAPI_EDITION_KEY": SECRET[::-1]}, "E002"),
    ({"HELPAPI_HOSTS": ""}, "E003"),
    ({"HELPAPI_HOSTS": "help.example.org,editors.example.org,*"}, "E003"),
    ({"PUBLIC_URL": ""}, "E004"),
    ({"PUBLIC_URL": "http://help.example.org"}, "E004"),
    *(
        ({"PUBLIC_URL": f"https://{rest}"}, "E004")
        for rest in ("", " x", "a b.org", "a.org/x y", "a.org?a=b", "a@b.org")
    ),
    ({"HELPAPI_ROLE": "public"}, "E005"),
    ({"HELPAPI_NODES": "2"}, "E005"),
    ({"HELPAPI_NODES": "0"}, "E012"),
    *(
        ({"SECURITY_CONTACT": odd}, "E013")
        for odd in ("nonsense", "a@example.org", "http://a.org", "https://", "mailto:a b")
    ),
    ({"HELPAPI_NODE_ADDRESSES": "10.0.0.5:8000"}, "E020"),
    ({"HELPAPI_DEMO": "1"}, "E006"),
    ({"HELPAPI_FRONT": ""}, "E017"),
    ({"HELPAPI_PROXIES": ""}, "E009"),
    ({"HELPAPI_ADMIN_HOST": "others.example.org"}, "E010"),
    ({"HELPAPI_ADMIN_HOST": ""}, "E016"),
    ({"HELPAPI_ADMIN_HOST": "help.example.org"}, "E016"),
    *(({"EDITION_POLL_SECONDS": seconds}, "E011") for seconds in ("0", "0.001", "60")),
]


@pytest.fixture
def run(tmp_path):
    """Runs Python with `words` in the project folder, in production but for `variables`."""

    def run(*words: str, **variables: str) -> subprocess.CompletedProcess:
        inherited = {k: v for k, v in os.environ.items() if not k.startswith("HELPAPI_") and k != "DATABASE_URL"}
        environment = {**inherited, **RIGHT, "HELPAPI_HOME": str(tmp_path), **variables}
        development.provide(tmp_path / "trust", RIGHT["HELPAPI_BUNDLE_KEY"])
        command = [sys.executable, *words]
        return subprocess.run(
            command, cwd=project.BASE_DIR, env=environment, capture_output=True, text=True, timeout=60
        )

    return run


@pytest.mark.parametrize("variables", [{}, PUBLIC, {"HELPAPI_ROLE": "admin"}], ids=["all", "public", "admin"])
def test_right_settings_pass_every_check_for_deployment(run, variables):
    done = run("manage.py", "check", "--deploy", "--fail-level", "WARNING", **variables)

    assert (done.returncode, done.stderr) == (0, "")


UNPROVEN = [
    ({"HELPAPI_BUNDLE_KEY": ""}, "W001"),
    ({"HELPAPI_BUNDLE_KEY": "change me"}, "E002"),
    ({"HELPAPI_TRUST": "/nowhere"}, "W003"),
    ({"HELPAPI_BUNDLE_KEY": base64.b64encode(SECRET[30:].encode()).decode()}, "W004"),
]


@pytest.mark.parametrize("variables, code", UNPROVEN, ids=[code for _, code in UNPROVEN])
def test_what_copies_lack_to_be_proven_is_said_before_deployment(run, variables, code):
    done = run("manage.py", "check", "--deploy", "--fail-level", "WARNING", **variables)

    assert done.returncode == 1
    assert f"partners.{code}" in done.stderr


def test_each_wrong_setting_is_an_error_with_a_hint(run):
    """In one process for all of them: to start one takes a second."""
    script = (
        "import json, os, sys\n"
        "os.environ['DJANGO_SETTINGS_MODULE'] = 'helpapi.settings'\n"
        "from helpapi.running import checks\n"
        "for variables in json.loads(sys.argv[1]):\n"
        "    if os.fork() == 0:\n"
        "        os.environ.update(variables)\n"
        "        faults = checks.production_settings(None)\n"
        "        print(json.dumps([[f.id, f.hint, f.is_serious()] for f in faults]), flush=True)\n"
        "        os._exit(0)\n"
        "    os.wait()\n"
    )
    done = run("-c", script, json.dumps([variables for variables, _ in WRONG]))
    answers = [json.loads(line) for line in done.stdout.splitlines()]

    assert len(answers) == len(WRONG), done.stderr
    for (variables, code), faults in zip(WRONG, answers, strict=True):
        assert [fault[0] for fault in faults] == [f"helpapi.{code}"], (variables, faults)
        assert all(hint and is_serious for _, hint, is_serious in faults)


@pytest.mark.parametrize("address", ["mail.example.org", "http://mail.example.org", "smtp://", "yes"])
def test_a_mail_server_that_is_none_is_named(monkeypatch, address):
    monkeypatch.setenv("HELPAPI_MAIL", address)

    with pytest.raises(ImproperlyConfigured, match="HELPAPI_MAIL must look like"):
        environment.mail("HELPAPI_MAIL")


@pytest.mark.parametrize(
    "address, port, is_tls",
    [("smtp://a:b%40@mail.example.org", 587, False), ("smtps://a:b%40@mail.example.org", 465, True)],
)
def test_mail_never_goes_unencrypted(monkeypatch, address, port, is_tls):
    monkeypatch.setenv("HELPAPI_MAIL", address)
    found = environment.mail("HELPAPI_MAIL")

    assert (found["EMAIL_HOST"], found["EMAIL_PORT"], found["EMAIL_HOST_PASSWORD"]) == ("mail.example.org", port, "b@")
    assert (found["EMAIL_USE_SSL"], found["EMAIL_USE_TLS"]) == (is_tls, not is_tls)


@pytest.mark.parametrize("value", ["-1", "nan", "inf", "often"])
def test_a_poll_that_is_no_time_is_named_in_every_environment(run, value):
    done = run("manage.py", "check", EDITION_POLL_SECONDS=value, HELPAPI_ENV="development")

    assert done.returncode == 1
    assert "EDITION_POLL_SECONDS must be a number, 0 or greater." in done.stderr


def test_a_command_refuses_to_run(run):
    done = run("manage.py", "recompile", HELPAPI_DEBUG="1")

    assert done.returncode == 1
    assert "helpapi.E001" in done.stderr


def test_migrate_refuses_to_run(run):
    done = run("manage.py", "migrate", HELPAPI_SECRET_KEY="")

    assert done.returncode == 1
    assert "helpapi.E002" in done.stderr


def test_the_application_refuses_to_be_imported(run):
    done = run("-c", "import helpapi.wsgi", HELPAPI_HOSTS="*")

    assert done.returncode == 1
    assert "helpapi.E003" in done.stderr


def test_the_application_is_imported_with_right_settings(run):
    assert run("manage.py", "migrate", "--verbosity", "0").returncode == 0

    done = run("-c", "import helpapi.wsgi")

    assert (done.returncode, done.stderr) == (0, "")


def test_each_request_has_a_line_in_the_log(run):
    script = "from helpapi.wsgi import application; from django.test import Client; Client().get('/health/live')"

    done = run("-c", script, **PUBLIC, HELPAPI_HOSTS="testserver")

    lines = [json.loads(line) for line in done.stderr.splitlines()]
    (asked,) = [line for line in lines if line["logger"] == "helpapi.access"]
    assert {"route": "health/live", "status": 200, "method": "GET"}.items() <= asked.items()


def test_the_server_ends_instead_of_starting_again_and_again(run):
    server = ("-m", "granian", "--interface", "wsgi", "--port", "0", "--respawn-failed-workers")

    done = run(*server, "helpapi.wsgi:application", PUBLIC_URL="")

    assert done.returncode == 1
    assert "helpapi.E004" in done.stdout + done.stderr


@pytest.mark.parametrize("role", ["all", "public"])
def test_a_start_prints_every_fault_and_ends(run, role):
    wrong = {"HELPAPI_ROLE": role, "HELPAPI_HOSTS": "*", "PUBLIC_URL": ""}

    done = run("-m", "helpapi.running.serving", "--port", str(free_port()), **wrong)

    assert done.returncode == 1
    assert "helpapi.E003" in done.stderr
    assert "helpapi.E004" in done.stderr
    assert "helpapi answers at" not in done.stdout


def test_secrets_are_not_made_up_in_production(run, tmp_path):
    run("manage.py", "check", HELPAPI_SECRET_KEY="", HELPAPI_RECORD_KEY="")

    assert list(tmp_path.glob("*.key")) == []


@pytest.fixture
def production(settings, db):
    settings.PRODUCTION, settings.ROLE = True, "admin"


def approval() -> list[tuple[str, bool]]:
    found = checks.somebody_can_approve(None, databases=["default"])
    return [(fault.id, fault.is_serious()) for fault in found]


def person(name: str, group: str, **options) -> User:
    user = User.objects.create_user(name, is_staff=True, **options)
    user.groups.add(Group.objects.get(name=group))
    return user


def test_without_an_approver_the_admin_does_not_start(production):
    person("ann", "Editor")
    person("ben", "Editor")

    assert approval() == [("helpapi.E008", True)]


def test_an_approver_alone_is_not_enough(production):
    person("ann", "Approver")
    person("ben", "Editor", is_active=False)

    assert approval() == [("helpapi.E008", True)]


def test_an_editor_and_an_approver_are_enough(production):
    person("ann", "Approver")
    person("ben", "Editor")

    assert approval() == []


def test_a_superuser_is_nobody_to_publish_with(production):
    person("ann", "Approver")
    person("ben", "Approver", is_superuser=True)

    assert approval() == [("helpapi.E008", True)]


def test_readers_are_answered_although_nobody_can_approve(production, settings):
    settings.ROLE = "all"

    assert approval() == [("helpapi.E008", False)]


def test_a_database_that_is_away_does_not_keep_the_admin_from_starting(production, monkeypatch):
    from django.db import OperationalError

    def gone():
        raise OperationalError

    monkeypatch.setattr(checks, "get_user_model", gone)

    assert approval() == []


def test_a_public_node_asks_no_database_whether_it_may_start(production, settings, django_assert_num_queries):
    settings.ROLE, settings.SERVES_ADMIN = "public", False

    with django_assert_num_queries(0), pytest.raises(ImproperlyConfigured):
        checks.refuse_to_start()
