"""What a supervisor has to look at now, the gravest first: signs in what people say, urgent people
who wait, waits over a queue's bound, and people who wait although an agent is free.

An alert is made anew at every look from what is so; nothing has to be confirmed to go away.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import msgspec

from flowengine.desk import items, log
from flowengine.desk.signals import CRISIS
from flowengine.host.desk import signals
from flowengine.host.desk.masking import pseudonym
from flowengine.host.desk.watchdog import ALARM

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from flowengine.desk.items import Item
    from flowengine.desk.log import Entry
    from flowengine.host.desk.board import Board
    from flowengine.host.desk.signals import Matched
    from flowengine.host.desk.terms import Terms
    from flowengine.store.verbs import Store

# Kinds, the gravest first.
SIGN, URGENT, UNMATCHED, LATE = "sign", "urgent", "unmatched", "late"
ORDER = (SIGN, URGENT, UNMATCHED, LATE)
KNOWN = 500  # conversations whose signs are remembered
_WAITS = (items.WAITING, items.OFFERED)
_LOOKED_AT = frozenset((*_WAITS, *items.TALKING))


class Alert(msgspec.Struct, frozen=True, kw_only=True):
    """`at` is since when (POSIX seconds). `item` and `name` are of whom it is about, "" where it is
    a queue. A SIGN has its kind, the `words` that matched, and the behaviour where it was none."""

    key: str
    kind: str
    queue: str = ""
    item: str = ""
    name: str = ""
    at: float = 0.0
    sign: str = ""
    words: tuple[str, ...] = ()
    behaviour: str = ""

    @property
    def grave(self) -> bool:
        return self.kind == URGENT or self.sign == CRISIS


class Alerts:
    def __init__(self, store: Store) -> None:
        self._store = store
        self._known: dict[str, tuple[int, tuple[Matched, ...]]] = {}

    async def now(
        self, board: Board, terms: Mapping[str, Terms], entries: Sequence[Entry]
    ) -> tuple[Alert, ...]:
        """Raises StoreError."""
        found = await self._signs(board.items, entries)
        found.extend(_urgent(board.items))
        if board.unmatched > ALARM:
            since = board.at - board.unmatched
            found.append(Alert(key=UNMATCHED, kind=UNMATCHED, at=since))
        found.extend(_late(board, terms))
        return tuple(sorted(found, key=_rank))

    async def _signs(self, open_items: Iterable[Item], entries: Sequence[Entry]) -> list[Alert]:
        counts = Counter(one.conversation for one in entries if one.kind == log.SIGNAL)
        found: list[Alert] = []
        for item in open_items:
            if item.conversation in counts and item.state in _LOOKED_AT:
                signs = await self._matched(item.conversation, counts[item.conversation])
                found.extend(_sign(item, sign) for sign in signs)
        return found

    async def _matched(self, conversation: str, count: int) -> tuple[Matched, ...]:
        """The last of each kind; read once for as many as there are."""
        known = self._known.get(conversation)
        if known is None or known[0] != count:
            facts = await self._store.facts(conversation)
            found = await signals.matched(self._store, conversation, facts)
            if len(self._known) >= KNOWN:
                self._known.clear()
            known = (count, tuple({one.sign: one for one in found}.values()))
            self._known[conversation] = known
        return known[1]


def _sign(item: Item, sign: Matched) -> Alert:
    return Alert(
        key=f"{SIGN}/{item.id}/{sign.sign}",
        kind=SIGN,
        queue=item.queue,
        item=item.id,
        name=pseudonym(item),
        at=sign.at,
        sign=sign.sign,
        words=sign.words,
        behaviour=sign.behaviour,
    )


def _urgent(open_items: Iterable[Item]) -> Iterator[Alert]:
    for item in open_items:
        if item.state in _WAITS and item.priority >= items.URGENT:
            yield Alert(
                key=f"{URGENT}/{item.id}",
                kind=URGENT,
                queue=item.queue,
                item=item.id,
                name=pseudonym(item),
                at=item.joined,
            )


def _late(board: Board, terms: Mapping[str, Terms]) -> Iterator[Alert]:
    for queue in board.queues:
        found = terms.get(queue.name)
        if found and queue.longest and board.at - queue.longest > found.queue.within:
            key = f"{LATE}/{queue.name}"
            yield Alert(key=key, kind=LATE, queue=queue.name, at=queue.longest)


def _rank(alert: Alert) -> tuple[bool, int, float]:
    return (not alert.grave, ORDER.index(alert.kind), alert.at)
