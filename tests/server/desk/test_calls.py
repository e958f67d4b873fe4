"""Our people in real calls: who is heard by whom, and what becomes of a caller when one of us goes.

Everybody hums a tone of their own; the music of a queue that names none is 523 and 392 Hz.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest
import websockets

from flowengine.desk import items, log, moves
from flowengine.host.desk import calls
from flowengine.host.refusal import Refusal
from tests.server.desk.calling import (
    CALLER_HERTZ,
    MARKO,
    MARKO_HERTZ,
    OLENA,
    OLENA_HERTZ,
    SOFIA,
    SOFIA_HERTZ,
    WITHIN,
    Hotline,
    played,
)

pytestmark = pytest.mark.slow
MUSIC = 523.0


def test_caller_agent_and_those_whom_the_caller_must_not_hear(tmp_path: Path) -> None:
    async def scene(hotline: Hotline) -> None:
        caller, item = await hotline.called()
        item = await hotline.takes(OLENA, item)
        agent = await hotline.joins(OLENA, item, OLENA_HERTZ)
        await caller.hears(OLENA_HERTZ, nor=(CALLER_HERTZ, MUSIC))
        await agent.hears(CALLER_HERTZ, nor=(OLENA_HERTZ,))
        await hotline.invited(item, SOFIA, items.WHISPER)
        supervisor = await hotline.joins(SOFIA, item, SOFIA_HERTZ)
        await hotline.invited(item, MARKO, items.CONSULT)
        colleague = await hotline.joins(MARKO, item, MARKO_HERTZ)
        await agent.hears(CALLER_HERTZ, SOFIA_HERTZ, MARKO_HERTZ, nor=(OLENA_HERTZ,))
        await supervisor.hears(CALLER_HERTZ, OLENA_HERTZ, nor=(SOFIA_HERTZ, MARKO_HERTZ))
        await colleague.hears(CALLER_HERTZ, OLENA_HERTZ, nor=(SOFIA_HERTZ, MARKO_HERTZ))
        assert caller.tones((OLENA_HERTZ, SOFIA_HERTZ, MARKO_HERTZ)) == {OLENA_HERTZ}
        await hotline.invited(item, SOFIA, items.BARGE)  # the same leg, in another part
        await caller.hears(OLENA_HERTZ, SOFIA_HERTZ, nor=(MARKO_HERTZ,))
        await hotline.invited(item, SOFIA, items.LISTEN)
        await caller.hears(OLENA_HERTZ, nor=(SOFIA_HERTZ, MARKO_HERTZ))
        await supervisor.hears(CALLER_HERTZ, OLENA_HERTZ)

    played(tmp_path, scene)


def test_f13_an_agent_whose_page_is_loaded_again_finds_the_caller_on_the_line(
    tmp_path: Path,
) -> None:
    async def scene(hotline: Hotline) -> None:
        caller, item = await hotline.called()
        item = await hotline.takes(OLENA, item)
        for ends in ("leave", "vanish"):
            agent = await hotline.joins(OLENA, item, OLENA_HERTZ)
            await caller.hears(OLENA_HERTZ, nor=(MUSIC,))
            await getattr(agent, ends)()
            await caller.hears(MUSIC, nor=(OLENA_HERTZ,))
        agent = await hotline.joins(OLENA, item, OLENA_HERTZ)
        await caller.hears(OLENA_HERTZ, nor=(MUSIC,))
        second = await hotline.joins(OLENA, item, OLENA_HERTZ)  # another window of hers
        assert (await agent.until("ended"))["reason"] == "elsewhere"
        await second.hears(CALLER_HERTZ)
        assert (await hotline.fresh(item)).state == items.ACTIVE
        assert not caller.closed

    played(tmp_path, scene)


def test_f35_who_loses_the_item_is_out_of_the_call_and_the_talk_goes_on(tmp_path: Path) -> None:
    async def scene(hotline: Hotline) -> None:
        caller, item = await hotline.called()
        item = await hotline.takes(OLENA, item)
        first = await hotline.joins(OLENA, item, OLENA_HERTZ)
        await hotline.invited(item, MARKO, items.TALK)
        second = await hotline.joins(MARKO, item, MARKO_HERTZ)
        await caller.hears(OLENA_HERTZ, MARKO_HERTZ)
        ticket = await hotline.desk.calls.ticket(OLENA, item.id)
        fresh = await hotline.fresh(item)
        await hotline.make(fresh, lambda one: moves.transferred(one, 1e9, agent=MARKO.id))
        await first.until_over()
        assert (await first.until("ended"))["reason"] == "over"
        await second.until("role", text="agent")
        await caller.hears(MARKO_HERTZ, nor=(OLENA_HERTZ,))
        late = hotline.person(f"desk/{item.id}", OLENA_HERTZ, first._cookie)
        await late.call(ticket)
        assert (await late.until("refused"))["code"] == "forbidden"
        with pytest.raises(Refusal, match="not yours"):
            await hotline.desk.calls.ticket(OLENA, item.id)

    played(tmp_path, scene)


def test_a_caller_on_hold_hears_music_and_is_not_heard(tmp_path: Path) -> None:
    async def scene(hotline: Hotline) -> None:
        caller, item = await hotline.called()
        item = await hotline.takes(OLENA, item)
        agent = await hotline.joins(OLENA, item, OLENA_HERTZ)
        await agent.hears(CALLER_HERTZ)
        await agent.send(type="hold", on=True)
        await agent.until("hold", on=True)
        await caller.until("hold", on=True)
        await caller.hears(MUSIC, nor=(OLENA_HERTZ,))
        await agent.hears(nor=(CALLER_HERTZ, MUSIC))
        assert (await hotline.fresh(item)).hold
        caller.told.clear()
        await agent.send(type="hold", on=False)
        await caller.until("hold", on=False)
        await caller.hears(OLENA_HERTZ, nor=(MUSIC,))
        await agent.hears(CALLER_HERTZ)
        for key in "42#":  # a page has no way of its own for keys: they are heard there
            await agent.send(type="key", key=key)
        await caller.hears_keys("42#")
        for key in "42#":
            await agent.until("caption", side="sent", text=key)
        assert agent.keys() == ""
        await caller.send(type="key", key="7")
        await agent.until("caption", side="keys", text="7")
        await hotline.desk.calls.wanting.settled()
        written = await hotline.house.store.entries(item=item.id)
        assert [one.agent for one in written if one.kind == log.KEYED] == [OLENA.id]

    played(tmp_path, scene)


def test_the_flow_goes_on_when_the_talk_is_over(tmp_path: Path) -> None:
    async def scene(hotline: Hotline) -> None:
        caller, item = await hotline.called()
        item = await hotline.takes(OLENA, item)
        agent = await hotline.joins(OLENA, item, OLENA_HERTZ)
        await caller.hears(OLENA_HERTZ)
        caller.told.clear()
        await hotline.desk.finish(OLENA, item.id)
        assert (await agent.until("ended"))["reason"] == "over"
        await caller.until("caption", text="Anything else?")
        await hotline.house.conversations.say(item.conversation, "no", "m1")  # it is theirs again
        await caller.until("ended")

    played(tmp_path, scene)


def test_f21_f22_a_caller_who_hangs_up_leaves_nothing_behind(tmp_path: Path) -> None:
    """Whenever they do it: while they are offered, just accepted, talking, or on hold."""

    async def scene(hotline: Hotline) -> None:
        for when in ("offered", "accepted", "joined", "held"):
            await hung_up(hotline, when)

    async def hung_up(hotline: Hotline, when: str) -> None:
        caller, item = await hotline.called()
        agent = None
        if when != "offered":
            item = await hotline.takes(OLENA, item)
        if when in ("joined", "held"):
            agent = await hotline.joins(OLENA, item, OLENA_HERTZ)
            await agent.hears(CALLER_HERTZ)
        if agent is not None and when == "held":
            await agent.send(type="hold", on=True)
            await caller.until("hold", on=True)
        await caller.send(type="hang_up")
        ended = await hotline.item(item.conversation, items.ABANDONED, items.WRAP_UP)
        assert ended.state == (items.ABANDONED if when == "offered" else items.WRAP_UP)
        if agent is not None:
            await agent.until_over()
        async with asyncio.timeout(WITHIN):
            while hotline.house.exchange.calls:  # type: ignore[union-attr]
                await asyncio.sleep(0)
        assert not hotline.desk.calls.calling(item.conversation)
        with pytest.raises(Refusal):
            await hotline.desk.calls.ticket(OLENA, item.id)
        if when != "offered":
            await hotline.desk.close(OLENA, item.id, "test")

    played(tmp_path, scene)


def test_nobody_joins_without_a_page_of_ours_and_a_fresh_ticket(tmp_path: Path) -> None:
    async def scene(hotline: Hotline) -> None:
        caller, item = await hotline.called()
        item = await hotline.takes(OLENA, item)
        stranger = hotline.person(f"desk/{item.id}", MARKO_HERTZ)
        with pytest.raises(websockets.InvalidStatus, match="403"):
            await stranger.call("x")
        ticket = await hotline.desk.calls.ticket(OLENA, item.id)
        agent = await hotline.joins(OLENA, item, OLENA_HERTZ)
        for token, wanted in ((hotline.token, False), ("", False), (ticket[:-4] + "AAAA", False)):
            other = hotline.person(f"desk/{item.id}", MARKO_HERTZ, agent._cookie)
            await other.call(token)
            assert bool((await other.until("refused"))["code"] != "forbidden") is wanted
        again = hotline.person(f"desk/{item.id}", OLENA_HERTZ, agent._cookie)
        await again.call(ticket)
        await again.until("answered")
        used = hotline.person(f"desk/{item.id}", OLENA_HERTZ, agent._cookie)
        await again.leave()
        async with asyncio.timeout(WITHIN):
            while len(hotline.desk.calls.seats.legs):
                await asyncio.sleep(0)
        await used.call(ticket)
        assert (await used.until("refused"))["code"] == "forbidden"
        await caller.hears(MUSIC, nor=(OLENA_HERTZ, MARKO_HERTZ))

    played(tmp_path, scene)


def test_a_recorded_talk_is_announced_first_and_holds_no_whisper(tmp_path: Path) -> None:
    async def scene(hotline: Hotline) -> None:
        caller, item = await hotline.called()
        await caller.until("caption", text="The talk with our adviser is recorded.")
        item = await hotline.takes(OLENA, item)
        agent = await hotline.joins(OLENA, item, OLENA_HERTZ)
        await agent.until("recording", on=True)
        await hotline.invited(item, SOFIA, items.WHISPER)
        await hotline.joins(SOFIA, item, SOFIA_HERTZ)
        await agent.hears(CALLER_HERTZ, SOFIA_HERTZ)
        await caller.hears(OLENA_HERTZ)
        agent.told.clear()
        await agent.send(type="record", on=False)
        await agent.until("recording", on=False)
        await caller.send(type="hang_up")
        sides = await _kept(hotline, item.conversation)
        heard = [[hertz for hertz in HERTZ if _power(side, hertz) > 0.005] for side in sides]
        assert heard == [[CALLER_HERTZ], [OLENA_HERTZ]]

    played(tmp_path, scene, record=True)


HERTZ = (CALLER_HERTZ, OLENA_HERTZ, SOFIA_HERTZ)


async def _kept(hotline: Hotline, key: str) -> list[np.ndarray[tuple[int], np.dtype[np.float64]]]:
    """The recording of the call, by sides."""
    async with asyncio.timeout(WITHIN):
        while True:
            for _, _, line in await hotline.house.conversations.read(key, 0):
                if line.kind == "recording":
                    name = line.reference["upload"]
                    found = await hotline.house.store.upload(key, name)
                    assert found is not None
                    assert b"RIFF" not in found.body  # sealed
                    clear = hotline.house.recordings.opened(key, name, found.body)
                    return _sides(clear)
            await asyncio.sleep(0.01)


def _sides(data: bytes) -> list[np.ndarray[tuple[int], np.dtype[np.float64]]]:
    from flowengine.speech.sound.g711 import from_mulaw

    body = np.frombuffer(data[data.index(b"data") + 8 :], np.uint8)
    return [from_mulaw(body[side::2].tobytes()).astype(float) / 32768 for side in (0, 1)]


def _power(samples: np.ndarray[tuple[int], np.dtype[np.float64]], hertz: float) -> float:
    turns = np.exp(-2j * np.pi * hertz * np.arange(len(samples)) / 8000)
    return float(abs(turns @ samples) / max(len(samples), 1))


def test_a_chat_that_becomes_a_call_keeps_its_item_and_its_agent(tmp_path: Path) -> None:
    async def scene(hotline: Hotline) -> None:
        caller, item = await hotline.called("chat")
        item = await hotline.takes(OLENA, item)
        await hotline.item(item.conversation, items.ACTIVE)
        await caller.call(hotline.token)
        await caller.until("answered")
        async with asyncio.timeout(WITHIN):
            while not hotline.desk.calls.calling(item.conversation):
                await asyncio.sleep(0.01)
        agent = await hotline.joins(OLENA, item, OLENA_HERTZ)
        await caller.hears(OLENA_HERTZ)
        await caller.send(type="hang_up")
        await agent.until_over()
        fresh = await hotline.fresh(item)
        assert (fresh.state, fresh.agent) == (items.ACTIVE, OLENA.id)

    played(tmp_path, scene)


def test_f6_a_caller_whose_agent_is_never_heard_is_next_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(calls, "NO_LEG", 0.2)
    monkeypatch.setattr(calls, "LOOK", 0.1)

    async def scene(hotline: Hotline) -> None:
        caller, item = await hotline.called()
        await hotline.takes(OLENA, item)
        again = await hotline.item(item.conversation, items.WAITING, items.OFFERED)
        assert again.first
        assert again.joined == item.joined
        await caller.hears(MUSIC)
        with suppress(TimeoutError):
            await asyncio.wait_for(caller.until_over(), 0.1)
        assert not caller.closed

    played(tmp_path, scene)
