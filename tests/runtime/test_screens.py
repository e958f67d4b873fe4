"""A question that does not fit on a small screen is paged, and no choice is lost on the way."""

from __future__ import annotations

from pathlib import Path

import pytest

from flowengine.authoring.transcript_play import play
from flowengine.authoring.transcript_read import read
from flowengine.host.library import read_folder
from flowengine.language.compile import compile_flow
from flowengine.language.program import Program

FLOW = """flow paged "Paged"
channels {channels}
{screen}
start:
  say "{greeting}"
  menu where "Where to?" into place
    - "A label of thirty characters 1st"
    - "A label of thirty characters 2nd"
    - "A label of thirty characters 3rd"
    - "A label of thirty characters 4th"
    - "A label of thirty characters 5th"
    - "whisper" quiet
  say "To {{{{ place }}}}."
  end
"""


def program(tmp_path: Path, greeting: str = "Hello.", screen: str = "screen 130") -> Program:
    text = FLOW.format(channels="ussd, chat", screen=screen, greeting=greeting)
    (tmp_path / "paged.flow").write_text(text, encoding="utf-8")
    compiled = compile_flow(read_folder(tmp_path), "paged")
    assert compiled.program is not None, compiled.diagnostics
    return compiled.program


def failures(program: Program, talk: str) -> list[str]:
    transcript, mistakes = read(f'test "it" on {talk}', "paged")
    assert mistakes == ()
    return [f"{f.line}: {f.message} {f.said}" for t in transcript.tests for f in play(program, t)]


PAGES = """ussd
  bot: Hello. Where to?
    1. A label of thirty characters 1st
    2. A label of thirty characters 2nd
    3. More
  caller: 3
  bot: 1. A label of thirty characters 3rd
    2. A label of thirty characters 4th
    3. A label of thirty characters 5th
    4. Back
"""

TALKS = {
    "on to the last page and a number that starts afresh": f"""{PAGES}
  caller: 2
  bot: To A label of thirty characters 4th.
""",
    "back to the first page": f"""{PAGES}
  caller: 4
  bot: Where to? 1. A label of thirty characters 1st …
  caller: 1
  bot: To A label of thirty characters 1st.
""",
    "a label of another page is heard": """ussd
  bot: … 3. More
  caller: A label of thirty characters 5th
  bot: To A label of thirty characters 5th.
""",
    "a quiet option is heard on every page": f"""{PAGES}
  caller: whisper
  bot: To whisper.
""",
    "after nonsense the numbers are those on the screen": f"""{PAGES}
  caller: giraffe
  bot: Sorry, I did not understand.
    1. A label of thirty characters 3rd
    2. A label of thirty characters 4th
    3. More
    4. Back
  caller: 3
  bot: 1. A label of thirty characters 5th 2. Back
  caller: 1
  bot: To A label of thirty characters 5th.
""",
    "where there is no small screen nothing is paged": """chat
  bot: … 5. A label of thirty characters 5th
""",
}


@pytest.mark.parametrize("talk", TALKS.values(), ids=TALKS.keys())
def test_pages(talk: str, tmp_path: Path) -> None:
    assert failures(program(tmp_path), talk) == []


def test_a_long_greeting_takes_room_but_no_choice_is_lost(tmp_path: Path) -> None:
    """Pages were once counted, so that a choice between two of them was never shown."""
    talk = """ussd
  bot: … Where to? 1. A label of thirty characters 1st 2. More
  caller: 2
  bot: 1. A label of thirty characters 2nd …
"""
    greeting = "A greeting that takes more than half of what a screen can hold, and then more."
    assert failures(program(tmp_path, greeting), talk) == []


def test_without_a_screen_line_the_channel_has_its_own(tmp_path: Path) -> None:
    talk = """ussd
  bot: Hello. Where to? 1. … 4. … 5. More
"""
    assert failures(program(tmp_path, screen=""), talk) == []


def test_what_fits_is_not_paged(tmp_path: Path) -> None:
    talk = """ussd
  bot: … 5. A label of thirty characters 5th
"""
    assert failures(program(tmp_path, screen="screen 400"), talk) == []
