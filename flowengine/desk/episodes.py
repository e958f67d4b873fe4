"""What happened, read from the log: each wait in a queue, and each agent's part in an item.

Every number about the past is counted from these two, and they from nothing but the log, which says
what hours a queue had, too (`declared`); so numbers can be counted again, and add up. An item that
is passed on waits again: its waits add up too. How long somebody waited is measured here and
nowhere else, by the clock that counts for them (`clock.counted`).
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from flowengine.desk import items, log
from flowengine.desk.declared import Declarations, Declared

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from flowengine.desk.log import Entry

# How a wait ends. MOVED: goes on in another queue; UNSERVED: closed, full, nobody there, removed.
ANSWERED, ABANDONED, MOVED, UNSERVED, OPEN = "answered", "abandoned", "moved", "unserved", "open"
FOR_CALLBACK = "callback"  # the person left for a callback that keeps the place


@dataclass(frozen=True, slots=True)
class Stay:
    """One wait in one queue, from `began` to `ended` (POSIX seconds; 0.0 while OPEN).

    `kind` and `media` as in `items`, "" where the log that was read begins later. `agent` is who
    answered. `promised` is the first range that was told, (0, 0) for none, at `told`. `waited` is
    in seconds as they count for it, and `after` those since `told`; both 0.0 while OPEN.
    """

    item: str
    queue: str
    channel: str
    language: str
    kind: str
    media: str
    began: float
    ended: float = 0.0
    end: str = OPEN
    agent: str = ""
    promised: tuple[int, int] = (0, 0)
    told: float = 0.0
    waited: float = 0.0
    after: float = 0.0


@dataclass(frozen=True, slots=True)
class Part:
    """One agent's part in an item: accepted at `began`, talked until `ended`, done with writing at
    `closed` (0.0 each while it is not so). Seconds `talked`, `held`, `wrapped`. `answered` is when
    they first said something."""

    item: str
    queue: str
    channel: str
    language: str
    kind: str
    media: str
    agent: str
    began: float
    answered: float = 0.0
    ended: float = 0.0
    closed: float = 0.0
    talked: float = 0.0
    held: float = 0.0
    wrapped: float = 0.0
    outcome: str = ""

    @property
    def handled(self) -> float:
        """Talk, hold and wrap-up."""
        return self.talked + self.held + self.wrapped


@dataclass(frozen=True, slots=True)
class Episodes:
    """In the order in which they began."""

    stays: tuple[Stay, ...]
    parts: tuple[Part, ...]


@dataclass(slots=True)
class _Thread:
    """An item while its entries are read. Of a wait `counted` seconds were counted until `mark`:
    who goes on by another channel may wait by another clock."""

    declared: Declarations
    kind: str = ""
    media: str = ""
    due: float = 0.0
    stay: Stay | None = None
    counted: float = 0.0
    mark: float = 0.0
    part: Part | None = None
    stays: list[Stay] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)

    def wait(self, entry: Entry, queue: str, since: float = 0.0) -> None:
        self.stay = replace(Stay(**_of(entry, queue, self)), began=since or entry.at)
        self.counted, self.mark = 0.0, self.stay.began

    def count(self, at: float) -> None:
        """What was waited until now, by the clock that counted until now."""
        if self.stay is not None:
            self.counted += self._seconds(self.stay.queue, self.mark, at)
            self.mark = at

    def _seconds(self, queue: str, began: float, ended: float) -> float:
        return self.declared.counted(self.kind, self.media, queue, began, ended)

    def waited(self, entry: Entry, end: str) -> None:
        if self.stay is not None:
            self.count(entry.at)
            told, agent = self.stay.told, entry.agent if end == ANSWERED else ""
            after = self._seconds(self.stay.queue, told, entry.at) if told else 0.0
            done = replace(self.stay, ended=entry.at, end=end, agent=agent)
            self.stays.append(replace(done, waited=self.counted, after=after))
            self.stay = None

    def take(self, entry: Entry) -> None:
        self.part = Part(**_of(entry, entry.queue, self), agent=entry.agent)

    def spoke(self, entry: Entry) -> None:
        """The talk is over; wrap-up may follow."""
        if self.part is not None and not self.part.ended:
            body = entry.body
            self.part = replace(
                self.part,
                ended=entry.at,
                talked=body.get("talked", 0.0),
                held=body.get("held", 0.0),
            )

    def done(self, entry: Entry) -> None:
        if self.part is not None:
            wrapped, outcome = entry.body.get("wrapped", 0.0), entry.body.get("outcome", "")
            ended = replace(self.part, closed=entry.at, wrapped=wrapped, outcome=outcome)
            self.parts.append(ended)
            self.part = None


def _of(entry: Entry, queue: str, thread: _Thread) -> dict[str, Any]:
    return {
        "item": entry.item,
        "queue": queue,
        "channel": entry.channel,
        "language": entry.language,
        "kind": thread.kind,
        "media": thread.media,
        "began": entry.at,
    }


def read(entries: Iterable[Entry], today: Mapping[str, Declared] | None = None) -> Episodes:
    """`entries` in the order of the log. What began before them is known from where it shows.
    `today` is what queues promise of which no entry says it; another one is always open."""
    given = tuple(entries)
    known = Declarations(given, today)
    threads: dict[str, _Thread] = {}
    earlier: set[str] = set()
    for entry in given:
        if entry.item:
            _follow(threads.setdefault(entry.item, _Thread(known)), entry)
            if entry.kind == log.JOINED and entry.body.get("kind") == items.CALLBACK:
                earlier.add(entry.body.get("earlier", ""))
    stays = [stay for thread in threads.values() for stay in _stays(thread, earlier)]
    parts = [part for thread in threads.values() for part in _parts(thread)]
    stays.sort(key=lambda one: (one.began, one.item))
    parts.sort(key=lambda one: (one.began, one.item))
    return Episodes(tuple(stays), tuple(parts))


def _stays(thread: _Thread, earlier: set[str]) -> Iterable[Stay]:
    for stay in thread.stays:
        left = stay.end == ABANDONED and stay.item in earlier
        yield replace(stay, end=FOR_CALLBACK) if left else stay
    if thread.stay is not None:
        yield thread.stay


def _parts(thread: _Thread) -> Iterable[Part]:
    yield from thread.parts
    if thread.part is not None:
        yield thread.part


def _follow(thread: _Thread, entry: Entry) -> None:
    step = _STEPS.get(entry.kind)
    if step is not None:
        step(thread, entry)


def _joined(thread: _Thread, entry: Entry) -> None:
    thread.kind, thread.media = entry.body.get("kind", ""), entry.body.get("media", "")
    thread.due = entry.body.get("due", 0.0)
    if not thread.due:
        thread.wait(entry, entry.queue)


def _due(thread: _Thread, entry: Entry) -> None:
    """From its moment on, also where nobody looked just then."""
    thread.wait(entry, entry.queue, min(thread.due, entry.at))


def _switched(thread: _Thread, entry: Entry) -> None:
    """A wait or a talk counts where it began; what comes after it by the other channel."""
    thread.count(entry.at)
    thread.media = entry.body.get("to_media", "")


def _promised(thread: _Thread, entry: Entry) -> None:
    if thread.stay is not None and not thread.stay.told:
        told = (entry.body.get("low", 0), entry.body.get("high", 0))
        thread.stay = replace(thread.stay, promised=told, told=entry.at)


def _accepted(thread: _Thread, entry: Entry) -> None:
    thread.waited(entry, ANSWERED)
    thread.take(entry)


def _answered(thread: _Thread, entry: Entry) -> None:
    if thread.part is not None and not thread.part.answered:
        thread.part = replace(thread.part, answered=entry.at)


def _requeued(thread: _Thread, entry: Entry) -> None:
    """An offer that was taken back changes nothing: the wait goes on."""
    if thread.stay is None:
        _ends(thread, entry)
        thread.wait(entry, entry.queue)


def _transferred(thread: _Thread, entry: Entry) -> None:
    thread.waited(entry, ANSWERED if entry.body.get("to_agent") else MOVED)
    _ends(thread, entry)
    if not entry.body.get("to_agent") and entry.body.get("state") != items.LATER:
        thread.wait(entry, entry.body.get("to_queue", ""))


def _ends(thread: _Thread, entry: Entry) -> None:
    thread.spoke(entry)
    thread.done(entry)


def _tried(thread: _Thread, entry: Entry) -> None:
    """Its next moment is in the log from when it is written there."""
    _ends(thread, entry)
    thread.due = entry.body.get("due", 0.0)


def _renewed(thread: _Thread, entry: Entry) -> None:
    """Whoever puts off the call they wait for waits from that moment on."""
    due = entry.body.get("due", 0.0)
    if due:
        thread.due, thread.stay = due, None
    elif thread.stay is None and thread.part is None and thread.due > entry.at:
        thread.wait(entry, entry.queue)


def _closed(thread: _Thread, entry: Entry) -> None:
    thread.waited(entry, UNSERVED)
    thread.done(entry)


_STEPS = {
    log.JOINED: _joined,
    log.DUE: _due,
    log.CHANNEL: _switched,
    log.PROMISED: _promised,
    log.ACCEPTED: _accepted,
    log.ANSWERED: _answered,
    log.REQUEUED: _requeued,
    log.TRANSFERRED: _transferred,
    log.FINISHED: lambda thread, entry: thread.spoke(entry),
    log.ABANDONED: lambda thread, entry: thread.waited(entry, ABANDONED),
    log.TRIED: _tried,
    log.RENEWED: _renewed,
    log.CLOSED: _closed,
}
