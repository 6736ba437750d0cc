"""What the schema generator cannot know by itself: operationIds, parameters, envelopes, and every error."""

from typing import Any

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.plumbing import ResolvedComponent
from rest_framework import serializers

from helpapi.problems import CONTENT_TYPE, TYPES
from publishing.api.parameters import Code, Parameter
from publishing.api.views import EditionView, ShelfItemView, ShelfListView
from publishing.serializers import EmergencySerializer, NoticeSerializer

ERRORS = ("bad-question", "not-found", "not-acceptable", "withdrawn", "edition-gone", "error", "no-edition")


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
        return f"list{self.view.noun_plural}" if self._is_list_view() else f"get{self.view.noun}"

    def get_tags(self) -> list[str]:
        return [self.view.tag]

    def get_summary(self) -> str:
        return self.view.__doc__.strip().splitlines()[0]

    def get_description(self) -> str:
        return " ".join(line.strip() for line in self.view.__doc__.strip().splitlines()[1:]).strip()

    def _is_list_view(self, serializer: Any = None) -> bool:
        return isinstance(self.view, ShelfListView)

    def get_auth(self) -> list:
        return []

    def _get_parameters(self) -> list[dict]:
        declared = [parameter(name, p) for name, p in self.view.filterset_class.base_filters.items()]
        return [*self._path_parameters(), *declared]

    def _path_parameters(self) -> list[dict]:
        if "{name}" not in self.path:
            return []
        words = "The slug or uid of the item." if isinstance(self.view, ShelfItemView) else "Its name."
        schema = {"type": "string", "minLength": 1, "maxLength": 80, "pattern": "^[^/]+$"}
        return [{"name": "name", "in": "path", "required": True, "description": words, "schema": schema}]

    def _get_response_bodies(self, direction: str = "response") -> dict:
        answer = self._ref(self.view.serializer_class)
        good = {"application/json": {"schema": self.envelope(answer)}}
        return {
            "200": {"description": "The answer.", "content": good},
            "304": {"description": "The answer you already have, by its ETag, still holds."},
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
        return code != "not-found" or isinstance(self.view, ShelfItemView | ShelfListView)

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
        elif isinstance(self.view, ShelfItemView):
            own = {"result": answer}
        else:
            own = {}
        name = f"{self.get_operation_id()[0].upper()}{self.get_operation_id()[1:]}Answer"
        return self._envelope_component(name, own, answer, always)

    def _envelope_component(self, name: str, own: dict, answer: dict, always: dict) -> dict:
        if not own:
            own = dict(self.registry[answer["$ref"].rpartition("/")[2], ResolvedComponent.SCHEMA].schema["properties"])
        properties = {**own, **always}
        component = ResolvedComponent(
            name=name,
            type=ResolvedComponent.SCHEMA,
            object=name,
            schema={"type": "object", "properties": properties, "required": list(properties)},
        )
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
    result["components"]["schemas"] = {name: schemas[name] for name in sorted(schemas) if name != "Root"}
    return result


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


def is_documented(view: Any) -> bool:
    return isinstance(view, EditionView)
