from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from flowengine import assets
from flowengine.authoring.transcript_read import read
from flowengine.language.compile import compile_flow
from flowengine.language.project import Sources

if TYPE_CHECKING:
    from flowengine.authoring.transcript import Test
    from flowengine.language.program import Program

Folder = Callable[[Mapping[str, str]], Path]

SHOP = """\
flow shop "Shop"
channels voice, sms, chat
languages en, uk
written in en

hours office
  zone Europe/Kyiv
  every day 9:00-17:00

queue team
  hours office

service club "https://club.example"
  timeout 5s

start:
  set mobile = phone("+380501112233")
  say "Hello."
    sms: "Hi."
    uk: "Вітаємо."
  -> main

menu main "How can we help?"
  uk: "Чим допомогти?"
  1 "Beds" or "bed[s]" -> beds
    uk: "Ліжка" or "ліжка"
  2 "A person" or "person" -> person
    uk: "Людина" or "людина"
  3 "Order" or "order" -> order
    uk: "Замовлення"
  4 "Goodbye" or "bye" -> goodbye
    uk: "Бувайте"

beds:
  ask beds: number from 1 to 6 "For how many people?"
    uk: "На скільки людей?"
    silence: say "I hear nothing."
      uk: "Нічого не чую."
    wrong: say "Six at most."
      uk: "Не більше шести."
  save "Beds" = beds
  note "beds for {{ beds }}"
  tag contact "shelter"
  set contact.beds = beds
  send sms to mobile "Beds: {{ beds }}."
    uk: "Ліжок: {{ beds }}."
  say "Done."
    uk: "Готово."
  end

person:
  handoff team
    needs language
    needs skill "housing"
    priority high
    brief "about {{ topic or "nothing" }}"
    while waiting every 45s: say "You are number {{ queue.position }}."
      uk: "Ви {{ queue.position }}-й."
    on nobody: say "Nobody is here."
      uk: "Нікого немає."
    on closed: say "We are closed."
      uk: "Ми зачинені."
  end

order:
  set topic = "order"
  fetch order from club "/orders"
    slow 2s: say "One moment."
      uk: "Хвилинку."
    on error: say "That failed." -> main
      uk: "Не вийшло."
    on late: send sms to mobile "Order {{ order.number }}."
      uk: "Замовлення {{ order.number }}."
  say "Your number is {{ order.number }}."
    uk: "Ваш номер {{ order.number }}."
  end

goodbye:
  say "Goodbye."
    uk: "До побачення."
  end
"""


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """Writes files into a fresh folder and gives it."""

    def write(files: Mapping[str, str]) -> Path:
        for name, text in files.items():
            (tmp_path / name).write_text(text, encoding="utf-8")
        return tmp_path

    return write


@cache
def grammars() -> dict[str, str]:
    """The standard grammars, which know the words for numbers."""
    folder = assets.folder("grammars")
    return {
        file.relative_to(folder).as_posix(): file.read_text(encoding="utf-8")
        for file in folder.rglob("*.jsgf")
    }


@cache
def program(source: str) -> Program:
    """A program of one flow, compiled once; the flow must have no errors."""
    name = source.split()[1]
    found = compile_flow(Sources({f"{name}.flow": source}, grammars=grammars()), name)
    assert found.program is not None, found.diagnostics
    return found.program


@pytest.fixture
def shop() -> Program:
    return program(SHOP)


def only_test(transcript: str) -> Test:
    found, mistakes = read(transcript, "shop.transcript")
    assert mistakes == ()
    (test,) = found.tests
    return test
