"""The web application on a folder with one small hotline, and a client that talks to it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from flowengine.host.house import House
from flowengine.server.app import application
from flowengine.store.opening import opened

FLOW = """flow shop "The <shop> & more"
languages en, fa
channels chat, sms

start:
  say "Welcome."
    fa: "خوش آمدید."
  -> main

menu main "What would you like?"
  fa: "چه می‌خواهید؟"
  1 "Bread" -> bread
    fa: "نان"
  2 "Nothing" -> bye
    fa: "هیچ"

bread:
  ask name: text "Your name?"
    fa: "نام شما؟"
  say "Thank you, {{ name }}."
    fa: "سپاس، {{ name }}."
  -> main

bye:
  say "Goodbye."
    fa: "بدرود."
  end
"""
SAFE = """flow safe "Safe line"
  fa: "خط امن"
languages en, fa
channels chat
quick exit to "https://www.example.org/weather" titled "Notes"

entry call_me "Call me back" -> call_back
  fa: "با من تماس بگیرید"

slots
  campus: text, from page

start:
  say "Welcome, campus {{ campus or 'unknown' }}."
    fa: "خوش آمدید."
  -> call_back

call_back:
  form "Where shall we call you?"
    fa: "کجا تماس بگیریم؟"
    ask name: text "Your name?"
      fa: "نام شما؟"
    ask pin: digits 4, secret "A word of four digits?"
      fa: "چهار رقم؟"
    ask beds: number from 1 to 6, optional "How many beds?"
      fa: "چند تخت؟"
  save "Name" = name
  say "We shall call {{ name }}."
    fa: "تماس می‌گیریم."
  -> more

more:
  ask message: text "Anything else?"
    fa: "چیز دیگری؟"
  end
"""
SENDS = """flow sends "Send things"
channels chat

on wrong media: say "Not that, please."

start:
  ask shot: photo "A photo?"
  say "Thank you for the photo."
  ask paper: file "A paper?"
  save "Paper" = paper
  say "Thank you for the paper."
  ask words: text "Anything else?"
  end
"""
SKIPS = """flow skips "A question to skip"
languages en, uk, ru, hr, fa
channels chat

start:
  ask n: number, optional "1?"
    uk: "1?"
    ru: "1?"
    hr: "1?"
    fa: "1?"
  if n is set: end
  -> more

more:
  ask m: number "3?"
    uk: "3?"
    ru: "3?"
    hr: "3?"
    fa: "3?"
  end
"""
PHONE_ONLY = 'flow line "Phone only"\nchannels voice\n\nstart:\n  say "Hello."\n  end\n'
SHOWS = """flow shows "Show things"
channels chat

start:
  say "This is where we are."
    picture "map.png", "A map"
    file "notes.txt"
  end
"""
JSON = {"content-type": "application/json"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    flows = tmp_path / "flows"
    flows.mkdir()
    (flows / "shop.flow").write_text(FLOW, encoding="utf-8")
    (flows / "safe.flow").write_text(SAFE, encoding="utf-8")
    (flows / "sends.flow").write_text(SENDS, encoding="utf-8")
    (flows / "skips.flow").write_text(SKIPS, encoding="utf-8")
    (flows / "line.flow").write_text(PHONE_ONLY, encoding="utf-8")
    (flows / "shows.flow").write_text(SHOWS, encoding="utf-8")
    (flows / "files").mkdir()
    for name in ("map.png", "shifts.png", "files/today.png"):
        (flows / name).write_bytes(b"\x89PNG")
    (flows / "notes.txt").write_text("not for visitors")
    return flows


@pytest.fixture
def client(folder: Path) -> Iterator[TestClient]:
    house = House(folder, opened(folder.parent / "store.db"))
    house.read()
    with TestClient(application(house, watch=False), raise_server_exceptions=False) as client:
        yield client


Begin = Callable[..., dict[str, Any]]


@pytest.fixture
def begin(client: TestClient) -> Begin:
    def begun(flow: str = "shop", **asked: object) -> dict[str, Any]:
        answer = client.post(f"/api/chat/{flow}", json=asked)
        assert answer.status_code == 200
        found: dict[str, Any] = answer.json()
        return found

    return begun


def bearer(opened: dict[str, Any]) -> dict[str, str]:
    return {"authorization": f"Bearer {opened['token']}"}


def lines_of(opened: dict[str, Any]) -> str:
    return f"/api/conversations/{opened['conversation']}/lines"
