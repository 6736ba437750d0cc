"""Nothing that is asked is passed over in silence, and nothing that is sent comes back."""

import pytest

from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("q", ["!!!", "-", "…", "_"])
def test_words_that_are_none_are_refused_and_do_not_find_everything(api, publish, q):
    publish(make.service())

    answer = api.get("/api/v1/services", {"q": q})

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["parameter"] == "q"


@pytest.mark.parametrize("name", ["EH11AA", "eh11aa", "EH1", "07700900123"])
def test_a_value_put_where_a_name_belongs_is_not_repeated(api, name):
    answer = api.get(f"/api/v1/services?{name}")

    assert answer.status_code == 400
    assert name not in answer.content.decode()


def test_a_misspelt_name_is_still_named(api):
    assert api.get("/api/v1/services?regoin=scotland").json()["errors"][0]["parameter"] == "regoin"


def test_a_question_in_the_body_of_a_get_is_refused(api):
    answer = api.generic("GET", "/api/v1/services", b'{"age":13}', content_type="application/json")

    assert answer.status_code == 400
