from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

import pytest

from flowengine.cli import main

if TYPE_CHECKING:
    from pathlib import Path

HELLO = """\
flow hello "Hello"
channels voice, chat

start:
  menu "Which way?"
    1 "Left"
    2 "Right"
  say "Go on."
  end
"""
BROKEN = 'flow broken "Broken"\n\nstart:\n  say "Hello.\n  end\n'
HEARD = 'test "heard"\n  bot: Which way? …\n  caller: 1 | right\n  bot: Go on.\n'


class Told(NamedTuple):
    code: int
    out: str
    err: str


Command = Callable[..., Told]


@pytest.fixture
def command(capsys: pytest.CaptureFixture[str]) -> Command:
    """Runs `flowengine` with arguments; gives the exit code and what was printed."""

    def run(*arguments: object) -> Told:
        try:
            code = main([str(one) for one in arguments])
        except SystemExit as left:
            code = left.code if isinstance(left.code, int) else 1
        return Told(code, *capsys.readouterr())

    return run


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "hello.flow").write_text(HELLO, encoding="utf-8")
    (tmp_path / "hello.transcript").write_text(HEARD, encoding="utf-8")
    return tmp_path
