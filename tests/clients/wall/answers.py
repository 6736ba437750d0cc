"""A server on the loopback interface that gives real answers, as they are today or as they may be tomorrow.

What is below `/today` is passed on to a server of ours as it was sent, and comes back as it was answered. Below
`/tomorrow` the answer has grown as docs/versioning.md allows: each object has one more member, each code is one that
nobody knows yet, and each error has a status and a type that are new.
"""

import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

NEW_MEMBER = {"new_member": {"anything": [1, None, "text"]}}
NEW_CODE = "code-of-tomorrow"
NEW_STATUS = 423  # no operation has it
NEW_TYPE = "https://help.example.org/problems/problem-of-tomorrow"
CODE = re.compile(r"[Cc]odes? of the list ")  # how the document says of a member that it holds codes
PASSED_ON = ("Accept", "Content-Type")


class Document:
    """The OpenAPI document, asked for the schema of an answer."""

    def __init__(self, document: dict[str, Any]) -> None:
        self._schemas = document["components"]["schemas"]
        self._paths = [(re.compile(re.sub(r"{\w+}", "[^/]+", path)), each) for path, each in document["paths"].items()]

    def of_answer(self, method: str, path: str) -> dict[str, Any]:
        operation = next(each for pattern, each in self._paths if pattern.fullmatch(path))[method.lower()]
        answers = operation["responses"]
        return answers.get("200", answers.get("202"))["content"]["application/json"]["schema"]

    @property
    def of_problem(self) -> dict[str, Any]:
        return self._schemas["Problem"]

    def tomorrow(self, value: Any, schema: dict[str, Any]) -> Any:
        """The same value, grown."""
        if isinstance(value, list):
            return [self.tomorrow(each, schema.get("items", {})) for each in value]
        if not isinstance(value, dict):
            return value
        members = self._resolved(schema).get("properties", {})
        return {name: self._member(each, members.get(name, {})) for name, each in value.items()} | NEW_MEMBER

    def _member(self, value: Any, schema: dict[str, Any]) -> Any:
        if CODE.search(schema.get("description", "")) and value:
            return [NEW_CODE] if isinstance(value, list) else NEW_CODE
        return self.tomorrow(value, schema)

    def _resolved(self, schema: dict[str, Any]) -> dict[str, Any]:
        for choice in schema.get("oneOf", [schema]):
            if "$ref" in choice:
                return self._schemas[choice["$ref"].rpartition("/")[2]]
        return schema


@contextmanager
def serving(origin: str, document: dict[str, Any]) -> Iterator[str]:
    """Its address, until the block ends. `origin`: the server of ours."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        described = Document(document)

        def do_GET(self) -> None:
            _, day, path = self.path.split("/", 2)
            sent = self.rfile.read(int(self.headers.get("Content-Length") or 0)) or None
            kept = {name: self.headers[name] for name in PASSED_ON if self.headers[name]}
            status, kind, body = _asked(Request(f"{origin}/{path}", sent, kept, method=self.command))  # noqa: S310
            if day == "tomorrow":
                status, body = self.grown(status, json.loads(body), f"/{path.partition('?')[0]}")
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_POST = do_GET

        def grown(self, status: int, body: dict[str, Any], path: str) -> tuple[int, bytes]:
            if status >= 400:
                changed = {**body, "status": NEW_STATUS, "type": NEW_TYPE}
                return NEW_STATUS, json.dumps(self.described.tomorrow(changed, self.described.of_problem)).encode()
            schema = self.described.of_answer(self.command, path)
            return status, json.dumps(self.described.tomorrow(body, schema)).encode()

        def log_message(self, *words: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def _asked(request: Request) -> tuple[int, str, bytes]:
    try:
        with urlopen(request, timeout=60) as answer:  # noqa: S310  (our own server)
            return answer.status, answer.headers["Content-Type"], answer.read()
    except HTTPError as refusal:
        return refusal.code, refusal.headers["Content-Type"], refusal.read()
