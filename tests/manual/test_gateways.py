"""The bridge of the manual, run between a real provider and what a server would see."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from urllib.parse import parse_qs

import httpx2
import pytest

import flowengine.manual
from flowengine.host import guarded, parcels
from flowengine.host.backoff import TRIES
from flowengine.host.gateways import setting, webhook
from flowengine.host.gateways.sender import Later, Outcome, Refused, Sent
from flowengine.host.gateways.signing import proved
from flowengine.host.gateways.webhook import Webhook
from flowengine.host.parcels import Parcel
from flowengine.server import gateways
from flowengine.store.records import Outgoing
from tests.host.peer import Peer, Say, peer, reply
from tests.nodes import free_port

MANUAL = Path(next(iter(flowengine.manual.__path__)))
PAGE = (MANUAL / "gateways.md").read_text(encoding="utf-8")
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"

pytestmark = pytest.mark.slow


@asynccontextmanager
async def bridge(folder: Path, say: Say | bytes) -> AsyncIterator[tuple[str, Peer]]:
    """The bridge's own address, and the peer that is provider and server to it."""
    (code,) = (block for block in PAGE.split("```") if "class Bridge" in block)
    (folder / "bridge.py").write_text(code, encoding="utf-8")
    port = free_port()
    async with peer(say) as service:
        there = f"http://127.0.0.1:{service.port}"
        environment = os.environ | {
            "SERVER": f"{there}/gateways/sms",
            "PROVIDER": f"{there}/texts",
            "SECRET": SECRET,
            "PORT": str(port),
        }
        process = subprocess.Popen([sys.executable, str(folder / "bridge.py")], env=environment)
        try:
            await _listens(port)
            yield f"http://127.0.0.1:{port}", service
        finally:
            process.kill()
            process.wait()


async def _listens(port: int) -> None:
    async with asyncio.timeout(60):
        while True:
            with suppress(OSError):
                _, writer = await asyncio.open_connection("127.0.0.1", port)
                writer.close()
                return
            await asyncio.sleep(0.02)


def sent(folder: Path, say: bytes, secret: str = SECRET) -> tuple[Outcome, Peer]:
    message = Outgoing(
        "c1/2/0", "c1", 1.0, parcels.encode(Parcel(channel="sms", text="Хліб & чай")), "sms", "+380"
    )

    async def whole() -> tuple[Outcome, Peer]:
        async with bridge(folder, say) as (address, service):
            client = guarded.client(frozenset(("127.0.0.1",)))
            found = await Webhook(client, f"{address}/send", (secret,), time.time).send(message)
            await client.aclose()
            return found, service

    return asyncio.run(whole())


def test_a_message_goes_through_the_bridge_to_the_provider(tmp_path: Path) -> None:
    outcome, provider = sent(tmp_path, reply(200, {"message_id": "SM7"}))
    assert outcome == Sent("SM7")
    (asked,) = provider.asked
    assert asked.path == "/texts"
    assert parse_qs(asked.body.decode()) == {"recipient": ["+380"], "message": ["Хліб & чай"]}


def test_what_the_provider_says_comes_back_through_the_bridge(tmp_path: Path) -> None:
    assert sent(tmp_path, reply(400))[0] == Refused("It answered 400.")
    assert sent(tmp_path, reply(503))[0] == Later("It answered 503.")


def test_the_bridge_believes_only_the_server(tmp_path: Path) -> None:
    outcome, provider = sent(tmp_path, reply(200), secret="another-secret-of-24-letters")
    assert outcome == Refused("It answered 401.")
    assert provider.asked == []


def test_a_text_that_comes_in_reaches_the_server_signed(tmp_path: Path) -> None:
    async def whole() -> None:
        async with bridge(tmp_path, reply(202, {})) as (address, server):
            async with httpx2.AsyncClient(trust_env=False, timeout=60) as provider:
                form = {"id": "SM1", "sender": "+380501234567", "text": "Хліб?"}
                answer = await provider.post(f"{address}/incoming", data=form)
            assert answer.status_code == 202
            (asked,) = server.asked
            assert asked.path == "/gateways/sms"
            assert proved(asked.headers, asked.body, [SECRET], time.time()) == "SM1"
            assert json.loads(asked.body) == {
                "id": "SM1",
                "from": "+380501234567",
                "text": "Хліб?",
            }

    asyncio.run(whole())


def test_the_page_says_what_the_code_does() -> None:
    for word in setting._WORDS:
        assert f"`{word}=" in PAGE
    for state in gateways._ARRIVED:
        assert f"`{state}`" in PAGE
    assert f"{TRIES} times" in PAGE
    assert f"within {webhook.WITHIN:g} seconds" in PAGE
    assert f"up to {gateways.MOST}" in PAGE
    assert f"| {setting.MOST} |" in PAGE
