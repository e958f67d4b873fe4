"""What happened at the desk between two moments, counted from the log: the base of every report.

It reads the log, opinions and nothing else, writes nothing, and counts everything once, by all
keys; who shows it cuts it (`desk.cutting`). Who may see what is the caller's question.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from flowengine.desk import cutting, episodes, outcomes, promises, reports
from flowengine.desk.declared import Declarations
from flowengine.desk.reports import KEYS, Report
from flowengine.host.desk import surveys

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from flowengine.desk.declared import Declared
    from flowengine.desk.episodes import Episodes, Part, Stay
    from flowengine.desk.log import Entry
    from flowengine.desk.outcomes import Category
    from flowengine.desk.promises import Promise
    from flowengine.desk.reports import Time
    from flowengine.host.desk.surveys import Opinion
    from flowengine.store.verbs import Store

BEFORE = 24 * 3600.0  # seconds of the log that are read before, for what was going on at `since`
LONGEST = 400 * 24 * 3600.0  # seconds of a report


@dataclass(frozen=True, slots=True)
class Question:
    """What began from `since` to `until` (POSIX seconds, the end left out). Of each of the others
    nothing means all; `opinions` False leaves out the reading of what people said."""

    since: float
    until: float
    queues: Collection[str] = ()
    channels: Collection[str] = ()
    languages: Collection[str] = ()
    agents: Collection[str] = ()
    opinions: bool = True

    @property
    def wanted(self) -> dict[str, Collection[str]]:
        return {
            reports.QUEUE: self.queues,
            reports.CHANNEL: self.channels,
            reports.LANGUAGE: self.languages,
            reports.AGENT: self.agents,
        }

    def meets(self, one: Stay | Part | Opinion | Entry) -> bool:
        """Whether it is of those that were asked for, whenever it was."""
        return all(getattr(one, name) in values for name, values in self.wanted.items() if values)


@dataclass(frozen=True, slots=True)
class Account:
    """`finest` has every key, `known` are the values that the whole period has of each key;
    `outcomes` count dispositions, `classed` the same by what each counted as, `promised` is by
    queue, `times` by agent, `entries` how many lines of the log it was counted from."""

    question: Question
    finest: Report
    known: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    outcomes: Counter[str] = field(default_factory=Counter)
    classed: Counter[tuple[str, Category]] = field(default_factory=Counter)
    promised: Mapping[str, Promise] = field(default_factory=dict)
    times: Mapping[str, Time] = field(default_factory=dict)
    opinions: tuple[Opinion, ...] = ()
    entries: int = 0


async def entries(store: Store, since: float, until: float = 0.0) -> list[Entry]:
    """All of them, however many: page by page. Raises StoreError."""
    found: list[Entry] = []
    while page := await store.entries(
        since=since, until=until, after=found[-1].number if found else 0
    ):
        found += page
    return found


async def read(store: Store, question: Question) -> list[Entry]:
    """All that is needed to count it: the log is read on to now, for what began in the period may
    have ended after it, and what queues promised may have been said long before. Raises StoreError.
    """
    first = question.since - BEFORE
    declared = [one for one in await store.declared() if one.at < first]
    return [*declared, *await entries(store, first)]


async def counted(store: Store, question: Question, today: Mapping[str, Declared]) -> Account:
    """`today` is what queues promise of which the log does not say it. Counting goes on beside the
    event loop. Raises StoreError."""
    found = await read(store, question)
    said: tuple[Opinion, ...] = ()
    if question.opinions:
        ended = [one for one in found if question.since <= one.at < question.until]
        said = await surveys.told(store, ended, agents=True)
    return await asyncio.to_thread(account, found, said, question, today)


async def parts(
    store: Store, question: Question, today: Mapping[str, Declared]
) -> tuple[list[Part], Declarations]:
    """Agents' parts in talks, those that began in the period, and what queues promised. Raises
    StoreError."""
    found = await read(store, question)
    return _asked_for(episodes.read(found), question)[1], Declarations(found, today)


def account(
    found: Collection[Entry],
    said: Collection[Opinion],
    question: Question,
    today: Mapping[str, Declared],
) -> Account:
    """The same from entries and opinions in hand."""
    since, until = question.since, question.until
    whole = reports.report(found, since, until, by=KEYS, today=today, opinions=said)
    stays, parts = _asked_for(episodes.read(found, today), question)
    return Account(
        question=question,
        finest=cutting.only(whole, question.wanted),
        known={name: _values(whole, name) for name in KEYS if name != reports.INTERVAL},
        outcomes=outcomes.counted(parts),
        classed=outcomes.classed(parts, Declarations(found, today).category),
        promised=promises.promises(stays),
        times=reports.times(found, since, until),
        opinions=tuple(one for one in said if question.meets(one)),
        entries=sum(since <= one.at < until for one in found),
    )


def _asked_for(read: Episodes, question: Question) -> tuple[list[Stay], list[Part]]:
    since, until = question.since, question.until
    stays = [one for one in read.stays if since <= one.began < until and question.meets(one)]
    parts = [one for one in read.parts if since <= one.began < until and question.meets(one)]
    return stays, parts


def _values(report: Report, name: str) -> tuple[str, ...]:
    place = report.by.index(name)
    return tuple(sorted({str(key[place]) for key in report.rows} - {""}))
