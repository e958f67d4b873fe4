from __future__ import annotations

from typing import TYPE_CHECKING

from tests.cli.conftest import BROKEN, HELLO, Command

if TYPE_CHECKING:
    from pathlib import Path

UNTIDY = HELLO.replace('say "Go on."', "say   “Go on.”   ")


def test_a_flow_is_written_in_one_form(command: Command, folder: Path) -> None:
    (folder / "hello.flow").write_text(UNTIDY, encoding="utf-8")
    told = command("fmt", folder)
    assert (told.code, told.out) == (0, f"{folder / 'hello.flow'}\n")
    assert (folder / "hello.flow").read_text(encoding="utf-8") == HELLO
    assert command("fmt", folder).out == ""


def test_check_changes_nothing(command: Command, folder: Path) -> None:
    (folder / "hello.flow").write_text(UNTIDY, encoding="utf-8")
    told = command("fmt", "--check", folder)
    assert (told.code, told.out) == (1, f"{folder / 'hello.flow'} would change\n")
    assert (folder / "hello.flow").read_text(encoding="utf-8") == UNTIDY
    (folder / "hello.flow").write_text(HELLO, encoding="utf-8")
    assert command("fmt", "--check", folder).code == 0


def test_the_project_file_of_a_folder_is_formatted_too(command: Command, folder: Path) -> None:
    (folder / "project.flow").write_text("channels   voice, chat\n", encoding="utf-8")
    assert command("fmt", folder).code == 0
    assert (folder / "project.flow").read_text(encoding="utf-8") == "channels voice, chat\n"


def test_a_flow_with_mistakes_keeps_its_form(command: Command, folder: Path) -> None:
    (folder / "broken.flow").write_text(BROKEN, encoding="utf-8")
    told = command("fmt", folder / "broken.flow")
    assert told.code == 1
    assert f"{folder / 'broken.flow'}:4:" in told.err
    assert (folder / "broken.flow").read_text(encoding="utf-8") == BROKEN


def test_a_file_that_is_not_utf_8_is_left_alone(command: Command, folder: Path) -> None:
    before = HELLO.replace("Go on.", "Caf\u00e9.").encode("latin-1")
    (folder / "hello.flow").write_bytes(before)
    told = command("fmt", folder)
    assert told.code == 1
    assert "is not UTF-8" in told.err
    assert (folder / "hello.flow").read_bytes() == before
