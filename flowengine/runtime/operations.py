"""What each straight-line operation does. None of them waits, and none decides where to go on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from flowengine.language import program as p
from flowengine.runtime import effects as fx
from flowengine.runtime import formats, moments
from flowengine.runtime.fetching import plain_json
from flowengine.runtime.handoffs import GONE_ON, last_queue
from flowengine.runtime.words import literal, say, text_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from flowengine.runtime.turn import Turn

CALLBACK = "callback"
LAST = "queue"  # `note … for queue`
UNREACHED = "road.unreached"  # channels by which the host reaches nobody in this turn


def _say(turn: Turn, op: p.Say) -> None:
    say(turn, op.message, op.interrupt)


def _ask_instead(turn: Turn, op: p.AskInstead) -> None:
    turn.instead = op.message


def _again(turn: Turn, _: p.Again) -> None:
    turn.instead = None


def _set(turn: Turn, op: p.Set) -> None:
    value = op.value(turn.values)
    if len(op.path) == 1:
        turn.keep(op.path[0], value)
    else:
        turn.set_contact(op.path[1], value)


def _clear(turn: Turn, op: p.Clear) -> None:
    for name in op.names:
        turn.keep(name, None)


def _forget(turn: Turn, op: p.Forget) -> None:
    """Unlike `clear` it also reaches what is kept beyond this conversation."""
    path, field = op.path, op.path[-1]
    if len(path) == 1:
        turn.unset(field)
        path = ("contact", field) if field in turn.program.remembered else path
    if path == ("contact",):
        turn.contact = {}
    elif len(path) > 1:
        turn.contact = {k: v for k, v in turn.contact.items() if k != field}
    turn.emit(fx.Forgot(path=".".join(path)))


def _save(turn: Turn, op: p.Save) -> None:
    value = op.value(turn.values)
    known = turn.values.get
    shown = formats.plain(value, turn.language)
    turn.emit(
        fx.Saved(
            name=literal(turn, op.label),
            value=plain_json(value),
            category=str(known(f"{op.source}.label") or shown),
            raw=str(known(f"{op.source}.said") or shown),
        )
    )


def _tag(turn: Turn, op: p.Tag) -> None:
    turn.emit(fx.Tagged(subject=op.subject, tag=literal(turn, op.tag)))


def _note(turn: Turn, op: p.Note) -> None:
    queue = last_queue(turn.values) if op.queue == LAST else op.queue
    turn.emit(fx.Noted(text=literal(turn, op.text), queue=queue))


def _language(turn: Turn, op: p.SetLanguage) -> None:
    turn.language = op.language


def _send(turn: Turn, op: p.Send) -> None:
    message = op.message
    promise = _promise(turn, op) if op.channel == CALLBACK else {}
    attachments = message.attachments if message else ()
    turn.emit(
        fx.Send(
            key=f"{turn.session.seed:x}-{turn.number}-{len(turn.effects)}",
            channel=op.channel,
            to=formats.plain(op.to(turn.values), turn.language) if op.to else "",
            text=text_of(turn, message) if message else "",
            subject=text_of(turn, op.subject) if op.subject else "",
            attachments=tuple(
                (one.kind, plain_json(one.value(turn.values))) for one in attachments
            ),
            **promise,
        )
    )


def _go_on(turn: Turn, op: p.GoOn) -> None:
    """Nothing where nobody knows the address or it cannot be: the flow asks `channel` for it."""
    found = op.to(turn.values)
    to = "" if found is None else formats.plain(found, turn.language)
    unreached = str(turn.values.get(UNREACHED, "")).split()
    if to and op.channel not in (turn.session.channel, *unreached):
        turn.session = replace(turn.session, channel=op.channel)
        turn.silences = 0
        turn.values[GONE_ON] = op.channel
        turn.emit(fx.GoneOn(channel=op.channel, to=to))


def _promise(turn: Turn, op: p.Send) -> dict[str, Any]:
    """Whose call it is, when, and whether it is safe: "" where nobody knows."""
    at = op.at(turn.values) if op.at else None
    return {
        "queue": op.queue or last_queue(turn.values),
        "at": moments.seconds(turn.values, at) if at is not None else 0.0,
        "safe": _yes_or_no(op.safe, turn),
        "voicemail": _yes_or_no(op.voicemail, turn),
    }


def _yes_or_no(code: p.Code | None, turn: Turn) -> str:
    value = code(turn.values) if code else None
    return "" if value is None else "yes" if value else "no"


def _stop_messages(turn: Turn, _: p.StopMessages) -> None:
    turn.emit(fx.MessagesStopped())


def _also(turn: Turn, op: p.Also) -> None:
    turn.emit(fx.Also(queue=op.queue))


def _play(turn: Turn, op: p.Play) -> None:
    turn.emit(fx.Play(file=literal(turn, op.file), interrupt=op.interrupt))


def _record(turn: Turn, op: p.Record) -> None:
    turn.emit(fx.Recording(on=op.on))


def _loop(turn: Turn, op: p.Loop) -> None:
    """Keeps the list itself, so that nothing in the body can change what is gone through."""
    if op.items is None:
        turn.set(op.key, 0)
        return
    found = op.items(turn.values)
    turn.set(op.key, list(found) if isinstance(found, list | tuple) else [])


OPERATIONS: dict[type[p.Operation], Callable[[Turn, Any], None]] = {
    p.Say: _say,
    p.AskInstead: _ask_instead,
    p.Again: _again,
    p.Set: _set,
    p.Clear: _clear,
    p.Forget: _forget,
    p.Save: _save,
    p.Tag: _tag,
    p.Note: _note,
    p.SetLanguage: _language,
    p.Send: _send,
    p.GoOn: _go_on,
    p.StopMessages: _stop_messages,
    p.Also: _also,
    p.Play: _play,
    p.Record: _record,
    p.Loop: _loop,
}
