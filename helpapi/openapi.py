"""What the schema generator cannot know by itself: operationIds, parameters, envelopes, and every error."""

from typing import Any

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.plumbing import ResolvedComponent
from rest_framework import serializers

from helpapi.problems import CONTENT_TYPE, TYPES
from publishing.api.parameters import Code, Parameter
from publishing.api.parsers import LARGEST_BODY
from publishing.api.views import ItemView, ListView, ShelfItemView
from publishing.serializers import EmergencySerializer, NoticeSerializer

# In the order of their status. 405 and 414 cannot be met by asking an address and method that the document names.
ERRORS = (
    *("bad-question", "not-found", "not-acceptable", "withdrawn", "edition-gone"),
    *("too-large", "not-json", "error", "no-edition"),
)


class ErrorSerializer(serializers.Serializer):
    """One thing wrong with one parameter."""

    parameter = serializers.CharField(allow_null=True, help_text="Its name; null where the whole question is at fault.")
    code = serializers.CharField(help_text="What is wrong, for programs.")
    detail = serializers.CharField(help_text="What is wrong and what would be right. Never what was sent.")


class ProblemSerializer(serializers.Serializer):
    """An error (RFC 9457). Show the emergency notice here too."""

    type = serializers.URLField(help_text="The address of a page that explains this type of problem.")
    title = serializers.CharField(help_text="The type in a few words.")
    status = serializers.IntegerField(help_text="The HTTP status.", min_value=400, max_value=599)
    detail = serializers.CharField(help_text="What happened this time.")
    errors = ErrorSerializer(many=True, help_text="Each fault of the question. Empty unless status is 400.")
    emergency = EmergencySerializer(help_text="The emergency notice.")


class Schema(AutoSchema):
    """The schema of one operation of a `PublicView`, from its docstring, its FilterSet and its serializer."""

    def get_operation_id(self) -> str:
        if self.method == "POST":
            return f"ask{self.view.noun_plural}"
        return f"list{self.view.noun_plural}" if self._is_list_view() else f"get{self.view.noun}"

    def get_tags(self) -> list[str]:
        return [self.view.tag]

    def get_summary(self) -> str:
        summary = self.view.__doc__.strip().splitlines()[0]
        return f"{summary}, asked in a body" if self.method == "POST" else summary

    def get_description(self) -> str:
        return " ".join(line.strip() for line in self.view.__doc__.strip().splitlines()[1:]).strip()

    def _is_list_view(self, serializer: Any = None) -> bool:
        return isinstance(self.view, ListView)

    def get_auth(self) -> list:
        return []

    def _get_parameters(self) -> list[dict]:
        if self.method == "POST":
            return self._path_parameters()
        declared = [parameter(name, p) for name, p in self.view.filterset_class.base_filters.items()]
        return [*self._path_parameters(), *declared]

    def _get_request_body(self, direction: str = "request") -> dict | None:
        if self.method != "POST":
            return None
        name = f"{self.view.noun_plural}Question"
        properties = {n: member(p) for n, p in self.view.filterset_class.base_filters.items()}
        schema = {
            "type": "object",
            "description": f"The question: members named as the parameters. At most {LARGEST_BODY} bytes.",
            "properties": properties,
            "additionalProperties": False,
        }
        return {"required": True, "content": {"application/json": {"schema": self._component(name, schema)}}}

    def _path_parameters(self) -> list[dict]:
        if not isinstance(self.view, ItemView):
            return []
        words = self.view.path_words
        schema = {"type": "string", "minLength": 1, "maxLength": 80, "pattern": "^[^/]+$"}
        return [{"name": "name", "in": "path", "required": True, "description": words, "schema": schema}]

    def _get_response_bodies(self, direction: str = "response") -> dict:
        answer = self._ref(self.view.serializer_class)
        good = {"application/json": {"schema": self.envelope(answer)}}
        held = {"304": {"description": "The answer you already have, by its ETag, still holds."}}
        return {
            "200": {"description": "The answer.", "content": good},
            **(held if self.method == "GET" else {}),
            **self._problems(),
        }

    def _problems(self) -> dict:
        codes = [code for code in ERRORS if self._may_answer(code)]
        content = {CONTENT_TYPE: {"schema": self._ref(ProblemSerializer)}}
        found: dict[str, dict] = {}
        for code in codes:
            status, title = str(TYPES[code].status), TYPES[code].title
            title = f"{found[status]['description']} {title}." if status in found else f"{title}."
            found[status] = {"description": title, "content": content}
        return found

    def _may_answer(self, code: str) -> bool:
        if code == "withdrawn":
            return isinstance(self.view, ShelfItemView)
        if code == "edition-gone":
            return self._is_list_view()
        if code in ("too-large", "not-json"):
            return self.method == "POST"
        return True

    def envelope(self, answer: dict) -> dict:
        """The members round the answer: those of a list, of one item, or of the view's own serializer."""
        emergency, notice = self._ref(EmergencySerializer), self._ref(NoticeSerializer)
        always = {
            "edition": {"type": "integer", "description": "The edition this is answered from."},
            "emergency": emergency,
            "notices": {"type": "array", "items": notice, "description": "Urgent corrections. Show them first."},
        }
        if self._is_list_view():
            own = {
                "count": {"type": "integer", "description": "How many there are on all pages."},
                "next": _address("The next page; null on the last."),
                "previous": _address("The page before; null on the first."),
                "results": {"type": "array", "items": answer},
            }
        elif isinstance(self.view, ItemView):
            own = {"result": answer}
        else:
            component = self.registry[answer["$ref"].rpartition("/")[2], ResolvedComponent.SCHEMA]
            own = dict(component.schema["properties"])
        if extra := getattr(self.view, "extra_serializer_class", None):
            own |= self.resolve_serializer(extra(), "response").schema["properties"]
        many = isinstance(self.view, ListView)
        name = f"{self.view.noun_plural if many else self.view.noun}{'List' if many else 'Answer'}"
        properties = {**own, **always}
        return self._component(name, {"type": "object", "properties": properties, "required": list(properties)})

    def _component(self, name: str, schema: dict) -> dict:
        component = ResolvedComponent(name=name, type=ResolvedComponent.SCHEMA, object=name, schema=schema)
        self.registry.register_on_missing(component)
        return component.ref

    def _ref(self, serializer_class: type[serializers.Serializer]) -> dict:
        return self.resolve_serializer(serializer_class(), "response").ref


def parameter(name: str, declared: Parameter) -> dict:
    """The OpenAPI parameter of a declared one. Requests have closed enumerations, built from the code lists."""
    schema = value_schema(declared)
    found: dict[str, Any] = {"name": name, "in": "query", "description": declared.help_text}
    if declared.multiple:
        schema = {"type": "array", "items": schema, "minItems": 1, "maxItems": 20, "uniqueItems": True}
        found |= {"style": "form", "explode": True}
    if declared.example is not None:
        found["example"] = declared.example
    return {**found, "schema": schema}


def member(declared: Parameter) -> dict:
    """The same parameter as a member of a body."""
    schema = value_schema(declared)
    if declared.multiple:
        schema = {"type": "array", "items": schema, "minItems": 1, "maxItems": 20, "uniqueItems": True}
    return {**schema, "description": declared.help_text}


def value_schema(declared: Parameter) -> dict:
    if isinstance(declared, Code) and declared.name:
        return {"$ref": f"#/components/schemas/{declared.name}"}
    return declared.schema()


def tidy(result: dict, generator, request, public) -> dict:
    """Every answer has every member; responses are read-only without saying so; the request enums are shared."""
    schemas = result["components"]["schemas"]
    for schema in schemas.values():
        _plain(schema)
    schemas |= _request_enums(generator)
    for path in result["paths"].values():
        for operation in path.values():
            operation["security"] = []
    used = _referenced(result["paths"], schemas)
    result["components"]["schemas"] = {name: schemas[name] for name in sorted(used)}
    return result


def _referenced(part: Any, schemas: dict, found: set[str] | None = None) -> set[str]:
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


def _plain(schema: dict) -> None:
    if "properties" in schema:
        schema["required"] = list(schema["properties"])
        for member, value in schema["properties"].items():
            value.pop("readOnly", None)
            if set(value) == {"allOf", "description"} and len(value["allOf"]) == 1:
                schema["properties"][member] = {**value["allOf"][0], "description": value["description"]}


def _request_enums(generator) -> dict[str, dict]:
    found = {}
    for _, _, _, view in generator._get_paths_and_endpoints():
        for declared in view.filterset_class.base_filters.values():
            if isinstance(declared, Code) and declared.name:
                schema = {k: v for k, v in declared.schema().items() if k != "default"}
                found[declared.name] = {**schema, "description": f"Values a request may use: {declared.in_words()}."}
    return found


def _address(description: str) -> dict:
    return {"type": ["string", "null"], "format": "uri", "description": description}
