"""What every test stands on: a home of its own, no keeper thread, two people, and the way to the public."""

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client

from publishing import keeper, lifecycle


@pytest.fixture(autouse=True)
def fresh_keeper():
    """Each test begins like a process that has just started."""
    keeper.forget()
    yield
    keeper.forget()


@pytest.fixture(autouse=True)
def own_record_head(settings, tmp_path):
    settings.RECORD_HEAD = tmp_path / "record.head"


@pytest.fixture(autouse=True)
def quick_passwords(settings):
    """A real hash takes four tenths of a second, on purpose."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def api() -> Client:
    """A partner's app: no session, no cookies; an error of ours is an answer, not an exception."""
    return Client(raise_request_exception=False)


def _person(name: str, group: str) -> User:
    user = User.objects.create_user(name, password="a long enough password", is_staff=True, is_superuser=True)
    user.groups.add(Group.objects.get_or_create(name=group)[0])
    return user


@pytest.fixture
def editor(db) -> User:
    return _person("editor", "Editor")


@pytest.fixture
def approver(db) -> User:
    return _person("approver", "Approver")


@pytest.fixture
def publish(editor, approver):
    """Publish items the way they are published: one person submits them, another approves. The edition's number."""

    def publish(*items, note: str = "") -> int:
        submissions = lifecycle.submit(items, by=editor, note=note)
        number = lifecycle.approve(submissions, by=approver)
        keeper.refresh()
        return number

    return publish


def names(response) -> list[str]:
    """The names in a list answer, in order."""
    assert response.status_code == 200, response.content
    return [result["name"] for result in response.json()["results"]]
