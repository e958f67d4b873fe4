"""`fetch`: the request as an effect, its answer as an event, and the ways it can fail."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from flowengine.runtime import effects as fx
from flowengine.runtime import formats
from flowengine.runtime.ladders import detour
from flowengine.runtime.limits import VALUE_SIZE
from flowengine.runtime.moves import handle
from flowengine.runtime.session import SILENT
from flowengine.runtime.trouble import Trouble
from flowengine.runtime.values import SecretName
from flowengine.runtime.words import literal

if TYPE_CHECKING:
    from flowengine.language import program as p
    from flowengine.runtime.events import Fetched
    from flowengine.runtime.turn import Turn

SLOW = "slow"


def enter(turn: Turn, wait: p.Fetch) -> None:
    """Sends the request and waits. Coming back from a detour sends nothing again."""
    if turn.asked is not None:
        return
    turn.rest(wait)
    headers, secrets = _headers(turn, wait.service)
    body = (
        {name: plain_json(code(turn.values)) for name, code in wait.sends} if wait.sends else None
    )
    turn.emit(
        fx.Fetch(
            turn=turn.number,
            key=f"{turn.session.seed:x}-{turn.number}",
            method=wait.method,
            url=address(turn, wait),
            headers=headers,
            secrets=secrets,
            body=body,
            timeout=wait.service.timeout,
            retry=wait.service.retry,
        )
    )
    if wait.slow:
        turn.emit(fx.Timer(turn=turn.number, timer=SLOW, seconds=wait.slow[0]))
    if wait.on_late:
        turn.late = {**dict(list(turn.late.items())[-3:]), turn.number: wait.name}


def address(turn: Turn, wait: p.Fetch) -> str:
    """The URL. What fills holes was percent-encoded where the text was compiled."""
    base = literal(turn, wait.service.address).rstrip("/")
    return base + literal(turn, wait.address)


def fetched(turn: Turn, wait: p.Fetch, event: Fetched) -> str:
    """The answer to the fetch we wait for: on below, or to `on error`, or to `on fault`."""
    turn.late = {number: name for number, name in turn.late.items() if number != event.turn}
    problem = event.error or ("" if 200 <= event.status < 300 else f"status {event.status}")
    turn.asked = None
    if not problem and _size(event.body) > VALUE_SIZE:
        problem = "too large"
    if not problem:
        turn.set(wait.result, event.body)
        return wait.after
    turn.about = {"error": problem, "status": event.status, "place": turn.here}
    if problem.startswith("timeout") and wait.on_late:
        turn.late = {**turn.late, event.turn: wait.name}
    if not wait.on_error:
        raise Trouble(f"The service did not answer as it should ({problem}).", wait.place)
    return wait.on_error


def _size(body: Any) -> int:
    """Characters of JSON; endless where it is nested too deeply to be written."""
    try:
        return len(json.dumps(body, default=str))
    except RecursionError:
        return VALUE_SIZE + 1


def late(turn: Turn, wait: p.Fetch, event: Fetched) -> str | None:
    """The answer came after we went on: `on late` runs beside whatever we are doing now."""
    turn.late = {number: name for number, name in turn.late.items() if number != event.turn}
    if event.error or not 200 <= event.status < 300 or _size(event.body) > VALUE_SIZE:
        return None
    turn.set(wait.result, event.body)
    return handle(turn, wait.on_late, quietly=True)


def slow(turn: Turn, wait: p.Fetch, body: str) -> str:
    """What is said meanwhile; the answer is still waited for."""
    return detour(turn, wait.name, body, SILENT)


def _headers(turn: Turn, service: p.Service) -> tuple[dict[str, str], dict[str, str]]:
    headers: dict[str, str] = {}
    secrets: dict[str, str] = {}
    for field, code in service.headers:
        value = code(turn.values)
        if isinstance(value, SecretName):
            secrets[field] = str(value)
        else:
            headers[field] = formats.plain(value, "en").replace("\r", "").replace("\n", "")
    return headers, secrets


def plain_json(value: Any) -> Any:
    """As JSON has it: moments as ISO 8601, exact numbers as numbers, nothing of ours."""
    match value:
        case SecretName():
            return ""
        case None | bool() | int() | float() | str():
            return value
        case list() | tuple():
            return [plain_json(item) for item in value]
        case dict():
            return {str(key): plain_json(item) for key, item in value.items()}
    iso = getattr(value, "isoformat", None)
    return iso() if iso else float(value) if hasattr(value, "__float__") else str(value)
