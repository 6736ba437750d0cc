"""An operation that will end says so in its answers and in the document."""

from datetime import date

import pytest
from django.test import override_settings
from django.urls import path
from drf_spectacular.generators import SchemaGenerator

from helpapi.contract.deprecation import Deprecated
from helpapi.home import Root
from publishing.api.errors import BadQuestion

INSTEAD = "https://help.example.org/instead"


class OldRoot(Root):
    """An operation that will end

    Everything it says is said elsewhere.
    """

    deprecated = Deprecated(since=date(2027, 1, 1), sunset=date(2029, 1, 1), link=INSTEAD)


class OldFault(OldRoot):
    schema = None

    def answer(self, edition, **path):
        raise BadQuestion([])


urlpatterns = [
    path("api/v1/old", OldRoot.as_view()),
    path("api/v1/fault", OldFault.as_view()),
    path("api/v1", Root.as_view()),
]
handler404 = "helpapi.problems.page_not_found"


@pytest.fixture(autouse=True)
def old_urls():
    with override_settings(ROOT_URLCONF=__name__):
        yield


@pytest.mark.django_db
def test_its_answers_say_since_when_and_until_when(api):
    answer = api.get("/api/v1/old")

    assert answer.status_code == 200
    assert answer["Deprecation"] == "@1798761600"
    assert answer["Sunset"] == "Mon, 01 Jan 2029 00:00:00 GMT"
    assert answer["Link"] == f'<{INSTEAD}>; rel="deprecation"; type="text/html"'


@pytest.mark.django_db
def test_its_errors_say_so_too(api):
    assert api.get("/api/v1/fault")["Deprecation"] == "@1798761600"


@pytest.mark.django_db
def test_other_operations_say_nothing(api):
    assert "Deprecation" not in api.get("/api/v1")
    assert "Deprecation" not in api.get("/api/v1/nowhere")


def test_the_document_says_so():
    operation = SchemaGenerator(urlconf=__name__).get_schema(public=True)["paths"]["/api/v1/old"]["get"]

    assert operation["deprecated"] is True
    assert operation["x-sunset"] == "2029-01-01"
    assert operation["description"].endswith(f"until 2029-01-01. Instead: {INSTEAD}")


@pytest.mark.parametrize("sunset", [date(2028, 12, 31), date(2026, 1, 1)])
def test_less_notice_than_was_promised_is_refused(sunset):
    with pytest.raises(ValueError, match="24 months"):
        Deprecated(since=date(2027, 1, 1), sunset=sunset, link=INSTEAD)
