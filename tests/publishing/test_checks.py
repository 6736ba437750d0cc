"""What was forgotten of a field or a public member is named by a check. Fields: tests/house/test_recipes.py."""

import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db.models import Value
from django.db.models.functions import Replace
from rest_framework.serializers import CharField

from publishing.models import Publication
from services.api.serializers import OrganisationSerializer
from tests import factories as make


def test_everything_has_been_said_of_what_there_is():
    call_command("check")


def test_a_public_member_that_nobody_judged_is_named(monkeypatch):
    monkeypatch.setitem(OrganisationSerializer._declared_fields, "telex", CharField())

    with pytest.raises(SystemCheckError, match=r"The public member “telex” of the kind “organisation” has no danger"):
        call_command("check")


def test_what_was_published_and_can_not_be_read_any_more_is_told(publish, capsys):
    publish(make.organisation())
    Publication.objects.update(snapshot=Replace("snapshot", Value('"website"'), Value('"telex"')))

    call_command("check", databases=["default"])

    told = (
        "What was published of organisations can't be read by this code: services.organisation: unknown field “telex”"
    )
    assert told in capsys.readouterr().err
