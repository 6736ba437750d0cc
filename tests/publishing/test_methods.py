"""What an address does with methods it does not have, and with a question in a body that is not there."""

import pytest

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "trace"])
def test_a_method_an_address_does_not_have_is_405_whatever_is_asked(api, method):
    answer = getattr(api, method)("/api/v1/organisations?no-such=parameter")

    assert answer.status_code == 405
    assert answer["Content-Type"] == "application/problem+json"
    assert answer["Allow"] == "GET, HEAD, OPTIONS"


def test_the_two_that_are_asked_in_a_body_allow_post(api):
    assert api.put("/api/v1/help")["Allow"] == "GET, POST, HEAD, OPTIONS"


@pytest.mark.parametrize("address", ["/api/v1/help", "/api/v1/services"])
def test_an_empty_body_is_no_question(api, address):
    assert api.post(address, b"", content_type="application/json").status_code == 400
    assert api.post(address, {}, content_type="application/json").status_code == 200
