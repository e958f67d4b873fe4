from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.cli.conftest import BROKEN, Command

if TYPE_CHECKING:
    from pathlib import Path

UNUSED = 'flow warned "Warned"\nchannels chat\n\nstart:\n  end\n\nnever:\n  end\n'


def test_a_flow_without_mistakes_is_said_to_have_none(command: Command, folder: Path) -> None:
    told = command("check", folder)
    assert (told.code, told.out) == (0, "")
    assert told.err == "No mistakes in 1 flow.\n"


def test_mistakes_are_drawn_under_the_path_that_was_named(command: Command, folder: Path) -> None:
    (folder / "broken.flow").write_text(BROKEN, encoding="utf-8")
    told = command("check", folder)
    assert told.code == 1
    assert f"{folder / 'broken.flow'}:4:" in told.out
    assert '  4 |   say "Hello.' in told.out
    assert told.err.endswith("in 2 flows.\n")


def test_json_is_one_list_whatever_is_found(command: Command, folder: Path) -> None:
    assert json.loads(command("check", folder, "--format", "json").out) == []
    (folder / "broken.flow").write_text(BROKEN, encoding="utf-8")
    told = command("check", folder, "--format", "json")
    assert told.code == 1
    found = json.loads(told.out)
    assert {one["file"] for one in found} == {str(folder / "broken.flow")}
    assert {"code", "severity", "line", "column", "end_line", "end_column"} <= found[0].keys()


def test_workflow_commands_stand_one_a_line(command: Command, folder: Path) -> None:
    assert command("check", folder, "--format", "github").out == ""
    (folder / "broken.flow").write_text(BROKEN, encoding="utf-8")
    lines = command("check", folder, "--format", "github").out.splitlines()
    assert lines
    assert all(line.startswith("::error file=") for line in lines)


def test_a_voice_that_cannot_speak_is_told_and_counts_where_it_is_strict(
    command: Command, folder: Path
) -> None:
    (folder / "voices").mkdir()
    (folder / "voices" / "ann.toml").write_text('language = "en"\nengine = "festival"\n')
    flow = folder / "spoken.flow"
    flow.write_text('flow spoken "Spoken"\nlanguages en\nvoices en ann\n\nstart:\n  end\n')
    assert command("check", flow).code == 0
    assert command("check", flow, "--strict").code == 1
    (folder / "voices" / "ann.toml").write_text('language = "en"\n')
    assert command("check", flow, "--strict").code == 0


@pytest.mark.parametrize(("arguments", "code"), [((), 0), (("--strict",), 1)])
def test_warnings_only_count_where_it_is_strict(
    command: Command, tmp_path: Path, arguments: tuple[str, ...], code: int
) -> None:
    (tmp_path / "warned.flow").write_text(UNUSED, encoding="utf-8")
    told = command("check", tmp_path, *arguments)
    assert told.code == code
    assert "warning FE" in told.out


def test_a_mistake_that_flows_share_is_told_once(command: Command, folder: Path) -> None:
    (folder / "other.flow").write_text(
        (folder / "hello.flow").read_text().replace("hello", "other")
    )
    (folder / "project.flow").write_text("channels voice, chat\nchannel x\n", encoding="utf-8")
    found = json.loads(command("check", folder, "--format", "json").out)
    shared = [one for one in found if one["file"].endswith("project.flow")]
    assert shared
    assert len(shared) == len({(one["line"], one["column"], one["code"]) for one in shared})


def test_a_folder_that_is_none_ends_with_two(command: Command, folder: Path) -> None:
    told = command("check", folder / "none")
    assert told.code == 2
    assert told.err == f"There is no file or folder {folder / 'none'}.\n"
