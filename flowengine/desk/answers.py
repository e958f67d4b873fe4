"""Letters, notes and promises to phone: how long each answer took, and how long until all was done.

Nobody sits waiting for them, so they have a clock of their own: it counts while their queue is
open, and an answer is waited for only from the person's words on that nobody has answered yet.
A late first answer stays late whatever follows it; what was closed without another word was
answered as far as anybody wanted.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from flowengine.desk import clock, log
from flowengine.desk.clock import AGENT, PERSON
from flowengine.desk.declared import Declarations, Declared

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from flowengine.desk.log import Entry


@dataclass(frozen=True, slots=True)
class Answer:
    """What a person said at `began` and who answered it `waited` seconds later, as they count; of
    what nobody has answered yet `agent` is "" and `waited` None. `first` is the item's first."""

    queue: str
    channel: str
    language: str
    agent: str
    began: float
    waited: float | None
    first: bool


@dataclass(frozen=True, slots=True)
class Resolution:
    """An item that is done: from `began`, `took` seconds as they count. `agent` had it last."""

    queue: str
    channel: str
    language: str
    agent: str
    began: float
    took: float


@dataclass(frozen=True, slots=True)
class Answers:
    """In the order in which their items joined."""

    answers: tuple[Answer, ...]
    resolutions: tuple[Resolution, ...]


@dataclass(slots=True)
class _Thread:
    """An item while its entries are read; `done` when its talk was over, `closed` all of it."""

    joined: Entry
    kind: str
    media: str
    queue: str
    lines: list[tuple[float, str]]
    by: dict[float, str] = field(default_factory=dict)
    agent: str = ""
    done: float = 0.0
    closed: float = 0.0


def read(entries: Iterable[Entry], today: Mapping[str, Declared] | None = None) -> Answers:
    """`entries` in the order of the log; an item that joined before them is left out. `today` is
    what queues promise of which no entry says it; another one is always open."""
    given = tuple(entries)
    known = Declarations(given, today)
    threads: dict[str, _Thread] = {}
    for entry in given:
        if entry.kind == log.JOINED:
            threads[entry.item] = _begun(entry)
        elif entry.item in threads:
            _follow(threads, entry)
    own = [one for one in threads.values() if clock.asynchronous(one.kind, one.media)]
    answers = tuple(answer for one in own for answer in _answers(one, known))
    done = tuple(_resolution(one, known) for one in own if one.closed)
    return Answers(answers, done)


def _begun(entry: Entry) -> _Thread:
    body = entry.body
    lines = [(body.get("due") or entry.at, PERSON)]
    return _Thread(entry, body.get("kind", ""), body.get("media", ""), entry.queue, lines)


def _follow(threads: dict[str, _Thread], entry: Entry) -> None:
    thread = threads[entry.item]
    match entry.kind:
        case log.ASKED:
            thread.lines.append((entry.at, PERSON))
        case log.ANSWERED | log.REPLIED:
            thread.lines.append((entry.at, AGENT))
            thread.by[entry.at] = thread.agent = entry.agent
        case log.RENEWED if len(thread.lines) == 1:
            thread.lines = [(_moment(thread.lines[0][0], entry), PERSON)]
        case log.CHANNEL:
            thread.media = entry.body.get("to_media", "")
        case log.TRANSFERRED:
            thread.queue = entry.body.get("to_queue") or thread.queue
        case log.FINISHED:
            thread.done = entry.at
        case log.TRIED | log.REQUEUED:
            thread.done = 0.0
        case log.CLOSED if not entry.body.get("unserved"):
            thread.closed = thread.done or entry.at
        case log.CLOSED | log.ABANDONED:  # nobody has anything to answer any more
            del threads[entry.item]


def _moment(before: float, entry: Entry) -> float:
    """From when a call is waited for that was asked for once more: put off, or rather sooner."""
    due: float = entry.body.get("due", 0.0)
    return due or min(before, entry.at)


def _answers(thread: _Thread, known: Declarations) -> Iterator[Answer]:
    joined = thread.joined
    for number, (began, answered) in enumerate(clock.waits(thread.lines)):
        if not answered and thread.closed:
            return
        agent = thread.by[answered] if answered else ""
        waited = _seconds(thread, known, began, answered) if answered else None
        yield Answer(
            thread.queue, joined.channel, joined.language, agent, began, waited, number == 0
        )


def _resolution(thread: _Thread, known: Declarations) -> Resolution:
    joined, began = thread.joined, thread.lines[0][0]
    took = _seconds(thread, known, began, thread.closed)
    return Resolution(thread.queue, joined.channel, joined.language, thread.agent, began, took)


def _seconds(thread: _Thread, known: Declarations, began: float, ended: float) -> float:
    return known.counted(thread.kind, thread.media, thread.queue, began, ended)
