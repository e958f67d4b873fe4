from __future__ import annotations

import msgspec
import pytest

from flowengine.desk import moves
from flowengine.desk.moves import Move
from flowengine.host.cause import Cause
from flowengine.host.desk.standing import Stand
from flowengine.host.desk.standing import talks as talking
from flowengine.runtime.events import Queued
from tests.host.desk.conftest import Talks
from tests.host.desk.talks import MARKO, OLENA, Office


async def stand(office: Office, key: str) -> Stand | None:
    return await office.talk.stand(await office.conversations.look(key))


def test_from_the_queue_to_the_talk_and_back_to_the_flow(talks_on: Talks) -> None:
    async def scene(office: Office) -> None:
        opened = await office.conversations.begin("line", channel="chat")
        assert await stand(office, opened.conversation.id) is None
        item = await office.waits()
        key = item.conversation
        assert await stand(office, key) == Stand(state="waiting")
        await office.conversations.obey(
            key, Queued(at=office.now, position=2, wait=(240, 360)), Cause()
        )
        waiting = Stand(state="waiting", position=2, wait=(240, 360))
        assert await stand(office, key) == waiting
        assert not talking(await office.conversations.look(key))
        item = await office.accepted(item, OLENA)
        assert talking(await office.conversations.look(key))
        assert await stand(office, key) == Stand(state="talking", name="Olena")
        await office.talk.typing(OLENA, item.id)
        assert await stand(office, key) == Stand(state="talking", name="Olena", typing="Olena")
        await office.move(moves.finished(item, office.now + 60, office.now))
        assert await stand(office, key) is None
        await office.conversations.end(key)
        assert await stand(office, key) is None

    talks_on(scene)


@pytest.mark.parametrize("how", ["lost", "requeued", "transferred", "offered"])
def test_who_lost_their_agent_is_looked_after(talks: Talks, how: str) -> None:
    async def scene(office: Office) -> None:
        item = await office.talks()
        office.now += 60
        at = office.now
        made: dict[str, Move] = {
            "lost": moves.lost(item, at + 60, at),
            "requeued": moves.requeued(item, at, "lost"),
            "transferred": moves.transferred(item, at, queue="people"),
            "offered": moves.requeued(item, at, "lost"),
        }
        item = await office.move(made[how])
        if how == "offered":
            item = await office.move(moves.offered(item, MARKO.id, "t", at + 20, at, {}))
        wanted = Stand(state="away", name="Olena") if how == "lost" else Stand(state="seeking")
        assert await stand(office, item.conversation) == wanted

    talks(scene)


def test_what_cannot_be_read_stands_nowhere(talks: Talks) -> None:
    async def scene(office: Office) -> None:
        from dataclasses import replace

        item = await office.talks()
        found = await office.conversations.look(item.conversation)
        broken = replace(found, session=msgspec.msgpack.encode({"no": "session"}))
        assert await office.talk.stand(broken) is None
        assert not talking(broken)

    talks(scene)
