"""The verbs of what is still to be done, and of the nodes that do it: timers, errands, the outbox.

Run as scripts on an engine; `store.database` is a store with these.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from flowengine.store import claims, outbox, turns
from flowengine.store.doubtful import Doubtful

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flowengine.store.engine import Engine
    from flowengine.store.memory import Memory
    from flowengine.store.records import Errand, Outgoing, Timer


class Work:
    """What each verb does is said in `store.verbs`."""

    def __init__(self, engine: Engine, memory: Memory) -> None:
        self._engine = engine
        self._memory = memory
        self._timers = Doubtful(engine, claims.own_timer)
        self._errands = Doubtful(engine, claims.own_errand)
        # By gateways: whoever claims for one expects none of another.
        self._letters: defaultdict[tuple[str, ...], Doubtful[Outgoing]] = defaultdict(
            lambda: Doubtful(engine, outbox.own_letter)
        )

    # ------------------------------------------------------------ nodes and what they claim

    async def beat(self, node: str, seconds: float) -> bool:
        return await self._engine.write(lambda: claims.beat(node, seconds), lasting=False)

    async def leave(self, node: str) -> None:
        self._memory.left(node)
        await self._engine.write(lambda: claims.leave(node))

    async def nodes(self) -> tuple[tuple[str, float], ...]:
        return await self._engine.read(claims.nodes)

    async def now(self) -> float:
        return await self._engine.read(claims.now)

    async def claim_timers(self, until: float, limit: int, node: str) -> tuple[Timer, ...]:
        return await self._timers.claim(lambda: claims.claim_timers(until, limit, node), node)

    async def set_timer(self, timer: Timer) -> None:
        await self._engine.write(lambda: claims.set_timer(timer))

    async def timers(self, conversation: str) -> tuple[Timer, ...]:
        return await self._engine.read(lambda: claims.timers(conversation))

    async def drop_timer(self, timer: Timer) -> None:
        await self._engine.write(lambda: turns.drop_timer(timer))

    async def next_timer(self) -> float:
        return await self._engine.read(claims.next_timer)

    async def claim_errands(self, limit: int, node: str) -> tuple[Errand, ...]:
        return await self._errands.claim(lambda: claims.claim_errands(limit, node), node)

    async def chore(self, name: str, every: float, now: float) -> bool:
        return await self._engine.write(lambda: claims.chore(name, every, now))

    # ------------------------------------------------------------ outbox

    async def post(self, messages: Sequence[Outgoing]) -> None:
        await self._engine.write(lambda: turns.post(messages))
        self._engine.news("outgoing", "")

    async def claim_outgoing(
        self, now: float, limit: int, node: str, gateways: Sequence[str] = ()
    ) -> tuple[Outgoing, ...]:
        return await self._letters[tuple(gateways)].claim(
            lambda: outbox.claim_outgoing(now, limit, node, gateways), node
        )

    async def next_outgoing(self) -> float:
        return await self._engine.read(outbox.next_outgoing)

    async def lost_outgoing(self, node: str, again: Sequence[str] = ()) -> tuple[Outgoing, ...]:
        return await self._engine.write(lambda: outbox.lost_outgoing(node, again))

    async def settle(self, message: Outgoing, node: str, *, drop: bool = False) -> bool:
        return await self._engine.write(lambda: outbox.settle(message, node, drop))

    async def reported(self, message: Outgoing) -> bool:
        return await self._engine.write(lambda: outbox.reported(message))

    async def outgoing(
        self,
        state: str = "",
        *,
        limit: int = 50,
        before: float = 0.0,
        behind: str = "",
        conversation: str = "",
    ) -> tuple[Outgoing, ...]:
        return await self._engine.read(
            lambda: outbox.outgoing(state, limit, before, behind, conversation)
        )

    async def letter(self, key: str) -> Outgoing | None:
        return await self._engine.read(lambda: outbox.letter(key))

    async def sent_as(self, gateway: str, name: str) -> Outgoing | None:
        return await self._engine.read(lambda: outbox.sent_as(gateway, name))

    async def send_again(self, key: str, now: float) -> bool:
        again = await self._engine.write(lambda: outbox.send_again(key, now))
        self._engine.news("outgoing", key)
        return again

    async def token_wait(self, bucket: str, rate: float, burst: float, now: float) -> float:
        return await self._engine.write(
            lambda: claims.token_wait(bucket, rate, burst, now), lasting=False
        )

    async def token_back(self, bucket: str, burst: float) -> None:
        await self._engine.write(lambda: claims.token_back(bucket, burst), lasting=False)

    async def taken_from(self, bucket: str) -> bool:
        return await self._engine.read(lambda: claims.taken_from(bucket))

    async def forget_buckets(self, beginning: str, before: float) -> None:
        await self._engine.write(lambda: claims.forget_buckets(beginning, before), lasting=False)
