"""Files of an agent for the person in a talk."""

from __future__ import annotations

from typing import Any

import pytest

from flowengine.desk import moves
from flowengine.host import lines
from flowengine.host.media import checked
from flowengine.host.refusal import Refusal
from flowengine.store.verbs import Replayed
from tests.host.desk.conftest import Talks
from tests.host.desk.talks import MARKO, OLENA, Office

NOTE = checked(b"Bring a passport.", "list.txt")


async def enclosed(office: Office, key: str) -> list[tuple[str, str, Any]]:
    found = await office.conversations.read(key, 0)
    return [(side, line.text, line) for _, side, line in found if line.reference]


def test_a_file_is_a_line_under_the_agents_name_and_is_there_once(talks_on: Talks) -> None:
    async def scene(office: Office) -> None:
        item = await office.talks()
        key = item.conversation
        await office.talk.say(OLENA, item.id, "Here is the list.", "m1")
        await office.talk.send_file(OLENA, item.id, NOTE, "f1")
        await office.talk.send_file(OLENA, item.id, NOTE, "f1")
        await office.talk.say(OLENA, item.id, "Can you read it?", "m2")
        ((side, name, line),) = await enclosed(office, key)
        assert (side, name, line.kind, line.by) == (lines.AGENT, "list.txt", "file", "Olena")
        assert [text for _, text in await office.said(key)][-3:] == [
            "Here is the list.", "list.txt", "Can you read it?",
        ]  # fmt: skip
        kept = await office.store.upload(key, line.reference["upload"])
        assert kept is not None
        assert (kept.body, kept.type) == (NOTE.body, NOTE.type)
        found = await office.talk.file(OLENA, item.id, kept.id)
        assert found == kept
        with pytest.raises(Replayed):  # it need not be read again to know it
            await office.talk.demand_room(OLENA, item.id, 10**9, "f1")

    talks_on(scene)


def test_it_goes_with_the_conversation_when_the_person_leaves_no_trace(talks_on: Talks) -> None:
    async def scene(office: Office) -> None:
        item = await office.talks()
        await office.talk.send_file(OLENA, item.id, NOTE, "f1")
        await office.conversations.leave(item.conversation)
        assert await office.store.uploads(item.conversation) == (0, 0)

    talks_on(scene)


def test_only_who_talks_there_sends_and_nobody_any_more_after_the_transfer(talks: Talks) -> None:
    async def scene(office: Office) -> None:
        item = await office.talks()
        with pytest.raises(Refusal) as refused:
            await office.talk.send_file(MARKO, item.id, NOTE, "f1")
        assert refused.value.code == "forbidden"
        await office.move(moves.transferred(item, office.now, agent=MARKO.id))
        with pytest.raises(Refusal) as refused:
            await office.talk.send_file(OLENA, item.id, NOTE, "f1")
        assert refused.value.code == "forbidden"
        assert await enclosed(office, item.conversation) == []

    talks(scene)


@pytest.mark.parametrize("channel", ["sms", "email"])
def test_who_reads_no_page_of_ours_gets_no_file_and_the_agent_is_told(
    talks: Talks, channel: str
) -> None:
    async def scene(office: Office) -> None:
        item = await office.talks(channel=channel, gateway="out", address="+380501112233")
        with pytest.raises(Refusal, match=f"writes by {channel}") as refused:
            await office.talk.send_file(OLENA, item.id, NOTE, "f1")
        assert refused.value.code == "no-files"
        assert await office.store.uploads(item.conversation) == (0, 0)

    talks(scene)


def test_a_conversation_holds_only_so_much(talks: Talks) -> None:
    async def scene(office: Office) -> None:
        item = await office.talks()
        with pytest.raises(Refusal) as refused:
            await office.talk.demand_room(OLENA, item.id, 60 * 1024 * 1024)
        assert refused.value.code == "too-many"
        await office.conversations.end(item.conversation)
        with pytest.raises(Refusal):
            await office.talk.send_file(OLENA, item.id, NOTE, "f1")

    talks(scene)
