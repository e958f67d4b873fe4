from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.cli.conftest import BROKEN, Command

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("on", "line"),
    [
        ("voice", "  Which way? For Left, press 1. For Right, press 2."),
        ("chat", "  1. Left"),
    ],
)
def test_what_a_caller_hears_or_reads_is_printed(
    command: Command, folder: Path, on: str, line: str
) -> None:
    told = command("show", folder / "hello.flow", "--on", on)
    assert told.code == 0
    assert line in told.out.splitlines()


def test_a_channel_that_the_flow_does_not_have_is_refused(command: Command, folder: Path) -> None:
    told = command("show", folder, "--on", "sms")
    assert told.code == 2
    assert told.err == "The flow does not know “sms”. It has: voice, chat.\n"


def test_a_flow_with_mistakes_is_not_shown(command: Command, folder: Path) -> None:
    (folder / "broken.flow").write_text(BROKEN, encoding="utf-8")
    told = command("show", folder / "broken.flow")
    assert (told.code, told.out) == (1, "")
    assert "broken.flow:4:" in told.err
