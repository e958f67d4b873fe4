from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

import pytest

from tests.cli.conftest import BROKEN, Command

if TYPE_CHECKING:
    from pathlib import Path

FETCHING = """\
flow asks "Asks"
channels chat

service club "http://127.0.0.1:9"

start:
  fetch order from club "/orders"
    on error: say "No."
  say "Done."
  end
"""


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> io.StringIO:
    """What the other program sends."""
    lines = io.StringIO()
    monkeypatch.setattr("sys.stdin", lines)
    return lines


def send(lines: io.StringIO, text: str) -> None:
    lines.write(text)
    lines.seek(0)


def test_lines_of_another_program_hold_a_talk(
    command: Command, folder: Path, typed: io.StringIO
) -> None:
    send(typed, "2\n")
    told = command("chat", folder / "hello.flow")
    assert told.code == 0
    assert told.out == ("Which way?\n1. Left\n2. Right\n> 2\nGo on.\n(the conversation is over)\n")


def test_a_talk_is_saved_as_a_transcript_that_passes(
    command: Command, folder: Path, typed: io.StringIO
) -> None:
    send(typed, "/key 2\n")
    target = folder / "hello.transcript"
    at = "2027-03-02 12:00"
    assert command("chat", folder, "--on", "voice", "--at", at, "--save", target).code == 0
    saved = target.read_text(encoding="utf-8")
    assert 'test "heard"' in saved
    assert '\n\ntest "A talk on 2027-03-02 at 12:00" on voice\n' in saved
    assert "given clock 2027-03-02 12:00" in saved
    assert command("test", target).out.startswith("2 tests passed")


def test_a_transcript_of_another_name_says_whose_it_is(
    command: Command, folder: Path, typed: io.StringIO
) -> None:
    send(typed, "left\n")
    target = folder / "talk.transcript"
    assert command("chat", folder, "--save", target).code == 0
    assert target.read_text(encoding="utf-8").startswith("flow hello\n\ntest ")
    assert command("test", target).code == 0


@pytest.mark.parametrize("arguments", [("--offline",), ()])
def test_a_service_that_cannot_be_reached_takes_the_path_for_errors(
    command: Command, tmp_path: Path, typed: io.StringIO, arguments: tuple[str, ...]
) -> None:
    """Without --offline it is really asked; an address of this machine is refused there."""
    (tmp_path / "asks.flow").write_text(FETCHING, encoding="utf-8")
    told = command("chat", tmp_path, *arguments)
    assert told.code == 0
    assert re.search(r"^No\.\nDone\.$", told.out, re.MULTILINE)
    assert "(fetch: GET http://127.0.0.1:9/orders)" in told.out


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--on", "sms"), "It has: voice, chat."),
        (("--language", "fr"), "The flow does not know “fr”."),
        (("--at", "noon"), "“noon” is no moment."),
    ],
)
def test_what_the_flow_does_not_have_is_refused(
    command: Command, folder: Path, arguments: tuple[str, ...], told: str
) -> None:
    refused = command("chat", folder, *arguments)
    assert refused.code == 2
    assert told in refused.err


def test_a_flow_with_mistakes_is_not_talked_to(command: Command, folder: Path) -> None:
    (folder / "broken.flow").write_text(BROKEN, encoding="utf-8")
    told = command("chat", folder / "broken.flow")
    assert (told.code, told.out) == (1, "")
    assert ": mistake FE" in told.err
