"""An item in another language: whole or not at all, approved by two, and never of an English that has changed."""

from datetime import date
from urllib.parse import quote

import pytest
from django.conf import settings

from publishing import keeper, lifecycle, taken_down
from publishing.models import Publication, Translation
from publishing.registry import kind_of
from tests import factories as make
from tests.publishing.acts import edit, take_down

OF_KIND = {
    "service": lambda: make.service("A line", summary="Someone to talk to.", channels=[{"instructions": "Press 2."}]),
    "organisation": lambda: make.organisation("A charity", description="It helps."),
    "topic": lambda: make.topic("Sextortion"),
    "notice": lambda: make.notice("Do not use the old number."),
}


def translated(item, language="cy", **fields) -> Translation:
    return make.translation(of=item, language=language, **fields)


@pytest.fixture(params=OF_KIND)
def item(request, publish):
    made = OF_KIND[request.param]()
    publish(made)
    return made


def asked(api, item, query="lang=cy", **headers):
    if kind_of(item).name == "notice":
        return api.get(f"/api/v1?{query}", headers=headers).json()["notices"][0]
    path = {"service": "services", "organisation": "organisations", "topic": "advice"}[kind_of(item).name]
    response = api.get(f"/api/v1/{path}/{item.slug}?{query}", headers=headers)
    assert response.status_code == 200, response.content
    return response.json()["result"]


def named(document) -> str:
    return next(document[name] for name in ("name", "title", "text") if name in document)


def test_an_item_is_given_in_the_language_asked_for(publish, api, item):
    publish(translated(item))

    assert named(asked(api, item)).startswith("[cy] ")
    assert asked(api, item)["language"] == "cy"
    assert not named(asked(api, item, "lang=en")).startswith("[cy] ")
    assert asked(api, item, "lang=pl")["language"] == "en"


def test_a_translation_is_public_only_when_somebody_else_has_approved_it(editor, approver, api, item):
    [submission] = lifecycle.submit([translated(item)], by=editor, note="")
    assert asked(api, item)["language"] == "en"

    with pytest.raises(lifecycle.Refusal):
        lifecycle.approve([submission], by=editor)
    assert asked(api, item)["language"] == "en"

    lifecycle.approve([submission], by=approver)
    keeper.refresh()
    assert asked(api, item)["language"] == "cy"


CHANGES = {
    "service": lambda item: {"summary": "Someone else to talk to."},
    "organisation": lambda item: {"description": "It helps you."},
    "topic": lambda item: {"definition": "What it is."},
    "notice": lambda item: {"text": "Do not use the number of before."},
}
NUMBERS = {
    "service": lambda item: item.channels.update(value="https://other.example.org") and {},
    "organisation": lambda item: {"website": "https://www.example.org"},
    "notice": lambda item: {"url": "https://www.example.org"},
    "topic": lambda item: item.entry_set.update(phone_as_printed="0808 157 0123", url_as_printed="") and {},
}


@pytest.mark.parametrize("change", ["words", "number"])
def test_where_the_english_changes_the_whole_item_is_given_in_english(publish, editor, api, item, change):
    publish(translated(item))
    kind = kind_of(item).name
    changed = (CHANGES if change == "words" else NUMBERS)[kind](item)
    publish(edit(item, by=editor, **changed))

    assert asked(api, item)["language"] == "en"
    assert "[cy]" not in str(asked(api, item))


def test_one_that_was_brought_up_to_date_is_shown_again(publish, editor, api, item):
    made = translated(item)
    publish(made)
    publish(edit(item, by=editor, **CHANGES[kind_of(item).name](item)))
    made.delete()

    publish(translated(item))

    assert asked(api, item)["language"] == "cy"


def test_one_that_lacks_a_text_cannot_be_submitted(editor, item):
    made = translated(item)
    made.texts.popitem()
    made.save()

    with pytest.raises(lifecycle.Refusal, match=r"not translated yet|Give the words"):
        lifecycle.submit([made], by=editor, note="")


FILM = {
    "video": "https://films.example.org/help.mp4",
    "captions": "https://films.example.org/help.vtt",
    "transcript": "https://films.example.org/help.txt",
}


def test_a_film_stands_with_its_item_whatever_the_language(publish, api, item):
    publish(translated(item, "bfi", texts={}, **FILM))

    for query in ("lang=en", "lang=bfi", "lang=cy"):
        document = asked(api, item, query)
        assert document["language"] == "en"
        assert document["media"] == [{"language": "bfi", **FILM, "audio": None}]


def test_a_film_of_an_english_that_has_changed_is_not_shown(publish, editor, api, item):
    publish(translated(item, "bfi", texts={}, **FILM))
    publish(edit(item, by=editor, **NUMBERS[kind_of(item).name](item)))

    assert asked(api, item)["media"] == []


def test_one_that_is_withdrawn_is_gone_at_once(publish, editor, api, item):
    made = translated(item, **FILM)
    publish(made)

    take_down(made, by=editor)
    keeper.refresh()

    assert (asked(api, item)["language"], asked(api, item)["media"]) == ("en", [])


def test_a_node_shows_none_that_it_is_told_to_take_down_whatever_the_database_holds(publish, api, item):
    made = translated(item, **FILM)
    publish(made)
    translation = keeper.current().items[str(made.uid)]

    taken_down.order_here(settings.EDITIONS_FOLDER, translation, "Wrong.")
    keeper.forget()
    keeper.hold_file()
    keeper.refresh()

    assert (asked(api, item)["language"], asked(api, item)["media"]) == ("en", [])


def test_a_card_is_in_the_language_asked_for_and_the_answer_tells_what_is_not(publish, api):
    said, unsaid = make.service("A line"), make.service("Another line")
    publish(said, unsaid, make.topic("Sextortion"))
    publish(translated(said))

    for path in ("/api/v1/services", "/api/v1/help"):
        answer = api.get(f"{path}?lang=cy").json()
        cards = answer.get("results") or [card for need in answer["needs"] for card in need["services"]]
        assert {card["name"]: card["language"] for card in cards} == {"[cy] A line": "cy", "Another line": "en"}
        told = {(one["parameter"], one["code"]): one["count"] for one in answer["left_out"]}
        assert told["lang", "not-translated"] == 1
        assert "lang" not in {one["parameter"] for one in api.get(f"{path}?lang=en").json()["left_out"]}


def test_a_service_shows_its_organisation_in_the_language_where_there_is_one(publish, api):
    organisation = make.organisation("A charity")
    service = make.service("A line", organisation=organisation)
    publish(organisation, service)
    publish(translated(service))
    assert asked(api, service)["organisation"]["name"] == "A charity"

    publish(translated(organisation))

    assert asked(api, service)["organisation"]["name"] == "[cy] A charity"
    assert asked(api, service, "lang=en")["organisation"]["name"] == "A charity"


@pytest.mark.parametrize("words", ["disgleirdeb", "dìsgleirdeb", "brightness"])
def test_a_service_is_found_by_the_words_of_every_language(publish, api, words):
    service = make.service("Brightness")
    publish(service)
    made = translated(service)
    made.texts["Brightness"] = "Dìsgleirdeb"
    made.save()
    publish(made)

    for lang in ("en", "cy"):
        assert api.get(f"/api/v1/services?q={quote(words)}&lang={lang}").json()["count"] == 1


def test_words_that_are_written_into_the_database_are_not_sealed_with_what_is_published_next(
    publish, editor, api, item
):
    made = translated(item)
    publish(made)
    public = Publication.objects.get(pk=made.pk)
    Publication.objects.filter(pk=made.pk).update(snapshot=public.snapshot.replace("[cy]", "[bad]"))

    with pytest.raises(lifecycle.Refusal, match="altered"):
        publish(edit(item, by=editor, **{"checked_on": date(2026, 1, 2)}))

    assert "[bad]" not in str(asked(api, item))


def test_a_translation_that_the_database_moves_to_another_item_is_not_shown_there(publish, editor, api):
    of, other = make.service("A line"), make.service("Another line")
    publish(of, other)
    made = translated(of)
    publish(made)
    Publication.objects.filter(pk=made.pk).update(translates=other.pk)

    publish(edit(other, by=editor, summary="Somebody to talk to."))

    assert asked(api, other)["language"] == "en"
