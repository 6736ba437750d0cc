"""The commands: safe to run twice, --dry-run changes nothing, they say what they did, and fail without a traceback."""

import datetime
from getpass import getuser

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.utils import timezone

from publishing import lifecycle
from publishing.models import EditionNumber, Publication, Record, Submission
from tests import factories as make
from tests.publishing.acts import edit, edit_unseen, publication
from tests.publishing.admin.desk import signed_in, words


@pytest.fixture
def say(capsys):
    """Run a command; what it printed, line by line."""

    def say(*command: str) -> list[str]:
        call_command(*command)
        return capsys.readouterr().out.splitlines()

    return say


def everything() -> list:
    tables = (Publication, Submission, Record, EditionNumber)
    return [list(table.objects.order_by("pk").values()) for table in tables]


def expiring(minutes: int):
    return make.notice(slug="old-number", expires_at=timezone.now() + datetime.timedelta(minutes=minutes))


@pytest.fixture
def over(publish):
    """A public notice whose time is over."""
    notice = expiring(minutes=1)
    publish(notice)
    with time_machine.travel(notice.expires_at):
        yield notice


PUBLISH = ["publish", "service", "a-line", "--by", "editor", "--approved-by", "approver"]
WITHDRAW = ["withdraw", "service", "a-line", "--by", "editor", "--reason", "closed"]


def test_publish_publishes_in_the_name_of_two_people(say, editor, approver):
    service = make.service(slug="a-line")

    assert say(*PUBLISH, "--note", "New.") == ["Edition 1: published “a-line”."]
    line = Record.objects.get(action="approved")
    assert (line.uid, line.submitted_by, line.by, line.reason) == (service.pk, "editor", "approver", "New.")


def test_publish_refuses_the_same_person_twice_and_leaves_nothing_waiting(say, editor):
    make.service(slug="a-line")

    with pytest.raises(CommandError, match="somebody else has to approve it"):
        say("publish", "service", "a-line", "--by", "editor", "--approved-by", "editor")
    assert not Submission.objects.exists()


def test_publish_refuses_an_approver_who_edited(say, editor, approver):
    edit(make.service(slug="a-line"), by=approver, summary="Edited.")

    with pytest.raises(CommandError, match="You have edited"):
        say(*PUBLISH)


def test_publish_run_again_changes_nothing(say, editor, approver):
    make.service(slug="a-line")
    say(*PUBLISH)
    before = everything()

    with pytest.raises(CommandError, match="no changes"):
        say(*PUBLISH)
    assert everything() == before


@pytest.mark.parametrize(
    "command, words",
    [
        (["publish", "hotline", "a-line", "--by", "editor", "--approved-by", "approver"], "no kind “hotline”"),
        (["publish", "service", "nowhere", "--by", "editor", "--approved-by", "approver"], "no service “nowhere”"),
        (["publish", "service", "a-line", "--by", "nobody", "--approved-by", "approver"], "no user “nobody”"),
        (["withdraw", "service", "a-line", "--by", "editor", "--reason", "other"], "has ever been public"),
    ],
)
def test_what_is_not_there_is_named(say, editor, approver, command, words):
    make.service(slug="a-line")

    with pytest.raises(CommandError, match=words):
        say(*command)


def test_withdraw_takes_an_item_down_in_one_persons_name(say, publish):
    service = make.service(slug="a-line")
    publish(service, make.service())

    assert say(*WITHDRAW) == ["Edition 2: the service “a-line” is withdrawn."]
    assert (publication(service).state, publication(service).reason) == ("withdrawn", "closed")
    line = Record.objects.latest("number")
    assert (line.action, line.by) == ("by command", f"shell: {getuser()}")
    assert line.reason.endswith("said to be done by editor")


def test_withdraw_refuses_what_takes_two_people(say, publish):
    service = make.service(slug="a-line")
    publish(service)

    with pytest.raises(CommandError, match="the last of"):
        say(*WITHDRAW)
    assert publication(service).state == "live"


def test_withdraw_run_again_says_so(say, publish):
    publish(make.service(slug="a-line"), make.service())
    say(*WITHDRAW)

    with pytest.raises(CommandError, match="already been withdrawn"):
        say(*WITHDRAW)


def test_expire_notices_withdraws_what_is_over_in_nobodys_name(say, over):
    assert say("expire_notices") == ["Edition 2: the notice “old-number” has expired and is withdrawn."]
    line = Record.objects.get(action="withdrawn")
    assert (line.uid, line.by, line.reason) == (over.pk, "", "over")


def test_expire_notices_run_again_finds_nothing(say, over):
    say("expire_notices")
    before = everything()

    assert say("expire_notices") == ["No notice has expired."]
    assert everything() == before


def test_expire_notices_leaves_what_is_not_over(say, publish):
    publish(expiring(minutes=1), make.notice())

    assert say("expire_notices") == ["No notice has expired."]


def test_expire_notices_goes_by_what_was_approved_and_not_by_an_edit(say, over):
    edit_unseen(over, expires_at=None)

    say("expire_notices")

    assert publication(over).state == "withdrawn"


def test_recompile_says_how_many_documents_it_made_anew(say, publish):
    publish(make.service(), make.service())
    Publication.objects.update(documents={})

    assert say("recompile") == ["Edition 2: 2 documents made anew."]


def test_recompile_run_again_makes_no_edition(say, publish):
    publish(make.service())
    before = everything()

    assert say("recompile") == ["Every document reads as it did, so there is no new edition."]
    assert everything() == before


def test_recompile_names_a_snapshot_that_it_cannot_read(say, publish):
    publish(make.service())
    Publication.objects.update(snapshot="{}")

    with pytest.raises(CommandError, match="the text is not a snapshot"):
        say("recompile")


@pytest.mark.parametrize("command", [PUBLISH, WITHDRAW, ["expire_notices"], ["recompile"]], ids=lambda c: c[0])
def test_a_trial_says_what_it_would_do_and_changes_nothing(say, publish, editor, over, command):
    service = make.service(slug="a-line")
    other = make.service()
    publish(service, make.service(), other)
    edit(service, by=editor, summary="Edited.")
    Publication.objects.filter(pk=other.pk).update(documents={})
    before = everything()

    said = say(*command, "--dry-run")

    assert said[0].startswith("This is a trial") and said[1].startswith("Edition 3")
    assert everything() == before


@pytest.mark.usefixtures("commits")
def test_verify_counts_what_it_has_proven(say, publish):
    publish(make.service())

    assert say("verify") == ["1 items and 4 decisions, all proven."]


@pytest.mark.usefixtures("commits")
def test_verify_fails_and_prints_each_fault(say, publish, capsys):
    publish(make.service())
    Record.objects.filter(action="submitted").update(reason="Something else.")

    with pytest.raises(CommandError, match="not what was decided: 1 faults"):
        say("verify")
    assert capsys.readouterr().out == "line 3 has been altered or added, or the line before it was\n"


def test_a_trial_leaves_no_trace_of_a_refusal(say, publish, editor):
    publish(make.service(slug="a-line"))
    before = everything()

    with pytest.raises(CommandError):
        say(*PUBLISH, "--dry-run")
    assert everything() == before
    assert lifecycle.recompile() is None


@pytest.fixture
def desk(editor):
    return signed_in(editor)


def put_in_public_by_sql(service) -> None:
    """Another text in the document that readers see, by a way that no form and no approval sees."""
    held = publication(service)
    held.documents = {name: text.replace("A line.", "Text 07786 209 697.") for name, text in held.documents.items()}
    held.save(update_fields=["documents"])


def test_a_number_that_has_become_wrong_is_found_in_public_and_told_on_the_home_page(capsys, publish, desk):
    service = make.service(slug="a-line", description="A line.")
    publish(service)
    put_in_public_by_sql(service)

    with pytest.raises(CommandError, match="1 to look at: see the home page of the admin"):
        call_command("check_contacts")
    assert "service “a-line” is public: 07786209697 is old or wrong" in capsys.readouterr().out
    assert "a-line (service), which readers see now : correct it, or withdraw it at once." in words(desk.get("/admin/"))


def test_what_was_found_leaves_the_home_page_when_it_is_mended(publish, desk):
    service = make.service(slug="a-line", description="A line.")
    publish(service)
    put_in_public_by_sql(service)
    with pytest.raises(CommandError):
        call_command("check_contacts")
    edit(service, description="Another line.")
    publish(service)

    assert "Must not be public" not in words(desk.get("/admin/"))


def test_when_nothing_is_wrong_the_check_says_so(say, publish):
    publish(make.service(slug="a-line"))

    assert say("check_contacts") == ["Nothing that must not be public was found."]
