"""What is true of anything public: its identity, its way to the public, and the record of that way.

Rows of content are working copies. The public sees `Publication`s, and only `lifecycle` writes those. All tables of
that way are here, each of them short, which is why this is longer than other rooms.
"""

import uuid
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import ClassVar
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from publishing import constraints, languages, plain_text
from publishing.codes import code_list
from publishing.dates import today
from publishing.fields import ByEnglish, DigestField, code_field
from publishing.links.models import Link, LinkUse  # noqa: F401  (tables that stand beside what they are for)
from publishing.reports.models import Report  # noqa: F401  (as those of links)
from publishing.translating import checking
from publishing.upkeep import Upkeep
from publishing.wording import shortened

# Of a hexadecimal number, so that nobody takes what is in it for a telephone number.
IN_LETTERS = str.maketrans("0123456789abcdef", "abcdefghijklmnop")


def refuse_a_day_to_come(checked_on: date | None) -> None:
    if checked_on and checked_on > today():
        raise ValidationError({"checked_on": "This day is still to come. Give the day on which it was checked."})


class Row(models.Model):
    """A row that an editor writes: an item, or one of its pieces.

    `unread` names the text fields in which nobody looks for numbers and addresses (publishing/plain_text.py): they
    never become public, or have a judge of their own.
    `known` names the fields of which a database has been asked already what it is asked of each row that is judged
    (publishing/validity.py): the keys to rows that there are, and the values that no other row has.
    """

    unread: ClassVar[frozenset[str]] = frozenset()
    known: Collection[str] = frozenset()

    class Meta:
        abstract = True

    def clean_fields(self, exclude: Collection[str] | None = None) -> None:
        keys = {name for name in self.known if self._meta.get_field(name).is_relation}
        super().clean_fields(exclude={*(exclude or ()), *keys})
        plain_text.check(self, exclude or (), self.unread)

    def validate_unique(self, exclude: Collection[str] | None = None) -> None:
        values = {name for name in self.known if not self._meta.get_field(name).is_relation}
        super().validate_unique(exclude={*(exclude or ()), *values})

    def get_constraints(self) -> list[tuple[type[models.Model], Sequence[models.BaseConstraint]]]:
        """Those of which the database has to be asked."""
        return [
            (model, [one for one in own if not constraints.is_kept(self, one)])
            for model, own in super().get_constraints()
        ]

    def validate_constraints(self, exclude: Collection[str] | None = None) -> None:
        try:
            super().validate_constraints(exclude)
        except ValidationError as error:
            raise constraints.in_words(self, error) from None


class Publishable(Row):
    """Something with a public page of its own. `uid` is its identity for ever, inside and outside.

    `shape` counts the changes of its snapshot that an older snapshot must be upgraded for (publishing/snapshots.py).
    `not_in_snapshot` names the fields that only organise editors' work: to change one is not an edit.
    `slug_in_public`: that it has been public under, where `known` has “slug”; empty: never was.
    """

    shape: ClassVar[int] = 1
    slug_in_public: str = ""
    not_in_snapshot: ClassVar[frozenset[str]] = frozenset({"review_due_on"})
    as_of: date | None = None  # the day it is written for; None: whatever the day
    upkeep: Upkeep = Upkeep()  # as its publication says, where it was hydrated from one
    media: Sequence[Mapping[str, str | None]] = ()  # films and recordings of it, where it is rendered
    version: int  # of its publication, as this is, where it was hydrated from one
    published_at: datetime

    uid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    slug = models.SlugField(
        "Slug",
        max_length=80,
        unique=True,
        help_text="The last part of its public address, for example <em>report-remove</em>. "
        "It can't be changed once the item has been public.",
    )
    checked_on = models.DateField(
        "Checked on",
        null=True,
        blank=True,
        help_text="The day someone last confirmed these facts with the source. Public.",
    )
    review_due_on = models.DateField(
        "Review due on", null=True, blank=True, help_text="When to check it again. Never public."
    )

    class Meta:
        abstract = True

    def clean(self) -> None:
        """The slug is part of an address that others keep, so it is frozen at the first publication."""
        super().clean()
        refuse_a_day_to_come(self.checked_on)
        published = self.slug_in_public
        if "slug" not in self.known:
            published = Publication.objects.filter(uid=self.uid).values_list("slug", flat=True).first() or ""
        if published and published != self.slug:
            raise ValidationError({"slug": f"This has been public as “{published}” and must keep that slug."})


class Part(Row):
    """One of the ordered pieces of a publishable item; it has no public life without it."""

    number: int  # its place from 1, where it was hydrated
    is_public: ClassVar[bool] = True
    uid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    position = models.PositiveIntegerField("Position", default=0, help_text="Lower comes first.")

    class Meta:
        abstract = True
        ordering = ["position", "uid"]

    def in_short(self) -> str:
        """What it says, for the one line that it has in a form until it is opened."""
        return str(self)


class EditionNumber(models.Model):
    """One row: the newest edition. Whoever changes what is public locks it first.

    So the order of numbers is the order of commits, and a reader that asks for what is newer misses nothing.
    """

    number = models.PositiveBigIntegerField(default=0)

    class Meta:
        verbose_name = "edition number"
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="edition_number_is_one_row")]
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"edition {self.number}"


class SealedEdition(models.Model):
    """What an edition is and which it follows, under a key that the database does not hold (publishing/sealing.py).

    `digest`: of everything public at this number. `before`: that of the edition it follows; empty for the first that
    was sealed. `restored_from`: the number that a restored database was at, where two people put it in force.
    """

    number = models.PositiveBigIntegerField(primary_key=True)
    digest = models.CharField(max_length=64)
    before = models.CharField(max_length=64, blank=True)
    restored_from = models.PositiveBigIntegerField(null=True)
    at = models.DateTimeField()
    mac = models.CharField(max_length=64)

    class Meta:
        ordering = ["number"]

    def __str__(self) -> str:
        return f"edition {self.number}, sealed"


class TakenDown(models.Model):
    """An order to every node to show no version of an item up to `version`, whatever a database says.

    It is sealed like an edition; `reason` is public. A later version is of a newer approval, and is shown.
    """

    uid = models.UUIDField(db_index=True)
    version = models.PositiveIntegerField()
    reason = models.TextField()
    at = models.DateTimeField()
    mac = models.CharField(max_length=64)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.uid} taken down at {self.at:%Y-%m-%d %H:%M}"


class Publication(models.Model):
    """One item as the public gets it, or the tombstone of one that was withdrawn. Never deleted.

    `documents`: the finished JSON as text, by representation and language; served byte for byte.
    `keys`: what it is found and ordered by. Both are worked out from `snapshot` alone, and from the publications it
    borrows from; and, where something begins or ends by itself, from a day, `as_of` in `keys`; `turns_on` is the next
    such day. `upkeep` in them says who checked it and when it is due again (publishing/upkeep.py), which is not in the
    snapshot. `translates`: of a translation, the item. `edition`: the number of the edition that last changed this row.
    `fingerprint`: of all of it that is served; the fingerprints together make the edition's digest.
    """

    LIVE, WITHDRAWN = "live", "withdrawn"

    uid = models.UUIDField(primary_key=True, editable=False)
    kind = models.CharField(max_length=40)
    slug = models.CharField(max_length=80)
    version = models.PositiveIntegerField()
    edition = models.PositiveBigIntegerField(db_index=True)
    state = models.CharField(max_length=10, choices={LIVE: "Live", WITHDRAWN: "Withdrawn"})
    reason = models.TextField(blank=True)
    replacement = models.CharField(max_length=80, blank=True)
    snapshot = models.TextField()
    documents = models.JSONField()
    keys = models.JSONField()
    digest = models.CharField(max_length=64)
    published_at = models.DateTimeField()
    fingerprint = models.CharField(max_length=64, blank=True)
    translates = models.UUIDField(null=True, db_index=True, editable=False)

    class Meta:
        ordering = ["kind", "slug"]
        # Each new edition reads all fingerprints, and no document on the way.
        indexes = [models.Index(fields=["fingerprint"], name="publication_by_fingerprint")]
        constraints = [
            models.UniqueConstraint(fields=["kind", "slug"], name="publication_slug_unique_in_its_kind"),
            models.CheckConstraint(condition=Q(state__in=["live", "withdrawn"]), name="publication_state_known"),
            models.CheckConstraint(condition=Q(version__gte=1), name="publication_version_counts_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.slug}, version {self.version}"


class Borrowing(models.Model):
    """`borrower` shows something that belongs to `lender`, from the lender's publication and never from its row.

    `is_required`: the borrower cannot be public without the lender.
    """

    borrower = models.ForeignKey(Publication, on_delete=models.CASCADE, related_name="borrowings")
    lender = models.UUIDField(db_index=True)
    is_required = models.BooleanField()

    class Meta:
        ordering = ["borrower", "lender"]
        constraints = [models.UniqueConstraint(fields=["borrower", "lender"], name="borrowing_named_once")]

    def __str__(self) -> str:
        return f"{self.borrower_id} from {self.lender}"


class Edit(models.Model):
    """Somebody changed an item's rows. It decides who may not approve; `by` is empty when nobody was recorded."""

    uid = models.UUIDField(db_index=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"edit of {self.uid} at {self.at:%Y-%m-%d %H:%M}"


class Submission(models.Model):
    """An editor's request to publish an item exactly as frozen in `snapshot`, and what became of it.

    `last_edit`: the number of the item's newest `Edit` when this was approved. Edits are numbered under the lock.
    `planned_for`: the moment at which it is to become public, if not as soon as it is approved; `planned_by`: who
    approved it for that moment, whatever became of it (publishing/planning.py).
    """

    WAITING, PLANNED, APPROVED, SENT_BACK, VOID = "waiting", "planned", "approved", "sent-back", "void"
    OPEN = (WAITING, PLANNED)
    STATES: ClassVar[dict[str, str]] = {
        WAITING: "Waiting for approval",
        PLANNED: "Approved, waits for its day",
        APPROVED: "Approved and published",
        SENT_BACK: "Sent back",
        VOID: "Void: overtaken by what happened to the item",
    }

    kind = models.CharField(max_length=40)
    uid = models.UUIDField(db_index=True)
    slug = models.CharField(max_length=80)
    title = models.CharField(max_length=250)
    note = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    snapshot = models.TextField()
    digest = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=STATES, default=WAITING)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    reason = models.TextField(blank=True)
    version = models.PositiveIntegerField(null=True)
    edition = models.PositiveBigIntegerField(null=True)
    last_edit = models.PositiveBigIntegerField(default=0)
    planned_for = models.DateTimeField(null=True)
    planned_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-pk"]
        permissions = [
            ("submit_item", "Can submit items for approval"),
            ("approve_item", "Can approve items that others submitted"),
            ("withdraw_item", "Can withdraw a public item"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["uid"],
                condition=Q(state__in=["waiting", "planned"]),
                name="submission_one_waiting_for_an_item",
            ),
            models.CheckConstraint(
                condition=~Q(state="planned")
                | (
                    Q(planned_for__isnull=False)
                    & Q(by__isnull=False)
                    & Q(planned_by__isnull=False)
                    & ~Q(planned_by=F("by"))
                ),
                name="submission_planned_by_another_person",
            ),
            models.CheckConstraint(
                condition=~Q(state="approved") | Q(by__isnull=True) | ~Q(decided_by=F("by")),
                name="submission_approved_by_another_person",
            ),
            models.CheckConstraint(
                condition=~Q(state="approved") | Q(decided_by__isnull=False) | Q(by__isnull=True),
                name="submission_approved_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "planned", "approved", "sent-back", "void"]),
                name="submission_state_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}, submitted {self.at:%d %B %Y, %H:%M}"


class Comment(models.Model):
    """What somebody said about a submission, for whoever works on it: never public, and no approval.

    Nobody changes or deletes one; publishing/commenting.py alone writes them.
    """

    LONGEST = 2000

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="comments")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    text = models.TextField("Comment", validators=[MaxLengthValidator(LONGEST)])

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return shortened(self.text, 80)

    def clean_fields(self, exclude: Collection[str] | None = None) -> None:
        super().clean_fields(exclude)
        plain_text.check(self, exclude or (), unread={"text"})


class Asked(models.Model):
    """Whom somebody asked to decide on a submission. It orders that person's work; others may decide all the same."""

    submission = models.OneToOneField(Submission, on_delete=models.PROTECT, related_name="asked")
    who = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.who} asked by {self.by}"


class Enquiry(models.Model):
    """A link by which an organisation says whether a public item is right, and what it said (publishing/enquiring.py).

    `version`: that was public when the link was made; once it is answered, that the answer is about.
    """

    LONGEST = 2000

    kind = models.CharField(max_length=40)
    uid = models.UUIDField(db_index=True)
    slug = models.CharField(max_length=80)
    version = models.PositiveIntegerField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    expires_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    is_right = models.BooleanField(null=True)
    text = models.TextField("What is not right", blank=True, validators=[MaxLengthValidator(LONGEST)])
    dealt_with_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    dealt_with_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]
        verbose_name_plural = "enquiries"

    def __str__(self) -> str:
        return f"{self.kind} {self.slug}, asked on {self.at:%d %B %Y}"

    def clean_fields(self, exclude: Collection[str] | None = None) -> None:
        super().clean_fields(exclude)
        plain_text.check(self, exclude or (), unread={"text"})


class OpenForm(models.Model):
    """Somebody has the form of an item open, or had until a moment ago (publishing/open_forms.py)."""

    uid = models.UUIDField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    since = models.DateTimeField()
    seen_at = models.DateTimeField(db_index=True)

    class Meta:
        ordering = ["since", "pk"]
        constraints = [models.UniqueConstraint(fields=["uid", "by"], name="open_form_named_once")]

    def __str__(self) -> str:
        return f"{self.uid} open with {self.by} since {self.since:%H:%M}"


class Listing(models.Model):
    """What lists know of an item, kept so that none of them looks at snapshots: publishing/listing.py writes it.

    `public_version`: what the public has of it; None: nothing. `sought`: what it is found by (publishing/finding.py).
    `english`: the digest of the English that translations of it are to be made from; empty where it has no words.
    Nobody is allowed or refused anything by what stands here, and no row: the item has not been listed yet.
    """

    NOT_PUBLIC, PUBLIC, EDITED, WITHDRAWN = "not-public", "public", "edited", "withdrawn"
    WAITING, PLANNED = "waiting", "planned"
    STATES: ClassVar[dict[str, str]] = {
        NOT_PUBLIC: "Not public",
        PUBLIC: "Public",
        EDITED: "Public with unpublished edits",
        WAITING: "Waiting for approval",
        PLANNED: "Approved, waits for its day",
        WITHDRAWN: "Withdrawn",
    }

    uid = models.UUIDField(primary_key=True, editable=False)
    kind = models.CharField(max_length=40)
    state = models.CharField(max_length=10, choices=STATES)
    public_version = models.PositiveIntegerField(null=True)
    sought = models.TextField()
    english = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["kind", "uid"]
        indexes = [models.Index(fields=["kind", "state"], name="listing_by_state")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["not-public", "public", "edited", "waiting", "planned", "withdrawn"]),
                name="listing_state_known",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.uid}: {self.words}"

    @property
    def words(self) -> str:
        words = self.STATES.get(self.state, self.state)
        if self.public_version is None:
            return words
        version = f"version {self.public_version}"
        return f"{words} ({version} is public)" if self.state in (self.WAITING, self.PLANNED) else f"{words}, {version}"


class Act(models.Model):
    """What takes two people: one proposes it, another approves exactly what both were shown.

    `what` is a kind of act (publishing/acts.py); `details` say what it is to be done with, and `digest` is of these and
    of what was shown. `shown` is what was approved, in words, kept for later readers. `planned_by`: who approved it for
    the moment that its details name, whatever became of it (publishing/planning.py).
    """

    WAITING, PLANNED, DONE, REFUSED, VOID = "waiting", "planned", "done", "refused", "void"
    STATES: ClassVar[dict[str, str]] = {
        WAITING: "Waiting for a second person",
        PLANNED: "Approved, waits for its day",
        DONE: "Approved and done",
        REFUSED: "Refused",
        VOID: "Void: it would no longer do what was shown",
    }

    what = models.CharField(max_length=40)
    details = models.JSONField()
    shown = models.JSONField()
    note = models.TextField(blank=True)
    digest = models.CharField(max_length=64)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=STATES, default=WAITING)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    reason = models.TextField(blank=True)
    edition = models.PositiveBigIntegerField(null=True)
    planned_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-pk"]
        verbose_name = "act of two people"
        verbose_name_plural = "acts of two people"
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="done") | (Q(decided_by__isnull=False) & ~Q(decided_by=F("by"))),
                name="act_approved_by_another_person",
            ),
            models.CheckConstraint(
                condition=~Q(state="planned") | (Q(planned_by__isnull=False) & ~Q(planned_by=F("by"))),
                name="act_planned_by_another_person",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "planned", "done", "refused", "void"]), name="act_state_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.what.replace('-', ' ')}, proposed {self.at:%d %B %Y, %H:%M}"


class Record(models.Model):
    """One line of the append-only record: who did what to which item, when, why, and with which digest.

    `mac` is an HMAC over the line and the line before it; the key and the newest `mac` are kept outside the database.
    """

    number = models.PositiveBigIntegerField(primary_key=True)
    at = models.DateTimeField()
    action = models.CharField(max_length=20)
    kind = models.CharField(max_length=40)
    uid = models.UUIDField(db_index=True)
    slug = models.CharField(max_length=80)
    version = models.PositiveIntegerField(null=True)
    edition = models.PositiveBigIntegerField(null=True)
    digest = models.CharField(max_length=64, blank=True)
    by = models.CharField(max_length=150, blank=True)
    submitted_by = models.CharField(max_length=150, blank=True)
    reason = models.TextField(blank=True)
    mac = models.CharField(max_length=64)

    class Meta:
        ordering = ["number"]
        verbose_name = "line of the record"
        verbose_name_plural = "record"

    def __str__(self) -> str:
        return f"{self.number}: {self.action} {self.kind} {self.slug}"


class Concern(models.Model):
    """An item with something in it that a rule of today refuses, as the newest sweep found it (publishing/sweep.py).

    `is_public`: readers see it; else it is in the rows, and cannot be submitted as it stands.
    """

    kind = models.CharField(max_length=40)
    uid = models.UUIDField()
    slug = models.CharField(max_length=80)
    is_public = models.BooleanField()
    fault = models.TextField()
    found_at = models.DateTimeField()

    class Meta:
        ordering = ["-is_public", "kind", "slug"]
        constraints = [models.UniqueConstraint(fields=["uid", "is_public"], name="concern_named_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.slug}: {self.fault}"


class Notice(Publishable):
    """An urgent correction, first in every answer until it is withdrawn or expires."""

    NOTICE_LEVELS: ClassVar[dict[str, str]] = {"warning": "Warning", "information": "Information"}

    level = models.CharField("Level", max_length=20, choices=NOTICE_LEVELS, default="warning")
    text = models.TextField(
        "Text",
        max_length=1000,
        help_text="One or two plain sentences. Name the service, never the wrong number: people dial what they see.",
    )
    url = models.URLField("Web address", blank=True, help_text="Where to read more, if anywhere.")
    expires_at = models.DateTimeField(
        "Expires at",
        null=True,
        blank=True,
        help_text="When it comes down by itself, within five minutes. Empty: until someone withdraws it.",
    )

    class Meta:
        ordering = ["slug"]
        constraints = [
            models.CheckConstraint(condition=Q(level__in=["warning", "information"]), name="notice_level_known")
        ]

    def __str__(self) -> str:
        return shortened(self.text, 80)

    def clean(self) -> None:
        super().clean()
        if self.expires_at and self.expires_at <= timezone.now():
            raise ValidationError({"expires_at": "This is over already. Give a time to come, or leave it empty."})
        if self.url and not (self.url.startswith("https://") and "@" not in urlsplit(self.url).netloc):
            raise ValidationError({"url": "Give the whole address, beginning with https://, without a user name."})


class Translation(Publishable):
    """The words of an item in another language, all of them; films and recordings that say the same; or both.

    `texts`: by the English words, what stands for them. `made_from`: the digest of the English that it was made from
    (publishing/translating/words.py): once the English is another, none of it is shown until somebody has looked.
    Its identity follows from the item's and the language, so there is one of each.
    """

    unread = frozenset({"made_from"})

    FILMS = ("video", "captions", "audio", "transcript")

    of = models.UUIDField("Item", db_index=True, editable=False)
    kind = models.CharField("Kind", max_length=40, editable=False)
    title = models.CharField("Of", max_length=250, editable=False)
    language = code_field(languages.LIST, "Language", editable=False)
    texts = ByEnglish("Words", default=dict, blank=True)
    made_from = DigestField("Made from", max_length=64, blank=True, editable=False)
    is_machine_made = models.BooleanField(
        "Made by a machine", default=False, help_text="A machine wrote some of it. Whoever approves is told."
    )
    source = models.CharField(
        "Where the words are from",
        max_length=500,
        blank=True,
        help_text="The web address of an official translation, if they are from one. Public.",
    )
    video = models.URLField("Film", max_length=500, blank=True, help_text="The address of a film that says the same.")
    captions = models.URLField("Captions", max_length=500, blank=True, help_text="Of the film, as a WebVTT file.")
    audio = models.URLField("Recording", max_length=500, blank=True, help_text="The address of a sound recording.")
    transcript = models.URLField(
        "Transcript", max_length=500, blank=True, help_text="Where all that is said or signed can be read."
    )

    class Meta:
        ordering = ["title", "language"]
        constraints = [
            models.UniqueConstraint(fields=["of", "language"], name="translation_one_of_each_item_and_language")
        ]

    def __str__(self) -> str:
        """With the tag at its end, so that letters from right to left pull nothing along that follows them."""
        return f"{self.title} – {code_list(languages.LIST).label(self.language)} ({self.language})"

    @classmethod
    def uid_of(cls, item: uuid.UUID, language: str) -> uuid.UUID:
        return uuid.uuid5(item, language)

    @classmethod
    def of_item(cls, item: Publishable, kind: str, language: str) -> "Translation":
        """One without any words yet, not saved."""
        uid = cls.uid_of(item.uid, language)
        slug = f"{language}-{item.uid.hex.translate(IN_LETTERS)}"
        return cls(uid=uid, slug=slug, of=item.uid, kind=kind, title=str(item)[:250], language=language)

    def films(self) -> dict[str, str | None] | None:
        """Its films and recordings, or None."""
        given = {name: getattr(self, name) or None for name in self.FILMS}
        return {"language": self.language, **given} if any(given.values()) else None

    def clean(self) -> None:
        """Work is kept before it is whole: what it lacks is found when it is submitted (`Kind.unfinished`)."""
        super().clean()
        checking.check(self)


class ReadsLanguage(models.Model):
    """Somebody named for a language: one of the two who publish a translation in it (publishing/permission.py).

    It is part of what decides what an account may do, so it holds only while the account is in force as it is.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="languages")
    language = code_field(languages.LIST, "Language")

    class Meta:
        ordering = ["language", "user"]
        constraints = [models.UniqueConstraint(fields=["user", "language"], name="reads_language_named_once")]

    def __str__(self) -> str:
        return f"{self.user} reads {code_list(languages.LIST).label(self.language)}"
