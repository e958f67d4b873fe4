"""The log knows when somebody wrote and was answered, where nobody sits waiting."""

from __future__ import annotations

from flowengine.desk import answers
from flowengine.desk.items import Item
from tests.host.desk.conftest import Talks
from tests.host.desk.talks import OLENA, Office


async def written(office: Office, item: Item) -> list[str]:
    entries = await office.store.entries(item=item.id)
    return [one.kind for one in entries if one.kind in ("answered", "asked", "replied")]


async def exchange(office: Office, item: Item) -> None:
    """An answer, a question with a second thought, an answer in two parts."""
    await office.talk.say(OLENA, item.id, "Good evening.")
    office.now += 60.0
    for words in ("And tomorrow?", "Are you there?"):
        await office.conversations.say(item.conversation, words, "")
        office.now += 100.0
    for words in ("Tomorrow, too.", "From nine on."):
        await office.talk.say(OLENA, item.id, words)
        office.now += 10.0


def test_f29_letters_of_both_are_logged_and_chats_are_not(talks_on: Talks) -> None:
    async def scene(office: Office) -> None:
        item = await office.talks(channel="sms", gateway="sms", address="+380501234567")
        await exchange(office, item)
        assert await written(office, item) == ["answered", "asked", "asked", "replied", "replied"]
        entries = await office.store.entries()
        assert "tomorrow" not in repr(entries).lower()
        first, following = answers.read(entries).answers
        assert (first.first, first.agent) == (True, "u1")
        assert (following.first, following.waited) == (False, 200.0)
        chat = await office.talks()
        await exchange(office, chat)
        assert await written(office, chat) == ["answered"]

    talks_on(scene)
