"""Translators at work in the admin: every English text beside its translation, and nothing lost or public by itself."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.utils import timezone

from publishing import keeper, lifecycle, sweep
from publishing.admin.translation_form import name_of
from publishing.models import Edit, Submission, Translation
from tests import factories as make
from tests.admin_pages import as_sent, errors
from tests.in_force import colleague, in_force
from tests.publishing.acts import edit
from tests.publishing.admin.desk import (
    REFUSED,
    approve,
    lines_shown,
    page,
    press,
    save,
    signed_in,
    submission_page,
    submit,
    words,
)  # fmt: skip
from tests.publishing.test_translations import translated

URDU = {"Someone to talk to.": "بات کرنے کے لیے کوئی۔", "A line": "ایک لائن"}


@pytest.fixture
def line(publish):
    made = make.service("A line", summary="Someone to talk to.")
    publish(made)
    return made


@pytest.fixture
def begun(desk, line):
    """A Welsh translation without any words yet."""
    press(desk, page(line, "languages"), language="cy")
    return Translation.objects.get(of=line.pk, language="cy")


def typing(texts: dict[str, str]) -> dict[str, str]:
    return {name_of(english): text for english, text in texts.items()}


def welsh(row: Translation) -> dict[str, str]:
    row.refresh_from_db()
    return row.texts


WELSH = {"A line": "Llinell", "Someone to talk to.": "Rhywun i siarad ag ef."}


@pytest.mark.parametrize("kind", ["service", "organisation", "topic", "notice"])
def test_every_kind_that_has_words_shows_where_it_stands_in_each_language(desk, kind):
    item = make.of_kind(kind)

    shown = words(desk.get(page(item, "languages")))
    assert "Cymraeg cy Missing" in shown and "اردو ur Missing" in shown

    press(desk, page(item, "languages"), language="ur")
    assert "اردو ur Being worked on" in words(desk.get(page(item, "languages")))
    assert desk.get(page(item)).content.decode().count("/languages/") == 1


def test_to_begin_twice_goes_on_with_the_same(desk, line, begun):
    for _ in range(2):
        answer = press(desk, page(line, "languages"), language="cy")
        assert answer.redirect_chain[-1][0] == page(begun)
    assert Translation.objects.count() == 1


@pytest.mark.parametrize("language", ["en", "xx", "", "<script>"])
def test_only_a_language_of_the_list_can_be_begun(desk, line, language):
    press(desk, page(line, "languages"), language=language)

    assert not Translation.objects.exists()


def test_who_may_not_edit_begins_nothing(line):
    gate = signed_in(colleague("only-approves", "Approver"))
    assert "Begin" not in words(gate.get(page(line, "languages")))
    assert gate.post(page(line, "languages"), {"language": "cy"}).status_code == REFUSED
    assert not Translation.objects.exists()


def test_the_form_shows_each_english_text_beside_a_field_in_its_language(desk, line):
    press(desk, page(line, "languages"), language="ur")
    form = desk.get(page(Translation.objects.get()))

    shown = form.content.decode()
    assert "Summary" in words(form) and "Someone to talk to." in words(form)
    assert f'name="{name_of("Someone to talk to.")}"' in shown
    assert 'lang="ur" dir="rtl"' in shown
    assert "{" not in words(form).partition("The service")[2].partition("Films and recordings")[0]


def test_work_that_is_not_whole_is_no_concern_of_anybody_else(desk, begun):
    save(desk, begun, **typing({"A line": "Llinell"}))
    press(desk, page(make.notice(), "languages"), language="cy")

    assert sweep.sweep() == []


def test_what_is_only_begun_cannot_be_submitted(desk, begun):
    assert "Give the words" in words(press(desk, page(begun, "submit")))


def test_work_is_kept_before_it_is_whole_and_cannot_be_submitted(desk, begun):
    save(desk, begun, **typing({"A line": "Llinell"}))
    assert welsh(begun) == {"A line": "Llinell"}

    answer = press(desk, page(begun, "submit"))
    assert "not translated yet" in words(answer)
    assert not Submission.objects.filter(uid=begun.pk).exists()


def test_two_people_publish_a_translation_from_the_pages(desk, gate, api, line, begun):
    save(desk, begun, **typing(WELSH))
    submission = submit(desk, begun)
    assert {(one.label, one.before, one.after, one.language) for one in lines_shown(gate, submission)} >= {
        ("A line", "", "Llinell", "cy")
    }

    approve(gate, submission)

    keeper.refresh()
    answer = api.get("/api/v1/services/a-line?lang=cy").json()["result"]
    assert (answer["name"], answer["language"]) == ("Llinell", "cy")
    assert "Cymraeg cy Public" in words(desk.get(page(line, "languages")))


def test_what_is_new_or_changed_in_english_stands_first_with_what_it_was(desk, publish, editor, line, begun):
    save(desk, begun, **typing(WELSH))
    publish(edit(line, by=editor, summary="Someone else to talk to."))

    assert "Cymraeg cy Behind" in words(desk.get(page(line, "languages")))
    form = desk.get(page(begun))
    shown = words(form)
    for one in ("The English was Someone to talk to. which was translated Rhywun i siarad ag ef.", "1 of 2 texts"):
        assert one in shown
    assert shown.index("Someone else to talk to.") < shown.index("A line Llinell")

    save(desk, begun, **typing({"Someone else to talk to.": "Rhywun arall."}))
    assert welsh(begun) == {"A line": "Llinell", "Someone else to talk to.": "Rhywun arall."}
    assert "Cymraeg cy Being worked on" in words(desk.get(page(line, "languages")))


def test_work_that_is_not_whole_keeps_what_the_english_was(desk, publish, editor, line, begun):
    save(desk, begun, **typing(WELSH))
    publish(edit(line, by=editor, summary="Someone else to talk to."))

    save(desk, begun, **typing({"A line": "Y llinell"}))

    assert "The English was Someone to talk to." in words(desk.get(page(begun)))


def test_a_number_beside_the_words_makes_it_behind_until_somebody_has_looked(desk, publish, line, begun):
    save(desk, begun, **typing(WELSH))
    line.channels.update(value="https://other.example.org")
    publish(edit(line))

    assert "though none of its words has" in words(desk.get(page(begun)))
    assert "Behind" in words(desk.get(page(line, "languages")))
    save(desk, begun)
    assert "Behind" not in words(desk.get(page(line, "languages")))


def test_where_the_english_changes_meanwhile_nothing_is_saved_and_nothing_lost(desk, publish, editor, line, begun):
    form = {**as_sent(desk.get(page(begun))), **typing(WELSH)}
    publish(edit(line, by=editor, summary="Someone else to talk to."))

    answer = desk.post(page(begun), form)

    shown = words(answer)
    assert "The English has changed since you opened this" in shown
    assert "The English was Someone to talk to. which was translated Rhywun i siarad ag ef." in shown
    assert welsh(begun) == {}
    desk.post(page(begun), as_sent(answer))
    assert welsh(begun) == WELSH, "the old English with what was typed for it is kept until the new has its own"


def test_a_form_that_says_nothing_of_the_english_it_showed_is_not_saved(desk, begun):
    form = as_sent(desk.get(page(begun)))
    del form["shown_from"]

    assert "The English has changed" in words(desk.post(page(begun), {**form, **typing(WELSH)}))
    assert welsh(begun) == {}


def test_a_text_that_pretends_to_be_for_other_english_is_not_taken(desk, begun):
    form = as_sent(desk.get(page(begun)))
    name = name_of("Something else")
    desk.post(page(begun), {**form, **typing({"A line": "Llinell"}), name: "x", f"english-{name}": "Not that"})

    assert welsh(begun) == {"A line": "Llinell"}


BROKEN = {
    "The number 116123 is missing": "Ffoniwch neu www.example.org.",
    "The number 999 is not in": "Ffoniwch 116123 neu 999 neu www.example.org.",
    "The address www.example.org is missing": "Ffoniwch 116123 neu example.com.",
    "Plain text only": "Ffoniwch <b>116123</b> neu www.example.org.",
    "Plain text only: this holds": "Ffoniwch 116123\u202e neu www.example.org.",
    "far longer": "Ffoniwch 116123 neu www.example.org. " + "Ffoniwch. " * 50,
}


@pytest.mark.parametrize("fault", BROKEN)
def test_a_fault_stands_beside_the_field_that_has_it(desk, publish, fault):
    english = "Call 116123 or see www.example.org."
    line = make.service("A line", channels=[{"instructions": english}])
    publish(line)
    press(desk, page(line, "languages"), language="cy")
    begun = Translation.objects.get()

    answer = save(desk, begun, **typing({english: BROKEN[fault]}))

    found = answer.context["adminform"].form.errors
    assert list(found) == [name_of(english)]
    assert fault in found[name_of(english)][0] and fault in words(answer)
    assert welsh(begun) == {}


FILM = {"video": "https://films.example.org/a.mp4", "captions": "https://films.example.org/a.vtt"}


@pytest.mark.parametrize(
    ("films", "field"),
    [
        ({**FILM}, "transcript"),
        ({"video": FILM["video"], "transcript": FILM["video"]}, "captions"),
        ({"audio": "https://films.example.org/a.mp3"}, "transcript"),
        ({"captions": FILM["captions"]}, "captions"),
        ({**FILM, "transcript": "http://films.example.org/a.txt"}, "transcript"),
        ({**FILM, "transcript": "https://somebody@films.example.org/a.txt"}, "transcript"),
        ({**FILM, "transcript": "javascript:alert(1)"}, "transcript"),
        ({"source": "ftp://example.org/"}, "source"),
    ],
)
def test_a_film_has_captions_and_a_transcript_at_safe_addresses(desk, begun, films, field):
    assert field in errors(save(desk, begun, **films))


def test_what_a_machine_made_is_told_to_the_approver_each_time(desk, gate, begun):
    for number, text in enumerate(["Llinell", "Y llinell"], start=1):
        save(desk, begun, is_machine_made="on", **typing({**WELSH, "A line": text}))
        submission = submit(desk, begun)
        assert f"Version {number} has words that a machine wrote" in words(gate.get(submission_page(submission)))
        approve(gate, submission)


def test_the_approver_sees_old_and_new_translation_beside_the_english(desk, gate, publish, editor, line, begun):
    save(desk, begun, **typing(WELSH))
    approve(gate, submit(desk, begun))
    publish(edit(line, by=editor, summary="Someone else to talk to."))
    save(desk, begun, **typing({"Someone else to talk to.": "Rhywun arall i siarad ag ef."}))

    [found] = lines_shown(gate, submit(desk, begun))

    assert found.label == "Someone else to talk to. (before: Someone to talk to.)"
    assert (found.before, found.after) == ("Rhywun i siarad ag ef.", "Rhywun arall i siarad ag ef.")


def test_the_list_is_filtered_by_language_kind_and_state(desk, publish, editor, line, begun):
    other = make.organisation("A charity")
    publish(other)
    translated(other, "ur")
    save(desk, begun, **typing(WELSH))
    publish(edit(line, by=editor, summary="Someone else to talk to."))

    def found(query: str) -> set[str]:
        rows = desk.get(f"/admin/publishing/translation/?{query}").context["cl"].result_list
        return {str(row.title) for row in rows}

    assert found("") == {"A line", "A charity"}
    assert found("language=ur") == {"A charity"} == found("kind__exact=organisation")
    assert found("standing=behind") == {"A line"}
    assert found("standing=public") == set()


def test_the_other_pages_of_a_translation_can_be_looked_at(desk, gate, begun):
    save(desk, begun, **typing(WELSH))
    for client in (desk, gate):
        for name in ("change", "preview", "differences", "story", "history"):
            assert client.get(page(begun, name)).status_code == 200
    assert "{" not in words(gate.get(page(begun)))


# Who is named for a language


def named(user, *tags):
    for tag in tags:
        user.languages.create(language=tag)
    return in_force(user)


def ready(line, by) -> Submission:
    [submission] = lifecycle.submit([translated(line)], by=by)
    return submission


def test_where_nobody_is_named_any_two_people_publish_a_translation(line, editor, approver):
    assert lifecycle.approve([ready(line, editor)], by=approver)


def test_where_somebody_is_named_one_of_the_two_must_be(line, editor, approver):
    reader = named(colleague("reader"), "cy")
    submission = ready(line, editor)

    with pytest.raises(lifecycle.Refusal, match=r"somebody named for Cymraeg, and neither of you is\. Ask reader"):
        lifecycle.approve([submission], by=approver)
    assert lifecycle.approve([submission], by=reader)


def test_who_submits_may_be_the_one_who_is_named(line, editor, approver):
    assert lifecycle.approve([ready(line, named(editor, "cy"))], by=approver)


def test_to_be_named_for_another_language_counts_for_nothing(line, editor, approver):
    named(colleague("reader"), "cy")
    named(approver, "ur")

    with pytest.raises(lifecycle.Refusal, match="neither of you"):
        lifecycle.approve([ready(line, editor)], by=approver)


def test_the_rule_holds_for_what_is_planned_too(line, editor, approver):
    named(colleague("reader"), "cy")
    [submission] = lifecycle.submit([translated(line)], by=editor, planned_for=timezone.now() + timedelta(days=1))

    with pytest.raises(lifecycle.Refusal, match="neither of you"):
        lifecycle.approve_for_its_day(submission, by=approver)


def test_who_names_themselves_in_the_database_is_not_in_force_any_more(line, editor, approver):
    named(colleague("reader"), "cy")
    submission = ready(line, editor)
    approver.languages.create(language="cy")

    with pytest.raises(lifecycle.Refusal, match="not in force"):
        lifecycle.approve([submission], by=approver)


def test_who_edited_a_translation_themselves_cannot_approve_it_though_they_are_named(line, editor):
    reader = named(colleague("reader"), "cy")
    made = translated(line)
    Edit.objects.create(uid=made.pk, by=reader)
    [submission] = lifecycle.submit([made], by=editor)

    with pytest.raises(lifecycle.Refusal, match="You have edited"):
        lifecycle.approve([submission], by=reader)


def test_people_are_named_in_their_account_and_confirmed_again(gate, approver, editor):
    keeper_of_people = colleague("people", "People")
    client = signed_in(keeper_of_people)
    address = f"/admin/auth/user/{editor.pk}/change/"
    client.post(address, {**as_sent(client.get(address)), "reads": ["cy", "ur"]}, follow=True)

    assert list(editor.languages.values_list("language", flat=True)) == ["cy", "ur"]
    confirm = f"/admin/auth/user/{editor.pk}/confirm/"
    assert "Named for these languages: Cymraeg, اردو" in words(gate.get(confirm))
    assert "languages" in words(gate.get(confirm))
    press(gate, confirm)
    assert as_sent(client.get(address))["reads"] == ["cy", "ur"]

    client.post(address, {**as_sent(client.get(address)), "reads": []}, follow=True)
    assert not editor.languages.exists()


def test_a_hijacked_editor_alone_publishes_no_translation(desk, editor, api, begun):
    save(desk, begun, **typing(WELSH))
    submission = submit(desk, begun)

    approve(desk, submission)
    editor.groups.add(Group.objects.get(name="Approver"))
    approve(desk, submission)

    keeper.refresh()
    assert api.get("/api/v1/services/a-line?lang=cy").json()["result"]["language"] == "en"


def test_two_translators_of_one_item_lose_nothing_of_each_other(desk, line, begun):
    other = signed_in(colleague("other-translator"))
    mine, theirs = (as_sent(client.get(page(begun))) for client in (desk, other))

    other.post(page(begun), {**theirs, **typing({"A line": "Llinell"})})
    desk.post(page(begun), {**mine, **typing({"Someone to talk to.": "Rhywun."})})

    assert welsh(begun) == {"A line": "Llinell", "Someone to talk to.": "Rhywun."}


def test_what_both_typed_is_asked_about(desk, begun):
    other = signed_in(colleague("other-translator"))
    mine, theirs = (as_sent(client.get(page(begun))) for client in (desk, other))

    other.post(page(begun), {**theirs, **typing({"A line": "Llinell"})})
    answer = desk.post(page(begun), {**mine, **typing({"A line": "Y llinell"})})

    assert "Choose below which is to hold" in words(answer) and "Llinell" in words(answer)
    assert welsh(begun) == {"A line": "Llinell"}


def test_a_translator_sees_the_whole_item_as_readers_would_get_it(desk, line, begun):
    assert "nothing to show yet" in words(desk.get(page(begun, "preview")))

    save(desk, begun, **typing(WELSH))

    shown = desk.get(page(begun, "preview"))
    assert "Name Llinell" in words(shown) and "Summary Rhywun i siarad ag ef." in words(shown)
    assert '"name":' not in shown.content.decode()
    assert not Submission.objects.filter(uid=begun.pk).exists()
