"""What a real server does when the ground gives way: its disk, its database, its file."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import httpx2
import psycopg
import pytest
from psycopg import conninfo

from tests.nodes import Node, Proxy

pytestmark = pytest.mark.slow

FLOW = """flow words "Words"
channels chat

start:
  say "Welcome."
  -> next

next:
  ask word: text "Say a word."
  say "You said {{ word }}."
  -> next
"""
LARGER = 40 * 1024 * 1024  # bytes; more than a server wants to have free


class Page:
    """As a page does it: a message that was not taken is brought again under the same name."""

    def __init__(self, node: Node) -> None:
        self._address = node.address
        opened = httpx2.post(f"{node.address}/api/chat/words", json={}, timeout=60).json()
        self._path = f"{node.address}/api/conversations/{opened['conversation']}/lines"
        self._headers = {"authorization": f"Bearer {opened['token']}"}

    def say(self, name: str, text: str) -> int:
        body = {"type": "say", "id": name, "text": text}
        answer = httpx2.post(self._path, json=body, headers=self._headers, timeout=60)
        if answer.status_code != 200:
            assert answer.json()["code"] == "busy"
        return answer.status_code

    def said(self) -> list[str]:
        """The person's lines."""
        news = httpx2.get(self._path, headers=self._headers, timeout=60).json()
        return [line["text"] for line in news["lines"] if line["side"] == "person"]

    def ready(self, well: bool) -> str:
        """Ask until the server is ready, or is not; what it says then."""
        while True:
            answer = httpx2.get(f"{self._address}/readyz", timeout=60)
            if (answer.status_code == 200) is well:
                return answer.text
            # It says the same for a second; meanwhile we listen for what nobody says.
            far = {"since": 1_000, "wait": 1}
            httpx2.get(self._path, headers=self._headers, params=far, timeout=60)


@pytest.fixture
def flows(tmp_path: Path) -> Path:
    folder = tmp_path / "flows"
    folder.mkdir()
    (folder / "words.flow").write_text(FLOW)
    return folder


# ---------------------------------------------------------------- the disk


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A folder on a small disk of its own."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount, umount = shutil.which("mount"), shutil.which("umount")
    if mount is None or umount is None or os.geteuid():
        pytest.skip("only root can mount a small disk")
    ask = [mount, "-t", "tmpfs", "-o", f"size={LARGER}", "tmpfs", str(folder)]
    if subprocess.run(ask, capture_output=True, check=False).returncode:
        pytest.skip("no small disk can be mounted here")
    yield folder
    subprocess.run([umount, str(folder)], check=True)


def _fill(file: Path) -> None:
    """Until not one byte is free."""
    with file.open("wb", buffering=0) as ballast, suppress(OSError):
        while True:
            ballast.write(b"x" * 65_536)


def test_on_a_full_disk_nothing_is_promised_and_with_room_it_goes_on(
    flows: Path, small_disk: Path
) -> None:
    with Node(flows, small_disk / "store.db") as node:
        page = Page(node)
        taken = ["word 0"]
        assert page.say("m0", "word 0") == 200
        _fill(small_disk / "ballast")
        text = "x" * 900
        for number in range(1, 9):  # what is free in the file that is there is still used
            if page.say(f"m{number}", text) != 200:
                break
            taken.append(text)
        else:
            pytest.fail("nine messages found room on a full disk")
        assert "message not taken" in node.tells("disk")
        assert page.said() == taken
        assert page.ready(well=False) in {
            "the store does not answer\n", "the disk is nearly full\n",
        }  # fmt: skip
        (small_disk / "ballast").unlink()
        assert page.say(f"m{number}", text) == 200
        assert page.say(f"m{number}", text) == 200  # the page heard nothing and asks again
        assert page.said() == [*taken, text]
        page.ready(well=True)
        assert node.stop() == 0


# ---------------------------------------------------------------- the database


def test_a_database_that_is_away_for_a_while_costs_a_while(flows: Path, postgresql: str) -> None:
    parts = conninfo.conninfo_to_dict(postgresql)
    target = f"{parts['host']}/.s.PGSQL.{parts.get('port', 5432)}"
    with Proxy(target) as road:
        words = urlencode({"user": parts["user"], "host": "127.0.0.1", "port": road.port})
        with Node(flows, f"postgresql:///{parts['dbname']}?{words}") as node:
            page = Page(node)
            assert page.say("m1", "one") == 200
            road.targets.clear()
            road.cut()
            assert page.say("m2", "two") == 503
            assert page.ready(well=False) == "the store does not answer\n"
            assert httpx2.get(f"{node.address}/healthz", timeout=60).status_code == 200
            road.targets.append(target)
            page.ready(well=True)
            assert page.say("m2", "two") == 200
            assert page.said() == ["one", "two"]
            assert node.stop() == 0


# ---------------------------------------------------------------- the file, between two starts


def _cut(file: Path) -> None:
    os.truncate(file, file.stat().st_size // 2)


def _future(file: Path) -> None:
    with closing(sqlite3.connect(file)) as base:
        base.execute("PRAGMA user_version = 99")


@pytest.mark.parametrize(("harm", "told"), [(_cut, "damaged"), (_future, "newer flowengine")])
def test_what_was_done_to_the_file_is_told_and_it_is_left_alone(
    flows: Path, tmp_path: Path, harm: Callable[[Path], Any], told: str
) -> None:
    file = tmp_path / "store.db"
    with Node(flows, file) as node:
        assert Page(node).say("m1", "one") == 200
        assert node.stop() == 0
    harm(file)
    before = file.read_bytes()
    node = Node(flows, file)
    assert told in node.tells(told)
    assert node.process.wait(60) == 2
    node.kill()
    assert "Traceback" not in json.dumps(node.told)
    assert file.read_bytes() == before


def test_a_database_of_the_future_is_told_and_left_alone(flows: Path, postgresql: str) -> None:
    with Node(flows, postgresql) as node:
        assert node.stop() == 0
    with psycopg.connect(postgresql, autocommit=True) as connection:
        connection.execute("UPDATE schema_version SET version = 99")
    node = Node(flows, postgresql)
    assert "newer flowengine" in node.tells("newer flowengine")
    assert node.process.wait(60) == 2
    node.kill()
