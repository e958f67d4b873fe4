"""The store: every verb, run as a script on an engine.

It decides who may remember what: where this process is alone with the rows, conversations are read
from memory and leases are kept there; elsewhere both are rows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flowengine.store import (
    claims,
    contacts,
    dumping,
    finding,
    keeping,
    reading,
    turns,
    verifying,
)
from flowengine.store.desk.database import NEWS, Desk
from flowengine.store.memory import Memory
from flowengine.store.register import Register
from flowengine.store.verbs import Replayed, Stale
from flowengine.store.work import Work

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Mapping
    from pathlib import Path

    from flowengine.store.engine import Engine
    from flowengine.store.records import (
        Conversation,
        Fact,
        Message,
        Trace,
        Turn,
        Upload,
    )


class Database(Desk, Register, Work):
    """A `verbs.Store` on an engine; what each verb does is said there."""

    def __init__(self, engine: Engine) -> None:
        self.alone = engine.alone
        super().__init__(engine, Memory())
        self._news: Callable[[str, str], None] = _nobody
        engine.tell(self._heard)

    async def start(self) -> None:
        await self._engine.start()
        await self._engine.read(dumping.refuse_half)
        if self.alone:
            await self._engine.write(claims.nobody_lives)

    async def close(self) -> None:
        await self._engine.close()

    def tell(self, news: Callable[[str, str], None]) -> None:
        self._news = news

    def hint(self, kind: str, key: str) -> None:
        self._engine.news(kind, key)

    def _heard(self, kind: str, key: str) -> None:
        if kind == "conversation":
            self._memory.clear() if not key else self._memory.drop(key)
        self._news(kind, key)

    # ------------------------------------------------------------ turns

    async def take(self, key: str, node: str) -> Conversation | None:
        if not self.alone:
            return await self._engine.write(lambda: turns.take(key, node), lasting=False)
        self._memory.take(key, node)
        found = None
        try:
            found = await self.conversation(key)
        finally:
            if found is None:
                self._memory.give_back(key, node)
        return found

    async def give_back(self, key: str, node: str) -> None:
        if self.alone:
            self._memory.give_back(key, node)
        else:
            await self._engine.write(lambda: turns.give_back(key, node), lasting=False)

    async def commit(self, turn: Turn) -> Conversation:
        key = turn.conversation.id
        try:
            after, moved = await self._engine.write(lambda: turns.commit(turn))
        except (Stale, Replayed):
            self._memory.drop(key)
            raise
        if self.alone:
            self._memory.keep(after)
            self._memory.free(key)
        else:
            self._announce(turn)
            for item in moved:
                self._engine.news(NEWS, item)
        if turn.erases:
            self._engine.scrub()
        return after

    def _announce(self, turn: Turn) -> None:
        self._engine.news("conversation", turn.conversation.id)
        for kind, rows in (
            ("timer", turn.timers),
            ("errand", turn.errands),
            ("outgoing", turn.outgoing),
        ):
            if rows:
                self._engine.news(kind, turn.conversation.id)

    async def conversation(self, key: str) -> Conversation | None:
        found = self._memory.get(key) if self.alone else None
        if found is None:
            found = await self._engine.read(lambda: reading.conversation(key))
            if found is not None and self.alone:
                self._memory.keep(found)
        return found

    async def open_at(self, gateway: str, address: str) -> Conversation | None:
        return await self._engine.read(lambda: reading.open_at(gateway, address))

    async def taken(self, scope: str, message_id: str) -> bool:
        return await self._engine.read(lambda: reading.taken(scope, message_id))

    async def messages(self, key: str, since: int) -> tuple[Message, ...]:
        return await self._engine.read(lambda: reading.messages(key, since))

    async def traces(self, key: str) -> tuple[Trace, ...]:
        return await self._engine.read(lambda: reading.traces(key))

    async def facts(self, key: str) -> tuple[Fact, ...]:
        return await self._engine.read(lambda: reading.facts(key))

    async def results(
        self, flow: str, *, kind: str = "saved", after: int = 0, limit: int = 200
    ) -> tuple[tuple[int, str, Fact], ...]:
        return await self._engine.read(
            lambda: reading.results(flow, kind, after, limit), heavy=True
        )

    async def upload(self, key: str, name: str) -> Upload | None:
        return await self._engine.read(lambda: reading.upload(key, name), heavy=True)

    async def uploads(self, key: str) -> tuple[int, int]:
        return await self._engine.read(lambda: reading.uploads(key))

    async def search(
        self,
        text: str = "",
        *,
        flow: str = "",
        ended: bool | None = None,
        contact: str = "",
        before: float = 0.0,
        behind: str = "",
        limit: int = 50,
    ) -> tuple[Conversation, ...]:
        return await self._engine.read(
            lambda: finding.search(
                text,
                flow=flow,
                ended=ended,
                contact=contact,
                before=before,
                behind=behind,
                limit=limit,
            ),
            heavy=True,
        )

    # ------------------------------------------------------------ keeping house

    async def erase_contact(self, contact: str) -> int:
        gone = await self._engine.write(lambda: contacts.erase_contact(contact), heavy=True)
        self._memory.clear()
        self._engine.scrub()
        return gone

    async def forget(self, kind: str, before: float, limit: int) -> int:
        gone = await self._engine.write(lambda: keeping.forget(kind, before, limit), heavy=True)
        if kind == "conversation":
            self._memory.clear()
        if gone:
            self._engine.scrub()
        return gone

    async def oldest(self) -> Mapping[str, float]:
        return await self._engine.read(keeping.oldest)

    async def idle(self, before: float, limit: int) -> tuple[str, ...]:
        return await self._engine.read(lambda: keeping.idle(before, limit), heavy=True)

    async def check(self) -> None:
        await self._engine.write(keeping.check)
        await self._engine.fits()

    async def room(self) -> int:
        return await self._engine.room()

    async def counts(self) -> Mapping[str, int]:
        return await self._engine.read(keeping.counts, heavy=True)

    async def ended_since(self, at: float) -> int:
        return await self._engine.read(lambda: keeping.ended_since(at), heavy=True)

    async def verify(self) -> tuple[str, ...]:
        damaged = await self._engine.inspect()
        # In a damaged file the other questions would only end in an error.
        return damaged or await self._engine.read(
            lambda: verifying.verify(self._audit_key), heavy=True
        )

    async def backup(self, path: Path) -> None:
        await self._engine.backup(path)

    def dump(self) -> AsyncIterator[tuple[str, dict[str, object]]]:
        return dumping.dump(self._engine)

    async def load(self, rows: AsyncIterator[tuple[str, dict[str, object]]]) -> int:
        return await dumping.load(self._engine, rows)


def _nobody(kind: str, key: str) -> None:
    """Until somebody wants to be told."""
