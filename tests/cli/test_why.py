from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from flowengine.desk import moves, people
from flowengine.desk.items import Item
from flowengine.store.opening import opened

if TYPE_CHECKING:
    from pathlib import Path

    from flowengine.desk.moves import Move
    from flowengine.store.verbs import Store
    from tests.cli.conftest import Command

ITEM = Item(id="talk-4", conversation="talk", queue="advice", channel="chat", language="uk", turn=4)
FLOW = """\
flow line "Line"

queue advice
  level 3

start:
  handoff advice
    needs language
  end
"""


def scene(path: Path, *, offered: bool) -> Path:
    """Somebody waits, whom Olena let pass; Marko speaks no Ukrainian, Sofia is not there."""

    async def write() -> None:
        store = opened(path)
        await store.start()
        for name, languages in (("olena", {"uk": 5}), ("marko", {"en": 5}), ("sofia", {"uk": 2})):
            await person(store, name, languages)
        move = moves.joined(ITEM, 1000.0)
        await done(store, move)
        why = {"ring": 0, "waited": 4.0, "able": 1, "idle": None}
        move = moves.offered(move.after, "u-olena", "token", 1024.0, 1004.0, why)
        await done(store, move)
        if not offered:
            move = moves.refused(move.after, 1010.0)
            await done(store, move)
            await done(store, moves.raised(move.after, 2, 1011.0, "u-sofia"))
        await store.close()

    asyncio.run(write())
    return path


async def person(store: Store, name: str, languages: dict[str, int]) -> None:
    user = people.User(
        id=f"u-{name}", name=name, shown=name.title(), queues=("*",), languages=languages, version=1
    )
    assert await store.write_user(user)
    if name != "sofia":
        await store.attend(user.id, "page", "node", 60.0)
    status = people.Standing(agent=user.id, status=people.READY, since=1.0, version=1)
    assert await store.stand(status)


async def done(store: Store, move: Move) -> None:
    assert await store.move([move], "node") == ("moved",)


def test_who_waits_is_explained(command: Command, tmp_path: Path) -> None:
    told = command("why", "talk", "--store", scene(tmp_path / "store.db", offered=False))
    assert told.code == 0, told.err
    lines = told.out.splitlines()
    assert lines[0] == "talk-4: contact in advice, waiting, priority high"
    assert [line.split("  ", 2)[-1].strip() for line in lines[1:5]] == [
        "+0 s  joined (media chat, kind contact, priority 1, clock 1000)",
        "+4 s  offered to Olena: waited 4 s; 1 on duty could take it; new here",
        "+10 s  refused Olena",
        "+11 s  raised (priority 2, before 1, by Sofia)",
    ]
    assert lines[5:8] == [
        "Now:",
        "  It is next in advice.",
        "  Ring 0: asked for is uk at level 1.",
    ]
    assert any(line.startswith("  Olena: is next to be asked: has 0 in hand") for line in lines)
    assert '  Marko: language "uk" is asked for at level 1, and does not have it' in lines
    assert "  Sofia: is not there" in lines


@pytest.mark.slow
def test_the_terms_are_those_of_the_flows(command: Command, tmp_path: Path) -> None:
    (tmp_path / "flows").mkdir()
    (tmp_path / "flows" / "line.flow").write_text(FLOW, encoding="utf-8")
    store = scene(tmp_path / "store.db", offered=False)
    told = command("why", "talk-4", "--store", store, "--flows", tmp_path / "flows")
    assert told.code == 0, told.err
    assert "asked for is uk at level 3." in told.out


@pytest.mark.slow
def test_flows_with_mistakes_are_not_taken_for_terms(command: Command, tmp_path: Path) -> None:
    (tmp_path / "line.flow").write_text(FLOW.replace("advice\n", "", 1), encoding="utf-8")
    store = scene(tmp_path / "store.db", offered=False)
    told = command("why", "talk-4", "--store", store, "--flows", tmp_path)
    assert told.code == 2
    assert told.err.startswith("line has mistakes")


def test_who_does_not_wait_is_only_told(command: Command, tmp_path: Path) -> None:
    told = command("why", "talk-4", "--store", scene(tmp_path / "store.db", offered=True))
    assert "Now:" not in told.out
    assert told.out.startswith("talk-4: contact in advice, offered, priority normal\n")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("nobody",), "There is no item nobody."),
        (("talk", "--flows", "/nowhere/at/all"), "There is no folder"),
    ],
)
def test_what_is_not_there_is_said(
    command: Command, tmp_path: Path, arguments: tuple[str, ...], words: str
) -> None:
    store = scene(tmp_path / "store.db", offered=True)
    told = command("why", *arguments, "--store", store)
    assert told.code == 2
    assert words in told.err
