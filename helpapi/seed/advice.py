"""The advice sheet, word for word, from its record in the data to a topic and its parts."""

from collections.abc import Callable, Mapping
from typing import Any, cast

from advice.models import DetailLimit, Entry, Form, Reassurance, Step, Topic, TopicPart
from helpapi.seed.decisions import Decisions
from helpapi.seed.facts import Item, Piece, identity
from helpapi.seed.reading import Record
from helpapi.seed.services import coverage
from publishing.codes import code_list
from publishing.models import Part
from services.models import Service

SLUG = "sextortion"
_DOCUMENT = ("id", "publisher", "language", "source_sha256", "protective_marking")
_UNKNOWN = ("published", "version", "review_date", "author_or_owner", "licence")
_CONTENT = ("title", "introduction", "definition", "forms", "reassurance", "advice", "more_information")


def topic(file: Record, decisions: Decisions, services: Mapping[str, Service]) -> Item[Topic]:
    """The topic. `services`: the standing rows, by the name under which an entry of the sheet knows them."""
    row = Topic(uid=identity("topic", SLUG), slug=SLUG)
    content = file.record("content").expect(*_CONTENT, "further_help", "emergency_notice")
    notes = _describe_document(row, file.record("document"))
    notes += _fill(row, content)
    parts: list[Piece[Part]] = [
        *_parts(row, content.record("forms"), "items", _form),
        *_parts(row, content, "reassurance", lambda record: _reassurance(record, decisions)),
        *(steps := _parts(row, content.record("advice"), "steps", lambda record: _step(record, decisions))),
        *_limits(row, steps, decisions),
        *_parts(row, content.record("further_help"), "entries", lambda record: _entry(record, services, notes)),
    ]
    row.editor_note = "\n".join(notes)
    return Item(Piece(row, content), parts)


def _describe_document(row: Topic, document: Record) -> list[str]:
    document.expect(*_DOCUMENT, *_UNKNOWN, optional=("unknowns_note",))
    marking = document.record("protective_marking").expect("text", "occurrences", "position")
    row.marking, row.marking_positions = marking.text("text"), marking.texts("position")
    if marking.whole_or_none("occurrences") != len(row.marking_positions):
        raise marking.error("occurrences", "must be the number of positions")
    row.publisher, row.language = document.text("publisher"), document.text("language")
    row.document_sha256 = document.text("source_sha256")
    row.document_date, row.document_version = document.text_or_empty("published"), document.text_or_empty("version")
    row.document_review_date = document.text_or_empty("review_date")
    row.document_author = document.text_or_empty("author_or_owner")
    row.licence = document.text_or_empty("licence")
    return [note for note in [document.text_or_empty("unknowns_note")] if note]


def _fill(row: Topic, content: Record) -> list[str]:
    """The texts of the topic itself. `sentences` of the definition only repeat its text and are left out."""
    row.title = row.document_title = content.text("title")
    row.introduction = content.text("introduction")
    definition = content.record("definition").expect("heading", "text", "sentences")
    row.definition_heading, row.definition = definition.text("heading"), definition.text("text")
    row.forms_lead_in = content.record("forms").expect("lead_in", "items").text("lead_in")
    advice = content.record("advice").expect("heading", "lead_in", "steps", optional=("order_note",))
    row.steps_heading, row.steps_lead_in = advice.text("heading"), advice.text("lead_in")
    more = content.record("more_information").expect("text", "url_as_given", "url_normalised")
    row.more_information = more.text("text")
    row.more_information_url = more.text("url_normalised")
    row.more_information_url_as_printed = more.text("url_as_given")
    row.further_help_lead_in = content.record("further_help").expect("lead_in", "entries").text("lead_in")
    emergency = content.record("emergency_notice")
    emergency.expect("id", "text", "phone_as_given", "trigger", "always_show")
    row.emergency_text = emergency.text("text")
    return [note for note in [advice.text_or_empty("order_note")] if note]


def _parts(row: Topic, holder: Record, name: str, make: Callable[[Record], TopicPart]) -> list[Piece[TopicPart]]:
    """The records of a list as parts of the topic, which must stand in their own `order`, from 1."""
    found = []
    for position, record in enumerate(holder.records(name), start=1):
        if record.whole_or_none("order") != position:
            raise record.error("order", f"must be {position}, its place in the list")
        part = make(record)
        part.topic, part.position, part.code = row, position, record.text("id")
        part.uid = identity("topic", SLUG, type(part).__name__.lower(), part.code)
        found.append(Piece(part, record, {"code": "id"}))
    return found


def _form(record: Record) -> Form:
    ours = record.expect("id", "order", "text", "editorial").record("editorial")
    ours.expect("demand", "image_origin", optional=("examples",))
    return Form(
        text=record.text("text"),
        demand=ours.text("demand"),
        image_origin=ours.text("image_origin"),
        examples=_lines(ours, "examples"),
    )


def _reassurance(record: Record, decisions: Decisions) -> Reassurance:
    record.expect("id", "order", "text", "emphasis", "precondition", optional=("editorial_note",))
    decided = decisions.reassurance(record.text("id"))
    return Reassurance(
        text=record.text("text"),
        emphasis=record.texts("emphasis"),
        precondition=record.text_or_empty("precondition"),
        audiences=_lines(decided, "audiences") if decided else [],
        coverage=coverage(decided, "regions") if decided and "regions" in decided else [],
        editorial_note=record.text_or_empty("editorial_note"),
    )


def _step(record: Record, decisions: Decisions) -> Step:
    record.expect("id", "order", "text", "action", "reasons", "condition", "details", "editorial")
    ours = record.record("editorial")
    ours.expect("topic", "phase", "audience", optional=("caution", "refers_to_service_types"))
    return Step(
        text=record.text("text"),
        action=record.text("action"),
        reasons=record.texts("reasons"),
        condition=record.text_or_empty("condition"),
        details=record.texts("details"),
        subject=ours.text("topic"),
        phase=ours.text("phase"),
        situation=decisions.situation(record.text("id")),
        caution=ours.text_or_empty("caution"),
        service_types=_lines(ours, "refers_to_service_types"),
    )


def _limits(row: Topic, steps: list[Piece[TopicPart]], decisions: Decisions) -> list[Piece[DetailLimit]]:
    """The details that are not for everybody, of each step that the data has for certain audiences only."""
    found: list[Piece[DetailLimit]] = []
    for step in steps:
        ours = step.record.record("editorial")
        audiences, decided = ours.texts("audience"), decisions.limited_details(step.row.code)
        is_for_everybody = set(audiences) == set(code_list("audiences").values)
        if is_for_everybody and decided:
            raise decided[0].error("detail", f"the data has {step.row.code} for everybody")
        if not is_for_everybody and not decided:
            raise ours.error("audience", "is not everybody, and nobody has decided which details are limited")
        for number, record in enumerate(decided, start=1):
            code = f"{step.row.code}-{number}"
            limit = DetailLimit(
                uid=identity("topic", SLUG, "detaillimit", code),
                topic=row,
                position=len(found) + 1,
                code=code,
                step=cast(Step, step.row),
                detail=record.text("detail"),
                audiences=audiences,
                reason=record.text("reason"),
            )
            found.append(Piece(limit, record))
    return found


def _entry(record: Record, services: Mapping[str, Service], notes: list[str]) -> Entry:
    members = ("id", "order", "text", "name_as_given", "descriptor_as_given", "url_as_given", "url_normalised")
    record.expect(*members, optional=("phone_as_given", "parsing_note"))
    name = record.text("id")
    if name not in services:
        raise record.error("id", f"no service has {name} as its seed_entry")
    if note := record.text_or_empty("parsing_note"):
        notes.append(f"{record.text('name_as_given')}: {note}")
    return Entry(
        text=record.text("text"),
        name=record.text("name_as_given"),
        descriptor=record.text("descriptor_as_given"),
        url_as_printed=record.text("url_as_given"),
        url=record.text("url_normalised"),
        phone_as_printed=record.text_or_empty("phone_as_given"),
        service=services[name],
    )


def _lines(record: Record, name: str) -> list[Any]:
    return record.texts(name) if name in record else []
