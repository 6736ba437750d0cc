"""Production does not start with a key of the webhooks that is no secret."""

import pytest

from partners.webhooks.checks import key_is_secret

SECRET = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"


@pytest.mark.parametrize("key, is_right", [("", True), (SECRET, True), ("short", False), ("a" * 60, False)])
def test_a_key_is_long_and_random_where_there_is_one(settings, key, is_right):
    settings.PRODUCTION, settings.WEBHOOK_KEY = True, key
    assert (key_is_secret() == []) == is_right


@pytest.mark.parametrize("name", ["SECRET_KEY", "RECORD_KEY", "EDITION_KEY", "BUNDLE_KEY"])
def test_a_key_is_used_for_nothing_else(settings, name):
    settings.PRODUCTION, settings.WEBHOOK_KEY = True, SECRET
    setattr(settings, name, SECRET)
    assert [fault.id for fault in key_is_secret()] == ["partners.E011"]
