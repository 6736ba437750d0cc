"""The two people of a demonstration, and the item that waits for one of them."""

import re
from io import StringIO

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command

from publishing import lifecycle
from publishing.models import Submission
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def demonstration(settings):
    settings.DEMO = True


def make() -> str:
    out = StringIO()
    call_command("demo_users", stdout=out)
    return out.getvalue()


def test_an_editor_and_an_approver_are_made_whose_passwords_work():
    said = make()

    passwords = dict(re.findall(r"^  (\w+) +(\S+)$", said, re.MULTILINE))
    assert set(passwords) == {"editor", "approver"}
    for name, password in passwords.items():
        user = User.objects.get(username=name)
        assert user.is_staff and not user.is_superuser and user.check_password(password)
        assert user.groups.get().name.lower() == name


def test_one_item_waits_for_the_approver():
    factories.service("Childline", slug="childline")

    make()

    waiting = Submission.objects.get(state=Submission.WAITING)
    assert (waiting.slug, waiting.by.username) == ("childline", "editor")


def test_the_approver_may_publish_it_and_the_editor_may_not():
    factories.service("Childline", slug="childline")
    make()
    waiting = Submission.objects.get(state=Submission.WAITING)

    with pytest.raises(lifecycle.Refusal):
        lifecycle.approve([waiting], by=User.objects.get(username="editor"))
    assert lifecycle.approve([waiting], by=User.objects.get(username="approver")) == 1


def test_where_there_are_users_nothing_is_done():
    User.objects.create_user("somebody")
    factories.service("Childline", slug="childline")

    assert make() == "There are users already, so none were made.\n"
    assert User.objects.count() == 1
    assert not Submission.objects.exists()


def test_outside_a_demonstration_it_refuses(settings):
    settings.DEMO = False

    with pytest.raises(CommandError, match="not a demonstration"):
        make()
    assert not User.objects.exists()
