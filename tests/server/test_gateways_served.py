"""A whole server with a gateway, and a provider on a socket: what people write and what they get.

Nothing is played but the provider: store, host, outbox and HTTP are the real ones.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import httpx2
import pytest

from flowengine.host.gateways import setting, signing
from flowengine.host.house import House
from flowengine.server.app import application
from flowengine.store.opening import opened
from flowengine.store.records import FAILED, QUEUED, SENT
from tests.host.peer import Asked, Peer, peer, reply

SECRET = "a-secret-of-more-than-24-letters"
TO = "+380501234567"
BREAD = """flow bread "Bread"
channels sms, telegram

slots
  phone: phone
  office: email

on failed: say "Is your number right?"

start:
  say "Bread line."
  -> main

menu main "What do you need?"
  1 "Bread" -> bread
  2 "A letter" -> letter
  3 "Nothing" -> bye

bread:
  ask phone "Whose number?"
  send sms to phone "Come for bread."
  say "We told them."
  -> main

letter:
  set office = "office@people.example"
  send email to office
    subject "Bread"
    "Dear guest."
  say "Written."
  -> main

bye:
  say "Goodbye."
  end
"""


class Line:
    """A server with two gateways of one provider; `texts` are what people got, by number."""

    def __init__(self, house: House, client: httpx2.AsyncClient, provider: Peer) -> None:
        self.house = house
        self.client = client
        self.provider = provider
        self.count = 0

    async def writes(self, text: str = "", *, name: str = "sms", **more: Any) -> httpx2.Response:
        self.count += 1
        message = {"id": f"M{self.count}", "from": TO} | ({"text": text} if text else {}) | more
        return await self.post(f"/gateways/{name}", message)

    async def post(self, path: str, body: Any) -> httpx2.Response:
        data = json.dumps(body).encode()
        proof = signing.signed("x", time.time(), data, [SECRET])
        return await self.client.post(path, content=data, headers=proof)

    async def got(self, count: int) -> list[dict[str, Any]]:
        """The first messages that the provider was given, once there are so many."""
        async with asyncio.timeout(60):
            while len(self.provider.asked) < count:
                self.provider.taken.clear()
                await self.provider.taken.wait()
        assert len(self.provider.asked) == count
        return [json.loads(one.body) for one in self.provider.asked]

    async def state(self, key: str, wanted: str) -> str:
        """The error of a message once it is in that state."""
        async with asyncio.timeout(60):
            while True:
                found = await self.house.store.letter(key)
                if found is not None and found.state == wanted:
                    return found.error
                await asyncio.sleep(0.01)


Scene = Callable[[Line], Awaitable[None]]


def play(folder: Path, scene: Scene, say: Callable[[Asked], bytes] | None = None) -> None:
    flows = folder / "flows"
    flows.mkdir()
    (flows / "bread.flow").write_text(BREAD, encoding="utf-8")
    secrets = {"sms": SECRET}

    async def whole() -> None:
        async with peer(say or (lambda _: reply(200, {"id": "P1"}))) as provider:
            url = f"url=http://127.0.0.1:{provider.port} secret=sms flow=bread"
            house = House(
                flows,
                opened(folder / "store.db"),
                secrets=secrets,
                private=frozenset(("127.0.0.1",)),
                gateways=[
                    setting.read("sms", f"channel=sms {url}", secrets),
                    setting.read("bot", f"channel=telegram {url}", secrets),
                ],
            )
            house.read()
            app = application(house, watch=False)
            async with app.router.lifespan_context(app):
                transport = httpx2.ASGITransport(app=app)
                async with httpx2.AsyncClient(transport=transport, base_url="http://t") as client:
                    await scene(Line(house, client, provider))

    asyncio.run(whole())


def test_a_text_begins_a_conversation_and_is_answered_by_the_gateway(tmp_path: Path) -> None:
    async def scene(line: Line) -> None:
        assert (await line.writes("Hello")).status_code == 202
        (first,) = await line.got(1)
        assert (first["to"], first["channel"]) == (TO, "sms")
        assert first["text"].startswith("Bread line.\nWhat do you need?\n1. Bread")
        asked = line.provider.asked[0]
        proof = signing.proved(asked.headers, asked.body, [SECRET], time.time())
        assert proof == first["id"] == asked.headers["idempotency-key"]

        assert (await line.writes("3")).status_code == 202
        _, second = await line.got(2)
        assert second["text"] == "Goodbye."
        assert second["conversation"] == first["conversation"]
        await line.state(second["id"], SENT)

        assert (await line.writes("Hello again")).status_code == 202  # after the end it begins anew
        *_, third = await line.got(3)
        assert third["conversation"] != first["conversation"]

    play(tmp_path, scene)


def test_a_message_that_comes_again_changes_nothing(tmp_path: Path) -> None:
    async def scene(line: Line) -> None:
        body = {"id": "one", "from": TO, "text": "Hello"}
        for status in (202, 200, 200):
            assert (await line.post("/gateways/sms", body)).status_code == status
        await line.got(1)
        assert (await line.writes("3")).status_code == 202
        assert (await line.post("/gateways/sms", body)).status_code == 200  # also after the end
        await line.got(2)

    play(tmp_path, scene)


def test_two_first_messages_at_once_make_one_conversation(tmp_path: Path) -> None:
    async def scene(line: Line) -> None:
        # They come by two connections: whichever is first begins, and the other one answers.
        found = await asyncio.gather(line.writes("1"), line.writes("1"))
        assert [one.status_code for one in found] == [202, 202]
        first, second = await line.got(2)
        assert first["conversation"] == second["conversation"]
        assert second["text"] == "Whose number?"

    play(tmp_path, scene)


def test_a_button_that_went_out_comes_back_as_its_choice(tmp_path: Path) -> None:
    async def scene(line: Line) -> None:
        await line.writes("Hello", name="bot")
        said, asked = await line.got(2)
        assert (said["text"], asked["text"]) == ("Bread line.", "What do you need?")
        bread = next(one for one in asked["buttons"] if one["label"] == "Bread")
        assert (await line.writes(picked=bread["id"], name="bot")).status_code == 202
        assert (await line.got(3))[2]["text"] == "Whose number?"
        stale = await line.writes(picked=bread["id"], name="bot")
        assert (stale.status_code, stale.json()["code"]) == (400, "too-late")

    play(tmp_path, scene)


def test_the_flow_hears_when_a_message_did_not_arrive(tmp_path: Path) -> None:
    def say(asked: Asked) -> bytes:
        wrong = json.loads(asked.body)["to"] == "+380670000000"
        return reply(400) if wrong else reply(200, {"id": "P1"})

    async def scene(line: Line) -> None:
        await line.writes("Hello")
        await line.writes("1")
        await line.writes("+380670000000")
        found = await line.got(5)
        (lost,) = [one for one in found if one["text"] == "Come for bread."]
        assert await line.state(lost["id"], FAILED) == "It answered 400."
        assert found[-1]["text"].startswith("Is your number right?")

    play(tmp_path, scene, say)


def test_a_report_of_the_provider_reaches_the_flow(tmp_path: Path) -> None:
    async def scene(line: Line) -> None:
        await line.writes("Hello")
        (first,) = await line.got(1)
        await line.state(first["id"], SENT)
        report = {"id": first["id"], "state": "failed", "reason": "switched off"}
        assert (await line.post("/gateways/sms/reports", report)).status_code == 200
        assert await line.state(first["id"], FAILED) == "switched off"
        assert (await line.got(2))[1]["text"].startswith("Is your number right?")
        assert (await line.post("/gateways/bot/reports", report)).status_code == 404

    play(tmp_path, scene)


def test_what_no_gateway_carries_waits(tmp_path: Path) -> None:
    async def scene(line: Line) -> None:
        await line.writes("Hello")
        await line.writes("2")
        await line.got(2)
        (letter,) = await line.house.store.outgoing(QUEUED)
        assert (letter.gateway, letter.to) == ("email", "office@people.example")

    play(tmp_path, scene)


def test_what_was_answered_202_is_kept_when_the_server_ends_at_once(tmp_path: Path) -> None:
    async def first(line: Line) -> None:
        line.house.outbox.gateways = {}  # nothing goes out before the end
        assert (await line.writes("Hello")).status_code == 202

    play(tmp_path, first)
    (tmp_path / "flows" / "bread.flow").unlink()
    (tmp_path / "flows").rmdir()

    async def second(line: Line) -> None:
        assert (await line.got(1))[0]["text"].startswith("Bread line.")

    play(tmp_path, second)


@pytest.mark.parametrize("text", ["STOP", "stop"])
def test_who_wants_no_messages_gets_one_that_says_so(tmp_path: Path, text: str) -> None:
    async def scene(line: Line) -> None:
        await line.writes("Hello")
        await line.got(1)
        await line.writes(text)
        assert "no more messages" in (await line.got(2))[1]["text"].lower()

    play(tmp_path, scene)
