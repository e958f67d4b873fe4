from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.cli.conftest import Command


def test_every_language_with_a_voice_is_listed(command: Command, tmp_path: Path) -> None:
    told = command("voices", "list", "--models", tmp_path)
    assert told.code == 0
    heads = [line for line in told.out.splitlines() if line and line[0] != " "]
    assert heads[:-1] == ["en", "fa", "hr", "ru", "uk"]
    assert "flowengine voices install fa --engine piper" in told.out


def test_what_can_be_added_is_what_install_takes(command: Command, tmp_path: Path) -> None:
    told = command("voices", "list", "en", "--models", tmp_path).out
    lines = [line for line in told.splitlines() if "voices install" in line]
    commands = [line.partition(": ")[2] for line in lines]
    assert len(set(commands)) == len(commands) == 6


def test_settings_that_make_no_sense_are_refused(
    command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FLOWENGINE_CALLS", "many")
    refused = command("voices", "list")
    assert refused.code == 2
    assert "FLOWENGINE_CALLS" in refused.err
