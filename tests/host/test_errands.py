from __future__ import annotations

import logging

import pytest
from msgspec.structs import replace

from flowengine.desk.people import User
from flowengine.host import errands as module
from flowengine.host.cause import Cause
from flowengine.runtime.events import Accepted
from flowengine.store.records import Conversation, Errand, Turn
from flowengine.store.verbs import StoreError
from tests.host.conftest import Play, Shop


def test_a_fetch_is_done_after_its_turn_and_its_answer_goes_on(play: Play) -> None:
    async def scene(shop: Shop) -> None:
        assert shop.store is not None
        key = (await shop.begin()).conversation.id
        await shop.conversations.say(key, "1")
        await shop.errands.idle()
        assert await shop.said(key, 3) == ["We have 7.", "What would you like?"]
        assert shop.service.asked == ["GET /goods"]
        assert await shop.waiting("errands") == 0

    play(scene)


def test_what_the_desk_tells_is_brought_and_its_row_goes_with_it(play: Play) -> None:
    async def scene(shop: Shop) -> None:
        key = (await shop.begin()).conversation.id
        await shop.conversations.say(key, "2")
        await shop.attend()
        assert await shop.said(key, 3) == ["Nobody is here.", "What would you like?"]
        assert await shop.waiting("errands") == 0

    play(scene)


def test_a_hand_off_from_before_there_was_a_desk_is_answered_by_nobody(play: Play) -> None:
    async def scene(shop: Shop) -> None:
        assert shop.store is not None
        key = (await shop.begin()).conversation.id
        waits = await shop.conversations.say(key, "2")
        (item,) = await shop.store.items()
        old = Errand(key, item.turn, module.HANDOFF, "{}")
        await shop.conversations.commit(Turn(waits, errands=(old,)))
        await shop.errands.idle()
        assert await shop.said(key, 3) == ["Nobody is here.", "What would you like?"]
        assert await shop.waiting("errands") == 0

    play(scene)


def test_an_agent_is_called_as_people_know_them(play: Play) -> None:
    async def scene(shop: Shop) -> None:
        assert shop.store is not None
        key = (await shop.begin()).conversation.id
        told: list[object] = []
        user = User(id="u1", name="o.koval", shown="Olena", queues=("*",), version=1)
        assert await shop.store.write_user(user)

        async def obey(_: str, event: object, cause: Cause) -> None:
            told.append((event, cause.answered))

        body = '{"type":"accepted","at":1.0,"agent":"u1"}'
        errand = Errand(key, 2, "accepted", body)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(shop.conversations, "obey", obey)
            shop.errands.perform([errand])
            await shop.errands.idle()
        assert told == [(Accepted(at=1.0, agent="Olena"), errand)]

    play(scene)


@pytest.mark.parametrize(
    ("key_pressed", "answer", "asked"),
    [
        ("1", "We have 7.", ["GET /goods"]),
        # Nobody knows whether the order arrived: it is not sent a second time.
        ("5", "Your order did not go through.", []),
    ],
)
def test_a_restart_takes_up_what_had_no_answer(
    play: Play, key_pressed: str, answer: str, asked: list[str]
) -> None:
    async def scene(shop: Shop) -> None:
        shop.service.gate.clear()
        key = (await shop.begin()).conversation.id
        await shop.conversations.say(key, key_pressed)
        await shop.restart()
        shop.service.gate.set()
        shop.service.asked.clear()
        assert shop.store is not None
        await shop.errands.take_up(shop.store)
        await shop.errands.idle()
        assert (await shop.said(key))[2] == answer
        assert shop.service.asked == asked
        assert await shop.waiting("errands") == 0

    play(scene)


def test_a_late_answer_is_told_beside_the_question(
    play: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def scene(shop: Shop) -> None:
        assert shop.store is not None
        shop.service.gate.clear()
        key = (await shop.begin()).conversation.id
        with shop.conversations.listeners.listening(key) as bell:
            answers = shop.fetcher.answers
            monkeypatch.setattr(
                shop.fetcher, "answers", lambda asked: answers(replace(asked, timeout=0))
            )
            await shop.conversations.say(key, "1")
            bell.clear()
            await bell.wait()
            assert "I can't look it up." in await shop.said(key)
            shop.service.gate.set()
            await shop.errands.idle()
        assert "By the way, it is 7." in await shop.said(key)
        assert await shop.waiting("errands") == 0
        # The question still stands, and its buttons work.
        conversation = await shop.conversations.look(key)
        assert conversation.prompt
        await shop.conversations.say(key, "3")
        assert (await shop.said(key))[-1] == "Your name?"

    play(scene)


def test_an_answer_that_cannot_be_kept_is_brought_again(
    play: Play, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """A disk that was full for a minute once left people waiting until the next start."""
    monkeypatch.setattr(module, "AFTER_TROUBLE", 0)

    async def scene(shop: Shop) -> None:
        assert shop.store is not None
        key = (await shop.begin()).conversation.id
        shop.service.gate.clear()
        await shop.conversations.say(key, "1")
        commit, troubles = shop.store.commit, [3, 2, 1]

        async def failing(turn: Turn) -> Conversation:
            if not troubles:
                return await commit(turn)
            assert await shop.waiting("errands") == 1
            raise StoreError(f"{troubles.pop()} more")

        monkeypatch.setattr(shop.store, "commit", failing)
        shop.service.gate.set()
        await shop.errands.idle()
        assert await shop.waiting("errands") == 0
        assert "We have 7." in await shop.said(key)

    with caplog.at_level(logging.ERROR):
        play(scene)
    assert caplog.text.count("could not be kept: 1 more") == 1
    assert "more" not in caplog.text.replace("1 more", "")
