"""Files for translators in the admin: what is missing goes out as a file, and comes in after somebody has looked."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from publishing import lifecycle
from publishing.models import Submission, Translation
from tests import factories as make
from tests.admin_pages import as_sent
from tests.in_force import colleague
from tests.publishing.acts import edit, take_down
from tests.publishing.admin.desk import REFUSED, said, signed_in, words
from tests.publishing.test_translations import translated
from tests.publishing.test_xliff import LAUGHS, filled, units

HOME, LIST = "/admin/", "/admin/publishing/translation/"
IMPORT, EXPORT = f"{LIST}import/", f"{LIST}export/"


@pytest.fixture
def line(publish):
    made = make.service("A line", summary="Someone to talk to.")
    publish(made)
    return made


def file(content: bytes, name="back.xlf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def exported(desk, query="lang=cy") -> bytes:
    response = desk.get(f"{EXPORT}?{query}")
    assert response.status_code == 200 and "attachment" in response["Content-Disposition"]
    return response.content


def looked_at(desk, content: bytes, **answers):
    return desk.post(IMPORT, {"file": file(content), **answers})


# Out


def test_what_is_missing_is_exported_and_listed_with_its_page(desk, line):
    shown = desk.get(f"{LIST}into/cy/")

    assert "A line" in words(shown) and f"/admin/services/service/{line.pk}/languages/" in shown.content.decode()
    assert set(units(exported(desk, "lang=cy&only=missing"))) == {"A line", "Someone to talk to."}


@pytest.mark.parametrize("query", ["", "lang=xx", "lang=en", "lang=cy&only=none", "lang=../cy"])
def test_what_is_no_language_is_not_there(desk, line, query):
    assert desk.get(f"{EXPORT}?{query}").status_code == 404


@pytest.mark.parametrize("language", ["xx", "en", "CY"])
def test_a_page_of_no_language_is_not_there(desk, language):
    assert desk.get(f"{LIST}into/{language}/").status_code == 404


def test_where_there_is_nothing_to_export_that_is_said(desk, line):
    assert "nothing to translate" in said(desk.get(f"{EXPORT}?lang=cy&only=behind", follow=True))[0]


def test_chosen_items_are_exported_in_a_language(desk, publish, line):
    other = make.service("Another line")
    publish(other)
    chosen = {"action": "export_for_translators", "_selected_action": [other.pk]}

    asked = desk.post("/admin/services/service/", chosen)
    assert "Another line" in words(asked) and "اردو (ur)" in words(asked)
    answer = desk.post("/admin/services/service/", {**chosen, "language": "ur"})

    assert b'trgLang="ur"' in answer.content and set(units(answer.content)) == {"Another line", "Someone to talk to."}


def test_chosen_translations_are_exported_where_they_are_of_one_language(desk, line):
    rows = [translated(line, "cy"), translated(line, "ur")]
    chosen = {"action": "export_translations", "_selected_action": [row.pk for row in rows]}

    assert "of one" in said(desk.post(LIST, chosen, follow=True))[0]
    assert b"[ur] A line" in desk.post(LIST, {**chosen, "_selected_action": [rows[1].pk]}).content


# In


def test_a_file_is_looked_at_first_and_then_taken_in_as_it_was_shown(desk, editor, line):
    content = filled(exported(desk))

    shown = looked_at(desk, content)
    assert "Someone to talk to. New [Someone to talk to.]" in words(shown)
    assert not Translation.objects.exists()
    done = desk.post(IMPORT, as_sent(shown))

    assert "Taken in: 1 translation changed. Nothing of it is public yet." in said(done)
    assert Translation.objects.get().texts["A line"] == "[A line]"
    assert not Submission.objects.filter(uid=Translation.objects.get().pk).exists()


def test_it_is_submitted_where_that_is_ticked(desk, line):
    shown = looked_at(desk, filled(exported(desk)), submits="on")
    assert "would be submitted" in words(shown)
    desk.post(IMPORT, as_sent(shown))

    assert Submission.objects.get(uid=Translation.objects.get().pk).state == Submission.WAITING


def test_what_is_not_taken_is_told_with_its_file_and_unit(desk, line):
    content = filled(exported(desk)).replace(b"[A line]", b"&lt;b>A line")
    unit = units(content)["A line"]

    shown = words(looked_at(desk, content))

    assert f"Would not be taken A line, file {line.pk}, unit {unit}: Plain text only" in shown


def test_right_to_left_is_right(desk, line):
    shown = looked_at(desk, filled(exported(desk, "lang=ur"), say=lambda english: "ایک لائن")).content.decode()

    assert re.search(r'lang="ur" dir="rtl">ایک لائن', shown)


@pytest.mark.parametrize(
    "content", [LAUGHS.encode() + b"<xliff/>", b"", b"\xff\xfe\x00", b"<xliff/>", b"a" * 5_000_001]
)
def test_a_file_that_cannot_be_read_is_refused_beside_the_field(desk, content):
    shown = looked_at(desk, content)

    assert shown.status_code == 200 and shown.context["form"].errors["file"]
    assert not Translation.objects.exists()


def test_what_was_not_looked_at_is_not_taken_in(desk, line):
    shown = as_sent(looked_at(desk, filled(exported(desk))))

    for held in ("", "x", shown["held"][:-2] + "xx"):
        assert "not what you looked at" in said(desk.post(IMPORT, {**shown, "held": held}))[0]
    other = signed_in(colleague("another-editor", "Editor"))
    assert "not what you looked at" in said(other.post(IMPORT, shown))[0]
    assert not Translation.objects.exists()


def test_who_may_not_edit_takes_no_file_in(line):
    approver = signed_in(colleague("only-approves", "Approver"))

    assert approver.get(IMPORT).status_code == REFUSED
    assert looked_at(approver, b"<xliff/>").status_code == REFUSED


@pytest.mark.parametrize("address", ["/admin/login/", LIST, "/admin/services/service/add/", "/api/v1/problems"])
def test_a_file_is_taken_nowhere_else(desk, address):
    assert desk.post(address, {"file": file(b"x")}).status_code >= 400


def test_a_file_is_taken_from_nobody_who_is_not_signed_in(db):
    answer = Client().post(IMPORT, {"file": file(b"x")})

    assert answer.status_code >= 400
    assert Client(enforce_csrf_checks=True).post(IMPORT, {"file": file(b"x")}).status_code >= 400


def test_a_page_elsewhere_sends_no_file_in_an_editor_s_name(editor, line):
    client = Client(enforce_csrf_checks=True)
    client.force_login(editor)

    assert client.post(IMPORT, {"file": file(b"<xliff/>")}).status_code == 403


def test_two_files_at_once_are_refused(desk):
    assert desk.post(IMPORT, {"file": [file(b"x"), file(b"y")]}).status_code == 400


# The home page


def home(desk) -> str:
    return words(desk.get(HOME)).partition("Everything")[0]


def test_nothing_is_said_of_languages_that_nobody_uses(desk, line):
    assert "Languages" not in home(desk) and "Cymraeg" not in home(desk)


def test_what_is_missing_and_behind_is_counted_for_each_language_in_use(desk, publish, editor, line):
    others = [make.organisation("A charity"), make.topic("Sextortion")]
    publish(*others)
    lifecycle.edited(translated(line))
    lifecycle.edited(translated(others[0], "ur"))
    publish(edit(line, by=editor, summary="Someone else to talk to."))

    shown = home(desk)
    assert "Cymraeg : missing 2; behind 1" in shown
    assert "اردو : missing 2; being worked on 1" in shown
    assert "Polski" not in shown
    page = desk.get(HOME).content.decode()
    assert f'"{LIST}into/cy/"' in page and f'"{LIST}?language=cy&amp;standing=behind"' in page


def test_a_translation_that_was_withdrawn_counts_as_missing(desk, publish, editor, line):
    made = translated(line)
    publish(made)
    assert "missing" not in home(desk) and "Cymraeg : public 1" in home(desk)
    take_down(made, by=editor)

    assert "missing 1" in home(desk) and "withdrawn 1" in home(desk)


def test_an_edit_of_the_english_that_is_not_public_yet_makes_nothing_behind(desk, publish, editor, line):
    publish(translated(line))
    edit(line, by=editor, summary="Someone else to talk to.")

    assert "behind" not in home(desk)


def test_more_items_and_languages_ask_no_more_statements(desk, publish):
    def asked() -> int:
        with CaptureQueriesContext(connection) as statements:
            desk.get(HOME)
        return len(statements)

    def more(count: int, *tags: str) -> None:
        for _ in range(count):
            item = make.organisation()
            publish(item)
            for tag in tags:
                lifecycle.edited(translated(item, tag))

    more(1, "cy")
    desk.get(HOME)
    few = asked()
    more(5, "cy", "ur", "pl")
    assert asked() == few
