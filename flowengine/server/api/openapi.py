"""The description of the API in OpenAPI 3.1, made of the endpoints and their shapes.

It is made and never written, so it cannot say anything else than what is served.
"""

from __future__ import annotations

import inspect
from functools import cache
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

import msgspec

from flowengine import __version__
from flowengine.server.api.endpoint import JSON, NAME, Endpoint
from flowengine.server.api.problem import TYPE, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_REFERENCE = "#/components/schemas/{name}"
_ANY = (400, 401, 403, 429, 500, 503)  # what any request with a token can be answered
_WITH_BODY = (408, 413, 415)
_ONCE = {
    "name": "Idempotency-Key",
    "in": "header",
    "description": "1 to 64 signs of your own. The same key again does nothing a second time.",
    "schema": {"type": "string", "pattern": r"^[!-~]{1,64}(?!\n)$"},
}
_ABOUT = (
    "Begin conversations, tell them what happened, read their results, look after contacts. Each"
    " request shows a token: `Authorization: Bearer …`. Refusals are problems (RFC 9457) with a"
    " code. Lists go on with `cursor`."
)


def described(endpoints: Sequence[Endpoint], top: str) -> bytes:
    """The description as JSON; `top` is the address under which the endpoints lie."""
    return msgspec.json.encode(_document(tuple(endpoints), top))


@cache
def _document(endpoints: tuple[Endpoint, ...], top: str) -> dict[str, Any]:
    schemas, parts = _shapes(endpoints)
    paths: dict[str, dict[str, Any]] = {}
    for one in endpoints:
        paths.setdefault(one.path, {})[one.method.lower()] = _operation(one, schemas, parts)
    return {
        "openapi": "3.1.0",
        "info": {"title": "flowengine", "version": __version__, "description": _ABOUT},
        "servers": [{"url": top}],
        "security": [{"token": []}],
        "paths": paths,
        "components": {
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
            "schemas": parts,
        },
    }


def _shapes(endpoints: Iterable[Endpoint]) -> tuple[dict[Any, Any], dict[str, Any]]:
    """Each shape's own schema, and all that they are made of, by name."""
    shapes: list[Any] = [Problem]
    for one in endpoints:
        shapes += [shape for shape in (one.body, one.query, one.gives) if shape is not None]
    shapes = list(dict.fromkeys(shapes))
    schemas, parts = msgspec.json.schema_components(shapes, ref_template=_REFERENCE)
    for part in parts.values():
        part["description"] = " ".join(part.get("description", "").split())
    return dict(zip(shapes, schemas, strict=True)), parts


def _operation(one: Endpoint, schemas: dict[Any, Any], parts: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {
        "operationId": one.name,
        "summary": one.does,
        "description": f"Needs a token with the role `{one.role}`.",
        "tags": [one.path.split("/")[1]],
        "parameters": [*_path(one), *_query(one, parts), *([_ONCE] if one.once else [])],
        "responses": _responses(one, schemas),
    }
    if one.body is not None:
        content = {JSON: {"schema": schemas[one.body]}}
        found["requestBody"] = {"required": True, "content": content}
    return found


def _path(one: Endpoint) -> list[dict[str, Any]]:
    schema = {"type": "string", "pattern": NAME}
    return [{"name": name, "in": "path", "required": True, "schema": schema} for name in one.places]


def _query(one: Endpoint, parts: dict[str, Any]) -> list[dict[str, Any]]:
    if one.query is None:
        return []
    shape = parts[one.query.__name__]
    return [
        {
            "name": name,
            "in": "query",
            "required": name in shape.get("required", ()),
            "schema": schema,
        }
        for name, schema in shape["properties"].items()
    ]


def _responses(one: Endpoint, schemas: dict[Any, Any]) -> dict[str, Any]:
    refuses = {*_ANY, *one.refuses}
    if one.places:
        refuses.add(404)
    if one.body is not None:
        refuses.update(_WITH_BODY)
    told = {TYPE: {"schema": schemas[Problem]}}
    found = {
        str(code): {"description": HTTPStatus(code).phrase, "content": told}
        for code in sorted(refuses)
    }
    good = [one.status, 200] if one.status == 201 and one.once else [one.status]
    return {str(code): _good(one, code, schemas) for code in good} | found


def _good(one: Endpoint, code: int, schemas: dict[Any, Any]) -> dict[str, Any]:
    about: dict[str, Any] = {"description": HTTPStatus(code).phrase}
    if one.gives is not None:
        about["description"] = " ".join((inspect.getdoc(one.gives) or "").split())
        about["content"] = {one.type: {"schema": schemas[one.gives]}}
    elif code != HTTPStatus.NO_CONTENT:
        about["content"] = {one.type: {"schema": {"type": "string"} if one.type != JSON else {}}}
    return about
