"""OpenAPI 3.1 from the table of operations and the classes it names. Pure; made once.

Bodies are closed: a field that a class does not have is refused. Answers may grow.
"""

import re
from http import HTTPStatus
from typing import Any, Final

import msgspec

from web.bodies import IDENTITY_FIELDS
from web.errors import STATUS
from web.openapi.operations import JSON, RESULTS, Operation, operations
from web.openapi.shapes import Error
from web.strict_json import parse_object, write

REF: Final = "#/components/schemas/{name}"
REFUSALS: Final = tuple(sorted({*STATUS.values(), 400, 408, 409} - {500, 501}))  # any operation may meet them
MEANINGLESS: Final = {"description": "Accepted, and means nothing."}
IDENTITY: Final = dict.fromkeys(sorted(IDENTITY_FIELDS), MEANINGLESS)
ABOUT: Final = "Errors have a stable code; docs/http.md says in prose what is here."


def document(version: str) -> dict[str, Any]:
    every = list(operations())
    classes = {kind for row in every for kind in (row.body, row.answer) if isinstance(kind, type)}
    ordered = sorted({*classes, *RESULTS.values(), Error}, key=lambda kind: (kind.__module__, kind.__name__))
    schemas, components = msgspec.json.schema_components(ordered, ref_template=REF)
    refs = dict(zip(ordered, schemas, strict=True))
    paths: dict[str, dict[str, Any]] = {}
    for row in every:
        paths.setdefault(row.path, {})[row.method.lower()] = _operation(row, refs, components)
    made = {
        "openapi": "3.1.0",
        "info": {
            "title": "Townhall",
            "version": version,
            "description": "Errors have a stable code; see docs/http.md.",
        },
        "paths": paths,
        "components": {
            "schemas": components,
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}},
        },
    }
    return parse_object(write(made))  # plain JSON values, also where a class has a default


def _operation(row: Operation, refs: dict[type, Any], components: dict[str, Any]) -> dict[str, Any]:
    ok: dict[str, Any] = {"description": HTTPStatus(row.status).phrase}
    if row.answer is not None:
        ok["content"] = _answer(row, refs)
    refused = {"description": "Refused", "content": {JSON: {"schema": refs[Error]}}}
    made: dict[str, Any] = {
        "operationId": f"{row.method.lower()}{re.sub('[^a-z]+', '_', row.path)}",
        "summary": row.summary,
        "parameters": [*_path_parameters(row.path), *_query_parameters(row)],
        "responses": {str(row.status): ok} | {str(status): refused for status in REFUSALS},
        "security": [{}] if row.who == "anybody" else [{"token": []}, {}],
        "tags": [row.who],
    }
    if row.body is not None:
        made["requestBody"] = {"content": _body(row.body, refs, components)}
    return made


def _answer(row: Operation, refs: dict[type, Any]) -> dict[str, Any]:
    if not isinstance(row.answer, type):
        return {row.answer or JSON: {}}
    result = RESULTS.get(row.body) if isinstance(row.body, type) else None
    return {JSON: {"schema": {"allOf": [refs[row.answer], refs[result]]} if result else refs[row.answer]}}


def _body(body: type | str, refs: dict[type, Any], components: dict[str, Any]) -> dict[str, Any]:
    if isinstance(body, str):
        return {body: {"schema": {"type": "string"}}}
    schema = components[refs[body]["$ref"].rpartition("/")[2]]
    return {JSON: {"schema": schema | {"properties": IDENTITY | schema["properties"], "additionalProperties": False}}}


def _path_parameters(path: str) -> list[dict[str, Any]]:
    wanted = {"in": "path", "required": True, "schema": {"type": "string", "minLength": 1}}
    return [{"name": name} | wanted for name in re.findall("{([a-z]+)}", path)]


def _query_parameters(row: Operation) -> list[dict[str, Any]]:
    return [{"name": name, "in": "query", "schema": {"type": "string"}} for name in row.query]
