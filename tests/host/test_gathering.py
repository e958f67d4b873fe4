"""Answers typed in several messages, and words for which it is too early."""

from __future__ import annotations

import asyncio

import msgspec
import pytest

from flowengine.host import gathering as module
from flowengine.host import heard
from flowengine.store.records import Conversation
from flowengine.store.verbs import Replayed
from tests.host.conftest import Play, Shop

DESK = """flow desk "Desk"
channels chat, sms
gather 3s

words danger
  "kill myself"

on word danger: say "Dial 112."

slots
  pin: digits, secret

service stock "https://stock.example"
  timeout 60s

start:
  menu "How can we help?"
    1 "A question" -> question
    2 "A secret" -> secret
    3 "A look-up" -> look

question:
  ask wish: text "What is it?"
  say "You said: {{ wish }}"
  end

secret:
  ask pin "Your PIN?"
  say "Thank you."
  end

look:
  fetch goods from stock "/goods"
    on error: say "No." -> start
  -> question
"""


async def asked(shop: Shop, key: str = "1", gateway: str = "") -> str:
    """A conversation that stands at a question; the clock stands too."""
    (shop.flow.parent / "desk.flow").write_text(DESK, encoding="utf-8")
    shop.library.refresh()
    where = {"gateway": gateway, "address": "+1"} if gateway else {}
    channel = "sms" if gateway else "chat"
    begun = await shop.conversations.begin("desk", channel=channel, **where)
    await shop.conversations.say(begun.conversation.id, key, "m0")
    return begun.conversation.id


async def after(shop: Shop, seconds: float) -> int:
    shop.now += seconds
    return await shop.timers.look()


def test_pieces_are_heard_as_one_answer_when_no_more_comes(play: Play) -> None:
    async def scene(shop: Shop) -> None:
        key = await asked(shop)
        await shop.conversations.say(key, "I need", "m1")
        assert await after(shop, 2.0) == 0
        await shop.conversations.say(key, "a parcel", "m2")
        assert await after(shop, 2.9) == 0
        await shop.conversations.say(key, "for two", "m3")
        assert "You said" not in str(await shop.said(key))
        assert await after(shop, 3.0) == 1
        assert (await shop.said(key))[-2] == "You said: I need\na parcel\nfor two"
        people = [line.text for line in await shop.lines(key) if line.id]
        assert people[1:] == ["I need", "a parcel", "for two"]
        assert await shop.waiting("timers") == 0

    play(scene)


def test_each_piece_is_kept_at_once_and_survives_a_restart(play: Play) -> None:
    async def scene(shop: Shop) -> None:
        key = await asked(shop)
        await shop.conversations.say(key, "I need", "m1")
        await shop.restart()
        with pytest.raises(Replayed):
            await shop.conversations.say(key, "I need", "m1")
        await after(shop, 3.0)
        assert (await shop.said(key))[-2] == "You said: I need"

    play(scene)


def test_nobody_waits_longer_than_six_times(play: Play) -> None:
    async def scene(shop: Shop) -> None:
        key = await asked(shop)
        for number in range(9):
            await shop.conversations.say(key, f"{number} more", f"m{number + 1}")
            shop.now += 2.0
        kept = msgspec.json.decode((await shop.conversations.look(key)).gathered)
        assert kept["due"] == kept["since"] + 6 * 3.0
        await shop.timers.look()
        assert (await shop.said(key))[-2].endswith("8 more")

    play(scene)


@pytest.mark.parametrize("first", [(), ("I feel bad",)])
def test_words_of_an_emergency_are_never_waited_for(play: Play, first: tuple[str, ...]) -> None:
    async def scene(shop: Shop) -> None:
        key = await asked(shop)
        for text in first:
            await shop.conversations.say(key, text, text)
        await shop.conversations.say(key, "I will kill myself", "m9")
        assert "Dial 112." in await shop.said(key)
        assert not (await shop.conversations.look(key)).gathered
        await after(shop, 3.0)
        assert str(await shop.said(key)).count("Dial 112.") == 1

    play(scene)


def test_who_has_to_leave_leaves_at_once_and_nothing_of_it_stays(play: Play) -> None:
    async def scene(shop: Shop) -> None:
        assert shop.store is not None
        key = await asked(shop)
        await shop.conversations.say(key, "I need", "m1")
        await shop.conversations.leave(key)
        assert [line.kind for line in await shop.lines(key)] == ["ended"]
        assert not (await shop.conversations.look(key)).gathered
        assert (await shop.waiting("timers"), await shop.store.traces(key)) == (0, ())

    play(scene)


def test_a_key_and_a_secret_are_not_waited_for(play: Play) -> None:
    async def scene(shop: Shop) -> None:
        key = await asked(shop, "2")
        assert (await shop.said(key))[-1] == "Your PIN?"
        await shop.conversations.say(key, "4711", "m1")
        assert "Thank you." in await shop.said(key)

    play(scene)


def test_whoever_comes_back_is_first_heard(play: Play) -> None:
    async def scene(shop: Shop) -> None:
        key = await asked(shop)
        await shop.conversations.say(key, "I need", "m1")
        await shop.conversations.come_back(key)
        assert "You said: I need" in await shop.said(key)

    play(scene)


def test_a_timer_of_pieces_that_were_obeyed_goes(play: Play) -> None:
    async def scene(shop: Shop) -> None:
        key = await asked(shop)
        await shop.conversations.say(key, "I need", "m1")
        (timer,) = await shop.store.claim_timers(1e12, 9, "other")  # type: ignore[union-attr]
        await shop.conversations.come_back(key)
        lines = await shop.lines(key)
        await shop.timers._bring(timer)
        assert await shop.lines(key) == lines

    play(scene)


def test_a_timer_that_was_put_off_meanwhile_does_nothing(play: Play) -> None:
    async def scene(shop: Shop) -> None:
        assert shop.store is not None
        key = await asked(shop)
        await shop.conversations.say(key, "I need", "m1")
        (early,) = await shop.store.claim_timers(1e12, 9, "other")
        shop.now += 2.0
        await shop.conversations.say(key, "more", "m2")
        await shop.timers._bring(early)
        assert "You said" not in str(await shop.said(key))
        await after(shop, 3.0)
        assert (await shop.said(key))[-2] == "You said: I need\nmore"

    play(scene)


def test_words_by_a_gateway_wait_until_the_look_up_is_done(play: Play) -> None:
    """Nobody who texts reads "one moment, please": the words are kept and heard."""

    async def scene(shop: Shop) -> None:
        shop.service.gate.clear()
        key = await asked(shop, "3", gateway="sms")
        await shop.conversations.say(key, "are you there", "m1")
        assert await after(shop, module.HOLD) == 1  # still looking
        assert (await shop.conversations.look(key)).gathered
        shop.service.gate.set()
        await shop.errands.idle()
        assert (await shop.said(key))[-1] == "What is it?"
        await after(shop, module.HOLD)
        assert "You said: are you there" in await shop.said(key)

    play(scene)


def test_words_that_were_held_too_long_are_given_up(play: Play) -> None:
    async def scene(shop: Shop) -> None:
        shop.service.gate.clear()
        key = await asked(shop, "3", gateway="sms")
        await shop.conversations.say(key, "are you there", "m1")
        await after(shop, module.HELD + module.HOLD)
        found: Conversation = await shop.conversations.look(key)
        assert not found.gathered
        assert await shop.waiting("timers") == 0

    play(scene)


def test_two_pieces_at_once_are_both_kept(play: Play) -> None:
    async def scene(shop: Shop) -> None:
        key = await asked(shop)
        await asyncio.gather(
            shop.conversations.say(key, "one", "m1"), shop.conversations.say(key, "two", "m2")
        )
        await after(shop, 3.0)
        assert (await shop.said(key))[-2] == "You said: one\ntwo"

    play(scene)


def test_a_button_first_obeys_what_was_said(play: Play) -> None:
    async def scene(shop: Shop) -> None:
        key = await asked(shop)
        await shop.conversations.say(key, "I need", "m1")
        turn = (await shop.lines(key))[-2].turn
        with pytest.raises(Exception, match=r"ended|earlier"):
            await shop.conversations.hear(key, heard.picked(turn, "x", "m2"))
        assert "You said: I need" in await shop.said(key)

    play(scene)
