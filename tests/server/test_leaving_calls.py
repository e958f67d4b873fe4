"""Whoever calls goes on by SMS, with everything real: a server, the process that carries calls, the
caller's voice and keys, our voice, a provider that takes signed messages and brings signed ones."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import httpx2
import pytest

from flowengine.desk import items, log
from flowengine.desk.people import Presence
from flowengine.host.calls.opening import Speech
from flowengine.host.gateways import setting, signing
from flowengine.host.house import House
from flowengine.host.refusal import Refusal
from flowengine.host.wish import Wish
from flowengine.speech.sound.pcm import from_pcm
from flowengine.store.opening import opened
from tests.host.peer import Peer, peer, reply
from tests.server.desk.calling import OLENA
from tests.server.served import served
from tests.server.speaking import RATE, WITHIN, Caller
from tests.speech.sound.talker import said

pytestmark = pytest.mark.slow

SECRET = "a-secret-of-more-than-24-letters"
WRONG, RIGHT = "0501112234", "0501112233"
NUMBER = "+380501112233"
NEAR = """flow near "Somebody near"
channels voice, sms

queue listeners
  offer for 300s

anywhere
  7 "by SMS" or "write to me":
    call by_sms

start:
  say "I am looking for somebody. Press 7 to go on by SMS."
  handoff listeners
  say "Goodbye."
  end

person:
  -> start
"""


class Place:
    """A server, its provider, and who was written to."""

    def __init__(self, house: House, port: int, provider: Peer) -> None:
        self.house = house
        self.address = f"http://127.0.0.1:{port}"
        self._provider = provider

    async def got(self, count: int) -> list[dict[str, Any]]:
        """The provider's messages, once there are so many: each was signed."""
        async with asyncio.timeout(WITHIN):
            while len(self._provider.asked) < count:
                self._provider.taken.clear()
                await self._provider.taken.wait()
        for one in self._provider.asked:
            signing.proved(one.headers, one.body, [SECRET], time.time())
        return [json.loads(one.body) for one in self._provider.asked]

    async def texts(self, text: str) -> None:
        """An SMS of the person comes, as the provider brings it."""
        body = json.dumps({"id": "SM1", "from": NUMBER, "text": text}).encode()
        proof = signing.signed("SM1", time.time(), body, [SECRET])
        async with httpx2.AsyncClient(base_url=self.address, timeout=WITHIN) as client:
            answer = await client.post("/gateways/texts", content=body, headers=proof)
        assert answer.status_code == 202, answer.text

    async def item(self, conversation: str) -> items.Item:
        (found,) = await self.house.store.items(conversation=conversation)
        return found

    async def taken(self, conversation: str) -> items.Item:
        """The agent has it."""
        desk = self.house.desk
        async with asyncio.timeout(WITHIN):
            while True:
                item = await self.item(conversation)
                with suppress(Refusal):
                    if item.agent == OLENA.id:
                        return await desk.accept(OLENA, item.token)
                    return await desk.pull(OLENA, item.id)
                await asyncio.sleep(0.01)


def play(folder: Path, scene: Callable[[Place], Awaitable[None]]) -> None:
    flows, secrets = folder / "flows", {"texts": SECRET}
    flows.mkdir()
    (flows / "near.flow").write_text(NEAR, encoding="utf-8")

    async def whole() -> None:
        async with peer(lambda _: reply(200, {"id": "P1"})) as provider:
            words = f"channel=sms flow=near url=http://127.0.0.1:{provider.port} secret=texts"
            house = House(
                flows,
                opened(folder / "store.db"),
                secrets=secrets,
                private=frozenset(("127.0.0.1",)),
                gateways=[setting.read("texts", f"{words} country=380", secrets)],
                speech=Speech(folder / "cache"),
            )
            house.read()
            async with served(house) as port:
                assert house.exchange is not None
                await asyncio.wait_for(house.exchange.wait(), WITHIN)
                await house.store.write_user(OLENA)
                there = await house.desk.arrive(OLENA.id, "d1")
                await house.desk.set_status(OLENA, "ready")
                beating = asyncio.create_task(beats(house, there))
                try:
                    await scene(Place(house, port, provider))
                finally:
                    beating.cancel()

    asyncio.run(whole())


async def beats(house: House, there: Presence) -> None:
    """The agent's page is there, as long as it takes."""
    while await house.desk.beat(there):
        await asyncio.sleep(5)


class Leaving:
    """A caller who leaves for SMS, mistypes the number first, and answers by voice once each time.
    Whatever a busy machine's recogniser makes of that, keys bring them on."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller
        self._numbers = [RIGHT, WRONG]
        self._words = {"no", "yes"}
        self.read_back: list[str] = []

    async def until(self, last: str) -> None:
        since = 0
        while True:
            told = await self._caller.until(lambda one: one.get("side") == "flow", since)
            since = 1 + next(n for n, one in enumerate(self._caller.told) if one is told)
            if last in told["text"]:
                return
            await self._answer(told["text"])

    async def _answer(self, told: str) -> None:
        if "Press 7" in told or "we go on here" in told:
            await self._caller.presses("7")
        elif "Which number" in told:
            await self._caller.presses(self._numbers.pop() if self._numbers[1:] else RIGHT)
        elif "Is that right?" in told:
            self.read_back.append(told)
            await self._by_voice(*(("yes", "1") if self._is_right else ("no", "2")))
        elif "Is it safe" in told:
            await self._caller.presses("1" if self._is_right else "2")
        elif "Did you mean" in told:
            await self._caller.presses("1")

    @property
    def _is_right(self) -> bool:
        return "050 111 22 33" in self.read_back[-1]

    async def _by_voice(self, word: str, key: str) -> None:
        if word in self._words:
            self._words.discard(word)
            self._caller.says(said(word))
        else:
            await self._caller.presses(key)


def test_a_caller_types_a_number_mends_it_and_is_answered_by_sms(tmp_path: Path) -> None:
    for word in ("no", "yes"):
        said(word)  # before the call: it takes a while, and blocks

    async def scene(place: Place) -> None:
        begun = await place.house.conversations.begin("near", channel="voice", wish=Wish("en"))
        key = begun.conversation.id
        caller = Caller(place.address, {"conversation": key, "token": begun.token})

        async def talk(caller: Caller) -> None:
            leaving = Leaving(caller)
            await leaving.until("We write to 050 111 22 33 now.")
            assert "050 111 22 34" in leaving.read_back[0]
            assert "050 111 22 33" in leaving.read_back[-1]
            await caller.until(lambda one: one["type"] == "ended")
            (first,) = await place.got(1)
            assert (first["to"], first["channel"], first["conversation"]) == (NUMBER, "sms", key)
            assert first["text"].startswith("You are still in the queue here.")
            item = await place.item(key)
            assert (item.state in items.OPEN, item.channel) == (True, "sms")
            (joined,) = await place.house.store.entries(item=item.id, limit=1)
            assert (joined.kind, joined.channel, joined.at) == (log.JOINED, "voice", item.joined)

        await caller.call(talk)
        assert from_pcm(bytes(caller.heard), RATE).samples.any()
        item = await place.taken(key)
        assert (item.media, item.agent) == (items.ASYNC, OLENA.id)
        await place.house.desk.talk.say(OLENA, item.id, "I am Olena. Are you safe?", "m1")
        *_, last = await place.got(2)
        assert (last["to"], last["text"]) == (NUMBER, "I am Olena. Are you safe?")
        await place.texts("Yes, I am in the library.")
        lines = await place.house.conversations.read(key, 0)
        assert lines[-1][2].text == "Yes, I am in the library."
        assert (await place.item(key)).state == items.ACTIVE

    play(tmp_path, scene)
