"""The state of one conversation between two turns, and its encoding.

A position is a name and a stack of return names: no program counter and nothing that an edit
elsewhere in the flow could move. The encoding is MessagePack of positional fields; dates, times and
exact numbers travel as extensions, so that what is decoded equals what was encoded.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import msgspec

CALL, DETOUR, SILENT, VISIT, CHECK = range(5)  # the kinds of Frame


class Asked(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """How far a wait has come. `turn` is the turn it was entered in; the counters are tries.

    `held` is what waits for a confirmation or a choice between equals, `filled` and `slot` belong
    to forms (slot -1: the opening question, -2: the read-back), `index` to browsing. `page` and
    `fits` belong to paged screens: the first choice on this one, and how many there are (0: all);
    `unread` are the pages of a long text and `read` is the one shown (`paging`). `refused` names
    what the person has denied at this question.
    """

    turn: int
    silence: int = 0
    no_match: int = 0
    wrong: int = 0
    unsure: int = 0
    page: int = 0
    index: int = 0
    slot: int = -1
    filled: tuple[int, ...] = ()
    mode: str = ""  # "", "confirm", "choose", "in turn", "talking"
    held: tuple[Any, ...] = ()
    fits: int = 0
    unread: tuple[str, ...] = ()
    read: int = 0
    refused: tuple[str, ...] = ()

    @property
    def tries(self) -> int:
        return self.silence + self.no_match + self.wrong

    def all_read(self) -> Asked:
        """The same without pages that wait to be read."""
        return msgspec.structs.replace(self, unread=(), read=0) if self.unread else self


class Frame(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """Where to go on, of a call (`kind` CALL, with the parameters it shadows) or of a detour."""

    then: str
    kind: int
    asked: Asked | None = None
    shadowed: dict[str, list[Any]] = {}


class Step(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """One answer that `back` can undo: where it was given, and what was changed since.

    `before` maps a name to [] (it was unset) or [value].
    """

    place: str
    stack: tuple[Frame, ...]
    before: dict[str, list[Any]]


class Session(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """`place` is the block it waits at, or "" before the start and after the end.

    `heard` is the turn of the person's last sign of life (for `quiet`), `late` the fetches that
    may still answer (turn -> block of the fetch), `ended` why it is over, `spoken` what was said
    on the way to this question (for `repeat`, and because it shares the question's screen),
    `silences` how many came one after another since that sign of life (on the phone only),
    `rebuffs` how many hand-offs were refused one after another with nothing between them.
    """

    digest: str
    flow: str
    channel: str
    language: str
    seed: int
    turn: int
    at: float
    place: str
    asked: Asked | None
    stack: tuple[Frame, ...]
    values: dict[str, Any]
    trail: tuple[Step, ...]
    contact: dict[str, Any]
    caller: str
    heard: int
    late: dict[int, str]
    ended: str
    spoken: tuple[str, ...] = ()
    silences: int = 0
    rebuffs: int = 0


_DATE, _TIME, _MOMENT, _SPAN, _EXACT = range(1, 6)
_PLAIN = frozenset((str, int, bool, float, type(None)))


def _wrap(value: Any) -> Any:
    kind = value.__class__
    if kind in _PLAIN:
        return value
    if kind is list or kind is tuple:
        return [_wrap(item) for item in value]
    if kind is dict:
        return {key: _wrap(item) for key, item in value.items()}
    return _extension(value)


def _extension(value: Any) -> Any:
    match value:
        case datetime():
            return msgspec.msgpack.Ext(_MOMENT, value.isoformat().encode())
        case date():
            return msgspec.msgpack.Ext(_DATE, value.isoformat().encode())
        case time():
            return msgspec.msgpack.Ext(_TIME, value.isoformat().encode())
        case timedelta():
            return msgspec.msgpack.Ext(_SPAN, str(value.total_seconds()).encode())
        case Decimal():
            return msgspec.msgpack.Ext(_EXACT, str(value).encode())
    raise TypeError(f"a {type(value).__name__} cannot be kept in a session")


def _unwrap(code: int, data: memoryview) -> Any:
    text = bytes(data).decode()
    match code:
        case 1:
            return date.fromisoformat(text)
        case 2:
            return time.fromisoformat(text)
        case 3:
            return datetime.fromisoformat(text)
        case 4:
            return timedelta(seconds=float(text))
        case 5:
            return Decimal(text)
    raise ValueError(f"unknown extension {code}")


_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(Session, ext_hook=_unwrap)


def _all_plain(session: Session) -> bool:
    """True where nothing needs an extension: the usual case, and cheap to see."""
    if session.contact or any(v.__class__ not in _PLAIN for v in session.values.values()):
        return False
    if any(v and v[0].__class__ not in _PLAIN for s in session.trail for v in s.before.values()):
        return False
    if any(frame.shadowed or frame.asked for frame in session.stack):
        return False
    return session.asked is None or not session.asked.held


def encode(session: Session) -> bytes:
    """Bytes to store. Raises TypeError for a value that no flow can make (a host's misuse)."""
    return _encoder.encode(session if _all_plain(session) else _wrapped(session))


def _wrapped(session: Session) -> Session:
    replace = msgspec.structs.replace
    asked = session.asked and replace(session.asked, held=_wrap(session.asked.held))
    steps = tuple(
        replace(step, stack=_wrapped_stack(step.stack), before=_wrap(step.before))
        for step in session.trail
    )
    return replace(
        session,
        asked=asked,
        stack=_wrapped_stack(session.stack),
        values=_wrap(session.values),
        trail=steps,
        contact=_wrap(session.contact),
    )


def _wrapped_stack(stack: tuple[Frame, ...]) -> tuple[Frame, ...]:
    replace = msgspec.structs.replace
    return tuple(
        replace(
            frame,
            asked=frame.asked and replace(frame.asked, held=_wrap(frame.asked.held)),
            shadowed=_wrap(frame.shadowed),
        )
        for frame in stack
    )


def decode(data: bytes) -> Session:
    """The session again. Raises msgspec.DecodeError for anything that is not one."""
    try:
        return _decoder.decode(data)
    except (ValueError, ArithmeticError) as problem:  # a forged date or number
        raise msgspec.DecodeError(str(problem)) from problem
