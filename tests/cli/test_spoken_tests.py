"""Callers of transcripts who really speak, by real voices and a real recogniser."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Command

pytestmark = pytest.mark.slow
FLOW = """\
flow desk "The desk"
channels voice, chat

start:
  menu "What do you need?"
    1 "opening hours" -> told
    2 "talk to a person" -> other

told:
  say "From nine to five."
  end

other:
  say "Nobody is here."
  end
"""
TEST = """\
test "By words and by key" on voice
  bot: What do you need? …
  caller: says "opening hours"
  bot: From nine to five.

test "By key" on voice
  bot: What do you need? …
  caller: key 2
  bot: Nobody is here.

test "Not on the phone" on chat
  bot: What do you need? …
  caller: types "opening hours"
  bot: From nine to five.
"""


@pytest.fixture
def transcript(tmp_path: Path) -> Path:
    (tmp_path / "desk.flow").write_text(FLOW, encoding="utf-8")
    path = tmp_path / "desk.transcript"
    path.write_text(TEST, encoding="utf-8")
    return path


def test_what_is_spoken_is_understood_and_counted(command: Command, transcript: Path) -> None:
    told = command("test", "--spoken", "--recogniser", "pocketsphinx", transcript)
    assert (told.code, told.err) == (0, "")
    assert told.out.startswith("2 tests passed")
    assert "1 answer spoken: 0 understood at once, 1 when asked back, 0 misheard." in told.out


def test_where_nothing_hears_the_words_count_as_written(command: Command, transcript: Path) -> None:
    told = command("test", "--spoken", "--recogniser", "vosk", transcript)
    assert told.code == 0
    assert "1 could not be spoken or heard" in told.out


def test_another_outcome_than_the_transcripts_is_a_failure(
    command: Command, transcript: Path
) -> None:
    transcript.write_text(TEST.replace("From nine to five", "From ten to six", 1))
    told = command("test", "--spoken", "--recogniser", "pocketsphinx", "-k", "words", transcript)
    assert told.code == 1
    assert told.out.count("1 failed") == 1
