from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from flowengine.store.records import Turn
from tests.cli.conftest import Command
from tests.host.town import LINE, SHORT, Town, played


@pytest.fixture
def changed(tmp_path: Path) -> Path:
    """A folder of changed flows; beside it a store with five recorded conversations."""

    async def scene(town: Town) -> None:
        for said in (("shelter", "4", "Friday"), ("shelter", "2"), ("nothing",), (), ("shelter",)):
            await town.talk(*said)

    played(tmp_path / "store.db", tmp_path / "flows", scene)
    folder = tmp_path / "changed"
    folder.mkdir()
    (folder / "line.flow").write_text(LINE, encoding="utf-8")
    return folder


def replayed(command: Command, changed: Path, *more: object) -> Any:
    return command("replay", "--against", changed, "--store", changed.parent / "store.db", *more)


def write(folder: Path, text: str) -> None:
    (folder / "line.flow").write_text(text, encoding="utf-8")


def test_nothing_is_found_where_nothing_was_changed(command: Command, changed: Path) -> None:
    assert replayed(command, changed) == (
        0,
        "line: no difference in 5 conversations with 12 turns\n",
        "",
    )


def test_one_change_is_one_entry(command: Command, changed: Path) -> None:
    write(changed, LINE.replace("How many beds?", "How many beds do you need?"))
    told = replayed(command, changed)
    assert told.code == 1
    lines = told.out.splitlines()
    assert lines[:4] == [
        "line: differences: 1 in 5 conversations with 12 turns",
        "1. Says something else at shelter/beds, in 3 conversations (3 times)",
        "   was: How many beds?",
        "   now: How many beds do you need?",
    ]
    assert lines[4].startswith("   first in conversation ")


def test_other_ways_and_ends_are_told(command: Command, changed: Path) -> None:
    write(changed, SHORT)
    told = replayed(command, changed, "--flow", "line", "--last", "5")
    assert told.code == 1
    assert "was: Welcome.\n   now: –\n" in told.out
    assert "Goes elsewhere at main/menu, in 3 conversations (3 times)" in told.out


def test_what_is_hidden_could_not_happen_again(command: Command, changed: Path) -> None:
    async def scene(town: Town) -> None:
        for one in await town.store.recorded("line", 9):
            traces = await town.store.traces(one.id)
            hidden = [replace(t, event=t.event.replace("started", "••••")) for t in traces]
            found = await town.conversations.look(one.id)
            await town.store.commit(Turn(found, retraced=tuple(hidden)))

    played(changed.parent / "store.db", changed.parent / "flows", scene)
    assert replayed(command, changed).out == (
        "line: no difference in 5 conversations with 0 turns\n"
        "  5 of them happened again only up to something that is hidden in the record.\n"
    )


def test_what_came_after_a_move_belongs_to_another_version(command: Command, changed: Path) -> None:
    async def scene(town: Town) -> None:
        town.write(LINE.replace("beds on", "beds for"))
        await town.publishing.publish(await town.look(), policy="move")

    played(changed.parent / "store.db", changed.parent / "flows", scene)
    assert replayed(command, changed).out == (
        "line: no difference in 5 conversations with 12 turns\n"
        "  4 of them happened again only up to where the person was moved to another version.\n"
    )


def test_a_version_that_is_lost_is_told(
    command: Command, changed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def lost(*_: object) -> None:
        return None

    monkeypatch.setattr("flowengine.host.bundles.found", lost)
    told = replayed(command, changed)
    assert "5 of them could not happen again: their version is lost." in told.out


@pytest.mark.parametrize(
    ("more", "words"),
    [
        (["--flow", "other"], "no flow other"),
        (["--last", "0"], "--last 1000"),
        (["--against", "nowhere"], "Name the folder"),
    ],
)
def test_what_cannot_be_done_is_told(
    command: Command, changed: Path, more: list[str], words: str
) -> None:
    told = replayed(command, changed, *more)
    assert told.code == 2
    assert words in told.err


def test_changed_flows_have_to_be_good(command: Command, changed: Path) -> None:
    write(changed, "nonsense")
    told = replayed(command, changed)
    assert told.code == 2
    assert "flowengine check" in told.err
