from __future__ import annotations

import asyncio

import pytest

from flowengine.desk import moves
from flowengine.host.refusal import Refusal
from tests.host.desk.conftest import Talks
from tests.host.desk.talks import MARKO, OLENA, Office


def test_a_script_knows_what_is_known_and_its_results_are_shown(talks_on: Talks) -> None:
    async def scene(office: Office) -> None:
        office.queue(script="intake")
        item = await office.talks()
        key, token = await office.talk.begin_script(OLENA, item.id)
        opened = await office.conversations.opened(key, token)
        assert (opened.channel, opened.flow) == ("agent", "intake")
        assert (await office.said(key))[0] == ("flow", "It is about a form.")
        await office.conversations.say(key, "14")
        found = await office.talk.context(OLENA, item.id)
        assert (found.script, found.script_results) == ("intake", (("Age", "14"),))
        assert len(await office.said(item.conversation)) == 4

    talks_on(scene)


def test_a_script_goes_on_with_the_item_and_only_its_agent_opens_it(talks: Talks) -> None:
    async def scene(office: Office) -> None:
        office.queue(script="intake")
        item = await office.talks()
        key, first = await office.talk.begin_script(OLENA, item.id)
        await office.move(moves.transferred(item, office.now, agent=MARKO.id))
        again, second = await office.talk.begin_script(MARKO, item.id)
        assert again == key
        assert (await office.conversations.opened(key, second)).id == key
        for token in (first, ""):
            with pytest.raises(Refusal):
                await office.conversations.opened(key, token)
        with pytest.raises(Refusal):
            await office.talk.begin_script(OLENA, item.id)

    talks(scene)


def test_two_tabs_at_once_begin_one_script(talks: Talks) -> None:
    async def scene(office: Office) -> None:
        office.queue(script="intake")
        item = await office.talks()
        found = await asyncio.gather(*(office.talk.begin_script(OLENA, item.id) for _ in range(3)))
        assert len({key for key, _ in found}) == 1

    talks(scene)


def test_a_queue_without_a_script_has_none(talks: Talks) -> None:
    async def scene(office: Office) -> None:
        item = await office.talks()
        with pytest.raises(Refusal) as refused:
            await office.talk.begin_script(OLENA, item.id)
        assert refused.value.code == "no-script"

    talks(scene)


def test_of_a_person_who_left_no_trace_a_script_knows_nothing(talks: Talks) -> None:
    async def scene(office: Office) -> None:
        office.queue(script="intake")
        item = await office.talks()
        await office.conversations.leave(item.conversation)
        kept = await office.store.item(item.id)
        if kept is None:  # nothing of it is left either
            return
        key, _ = await office.talk.begin_script(OLENA, item.id)
        assert (await office.said(key))[0] == ("flow", "It is about something.")

    talks(scene)
