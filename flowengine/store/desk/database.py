"""The desk's verbs, run as scripts on an engine; `store.database` is a store with these."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flowengine.store.desk import attending, moving, noting, reading
from flowengine.store.desk.verbs import MOVED
from flowengine.store.turns import post

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from flowengine.desk.items import Item
    from flowengine.desk.log import Entry
    from flowengine.desk.moves import Move
    from flowengine.desk.people import Presence, Remark, Standing, Switch, User
    from flowengine.store.doubtful import Doubtful
    from flowengine.store.engine import Engine
    from flowengine.store.records import Errand, Outgoing
    from flowengine.store.script import Script

NEWS = "desk"


class Desk:
    """What each verb does is said in `desk.verbs`."""

    _engine: Engine
    _errands: Doubtful[Errand]

    # ------------------------------------------------------------ items

    async def move(
        self, moves: Sequence[Move], node: str, letters: Mapping[str, Outgoing] | None = None
    ) -> tuple[str, ...]:
        """A transaction for each: two nodes that move many at once would wait for each other."""
        done: list[str] = []
        try:
            for one in moves:
                letter = (letters or {}).get(one.after.id)
                done.append(await self._move(one, node, letter))
        except BaseException:  # also where it was given up while it waited
            # Whoever asked will tell nobody, and nobody else may: our own next look for errands
            # finds what was written all the same.
            tried = moves[: len(done) + 1]
            self._errands.doubt(told for one in tried for told in moving.errands(one))
            raise
        return tuple(done)

    async def _move(self, move: Move, node: str, letter: Outgoing | None) -> str:
        done = await self._engine.write(lambda: _moved(move, node, letter))
        if done == MOVED:
            self._engine.news(NEWS, move.after.id)
            if letter is not None:
                self._engine.news("outgoing", "")
        return done

    async def item(self, key: str) -> Item | None:
        return await self._engine.read(lambda: reading.item(key))

    async def by_token(self, token: str) -> Item | None:
        return await self._engine.read(lambda: reading.by_token(token))

    async def items(
        self,
        *,
        states: Sequence[str] = (),
        queue: str = "",
        agent: str = "",
        conversation: str = "",
        contact: str = "",
        limit: int = 1000,
    ) -> tuple[Item, ...]:
        return await self._engine.read(
            lambda: reading.items(
                states=states,
                queue=queue,
                agent=agent,
                conversation=conversation,
                contact=contact,
                limit=limit,
            )
        )

    async def loads(self) -> dict[str, dict[str, int]]:
        return await self._engine.read(reading.loads)

    # ------------------------------------------------------------ agents

    async def attend(self, agent: str, device: str, node: str, seconds: float) -> Presence:
        now = await self._engine.write(lambda: attending.attend(agent, device, node, seconds))
        self._engine.news(NEWS, agent)
        return now

    async def beat_at(self, presence: Presence, seconds: float) -> bool:
        return await self._engine.write(lambda: attending.beat_at(presence, seconds), lasting=False)

    async def part_at(self, presence: Presence) -> None:
        await self._engine.write(lambda: attending.part_at(presence))
        self._engine.news(NEWS, presence.agent)

    async def presences(self) -> tuple[Presence, ...]:
        return await self._engine.read(attending.presences)

    async def standings(self) -> tuple[Standing, ...]:
        return await self._engine.read(attending.standings)

    async def stand(self, standing: Standing, entries: Sequence[Entry] = ()) -> bool:
        done = await self._engine.write(lambda: attending.stand(standing, entries))
        if done:
            self._engine.news(NEWS, standing.agent)
        return done

    async def users(self) -> tuple[User, ...]:
        return await self._engine.read(attending.users)

    async def write_user(self, user: User) -> bool:
        done = await self._engine.write(lambda: attending.write_user(user))
        if done:
            self._engine.news(NEWS, user.id)
        return done

    # ------------------------------------------------------------ queues, notes, the log

    async def switches(self) -> tuple[Switch, ...]:
        return await self._engine.read(noting.switches)

    async def switch(self, switch: Switch, entry: Entry, *, on: bool) -> None:
        await self._engine.write(lambda: noting.switch(switch, entry, on))
        self._engine.news(NEWS, "")

    async def remark(self, remark: Remark) -> None:
        await self._engine.write(lambda: noting.remark(remark))
        self._engine.news(NEWS, remark.conversation)

    async def remarks(self, conversation: str) -> tuple[Remark, ...]:
        return await self._engine.read(lambda: noting.remarks(conversation))

    async def mentions(self, user: str, since: float) -> tuple[Remark, ...]:
        return await self._engine.read(lambda: noting.mentions(user, since))

    async def log(self, entries: Sequence[Entry]) -> None:
        await self._engine.write(lambda: noting.add_entries(entries))

    async def declare(self, entries: Sequence[Entry]) -> int:
        return await self._engine.write(lambda: noting.declare(entries))

    async def declared(self) -> tuple[Entry, ...]:
        return await self._engine.read(noting.declared)

    async def entries(
        self,
        *,
        since: float = 0.0,
        until: float = 0.0,
        after: int = 0,
        item: str = "",
        limit: int = 100_000,
    ) -> tuple[Entry, ...]:
        return await self._engine.read(
            lambda: noting.entries(since=since, until=until, after=after, item=item, limit=limit),
            heavy=not item,
        )


def _moved(move: Move, node: str, letter: Outgoing | None) -> Script[str]:
    """The move and its letter, together or not."""
    done = yield from moving.move(move, node)
    if done == MOVED and letter is not None:
        yield from post([letter])
    return done
