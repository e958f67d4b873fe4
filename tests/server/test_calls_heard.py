"""Real calls: a server, the process that carries calls, sound over a WebSocket at its own pace,
Piper as the caller, whatever recogniser this machine has, and our own synthesis."""

from __future__ import annotations

import asyncio
import json
import urllib.request
from collections.abc import Awaitable, Callable, Iterator
from contextlib import suppress
from typing import Any

import pytest
import websockets

from flowengine import assets
from flowengine.speech.sound import wav
from flowengine.speech.sound.pcm import Sound, frames, from_pcm
from tests.nodes import Node
from tests.speech.sound.talker import said

pytestmark = pytest.mark.slow

RATE = 16_000
SILENCE = bytes(640)
WITHIN = 60.0  # seconds until what a call waits for is a failure; the machine may be busy
TRIES = 3  # as many as the flow allows
KEY = "0123456789abcdef0123456789abcdef"
VOICEMAIL = """flow mail "Voicemail"
channels chat, voice

start:
  say "Welcome."
  ask words: recording up to 20s "Speak after the tone."
  say "We have kept it."
  -> more

more:
  ask anything: text "Anything else?"
  end
"""


@pytest.fixture(scope="module")
def node(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Node]:
    folder = tmp_path_factory.mktemp("calls")
    flows = folder / "flows"
    flows.mkdir()
    for name in ("food_bank.flow", "project.flow", "points.csv", "intake.flow"):
        (flows / name).write_bytes((assets.folder("flows") / name).read_bytes())
    (flows / "mail.flow").write_text(VOICEMAIL, encoding="utf-8")
    with Node(flows, folder / "store.db", calls={"FLOWENGINE_RECORDING_KEY": KEY}) as node:
        yield node


class Caller:
    """The page of one conversation, calling: it speaks and presses, and reads the captions."""

    def __init__(self, address: str, begun: dict[str, Any]) -> None:
        self.address = address
        self.begun = begun
        self.told: list[dict[str, Any]] = []
        self.heard = bytearray()
        self.closed = False
        self._saying: list[bytes] = []
        self._news = asyncio.Condition()

    async def call(self, scene: Callable[[Caller], Awaitable[None]]) -> None:
        address = f"{self.address.replace('http', 'ws')}/call/{self.begun['conversation']}"
        async with asyncio.timeout(3 * WITHIN), websockets.connect(address) as self._socket:
            await self.send(type="hello", token=self.begun["token"])
            beside = [asyncio.create_task(one) for one in (self._speak(), self._listen())]
            try:
                await scene(self)
            finally:
                for task in beside:
                    task.cancel()

    async def send(self, **message: Any) -> None:
        await self._socket.send(json.dumps(message))

    def says(self, sound: Sound) -> None:
        self._saying += frames(sound.at(RATE))

    async def until(self, told: Callable[[dict[str, Any]], bool], since: int = 0) -> dict[str, Any]:
        """The first message like that from the `since`-th on, also one that has come already."""
        try:
            async with asyncio.timeout(WITHIN), self._news:
                while not (found := next(filter(told, self.told[since:]), None)):
                    assert not self.closed, self.told
                    await self._news.wait()
                return found
        except TimeoutError as error:
            raise AssertionError(self.told) from error

    async def until_said(self, *texts: str, since: int = 0) -> str:
        """The first caption of the flow that has one of these in it."""
        found = await self.until(
            lambda one: one.get("side") == "flow" and any(text in one["text"] for text in texts),
            since,
        )
        return str(found["text"])

    async def _speak(self) -> None:
        """A frame each 20 ms, whoever is listening."""
        loop = asyncio.get_running_loop()
        due = loop.time()
        with suppress(websockets.ConnectionClosed):
            while True:
                await self._socket.send(self._saying.pop(0) if self._saying else SILENCE)
                due = max(due + 0.02, loop.time() - 0.2)
                await asyncio.sleep(max(0.0, due - loop.time()))

    async def _listen(self) -> None:
        with suppress(websockets.ConnectionClosed):
            async for message in self._socket:
                if isinstance(message, bytes):
                    self.heard += message
                    continue
                async with self._news:
                    self.told.append(json.loads(message))
                    self._news.notify_all()
        async with self._news:
            self.closed = True
            self._news.notify_all()


def begun(address: str, flow: str, channel: str) -> dict[str, Any]:
    body = json.dumps({"channel": channel, "language": "en"}).encode()
    request = urllib.request.Request(  # noqa: S310 - an address of our own
        f"{address}/api/chat/{flow}", body, {"content-type": "application/json"}
    )
    with urllib.request.urlopen(request) as answer:  # noqa: S310
        found: dict[str, Any] = json.load(answer)
        return found


def lines(address: str, talk: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(
        fetched(address, talk, f"api/conversations/{talk['conversation']}/lines?since=0")
    )["lines"]
    return found


def fetched(address: str, talk: dict[str, Any], path: str) -> bytes:
    request = urllib.request.Request(  # noqa: S310
        f"{address}/{path}", headers={"authorization": f"Bearer {talk['token']}"}
    )
    with urllib.request.urlopen(request) as answer:  # noqa: S310
        body: bytes = answer.read()
        return body


def test_a_hotline_is_called_spoken_to_and_hung_up_on(node: Node) -> None:
    words = said("opening hours")  # before the call: it takes a while, and blocks
    talk = begun(node.address, "food_bank", "voice")

    async def scene(caller: Caller) -> None:
        await caller.until(lambda one: one["type"] == "answered")
        await caller.until_said("For Opening hours, press 1.")
        answer = ""
        for _ in range(TRIES):
            since = len(caller.told)
            caller.says(words)
            answer = await caller.until_said("On Monday", "Did you mean", "Sorry", since=since)
            if "Sorry" not in answer:  # the recogniser of a busy machine may not be there yet
                break
        if "Did you mean" in answer:  # a recogniser that is never believed at once
            await caller.send(type="key", key="1")
            await caller.until_said("On Monday, Wednesday")
        await caller.send(type="hang_up")

    caller = Caller(node.address, talk)
    asyncio.run(caller.call(scene))
    assert from_pcm(bytes(caller.heard), RATE).samples.any()
    assert {"flow", "person"} <= {one["side"] for one in lines(node.address, talk)}


def test_a_key_stops_the_prompt_and_a_chat_goes_on_after_its_call(node: Node) -> None:
    talk = begun(node.address, "food_bank", "chat")

    async def scene(caller: Caller) -> None:
        await caller.until_said("What would you like?")
        await caller.send(type="key", key="1")
        await caller.until(lambda one: one["type"] == "clear")
        await caller.until_said("On Monday, Wednesday")
        await caller.send(type="hang_up")

    asyncio.run(Caller(node.address, talk).call(scene))
    said_ = [one["text"] for one in lines(node.address, talk) if one["side"] == "person"]
    assert said_ == ["Opening hours"]
    assert begun(node.address, "food_bank", "chat")["state"] == "person"


def test_a_message_is_recorded_sealed_and_given_to_its_owner_in_clear(node: Node) -> None:
    words = said("Please call me back, I need food for two.")
    talk = begun(node.address, "mail", "voice")

    async def scene(caller: Caller) -> None:
        await caller.until_said("Speak after the tone.")
        before = len(caller.heard)
        async with asyncio.timeout(WITHIN):  # the prompt ends, a tone follows, then it is our turn
            while len(caller.heard) < before + 4 * 2 * RATE:
                await asyncio.sleep(0.02)
        caller.says(words)
        await caller.until_said("We have kept it.")
        await caller.send(type="hang_up")

    asyncio.run(Caller(node.address, talk).call(scene))
    (kept,) = [one for one in lines(node.address, talk) if one["kind"] == "recording"]
    path = f"api/conversations/{talk['conversation']}/uploads/{kept['reference']['upload']}"
    sound = wav.read(fetched(node.address, talk, path))
    assert 1.5 < sound.seconds < 10
    assert sound.samples.any()
