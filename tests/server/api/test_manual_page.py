"""The page about the API: every `curl` of it is run against a server, and answers as shown."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import httpx2
import pytest

from flowengine.server.manual import source
from tests.nodes import free_port

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed"),
]

PAGE = source("api") or ""
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
FLOW = next(block[2] for block in BLOCK.finditer(PAGE) if block[1] == "flow")
ANY = "…"
BASH = shutil.which("bash") or "/bin/bash"
PATIENCE = 120.0  # seconds until a server has begun, on a machine with much to do


def token(store: Path, name: str, role: str) -> str:
    command = [sys.executable, "-m", "flowengine", "token", "new", name, "--role", role]
    done = subprocess.run(
        [*command, "--store", str(store)], capture_output=True, text=True, check=True
    )
    return done.stdout.split()[-1]


@pytest.fixture
def environment(tmp_path: Path) -> Iterator[dict[str, str]]:
    """A server with the flow of the page, and the names that the page uses."""
    (tmp_path / "call_back.flow").write_text(FLOW, encoding="utf-8")
    store = tmp_path / "store.db"
    port = free_port()
    secrets = {"FLOWENGINE_SECRET_WEBHOOK_CRM": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"}
    named = {
        "SERVER": f"http://127.0.0.1:{port}",
        "TOKEN": token(store, "crm", "api"),
        "OPERATOR": token(store, "olena", "operator"),
    }
    command = [sys.executable, "-m", "flowengine", "serve", str(tmp_path), "--port", str(port)]
    server = subprocess.Popen(
        [*command, "--store", str(store)],
        env={**os.environ, **secrets},
        stderr=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
    )
    try:
        answers(f"{named['SERVER']}/healthz")
        yield {**os.environ, **named}
    finally:
        server.terminate()
        server.wait(PATIENCE)


def answers(url: str) -> None:
    until = time.monotonic() + PATIENCE
    while True:
        try:
            httpx2.get(url, trust_env=False, timeout=PATIENCE)
        except httpx2.HTTPError:
            assert time.monotonic() < until, "the server did not begin"
            time.sleep(0.05)
        else:
            return


def fits(found: Any, shown: Any) -> bool:
    """What the page shows is there; it may leave out fields, and `…` stands for anything."""
    match shown:
        case dict():
            return all(name in found and fits(found[name], value) for name, value in shown.items())
        case list():
            return len(found) == len(shown) and all(map(fits, found, shown))
    return bool(shown == ANY or found == shown)


def test_every_example_answers_as_the_page_shows(environment: dict[str, str]) -> None:
    blocks = [(block[1], block[2]) for block in BLOCK.finditer(PAGE)]
    asked = 0
    for (kind, command), (following, shown) in pairwise(blocks):
        if kind != "sh" or not command.startswith("curl"):
            continue
        asked += 1
        done = subprocess.run(
            [BASH, "-c", command], env=environment, capture_output=True, text=True, check=True
        )
        if following != "json":
            rows = list(csv.DictReader(io.StringIO(done.stdout.lstrip("\ufeff"))))
            assert [one["value"] for one in rows] == ["Olena"]
            continue
        found = json.loads(done.stdout)
        assert fits(found, json.loads(shown)), f"{command}\n{done.stdout}"
        for name, path in (("TALK", "/conversations"), ("CONTACT", "/contacts")):
            if f'{path}"' in command:
                environment[name] = found["id"]
    assert asked >= 10
