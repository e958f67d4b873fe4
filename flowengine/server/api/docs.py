"""The description as a page that people read, made of the same declarations, without any script."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import msgspec
from markupsafe import Markup

from flowengine.server import manual
from flowengine.server.api.openapi import described
from flowengine.server.api.routes import ENDPOINTS, TOP
from flowengine.server.pages import page

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from starlette.requests import Request
    from starlette.responses import Response

_TITLE = "Integration API"
_WORDS = {"string": "text", "boolean": "true or false", "integer": "whole number"}


async def docs(_request: Request) -> Response:
    """For whoever writes a program against it."""
    return page("manual.html", "en", title=_TITLE, body=Markup(_rendered()))  # noqa: S704 - ours


@cache
def _rendered() -> str:
    document = msgspec.json.decode(described(ENDPOINTS, TOP))
    return manual.html("\n".join(_text(document)), "api")


def _text(document: dict[str, Any]) -> Iterator[str]:
    yield f"# {_TITLE}\n\n{document['info']['description']}\n"
    yield "How to begin stands in [the manual](api.md), all of this for programs in"
    yield f"[openapi.json]({TOP}/openapi.json).\n\n## What can be asked\n"
    for path, asked in document["paths"].items():
        for method, one in asked.items():
            yield from _operation(f"{method.upper()} {TOP}{path}", one)
    yield "## Shapes\n"
    for name, shape in document["components"]["schemas"].items():
        yield from _shape(name, shape)


def _operation(heading: str, one: Mapping[str, Any]) -> Iterator[str]:
    yield f"### `{heading}`\n\n{one['summary']} {one['description']}\n"
    if "requestBody" in one:
        yield f"Takes {_content(one['requestBody'])}.\n"
    rows = [(each["name"], each["in"], _type(each["schema"])) for each in one["parameters"]]
    yield from _table(("name", "where", "what"), rows)
    rows = [
        (code, _content(answer), answer["description"] if code < "3" else "")
        for code, answer in one["responses"].items()
    ]
    yield from _table(("answer", "what", "about it"), rows)


def _shape(name: str, shape: Mapping[str, Any]) -> Iterator[str]:
    about = " ".join(shape.get("description", "").split())
    yield f"### {name}\n\n{about}\n"
    required = shape.get("required", ())
    rows = [
        (field, _type(schema), "" if field in required else "may be left out")
        for field, schema in shape.get("properties", {}).items()
    ]
    yield from _table(("field", "what", ""), rows)


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    rows = list(rows)
    if rows:
        yield f"| {' | '.join(head)} |\n|{'---|' * len(head)}"
        for first, *others in rows:
            yield f"| `{first}` | {' | '.join(' '.join(one.split()) for one in others)} |"
        yield ""


def _content(part: Mapping[str, Any]) -> str:
    """What a body is: its shape, or its type where it has none."""
    for type_, content in part.get("content", {}).items():
        return _type(content["schema"]) if content["schema"] else f"`{type_}`"
    return "nothing"


def _type(schema: Mapping[str, Any]) -> str:
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return f"[{name}](#{name.lower()})"
    if "anyOf" in schema:
        return " or ".join(_type(one) for one in schema["anyOf"])
    if "enum" in schema:
        return ", ".join(f"`{one}`" for one in schema["enum"] if one != "")
    if schema.get("type") == "array":
        inner = schema.get("items") or {"anyOf": schema.get("prefixItems", [])}
        return f"list of {_type(inner)}" + _bounds(schema, "minItems", "maxItems")
    if schema.get("type") == "object":
        return f"object of {_type(schema.get('additionalProperties') or {})}"
    kind = str(schema.get("type", "anything"))
    return (
        _WORDS.get(kind, kind)
        + _bounds(schema, "minLength", "maxLength")
        + _bounds(schema, "minimum", "maximum")
    )


def _bounds(schema: Mapping[str, Any], least: str, most: str) -> str:
    if most in schema:
        return f", {schema.get(least, 0)} to {schema[most]}"
    return ""
