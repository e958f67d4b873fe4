from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Command


def test_a_new_folder_checks_and_tests_without_a_mistake(command: Command, tmp_path: Path) -> None:
    told = command("new", tmp_path / "My-Line")
    assert told.code == 0
    assert f"Try it: flowengine chat {tmp_path / 'My-Line' / 'my_line.flow'}" in told.out
    assert command("check", "--strict", tmp_path / "My-Line").code == 0
    assert command("test", tmp_path / "My-Line").code == 0
    assert command("fmt", "--check", tmp_path / "My-Line").code == 0


def test_a_folder_that_is_there_is_refused(command: Command, folder: Path) -> None:
    told = command("new", folder)
    assert told.code == 2
    assert "is there already" in told.err or "no name for a flow" in told.err
    assert command("new", folder / "hello.flow").err.endswith("Take another name.\n")


def test_a_name_that_no_flow_can_have_is_refused(command: Command, tmp_path: Path) -> None:
    told = command("new", tmp_path / "24h")
    assert (told.code, told.err) == (2, "“24h” is no name for a flow: begin with a letter.\n")
    assert not (tmp_path / "24h").exists()
