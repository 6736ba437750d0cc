"""The story of one item, the newest first: what the record says, who wrote, and what was said about it.

What was decided is told from the record, and a line of it that is not as it was written is marked. Edits and comments
are in no record: they help to remember, and prove nothing.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.core.paginator import Page, Paginator
from django.db.models import CharField, F, Value
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse

from publishing import reasons, record
from publishing.admin.item_pages import ItemPages
from publishing.admin.people import name_of
from publishing.codes import code_list
from publishing.models import Comment, Edit, Publishable, Record, Submission
from publishing.upkeep import LIST

ON_A_PAGE = 50
RECORD, EDIT, COMMENT = "record", "edit", "comment"
ACTIONS = {
    "submitted": "Submitted for approval",
    "approved": "Approved and published",
    "published first": "Published with the project's own content",
    "sent back": "Sent back",
    "void": "The submission became void",
    "withdrawn": "Withdrawn",
    "withdrawal explained": "Its withdrawal was explained anew",
    "turned": "Brought up to date by itself, as it was approved",
    record.CHECKED: "Checked",
    record.CHECK_TAKEN_BACK: "The check was taken back",
    record.REVIEW_SET: "Its review date was set",
}


@dataclass(frozen=True)
class Told:
    """One thing that happened. `said`: each a label, which may be empty, and words. `link`: its words and address."""

    at: datetime
    what: str
    who: str = ""
    said: Sequence[tuple[str, str]] = field(default_factory=list)
    link: tuple[str, str] | None = None
    is_true: bool = True
    times: int = 1

    @property
    def is_edit(self) -> bool:
        return self.what == "Edited"


class StoryPages(ItemPages):
    """The page that tells the story of an item."""

    def get_urls(self) -> list[URLPattern]:
        view = self._of_item(self.story_page)
        return [path("<path:object_id>/story/", view, name=self._name("story")), *super().get_urls()]

    def story_page(self, request: HttpRequest, item: Publishable) -> HttpResponse:
        may_see_comments = request.user.has_perm("publishing.view_submission")
        page = _happened(item, may_see_comments).get_page(request.GET.get("page"))
        told = list(_told(item, page, self.address("versions", item)))
        return self._page(request, item, "story", "Story", told=told, page=page)


def _happened(item: Publishable, with_comments: bool) -> "Paginator[Any]":
    """What happened in order, each as its sort, its key and its moment, which one query has of all tables."""
    lines = _of(Record.objects.filter(uid=item.pk), RECORD)
    more = [_of(Edit.objects.filter(uid=item.pk), EDIT)]
    if with_comments:
        more.append(_of(Comment.objects.filter(submission__uid=item.pk), COMMENT))
    return Paginator(lines.union(*more, all=True).order_by("-at", "-sort", "-key"), ON_A_PAGE)


def _of(rows: Any, sort: str) -> Any:
    named = rows.order_by().annotate(sort=Value(sort, CharField()), key=F("pk"))
    return named.values_list("sort", "key", "at")


def _told(item: Publishable, page: Page[Any], versions: str) -> Iterator[Told]:
    """Edits that follow each other by one person are told as one."""
    entries = list(page)
    found = _Found(item, entries, versions)
    before: Told | None = None
    for number, (sort, key, _) in enumerate(entries, start=page.start_index()):
        is_first = number == page.paginator.count
        told = found.told(sort, key, is_first)
        if before and told.is_edit and before.is_edit and told.who == before.who:
            before = replace(before, times=before.times + 1)
            continue
        if before:
            yield before
        before = told
    if before:
        yield before


class _Found:
    """The rows behind a page of the story; the same number of queries, however many they are."""

    def __init__(self, item: Publishable, entries: Sequence[tuple[str, int, datetime]], versions: str) -> None:
        keys = {sort: [key for one, key, _ in entries if one == sort] for sort in (RECORD, EDIT, COMMENT)}
        self.versions = versions
        self.lines = Record.objects.in_bulk(keys[RECORD])
        self.true = {line.number for line in record.true_ones(list(self.lines.values()))}
        self.edits = Edit.objects.select_related("by").in_bulk(keys[EDIT])
        self.comments = Comment.objects.select_related("by").in_bulk(keys[COMMENT])
        approved = Submission.objects.filter(uid=item.pk, version__in=[line.version for line in self._approvals()])
        self.approved = {one.version: one for one in approved.defer("snapshot")}
        names = {name for line in self.lines.values() for name in (line.by, line.submitted_by)}
        self.people = {one.username: name_of(one) for one in User.objects.filter(username__in=names)}

    def told(self, sort: str, key: int, is_first: bool) -> Told:
        if sort == EDIT:
            edit = self.edits[key]
            return Told(edit.at, "First written" if is_first else "Edited", name_of(edit.by))
        if sort == COMMENT:
            comment = self.comments[key]
            address = f"{_submission_page(comment.submission_id)}#comments"
            return Told(comment.at, "Comment", name_of(comment.by), [("", comment.text)], ("The submission", address))
        return self._of_line(self.lines[key])

    def _approvals(self) -> list[Record]:
        return [line for line in self.lines.values() if line.action in ("approved", "published first")]

    def _of_line(self, line: Record) -> Told:
        what = ACTIONS.get(line.action, line.action.capitalize())
        approved = self.approved.get(line.version) if line in self._approvals() else None
        if approved:
            what = f"{what}: version {line.version}"
        return Told(
            line.at,
            what,
            self._people_of(line),
            [*self._said(line, approved)],
            self._link(approved) if approved else None,
            line.number in self.true,
        )

    def _people_of(self, line: Record) -> str:
        by = self.people.get(line.by, line.by)
        other = self.people.get(line.submitted_by, line.submitted_by)
        if line.submitted_by in ("", line.by):
            return by
        did = "proposed" if line.action.startswith("withdraw") else "submitted"
        return f"{by or 'nobody'} ({did} by {other})"

    def _said(self, line: Record, approved: Submission | None) -> Iterator[tuple[str, str]]:
        label = "Note" if line.action in ("submitted", "approved", "published first") else ""
        words = _in_words(line)
        if words:
            yield label, words
        if approved and approved.reason:
            yield "Answered", approved.reason

    def _link(self, approved: Submission) -> tuple[str, str]:
        if (version := approved.version or 1) == 1:
            return "What it said", _submission_page(approved.pk)
        return (
            f"What changed since version {version - 1}",
            f"{self.versions}?one={version - 1}&other={version}#compared",
        )


def _in_words(line: Record) -> str:
    """Why, as an editor reads it; the record has codes in some places."""
    if line.action.startswith("withdraw"):
        return reasons.in_words(line.reason)
    if line.action == record.CHECKED:
        how, on, rest = line.reason.partition(" on ")
        return f"{code_list(LIST).label(how)}{on}{rest}"
    return line.reason


def _submission_page(key: int) -> str:
    return reverse("admin:publishing_submission_change", args=[key])
