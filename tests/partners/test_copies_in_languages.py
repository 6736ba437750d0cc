"""A copy has every language, whoever asks for it in which; and what is taken back in one language leaves it."""

import pytest
from django.conf import settings
from django.test import override_settings

from publishing import keeper, taken_down
from tests import factories as make
from tests.partners.test_copies import Copy, bundle, contents
from tests.publishing.acts import edit, take_down
from tests.publishing.test_translations import translated

pytestmark = [pytest.mark.usefixtures("commits")]


def entries(api, kind="service") -> list[dict]:
    return [entry for entry in bundle(api)["entries"] if entry["kind"] == kind]


def test_an_entry_has_each_translation_as_its_own_address_gives_it(publish, api):
    service = make.service("Line")
    publish(service, make.notice("Attention."))
    publish(translated(service), translated(service, "pl"))

    (entry,) = entries(api)
    assert list(entry["translations"]) == ["cy", "pl"]
    for tag, document in entry["translations"].items():
        assert api.get(f"/api/v1/services/line?lang={tag}").json()["result"] == document
    assert [one["translations"] for one in entries(api, "notice")] == [{}]
    assert not entries(api, "translation")


@pytest.mark.parametrize("language", [{"query": "lang=cy"}, {"headers": {"Accept-Language": "cy"}}])
def test_a_copy_is_the_same_in_whatever_language_it_is_asked_for(publish, api, trusted, language):
    service, gone = make.service("Line"), make.service("Gone")
    publish(service, gone)
    publish(translated(service))
    take_down(gone, reason="harmful")
    keeper.refresh()

    def asked(path, query="", headers=None):
        return api.get(f"/api/v1/{path}{'&' if '?' in path else '?'}{query}", headers=headers or {}).json()

    for path, names in (
        ("bundle", ("contents", "reference", "parts", "jws")),
        ("changes?since=1", ("results", "jws")),
        ("recalls", ("results", "jws")),
    ):
        keeper.current().memo.clear()
        other = asked(path, **language)
        keeper.current().memo.clear()
        english = asked(path)
        assert (other.get("language"), english.get("language")) == ("cy", "en"), (path, other, english)
        for name in names:
            assert other[name] == english[name], (path, name)


def test_a_new_translation_reaches_a_copy_with_its_item_and_one_that_is_behind_leaves_it(publish, editor, api):
    service = make.service("Line", summary="Someone to talk to.")
    publish(service)
    copy = Copy(api)
    publish(translated(service))

    told = copy.follow()
    assert [(one["kind"], list(one["translations"])) for one in told["results"]] == [("service", ["cy"])]

    publish(edit(service, by=editor, summary="Someone else to talk to."))
    copy.follow()
    assert copy.entries[str(service.uid)]["translations"] == {}
    assert contents(list(copy.entries.values())) == bundle(api)["contents"]


@pytest.mark.parametrize("of", ["translation", "service"])
def test_what_is_taken_down_leaves_a_copy_in_every_language(publish, api, of):
    service = make.service("Line")
    publish(service)
    made = translated(service)
    publish(made)
    copy = Copy(api)

    take_down({"translation": made, "service": service}[of], reason="harmful")
    keeper.refresh()
    copy.follow()

    assert copy.entries[str(service.uid)]["translations"] == {}
    assert "[cy]" not in str(bundle(api)["entries"]) + str(list(copy.entries.values()))
    assert contents(list(copy.entries.values())) == bundle(api)["contents"]


def test_a_node_that_is_told_to_take_a_translation_down_takes_it_out_of_its_copy(publish, api):
    service = make.service("Line")
    publish(service)
    made = translated(service)
    publish(made)
    copy = Copy(api)

    taken_down.order_here(settings.EDITIONS_FOLDER, keeper.current().items[str(made.uid)], "Wrong.")
    keeper.forget()
    keeper.hold_file()
    keeper.refresh()
    copy.follow()

    assert [entry["translations"] for entry in entries(api)] == [{}]
    assert copy.entries[str(service.uid)]["translations"] == {}
    assert contents(list(copy.entries.values())) == bundle(api)["contents"]


def test_a_notice_that_a_recall_raises_is_in_the_copy_in_the_languages_of_our_words(publish, api):
    service = make.service("Line")
    publish(service)
    take_down(service, reason="harmful")
    keeper.refresh()

    (entry,) = entries(api, "notice")
    assert entry["translations"]["cy"]["text"] != entry["document"]["text"]
    assert "Line" in entry["translations"]["cy"]["text"]


def test_each_file_of_a_copy_in_several_has_its_translations(publish, api, monkeypatch):
    service = make.service("Line")
    publish(service, make.topic("Topic"))
    publish(translated(service))
    monkeypatch.setattr("partners.statement.LARGEST", 1000)
    keeper.current().memo.clear()

    with override_settings(PUBLIC_URL="http://testserver"):
        parts = {part["kind"]: part for part in api.get("/api/v1/bundle").json()["parts"]}
    assert "translation" not in parts
    (entry,) = api.get(parts["service"]["url"]).json()["entries"]
    assert list(entry["translations"]) == ["cy"]
