"""How a turn went, for operators and for a replay: its event and effects as JSON.

What was asked as a secret is in none of it, and what is forgotten goes from it too. The first trace
of a conversation also holds what it began with, so that it can be begun again: an object of `begin`
and `event`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import msgspec

from flowengine.host import lines
from flowengine.host.redaction import SHORTEST, hidden
from flowengine.runtime.events import AnyEvent, Filled, Pressed, Said
from flowengine.store.records import Trace

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from flowengine.host.lines import Line
    from flowengine.runtime import Session
    from flowengine.runtime.effects import Effect

# What says how a thing is to be read, not what somebody said: a person may be called "kind".
_STRUCTURE = frozenset(
    ("type", "kind", "key", "wait", "timer", "place", "language", "channel", "method", "queue")
)
_encoder = msgspec.json.Encoder(decimal_format="string")
_decoder = msgspec.json.Decoder()


class Beginning(msgspec.Struct, frozen=True, kw_only=True):
    """All that `runtime.begin` was given. `contact` is what was remembered of the person."""

    flow: str
    digest: str
    channel: str
    seed: int
    at: float
    language: str
    caller: str = ""
    contact: dict[str, Any] = {}


def beginning(session: Session) -> Beginning:
    return Beginning(
        flow=session.flow,
        digest=session.digest,
        channel=session.channel,
        seed=session.seed,
        at=session.at,
        language=session.language,
        caller=session.caller,
        contact=session.contact,
    )


def traced(
    revision: int,
    event: AnyEvent,
    effects: Sequence[Effect],
    sessions: tuple[Session, Session],
    *,
    asked: Line | None = None,
    secrets: frozenset[str] = frozenset(),
    forgotten: tuple[str, ...] = (),
    took: float = 0.0,
    node: str = "",
) -> Trace:
    """The trace of a turn, which took so many seconds there.

    `asked` is what the person was being asked, `secrets` are slots whose values nobody may read,
    `forgotten` texts that this turn forgets.
    """
    before, after = sessions
    texts = forgotten + secret_texts(sessions, event, asked, secrets)
    event = unspoken(event, asked)
    told: Any = event if revision > 1 else {"begin": beginning(before), "event": event}
    return Trace(
        revision,
        event.at,
        _json(told, texts),
        before.place,
        after.place,
        _json(effects, texts),
        took,
        node,
    )


def unspoken(event: AnyEvent, asked: Line | None) -> AnyEvent:
    """The event without what was asked as a secret."""
    if asked is None:
        return event
    if isinstance(event, Filled):
        secret = {field.slot for field in asked.fields if field.secret}
        values = {
            slot: lines.HIDDEN if slot in secret and text else text
            for slot, text in event.values.items()
        }
        return msgspec.structs.replace(event, values=values)
    if asked.secret and isinstance(event, Said):
        return msgspec.structs.replace(event, text=lines.HIDDEN, alternatives=())
    if asked.secret and isinstance(event, Pressed):
        return msgspec.structs.replace(event, keys=lines.HIDDEN)
    return event


def secret_texts(
    sessions: Iterable[Session], event: AnyEvent, asked: Line | None, secrets: frozenset[str]
) -> tuple[str, ...]:
    """What must not be read in the effects either: a fetch sends a PIN on."""
    if not secrets and not (asked and asked.secret):
        return ()
    found = {str(one.values[slot]) for one in sessions for slot in secrets if slot in one.values}
    found |= set(_said(event, asked))
    return tuple(sorted((text for text in found if len(text) >= SHORTEST), key=len, reverse=True))


def retraced(traces: Iterable[Trace], texts: Sequence[str]) -> tuple[Trace, ...]:
    """Those of the traces in which one of the texts stood, without it."""
    if not texts:
        return ()
    anew = (
        (one, replace(one, event=_without(one.event, texts), effects=_without(one.effects, texts)))
        for one in traces
    )
    return tuple(new for old, new in anew if new != old)


def _said(event: AnyEvent, asked: Line | None) -> Iterator[str]:
    if asked is None:
        return
    if isinstance(event, Filled):
        yield from (event.values.get(one.slot, "") for one in asked.fields if one.secret)
    elif asked.secret and isinstance(event, Said):
        yield event.text
    elif asked.secret and isinstance(event, Pressed):
        yield event.keys


def _json(value: Any, texts: Sequence[str]) -> str:
    body = _encoder.encode(value).decode()
    return _without(body, texts) if texts else body


def _without(body: str, texts: Sequence[str]) -> str:
    value = _decoder.decode(body)
    anew = _hidden(value, texts)
    return body if anew == value else _encoder.encode(anew).decode()


def _hidden(value: Any, texts: Sequence[str]) -> Any:
    match value:
        case str():
            return hidden(value, texts)
        case list():
            return [_hidden(one, texts) for one in value]
        case dict():
            return {
                name: one if name in _STRUCTURE and isinstance(one, str) else _hidden(one, texts)
                for name, one in value.items()
            }
    return value
