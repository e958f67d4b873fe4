"""The router: looks at the desk again and again, and does what is due.

Any node may run it, and all do. It only proposes: the store takes each move from one of them, and
whoever was late looks again. It wakes on news, on changes made here, at the next moment that
matters, and at the latest after SWEEP, so that nothing that was missed is missed for long.

How long somebody can wait beside a free agent is bounded, and by this: a look waits for the store
alone, never for a conversation (`beside` does that, at its own pace); rows of a node that stands
still are taken from it after `HOLDS` of PostgreSQL's `link`, and where another transaction of the
same node stood behind them, after HOLDS more, but nobody waits for rows longer than the
`lock_timeout` there; on SQLite there is one node; a look that failed is followed by another after
AFTER_TROUBLE, a router that ended by one after `watchdog.EVERY`. All nodes look, so one that died
delays nobody.
"""

from __future__ import annotations

import asyncio
import logging
import secrets
from contextlib import suppress
from typing import TYPE_CHECKING

from flowengine.desk import presence, routing
from flowengine.desk.moves import offered as offer
from flowengine.desk.moves import withdrawn
from flowengine.host import measures
from flowengine.host.desk import entrance, lapsing
from flowengine.host.desk.terms import NO_TERMS
from flowengine.store.desk.verbs import FULL, MOVED
from flowengine.store.verbs import StoreError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator

    from flowengine.desk.moves import Move
    from flowengine.desk.routing import Match
    from flowengine.host.desk.moving import Moving
    from flowengine.host.desk.picture import Picture

SWEEP = 1.0  # seconds at most between two looks
AFTER_TROUBLE = 2.0  # seconds until the next look when one failed
PASSES = 5  # in one look, while moves of ours change what is to be seen

_log = logging.getLogger(__name__)


class Router:
    """`picture` reads the desk; `show` is told what each look saw last, and returns at once."""

    def __init__(
        self,
        picture: Callable[[], Awaitable[Picture]],
        moving: Moving,
        show: Callable[[Picture], None],
    ) -> None:
        self.looked = 0.0  # when the last look ended well, by the host's clock
        self.stirred = 0.0  # when it was last known not to hang, by the loop's clock
        self.unmatched: dict[tuple[str, str], float] = {}  # pairs that could not be made, since
        self._picture = picture
        self._moving = moving
        self._show = show
        self._wake = asyncio.Event()
        self._next = 0.0

    def wake(self) -> None:
        """Something has changed."""
        self._wake.set()

    def stir(self) -> None:
        """It does not hang."""
        self.stirred = asyncio.get_running_loop().time()

    async def look(self) -> Picture:
        """Do all that is due now; the desk as it was seen last. Raises StoreError."""
        picture = await self._picture()
        for _ in range(PASSES):
            self.stir()
            if not await self._do(picture):
                break
            picture = await self._picture()
        self.stir()
        self._next = _next(picture)
        self.looked = picture.now
        self._show(picture)
        return picture

    async def watch(self) -> None:
        """Look again and again, until cancelled."""
        while True:
            self._wake.clear()
            self.stir()
            try:
                picture = await self.look()
            except Exception as error:  # noqa: BLE001 - all who wait wait behind this one look
                # A store quotes nobody; anything else could quote what a person said.
                why = error if isinstance(error, StoreError) else type(error).__name__
                _log.error("the desk could not be looked after: %s", why)
                await asyncio.sleep(AFTER_TROUBLE)
                continue
            pause = min(SWEEP, max(self._next - picture.now, 0.0)) if self._next else SWEEP
            # Not `wait_for`, which in Python 3.11 swallows an end that comes with the waking.
            with suppress(TimeoutError):
                async with asyncio.timeout(pause):
                    await self._wake.wait()

    async def _do(self, picture: Picture) -> bool:
        """What is due, and else what can be offered; true where it is worth looking again."""
        due = _possible(picture) or _giving_way(picture)
        if due:
            await self._moving.move(*due)
            return True
        return await self._match(picture)

    async def _match(self, picture: Picture) -> bool:
        """Offer what can be offered; true where it is worth looking again."""
        found = routing.choose(picture.items, picture.agents, picture.queues, picture.now)
        offers = [_offer(match, picture) for match in found]
        full = entrance.crowded(picture, {match.item.id for match in found})
        done = await self._moving.move(*offers, *full)
        measures.desk_offers_total.inc(sum(what == MOVED for what in done[: len(offers)]))
        self._remember(found, done, picture.now)
        return bool(done) and FULL not in done

    def _remember(self, found: tuple[Match, ...], done: tuple[str, ...], now: float) -> None:
        """Pairs that should be and are not: the longest since then is what the watchdog sees."""
        left = [
            (match.item.id, match.agent)
            for match, what in zip(found, done[: len(found)], strict=True)
            if what != MOVED
        ]
        self.unmatched = {pair: self.unmatched.get(pair, now) for pair in left}


def _possible(picture: Picture) -> list[Move]:
    """Moves that are due, one an item: the first that is found counts, the rest comes next."""
    found: dict[str, Move] = {}
    for move in _due(picture):
        found.setdefault(move.after.id, move)
    return list(found.values())


def _giving_way(picture: Picture) -> list[Move]:
    """Offers taken back for urgent people; the next look offers these."""
    found = routing.yielding(picture.items, picture.agents, picture.queues, picture.now)
    return [withdrawn(item, picture.now, "urgent") for item in found]


def _due(picture: Picture) -> Iterator[Move]:
    statuses = {user: picture.status(user) for user in picture.users}
    yield from presence.follows(picture.items, picture.present, statuses, picture.now)
    yield from lapsing.lapsed(picture)
    yield from entrance.moved(picture)


def _offer(match: Match, picture: Picture) -> Move:
    seconds = picture.terms.get(match.item.queue, NO_TERMS).queue.offer
    token = secrets.token_urlsafe(16)
    return offer(match.item, match.agent, token, picture.now + seconds, picture.now, match.why)


def _next(picture: Picture) -> float:
    """When something happens by waiting alone, 0.0 where nothing will."""
    moments = [lapsing.next_lapse(picture)]
    moments += [
        routing.relaxes_at(item, picture.queues.get(item.queue), picture.now)
        for item in picture.items
    ]
    return min((one for one in moments if one), default=0.0)
