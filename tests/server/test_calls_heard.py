"""Real calls: a server, the process that carries calls, sound over a WebSocket at its own pace,
Piper as the caller, whatever recogniser this machine has, and our own synthesis."""

from __future__ import annotations

import asyncio
import json
import urllib.request
from collections.abc import Iterator
from typing import Any

import pytest

from flowengine import assets
from flowengine.speech.sound import wav
from flowengine.speech.sound.pcm import from_pcm
from tests.nodes import Node
from tests.server.speaking import RATE, WITHIN, Caller
from tests.speech.sound.talker import said

pytestmark = pytest.mark.slow

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
