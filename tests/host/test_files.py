from __future__ import annotations

import pytest

from flowengine.host.files import shown
from flowengine.language.compile import compile_flow
from flowengine.language.project import Sources

FLOW = """flow shop "Shop"
channels voice, chat

queue night

table houses from "houses.csv"

start:
  say "Welcome."
    recording voice: "sounds/welcome.wav"
    picture "door.jpg", "A green door"
    file 'times.pdf'
  play "bell.wav"
  for house in houses:
    say "{{ house.name }}: map.png"
      picture house.photo, "The house"
  -> ring

ring:
  handoff night
    music "waiting.mp3"
    on closed: transfer to "+380441234567"
  end
"""
HOUSES = "name,photo\nGreen,green.jpg\nBlue,photos/blue.jpg,more.jpg\n"
STAFF = "name,photo\nAnna,anna.jpg\n"


@pytest.mark.parametrize(
    ("name", "is_shown"),
    [
        ("door.jpg", True),
        ("times.pdf", True),
        ("sounds/welcome.wav", True),
        ("bell.wav", True),
        ("waiting.mp3", True),
        ("green.jpg", True),
        ("photos/blue.jpg", True),
        ("files/any.jpg", True),
        ("files/deep/any.jpg", True),
        ("map.png", False),  # only among other words
        ("jpg", False),
        ("sounds/door.jpg", False),  # another file of the same name
        ("welcome.wav", False),
        ("more.jpg", False),  # in a cell that has no heading
        ("anna.jpg", False),  # in a table that no flow reads
        ("shifts.pdf", False),
        ("old/files/shifts.pdf", False),
    ],
)
def test_what_a_flow_or_its_table_names_is_shown(name: str, is_shown: bool) -> None:
    there = ("door.jpg", "times.pdf", "sounds/welcome.wav", "bell.wav", "waiting.mp3", name)
    tables = {"houses.csv": HOUSES, "staff.csv": STAFF}
    flows = {"shop.flow": FLOW, "draft.flow": 'say "shifts.pdf"'}
    sources = Sources(flows, tables, frozenset(there))
    compiled = compile_flow(sources, "shop")
    assert compiled.program is not None, compiled.diagnostics
    assert (name in shown(compiled.program, sources)) is is_shown
    # What is not there is never shown, whoever names it.
    assert shown(compiled.program, Sources({"shop.flow": FLOW}, tables)) == frozenset()
