"""The log: one line an event, as text or JSON, with time, level, node, room and conversation.

It tells nothing of callers: no words, numbers or addresses. Ours are written so; what others write
is let through only as a warning, for their lesser lines quote requests, frames and addresses. An
exception is told by its kind and the places it passed, never by its text or the values there: both
could quote what a person said. Whoever logs about a conversation names it beside the words:
`_log.warning("…", extra={"conversation": key})`.
"""

from __future__ import annotations

import io
import json
import logging
import sys
import threading
import traceback
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, TextIO

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable, Iterator

OURS = "flowengine"
_CALLBACK = "Exception in callback"
FRAMES = 8  # places told of one exception, the innermost first

_log = logging.getLogger(__name__)


def place(error: BaseException) -> str:
    """`ValueError in chat.py:71 < app.py:12`, what caused it too, and never its text."""
    frames = reversed(traceback.extract_tb(error.__traceback__)[-FRAMES:])
    where = " < ".join(f"{PurePath(one.filename).name}:{one.lineno}" for one in frames)
    told = f"{type(error).__name__} in {where}" if where else type(error).__name__
    cause = error.__cause__
    return told if cause is None else f"{told}, caused by {place(cause)}"


class Entry(logging.Formatter):
    """`node` gives the name of this node, which may change while it runs."""

    def __init__(self, style: str, node: Callable[[], str]) -> None:
        super().__init__()
        self._write = _as_json if style == "json" else _as_text
        self._node = node

    def format(self, record: logging.LogRecord) -> str:
        error = record.exc_info[1] if record.exc_info else None
        told = {
            "time": _moment(record.created),
            "level": record.levelname.lower(),
            "node": self._node(),
            "room": record.name.removeprefix(f"{OURS}."),
            "event": record.getMessage(),
            "conversation": getattr(record, "conversation", ""),
            "error": "" if error is None else place(error),
        }
        return self._write({name: value for name, value in told.items() if value})


def _moment(seconds: float) -> str:
    at = datetime.fromtimestamp(seconds, UTC)
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _as_json(told: dict[str, str]) -> str:
    return json.dumps(told, ensure_ascii=False)


def _as_text(told: dict[str, str]) -> str:
    beginning = " ".join(told.pop(name) for name in ("time", "level"))
    event = told.pop("event")
    rest = "".join(f" {name}={value}" for name, value in told.items())
    return "".join(one if one.isprintable() else "\\n" for one in f"{beginning} {event}{rest}")


def _let_through(record: logging.LogRecord) -> bool:
    return record.name.partition(".")[0] == OURS or record.levelno >= logging.WARNING


@contextmanager
def logging_to(
    out: TextIO, style: str = "text", level: str = "info", node: Callable[[], str] = str
) -> Iterator[None]:
    """While it lasts, everything that is logged in this process goes to `out`, and only there.

    So does what nobody caught: in a thread, in the garbage, on the way out of the program.
    """
    handler = logging.StreamHandler(out)
    handler.setFormatter(Entry(style, node))
    handler.addFilter(_let_through)
    top, ours = logging.getLogger(), logging.getLogger(OURS)
    before = (top.handlers[:], top.level, ours.level)
    hooks = (sys.excepthook, sys.unraisablehook, threading.excepthook)
    top.handlers[:] = [handler]
    top.setLevel(logging.WARNING)
    ours.setLevel(level.upper())
    sys.excepthook = lambda _kind, error, _trace: _tell("the program ended", error)
    sys.unraisablehook = lambda it: _tell("could not be told to anybody", it.exc_value)
    threading.excepthook = lambda it: _tell("a thread ended", it.exc_value)
    try:
        yield
    finally:
        sys.excepthook, sys.unraisablehook, threading.excepthook = hooks
        top.handlers[:] = before[0]
        top.setLevel(before[1])
        ours.setLevel(before[2])


def _tell(what: str, error: BaseException | None) -> None:
    _log.error("%s", what, exc_info=error)


def unhandled(_loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """An event loop's exception handler: asyncio's own prints tasks with what they hold."""
    what = context["message"]
    if what.startswith(_CALLBACK):  # behind it stands what it was called with
        what = _CALLBACK
    _log.error("%s", what, exc_info=context.get("exception"))


class Printed(io.TextIOBase):
    """What is printed for people, as entries of the log: a collector of logs reads only these."""

    def __init__(self, name: str) -> None:
        self._log = logging.getLogger(name)
        self._begun = ""

    def write(self, text: str) -> int:
        *lines, self._begun = (self._begun + text).split("\n")
        for line in lines:
            if line:
                self._log.info("%s", line)
        return len(text)
