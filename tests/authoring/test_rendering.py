from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from flowengine.authoring.rendering import Rendered, Rendering
from flowengine.speech.sound import tones, wav
from flowengine.speech.synthesis.studio import Studio
from tests.runtime.talk import program

if TYPE_CHECKING:
    from collections.abc import Iterator

SCRIPTED = Path(__file__).parent.parent / "speech" / "synthesis" / "scripted.py"
FLOW = """
flow line "Line"
languages en
channels voice

start:
  set who = "Olha"
  say "Hello {{ who }}."
  say "Hello."
    recording voice: "hello.wav"
  menu "What now?"
    1 "Hours":
      say "no"
      end
    2 "Parcels":
      say "Hello."
      end
"""


@pytest.fixture
def studio(tmp_path: Path) -> Iterator[Studio]:
    """Whose every text is a second long."""
    made = Studio(tmp_path / "cache", command=(sys.executable, str(SCRIPTED)))
    yield made
    made.close()


def _rendered(studio: Studio, folder: Path, told: list[int] | None = None) -> Rendered:
    compiled = program(FLOW, files=("hello.wav",))
    return Rendering(compiled, folder, studio).render(told=(told or []).append)


def test_what_is_the_same_for_everybody_is_spoken(studio: Studio, tmp_path: Path) -> None:
    (tmp_path / "hello.wav").write_bytes(wav.write(tones.tone((300.0,), 2.0, 8_000)))
    rendering = Rendering(program(FLOW, files=("hello.wav",)), tmp_path, studio)
    told: list[int] = []
    rendered = rendering.render(told=told.append)
    assert told == list(range(1, rendered.texts + 1))
    assert rendered.texts == len(set(rendering.wanted))
    assert rendered.left == 1
    assert rendered.seconds == pytest.approx(rendered.texts - 1, abs=0.01)


def test_a_prompt_is_as_long_as_its_pieces_with_the_pauses_between(
    studio: Studio, tmp_path: Path
) -> None:
    rendered = _rendered(studio, tmp_path)
    menu = next(one for one in rendered.prompts if one.where == "line.flow:11")
    assert menu == rendered.prompts[0]
    assert menu.seconds == pytest.approx(3 + 0.4 + 0.3)
    assert rendered.long == ()


def test_failures_are_told_and_the_rest_is_there(studio: Studio, tmp_path: Path) -> None:
    rendered = _rendered(studio, tmp_path)
    assert {(one.language, one.what) for one in rendered.failures} == {
        ("en", "hello.wav"), ("en", "no"),
    }  # fmt: skip
