"""What the schema generator cannot know by itself: operationIds, parameters, envelopes, and every error."""

from typing import Any

from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.plumbing import ResolvedComponent

from helpapi.contract.deprecation import Deprecated
from helpapi.contract.examples import add_examples
from helpapi.contract.generated import constants, in_plain_marks
from helpapi.contract.openapi_problems import Problems
from helpapi.problems import CONTENT_TYPE
from publishing.api.gate import MOST_PARAMETERS
from publishing.api.parameters import CodeParameter, Parameter
from publishing.api.parsers import LARGEST_BODY
from publishing.api.reports import Reports
from publishing.api.views import AskedInABody, EditionView, ItemView, ListView, ShelfItemView
from publishing.serializers import EmergencySerializer, Members, NoticeSerializer

EDITION = {"description": "The number of the edition that this is answered from.", "schema": {"type": "integer"}}
ETAG = {"description": "Send it in If-None-Match: 304 says that you hold the answer.", "schema": {"type": "string"}}


class Schema(AutoSchema):
    """The schema of one operation of a `PublicView`, from its docstring, its question and its serializer."""

    @property
    def asked(self) -> EditionView | Reports:
        if not isinstance(self.view, EditionView | Reports):
            raise TypeError(f"{self.view} answers from no edition, so it has no place in the contract.")
        return self.view

    @property
    def deprecated(self) -> Deprecated | None:
        return getattr(self.view, "deprecated", None)

    def get_operation_id(self) -> str:
        if isinstance(self.view, Reports):
            return self.view.operation_id
        if self.method == "POST":
            return f"ask{self.asked.noun_plural}"
        return f"list{self.asked.noun_plural}" if self._is_list_view() else f"get{self.asked.noun}"

    def get_tags(self) -> list[str]:
        return [self.asked.tag]

    def get_summary(self) -> str:
        summary = (self.asked.__doc__ or "").strip().splitlines()[0]
        is_other_way = self._asks() and isinstance(self.view, EditionView)
        return f"{summary}, asked in a body" if is_other_way else summary

    def get_description(self) -> str:  # type: ignore[override]  # as drf-spectacular has it
        words = " ".join(line.strip() for line in (self.asked.__doc__ or "").strip().splitlines()[1:]).strip()
        ending = self.deprecated.in_words() if self.deprecated else ""
        return " ".join(part for part in (words, self._other_way(), ending) if part)

    def _other_way(self) -> str:
        """That the same may be asked in a body, for whoever is before one of the two operations."""
        if self._asks() and isinstance(self.view, EditionView):
            return "Ask in a body, so that nothing of the question is left in an address."
        if isinstance(self.view, AskedInABody):
            return (
                f"ask{self.asked.noun_plural} takes the same question as one object, so nothing is left in an address."
            )
        return ""

    def is_deprecated(self) -> bool:
        return self.deprecated is not None

    def get_extensions(self) -> dict[str, str]:
        return {"x-sunset": str(self.deprecated.sunset)} if self.deprecated else {}

    def _asks(self) -> bool:
        return self.method == "POST"

    def _is_list_view(self, serializer: Any = None) -> bool:
        return isinstance(self.view, ListView)

    def get_auth(self) -> list[Any]:
        return []

    def _get_parameters(self) -> list[dict[str, Any]]:
        declared = {} if self._asks() else self.asked.question_class.parameters()
        return [*self._path_parameters(), *(parameter(name, found) for name, found in declared.items())]

    def _get_request_body(self, direction: str = "request") -> dict[str, Any] | None:
        if not self._asks():
            return None
        required = getattr(self.asked.question_class, "required", ())
        schema = {
            "type": "object",
            "description": f"The question: members named as the parameters. Null or an empty array asks nothing. "
            f"At most {LARGEST_BODY} bytes.",
            "properties": {
                name: {**_in_a_body(name, found, name in required), "description": description(found)}
                for name, found in self.asked.question_class.parameters().items()
            },
            "additionalProperties": False,
            **({"required": list(required)} if required else {}),
        }
        noun = self.asked.noun if isinstance(self.view, Reports) else self.asked.noun_plural
        body = self._component(f"{noun}Question", schema)
        return {"required": True, "content": {"application/json": {"schema": body}}}

    def _path_parameters(self) -> list[dict[str, Any]]:
        if not isinstance(self.view, ItemView):
            return []
        words = self.view.path_words
        schema = {"type": "string", "minLength": 1, "maxLength": 80, "pattern": "^[^/]+$"}
        return [{"name": "name", "in": "path", "required": True, "description": words, "schema": schema}]

    def _get_response_bodies(self, direction: str = "response") -> dict[str, Any]:
        good = {"application/json": {"schema": self._envelope()}}
        if self.asked.offers_text:
            good["text/plain"] = {"schema": {"type": "string", "description": "The same in plain sentences."}}
        if isinstance(self.view, Reports):
            return {"202": {"description": "It was taken.", "content": good}} | self._problems()
        answers: dict[str, Any] = {"200": {"description": "The answer.", "content": good}}
        answers["200"]["headers"] = {"Edition": EDITION}
        if not self._asks():
            answers["200"]["headers"] |= {"ETag": ETAG}
            answers["304"] = {"description": "The answer you already have, by its ETag, still holds."}
        return answers | self._problems()

    def _problems(self) -> dict[str, Any]:
        is_paged = "page" in self.asked.question_class.parameters()
        problems = Problems(
            is_list=self._is_list_view(),
            goes_by_hours="as_of" in self.asked.question_class.parameters(),
            may_be_missing=is_paged or isinstance(self.view, ItemView | Reports),
            may_be_withdrawn=isinstance(self.view, ShelfItemView),
            has_body=self._asks(),
            must_be_whole=isinstance(self.view, EditionView) and self.view.must_be_whole,
            is_report=isinstance(self.view, Reports),
        )
        return {
            status: {"description": description, "content": {CONTENT_TYPE: {"schema": self._ref(serializer)}}}
            for status, description, serializer in problems.by_status()
        }

    def _envelope(self) -> dict[str, Any]:
        """The members round the answer: those of a list, of one item, or of the view's own serializer."""
        answer = self._ref(self.asked.serializer_class)
        is_list = self._is_list_view()
        if is_list:
            own = _page_of(answer)
        elif isinstance(self.view, ItemView):
            own = {"result": {**answer, "description": "What was asked for."}}
        else:
            component = self.registry[answer["$ref"].rpartition("/")[2], ResolvedComponent.SCHEMA]
            own = dict(component.schema["properties"])
        if extra := getattr(self.view, "extra_serializer_class", None):
            own |= self.resolve_serializer(extra(), "response").schema["properties"]
        properties = {**own, **self._always()}
        words = "One page of them, and what every answer has." if is_list else "The answer, and what every answer has."
        schema = {"type": "object", "description": words, "properties": properties, "required": list(properties)}
        name = f"{self.asked.noun_plural}List" if is_list else f"{self.asked.noun}Answer"
        return self._component(name, schema)

    def _always(self) -> dict[str, dict[str, Any]]:
        notices = {"type": "array", "items": self._ref(NoticeSerializer)}
        language = {"type": "string", "description": "The language of our own words in it (answer-languages)."}
        return {
            "language": language,
            "emergency": {**self._ref(EmergencySerializer), "description": "Show it first."},
            "notices": {**notices, "description": "Urgent corrections. Show them before any result."},
        }

    def _component(self, name: str, schema: dict[str, Any]) -> dict[str, Any]:
        component = ResolvedComponent(name=name, type=ResolvedComponent.SCHEMA, object=name, schema=schema)
        self.registry.register_on_missing(component)
        return component.ref

    def _ref(self, serializer_class: type[Members]) -> dict[str, Any]:
        return self.resolve_serializer(serializer_class(), "response").ref


def parameter(name: str, declared: Parameter[Any]) -> dict[str, Any]:
    """The OpenAPI parameter of a declared one."""
    found: dict[str, Any] = {"name": name, "in": "query", "description": description(declared)}
    if declared.multiple:
        found |= {"style": "form", "explode": True}
    if declared.example is not None:
        found["example"] = declared.example
    return {**found, "schema": schema_of(name, declared)}


def description(declared: Parameter[Any]) -> str:
    """A default is told in words only: generators send a declared one, or make the member required."""
    default = declared.default
    return declared.help_text if default is None else f"{declared.help_text} Without it: {default}."


def schema_of(name: str, declared: Parameter[Any]) -> dict[str, Any]:
    """As in an address. Requests have closed enumerations, built from the code lists."""
    schema = declared.schema()
    if isinstance(declared, CodeParameter):
        schema = {"$ref": f"#/components/schemas/{enum_name(name, declared)}"}
    if declared.multiple:
        return {"type": "array", "items": schema, "minItems": 1, "maxItems": MOST_PARAMETERS, "uniqueItems": True}
    return schema


def _in_a_body(name: str, declared: Parameter[Any], is_required: bool) -> dict[str, Any]:
    schema = schema_of(name, declared)
    return schema if is_required else in_a_body(schema)


def in_a_body(schema: dict[str, Any]) -> dict[str, Any]:
    """The same in a body, where null and an empty array ask nothing."""
    if "$ref" in schema:
        return {"oneOf": [schema, {"type": "null"}]}
    kept = {name: value for name, value in schema.items() if name != "minItems"}
    return {**kept, "type": [schema["type"], "null"]}


def enum_name(name: str, declared: CodeParameter) -> str:
    return declared.schema_name or name.title().replace("_", "")


def tidy(result: dict[str, Any], generator: SchemaGenerator, **options: object) -> dict[str, Any]:
    """Every answer has every member, and may have more; responses are read-only without saying so; the request enums
    are shared.
    """
    schemas = result["components"]["schemas"]
    for name, schema in schemas.items():
        _plain(schema, is_question=name.endswith("Question"))
    schemas |= _request_enums(generator)
    operations = [operation for path in result["paths"].values() for operation in path.values()]
    for operation in operations:
        operation["security"] = []
    used = _referenced(result["paths"], schemas)
    result["components"]["schemas"] = {name: schemas[name] for name in sorted(used)}
    in_plain_marks(result)
    add_examples(operations, result["components"])
    return result


def _referenced(part: Any, schemas: dict[str, Any], found: set[str] | None = None) -> set[str]:
    """The names of the schemas that `part` refers to, directly or through others."""
    found = set() if found is None else found
    if isinstance(part, dict):
        name = str(part.get("$ref", "")).removeprefix("#/components/schemas/")
        if name in schemas and name not in found:
            found.add(name)
            _referenced(schemas[name], schemas, found)
        for value in part.values():
            _referenced(value, schemas, found)
    elif isinstance(part, list):
        for value in part:
            _referenced(value, schemas, found)
    return found


def _plain(schema: dict[str, Any], is_question: bool) -> None:
    if "properties" not in schema:
        return
    if not is_question:
        # Said aloud: openapi-generator takes silence for "no others", and its Go and Java lose what has grown by one.
        schema |= {"required": list(schema["properties"]), "additionalProperties": True}
    for member, value in schema["properties"].items():
        value.pop("readOnly", None)
        if set(value) == {"allOf", "description"} and len(value["allOf"]) == 1:
            schema["properties"][member] = {**value["allOf"][0], "description": value["description"]}


def _request_enums(generator: SchemaGenerator) -> dict[str, dict[str, Any]]:
    found = {}
    for _, _, _, view in generator._get_paths_and_endpoints():
        for name, declared in view.question_class.parameters().items():
            if isinstance(declared, CodeParameter):
                called = enum_name(name, declared)
                schema = {"type": "string", "enum": list(declared.values), **constants(called, declared.values)}
                found[called] = {**schema, "description": f"In a question: {declared.in_words()}."}
    return found


def _page_of(answer: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {
        "count": _whole("How many there are on all pages."),
        "next": _address("The next page; null on the last, and where the question was asked in a body."),
        "previous": _address("The page before; null on the first, and where the question was asked in a body."),
        "results": {"type": "array", "items": answer, "description": "Those on this page, in order."},
    }


def _whole(description: str) -> dict[str, Any]:
    return {"type": "integer", "minimum": 0, "description": description}


def _address(description: str) -> dict[str, Any]:
    return {"type": ["string", "null"], "format": "uri", "description": description}
