from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tests.cli.conftest import BROKEN, HEARD, Command

if TYPE_CHECKING:
    from pathlib import Path


def test_passing_tests_are_counted(command: Command, folder: Path) -> None:
    told = command("test", folder)
    assert told.code == 0
    assert re.fullmatch(r"1 test passed \(\d+\.\d\d s\)\n", told.out)


def test_what_is_said_instead_is_shown(command: Command, folder: Path) -> None:
    more = HEARD + '\ntest "lost"\n  bot: Nothing.\n'
    (folder / "hello.transcript").write_text(more, encoding="utf-8")
    told = command("test", folder / "hello.transcript")
    assert told.code == 1
    assert f"{folder / 'hello.transcript'}:7: “lost” on voice: The bot says something" in told.out
    assert "  said      Which way? For Left, press 1." in told.out
    assert "2 tests, 1 failed" in told.out


def test_only_some_can_be_played(command: Command, folder: Path) -> None:
    more = HEARD + '\ntest "lost"\n  bot: Nothing.\n'
    (folder / "hello.transcript").write_text(more, encoding="utf-8")
    assert command("test", folder, "-k", "Heard").out.startswith("1 test passed")


def test_coverage_names_the_lines_that_never_ran(command: Command, folder: Path) -> None:
    source = (folder / "hello.flow").read_text(encoding="utf-8")
    more = source.replace("    2 ", '    3 "Back":\n      say "Never."\n    2 ')
    (folder / "hello.flow").write_text(more, encoding="utf-8")
    told = command("test", folder, "--coverage")
    assert told.code == 0
    assert re.search(r"hello\.flow: \d\d % of \d lines   never run: \d", told.out)
    assert "hello.flow: 100 % of" not in told.out


def test_what_cannot_be_played_fails(command: Command, folder: Path) -> None:
    (folder / "broken.flow").write_text(BROKEN, encoding="utf-8")
    (folder / "broken.transcript").write_text(HEARD, encoding="utf-8")
    (folder / "lost.transcript").write_text('flow nowhere\n\ntest "x"\n  bit\n', encoding="utf-8")
    told = command("test", folder)
    assert told.code == 1
    assert ": mistake FE" in told.out
    assert "A line cannot begin with “bit”." in told.out
    assert "There is no flow “nowhere” beside this transcript." in told.out
    assert "1 test, " in told.out
