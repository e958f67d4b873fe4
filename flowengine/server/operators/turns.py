"""How a turn went, for somebody who looks for what went wrong: one line, and all of it below.

Whatever the trace holds is shown as it is; addresses of people in it are masked.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flowengine.server.operators.masking import masked, veiled

if TYPE_CHECKING:
    from collections.abc import Iterable

    from flowengine.store.records import Trace

_TELLING = ("text", "keys", "choice", "label", "timer", "error", "outcome", "reason", "message",
            "name", "tag", "queue", "field", "path", "file", "url", "agent", "wait",
            "reference")  # fmt: skip
LONGEST = 160  # signs of one line


@dataclass(frozen=True, slots=True)
class Part:
    """An event or an effect: its word, and the most telling thing in it."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Turn:
    """`took` is milliseconds. `raw` is the event and the effects as JSON."""

    number: int
    at: float
    event: Part
    effects: tuple[Part, ...]
    before: str
    after: str
    took: float
    node: str
    fault: bool
    raw: str


def turns(traces: Iterable[Trace]) -> tuple[Turn, ...]:
    return tuple(_turn(one) for one in traces)


def _turn(trace: Trace) -> Turn:
    event = veiled(_decoded(trace.event))
    effects = veiled(_decoded(trace.effects))
    listed = effects if isinstance(effects, list) else []
    parts = tuple(_part(one) for one in listed)
    # The first turn also says how the conversation was begun.
    came = event.get("event", event) if isinstance(event, dict) else event
    return Turn(
        trace.revision,
        trace.at,
        _part(came),
        parts,
        trace.before,
        trace.after,
        trace.took * 1000,
        trace.node,
        any(one.kind == "fault" for one in parts),
        json.dumps({"event": event, "effects": effects}, ensure_ascii=False, indent=2),
    )


def _decoded(text: str) -> Any:
    try:
        return json.loads(text) if text else None
    except ValueError:
        return text


def _part(value: Any) -> Part:
    if not isinstance(value, dict):
        return Part("", "" if value is None else _short(str(value)))
    kind = str(value.get("type", ""))
    if kind == "saved":
        return Part(kind, _short(f"{value.get('name')} = {value.get('value')}"))
    if kind == "fetch":
        return Part(kind, _short(f"{value.get('method')} {masked(str(value.get('url')))}"))
    told = next((value[name] for name in _TELLING if value.get(name)), "")
    return Part(kind, _short(told if isinstance(told, str) else json.dumps(told)))


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
