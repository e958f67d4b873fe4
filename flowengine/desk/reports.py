"""Reports: the log counted by interval, queue, channel, language and agent.

A row's figures are sums, every wait and every talk counts in exactly one row, and the total is the
sum of the rows: whatever the grouping, it is the same. A wait counts where it began, and so does a
talk. Nothing is counted that is not in the log; of people there is nothing here.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from flowengine.desk import answers, episodes, items, log, service
from flowengine.desk.declared import Declarations, Declared
from flowengine.desk.figures import Figures
from flowengine.desk.people import OFFLINE, READY

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from flowengine.desk.answers import Answers
    from flowengine.desk.episodes import Episodes, Part, Stay
    from flowengine.desk.log import Entry

INTERVAL, QUEUE, CHANNEL, LANGUAGE, AGENT = "interval", "queue", "channel", "language", "agent"
KEYS = (INTERVAL, QUEUE, CHANNEL, LANGUAGE, AGENT)
MINUTES = 15

Key = tuple["str | float", ...]


class _Counted(Protocol):
    """What every row is chosen by."""

    @property
    def queue(self) -> str: ...
    @property
    def channel(self) -> str: ...
    @property
    def language(self) -> str: ...
    @property
    def agent(self) -> str: ...


class Opinion(_Counted, Protocol):
    """What of a survey's answer is counted; `rating` is None where nothing was said."""

    @property
    def at(self) -> float: ...
    @property
    def rating(self) -> float | None: ...


@dataclass(slots=True)
class Report:
    """`rows` by key, in order: one value for each of `by`, an interval as the POSIX second that it
    begins. An agent is "" where nobody answered."""

    by: tuple[str, ...]
    rows: dict[Key, Figures] = field(default_factory=dict)

    @property
    def total(self) -> Figures:
        found = Figures()
        for row in self.rows.values():
            found.add(row)
        return found


def report(
    entries: Iterable[Entry],
    since: float,
    until: float,
    *,
    by: Sequence[str] = (QUEUE,),
    today: Mapping[str, Declared] | None = None,
    minutes: int = MINUTES,
    opinions: Iterable[Opinion] = (),
) -> Report:
    """What began from `since` to `until` (POSIX seconds, the end left out).

    Hand in entries from well before, or what began before is not known as a callback; and from
    after, or what was answered later counts as waiting. What a queue promised is in
    the entries, `today` is for those of which they do not say it.
    """
    given = tuple(entries)
    made = _Making(tuple(by), since, until, minutes, Declarations(given, today))
    made.episodes(episodes.read(given, today))
    made.answers(answers.read(given, today))
    for entry in given:
        made.entry(entry)
    for opinion in opinions:
        found = made.row(opinion, opinion.at)
        if found is not None:
            found.opinion(opinion.rating)
    return Report(made.by, dict(sorted(made.rows.items())))


@dataclass(slots=True)
class _Making:
    by: tuple[str, ...]
    since: float
    until: float
    minutes: int
    declared: Declarations
    rows: dict[Key, Figures] = field(default_factory=dict)

    def row(self, of: _Counted, at: float) -> Figures | None:
        """Where this counts, None where it lies outside."""
        if not self.since <= at < self.until:
            return None
        key = tuple(begins(at, self.minutes) if name == INTERVAL else getattr(of, name)
                    for name in self.by)  # fmt: skip
        return self.rows.setdefault(key, Figures())

    def episodes(self, read: Episodes) -> None:
        for stay in read.stays:
            self.stay(stay)
        for part in read.parts:
            self.part(part)

    def answers(self, read: Answers) -> None:
        """Each counts where it began to be waited for."""
        for answer in read.answers:
            found = self.row(answer, answer.began)
            if found is not None:
                found.answer(answer)
        for done in read.resolutions:
            found = self.row(done, done.began)
            if found is not None:
                found.resolution(done)

    def stay(self, stay: Stay) -> None:
        found = self.row(stay, stay.began)
        if found is not None and stay.kind in ("", items.CONTACT):
            found.stay(stay, self.declared.at(stay.queue, stay.began).within)

    def part(self, part: Part) -> None:
        found = self.row(part, part.began)
        if found is not None:
            found.part(part)

    def entry(self, entry: Entry) -> None:
        """Promises, messages and tries stand in the log alone."""
        if entry.kind not in (log.JOINED, log.TRIED):
            return
        found = self.row(entry, entry.at)
        if found is not None:
            kind = entry.body.get("kind")
            found.tries += entry.kind == log.TRIED
            found.callbacks += kind == items.CALLBACK
            found.messages += kind == items.MESSAGE


def begins(at: float, minutes: int = MINUTES) -> float:
    """The interval of a moment. Every zone there is lies whole quarters of an hour from UTC."""
    return at // (60.0 * minutes) * 60.0 * minutes


# ---------------------------------------------------------------- agents' time


@dataclass(frozen=True, slots=True)
class Time:
    """An agent's seconds between two moments: in each status, with somebody in hand (`busy`), and
    ready without (`available`). `concurrency` is how many they had at once while they had any."""

    statuses: Mapping[str, float]
    busy: float
    available: float
    concurrency: float | None

    @property
    def occupancy(self) -> float | None:
        return service.occupancy(self.busy, self.available)


def times(
    entries: Iterable[Entry],
    since: float,
    until: float,
    known: Mapping[str, str] | None = None,
) -> dict[str, Time]:
    """Each agent's time. `known` are statuses at `until`, for those who have not changed theirs in
    the entries; of others nothing is known, and they are left out."""
    given = tuple(entries)
    parts: dict[str, list[Part]] = {}
    for part in episodes.read(given).parts:
        if part.began < until and (part.closed or until) > since:
            parts.setdefault(part.agent, []).append(part)
    said = _said(given)
    for agent, status in (known or {}).items():
        said.setdefault(agent, [(since, status, status)])
    return {
        agent: _time(said.get(agent, []), parts.get(agent, []), since, until)
        for agent in sorted(said.keys() | parts.keys())
    }


def _said(entries: Iterable[Entry]) -> dict[str, list[tuple[float, str, str]]]:
    """(at, status from then on, status before) by agent."""
    found: dict[str, list[tuple[float, str, str]]] = {}
    for one in entries:
        if one.kind == log.STATUS and one.agent:
            now, before = one.body.get("status", OFFLINE), one.body.get("before", OFFLINE)
            found.setdefault(one.agent, []).append((one.at, now, before))
    return found


def _time(
    said: Sequence[tuple[float, str, str]], parts: Sequence[Part], since: float, until: float
) -> Time:
    statuses: dict[str, float] = {}
    available = 0.0
    for start, end, status in _spans(said, since, until):
        statuses[status] = statuses.get(status, 0.0) + end - start
        if status == READY:
            available += end - start - service.busy_seconds(_during(parts, start, end), start, end)
    return Time(
        statuses,
        service.busy_seconds(parts, since, until),
        available,
        service.concurrency(parts, since, until),
    )


def _during(parts: Sequence[Part], start: float, end: float) -> list[Part]:
    return [one for one in parts if one.began < end and (one.closed or end) > start]


def _spans(
    said: Sequence[tuple[float, str, str]], since: float, until: float
) -> list[tuple[float, float, str]]:
    """(from, until, status), cut to the two moments."""
    if not said:
        return []
    moments = [-1.0, *(at for at, _, _ in said), float("inf")]
    statuses = [said[0][2], *(status for _, status, _ in said)]
    cut = [
        (max(start, since), min(end, until), status)
        for start, end, status in zip(moments[:-1], moments[1:], statuses, strict=True)
    ]
    return [one for one in cut if one[0] < one[1]]
