"""The description as a page that people read, made of the same declarations, without any script."""

from __future__ import annotations

import re
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
_WORDS = {"boolean": "true or false", "integer": "whole number"}


async def docs(_request: Request) -> Response:
    """For whoever writes a program against it."""
    return page("manual.html", "en", title=_TITLE, body=Markup(_rendered()))  # noqa: S704 - ours


@cache
def _rendered() -> str:
    document = msgspec.json.decode(described(ENDPOINTS, TOP))
    return manual.html("\n".join(_text(document)), "api")


def _text(document: dict[str, Any]) -> Iterator[str]:
    asked = {
        f"{method.upper()} {TOP}{path}": one
        for path, methods in document["paths"].items()
        for method, one in methods.items()
    }
    yield f"# {_TITLE}\n\n{document['info']['description']}\n"
    yield "How to begin stands in [the manual](api.md), all of this for programs in"
    yield f"[openapi.json]({TOP}/openapi.json). What is sent is looked at strictly: a field that is"
    yield "not listed here is refused.\n\n## What can be asked\n"
    yield from _table(("request", "what it does"), ((one, _led(one, asked)) for one in asked))
    for heading, one in asked.items():
        yield from _operation(heading, one)
    yield "## Shapes\n"
    for name, shape in document["components"]["schemas"].items():
        yield from _shape(name, shape)


def _led(heading: str, asked: Mapping[str, Any]) -> str:
    """To the heading further down, by the name that the manual gives it."""
    name = re.sub(r"[^\w\s-]", "", heading.lower()).replace(" ", "-")
    return f"[{asked[heading]['summary']}](#{name})"


def _operation(heading: str, one: Mapping[str, Any]) -> Iterator[str]:
    yield f"### `{heading}`\n\n{one['summary']} {one['description']}\n"
    if "requestBody" in one:
        yield f"Takes {_content(one['requestBody'])}.\n"
    rows = [(each["name"], each["in"], _type(each["schema"])) for each in one["parameters"]]
    yield from _table(("name", "where", "what"), rows)
    good = {code: answer for code, answer in one["responses"].items() if code < "3"}
    what = _content(next(iter(good.values())))
    yield f"\nAnswers {' or '.join(good)} with {what}. Refuses with"
    yield f"{', '.join(code for code in one['responses'] if code > '3')}: [Problem](#problem).\n"


def _shape(name: str, shape: Mapping[str, Any]) -> Iterator[str]:
    yield f"### {name}\n\n{shape['description']}\n"
    fields = shape.get("properties", {})
    required = shape.get("required", ())
    if shape.get("additionalProperties") is False:  # something that is sent
        rows = [
            (field, _type(schema), "must be there" if field in required else "may be left out")
            for field, schema in fields.items()
        ]
        yield from _table(("field", "what", "needed"), rows)
    else:
        yield from _table(("field", "what"), ((one, _type(what)) for one, what in fields.items()))


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
    match schema.get("type", "anything"):
        case "array":
            inner = schema.get("items") or {"anyOf": schema.get("prefixItems", [])}
            return f"list{_bounds(schema, 'Items', 'entries')} of {_type(inner)}"
        case "object":
            inner = schema.get("additionalProperties") or {}
            return f"object{_bounds(schema, 'Properties', 'fields')} of {_type(inner)}"
        case "string":
            return f"text{_bounds(schema, 'Length', 'signs')}"
        case kind:
            return f"{_WORDS.get(kind, kind)}{_bounds(schema, 'imum', '')}"


def _bounds(schema: Mapping[str, Any], what: str, unit: str) -> str:
    """` (1 to 64 signs)`, or nothing where nobody counts."""
    if f"max{what}" not in schema:
        return ""
    return f" ({schema.get(f'min{what}', 0)} to {schema[f'max{what}']} {unit}".rstrip() + ")"
