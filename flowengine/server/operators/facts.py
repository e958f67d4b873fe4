"""Results, tags and notes of a conversation, as rows of a page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterable

    from flowengine.store.records import Fact


@dataclass(frozen=True, slots=True)
class Result:
    """`kind` is the effect's word; `name` and `value` are text as the flow had it."""

    at: float
    kind: str
    name: str
    value: str


def results(facts: Iterable[Fact]) -> tuple[Result, ...]:
    return tuple(_result(one) for one in facts)


def _result(fact: Fact) -> Result:
    body: dict[str, Any] = msgspec.json.decode(fact.body)
    match fact.kind:
        case "saved":
            name, value = body.get("name"), body.get("category") or body.get("value")
        case "tagged":
            name, value = body.get("tag"), body.get("subject")
        case "noted":
            name, value = body.get("queue"), body.get("text")
        case "contact_set":
            name, value = body.get("field"), body.get("value")
        case "forgot":
            name, value = body.get("path"), ""
        case _:
            name, value = "", ""
    return Result(fact.at, fact.kind, _text(name), _text(value))


def _text(value: Any) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else msgspec.json.encode(value).decode()
