"""Editors who have to give a second factor, as outside a demonstration."""

import pytest
from django.contrib.auth.models import User
from django_otp.plugins.otp_totp.models import TOTPDevice

from tests.in_force import in_force

PASSWORD = "a long enough password"


@pytest.fixture(autouse=True)
def as_outside_a_demonstration(settings):
    settings.SECOND_FACTOR = True
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def ann(db) -> User:
    """Looks after everybody, and has set up no second factor yet."""
    return in_force(User.objects.create_superuser("ann", password=PASSWORD))


@pytest.fixture
def phone(ann) -> TOTPDevice:
    """The phone that Ann has set up."""
    device = TOTPDevice.objects.create(user=ann, name="Authenticator app")
    in_force(ann)
    return device
