"""What the description allows, and what it does not, tried by a machine on a server with a store.

No request makes an error of ours; every answer is as the description says; what is outside of it
is refused; nobody without a token is heard. The server is a real one: what a client library would
not send comes as it is.
"""

from __future__ import annotations

import asyncio
import json
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2
import pytest
import schemathesis
import uvicorn
from schemathesis.config import (
    ChecksConfig,
    GenerationConfig,
    PositiveDataAcceptanceConfig,
    ProjectConfig,
    ProjectsConfig,
    SchemathesisConfig,
)

from flowengine.host.access import OPERATOR, Access
from flowengine.host.house import House
from flowengine.server.api.openapi import described
from flowengine.server.api.routes import ENDPOINTS, TOP
from flowengine.server.app import application
from flowengine.server.rates import Rate
from flowengine.store.opening import opened
from tests.server.api.conftest import DESK

pytestmark = pytest.mark.slow

CASES = 25  # of each operation, besides those that the bounds of its shapes give
# A text can fit the description and still mean nothing here: a cursor, a language, an address.
FITTING = ["2xx", "400", "404", "409"]

# What is taken from a machine's words in every second body, so that something comes of it.
KNOWN = {"url": "https://crm.example.org/hook", "secret": "webhook_crm"}

CONFIG = SchemathesisConfig(
    projects=ProjectsConfig(
        default=ProjectConfig(
            generation=GenerationConfig(
                max_examples=CASES, deterministic=True, with_security_parameters=False
            ),
            checks=ChecksConfig(
                positive_data_acceptance=PositiveDataAcceptanceConfig(expected_statuses=FITTING)
            ),
        )
    )
)
SCHEMA = schemathesis.openapi.from_dict(json.loads(described(ENDPOINTS, TOP)), config=CONFIG)


@dataclass
class Live:
    """A server at `url`, and an operator's token."""

    url: str
    secret: str

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.secret}"}

    def made(self, place: str) -> str:
        """A new conversation, contact, subscription or flow's name, for an address."""
        bodies: dict[str, tuple[str, dict[str, Any]]] = {
            "conversation": ("/conversations", {"flow": "desk"}),
            "contact": ("/contacts", {"gateway": "sms", "address": str(time.monotonic_ns())}),
        }
        if place not in bodies:
            return "desk"
        path, body = bodies[place]
        answer = httpx2.post(
            self.url + path, json=body, headers=self.headers, trust_env=False, timeout=60
        )
        return str(answer.json()["id"])


async def operators_token(store: Path) -> str:
    kept = opened(store)
    await kept.start()
    try:
        return (await Access(kept).issue("olena", OPERATOR))[1]
    finally:
        await kept.close()


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    folder = tmp_path_factory.mktemp("desk")
    (folder / "desk.flow").write_text(DESK, encoding="utf-8")
    secret = asyncio.run(operators_token(folder / "store.db"))
    house = House(folder, opened(folder / "store.db"), secrets={"webhook_crm": "x" * 32})
    house.read()
    app = application(house, watch=False)
    app.state.requests = app.state.integration.tokens = Rate(1e9, 1e9)
    app.state.integration.failures = Rate(1e9, 1e9)
    listener = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_config=None, access_log=False))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    try:
        yield Live(f"http://127.0.0.1:{listener.getsockname()[1]}{TOP}", secret)
    finally:
        server.should_exit = True
        thread.join()
        listener.close()


@SCHEMA.parametrize()
def test_it_does_as_it_says(case: schemathesis.Case[Any], live: Live) -> None:
    if case.meta is not None and case.meta.generation.mode.is_positive:
        case.path_parameters = {place: live.made(place) for place in case.path_parameters or {}}
        if isinstance(case.body, dict) and len(case.body) % 2:
            case.body |= {name: value for name, value in KNOWN.items() if name in case.body}
            if "flow" in case.body:
                case.body = {"flow": "desk", "caller": case.body.get("caller", "")}
    case.call_and_validate(base_url=live.url, headers=live.headers, timeout=30)
