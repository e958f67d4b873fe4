from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Command, Told
from tests.host.town import GONE, LINE, SHORT, Town, played

Publish = Callable[..., Told]


@pytest.fixture
def flows(tmp_path: Path) -> Path:
    folder = tmp_path / "flows"
    folder.mkdir()
    (folder / "line.flow").write_text(LINE, encoding="utf-8")
    return folder


@pytest.fixture
def publish(command: Command, flows: Path, tmp_path: Path) -> Publish:
    return lambda *more: command("publish", flows, "--store", tmp_path / "store.db", *more)


def people(tmp_path: Path, *said: tuple[str, ...]) -> list[str]:
    """So many people talk with what is published, each so far."""
    keys: list[str] = []

    async def scene(town: Town) -> None:
        keys.extend([await town.talk(*one) for one in said])

    played(tmp_path / "store.db", tmp_path / "flows", scene)
    return keys


def heard(tmp_path: Path, key: str) -> list[str]:
    found: list[str] = []

    async def scene(town: Town) -> None:
        found.extend(await town.said(key, 0))

    played(tmp_path / "store.db", tmp_path / "flows", scene)
    return found


def write(flows: Path, text: str) -> None:
    (flows / "line.flow").write_text(text, encoding="utf-8")


def test_a_flow_is_published_once(publish: Publish) -> None:
    assert publish() == (0, "line: new\nline is published as 1.\n", "")
    assert publish() == (0, "line: unchanged, published as 1\n", "")


def test_a_dry_run_publishes_nothing(publish: Publish, tmp_path: Path) -> None:
    publish()
    told = publish("--dry-run", "--flow", "line")
    assert told == (0, "line: unchanged, published as 1\n", "")


def test_a_dry_run_makes_no_store(publish: Publish, tmp_path: Path) -> None:
    told = publish("--dry-run")
    assert told.code == 2
    assert not (tmp_path / "store.db").exists()


def test_people_stay_in_their_version_where_nothing_else_is_wanted(
    publish: Publish, flows: Path, tmp_path: Path
) -> None:
    publish()
    people(tmp_path, ("shelter",), ("shelter",), ("shelter", "4"), ())
    write(flows, SHORT)
    told = publish()
    assert told == (
        0,
        "line: changed, published as 1\n"
        "  4 people are in the middle of an older version.\n"
        "  2 people are at shelter/beds: gone in this version."
        " Moved, they would hear `on lost` and go on at the main menu.\n"
        "  1 person is at shelter/day: gone in this version."
        " Moved, they would hear `on lost` and go on at the main menu.\n"
        "  They stay in their version until they end. (--move takes them to this one.)\n"
        "line is published as 2.\n",
        "",
    )


def test_nobody_loses_their_place_unless_somebody_agrees(
    publish: Publish, flows: Path, tmp_path: Path
) -> None:
    publish()
    (key,) = people(tmp_path, ("shelter",))
    write(flows, SHORT)
    told = publish("--move")
    assert told.code == 1
    assert "1 would lose their place. Add --yes" in told.out
    assert told.out.endswith("Nothing was published.\n")
    told = publish("--move", "--yes")
    assert told.code == 0
    assert told.out.endswith(
        "line is published as 2.\n"
        "line: 1 were told (1 of them had lost their place), 0 noticed nothing,"
        " 0 stayed in their version.\n"
    )
    assert heard(tmp_path, key)[-2] == GONE


@pytest.mark.parametrize(("answer", "code"), [("y", 0), ("Yes ", 0), ("", 1), ("no", 1)])
def test_a_person_is_asked(
    publish: Publish,
    flows: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    answer: str,
    code: int,
) -> None:
    publish()
    people(tmp_path, ("shelter",), ())
    write(flows, SHORT)
    asked: list[str] = []

    def answered(words: str) -> str:
        asked.append(words)
        return answer

    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    monkeypatch.setattr("builtins.input", answered)
    told = publish("--move")
    assert told.code == code
    assert asked == ["1 would lose their place. Publish? [y/N] "]
    assert "1 person is where this version has the same place: they stay there." in told.out


def test_whoever_is_diverted_is_told_where_to(
    publish: Publish, flows: Path, tmp_path: Path
) -> None:
    publish()
    (key, _) = people(tmp_path, ("shelter",), ())
    write(flows, SHORT)
    told = publish("--divert", "shelter=bye")
    assert told.code == 0
    assert "1 person is at shelter/beds: to go on at bye." in told.out
    assert heard(tmp_path, key)[-2:] == ["Bye.", "end"]


def test_a_step_that_moved_is_told_with_its_new_name(
    publish: Publish, flows: Path, tmp_path: Path
) -> None:
    publish()
    people(tmp_path, ("shelter",))
    renamed = LINE.replace("-> shelter", "-> beds").replace("shelter:", "beds:")
    write(flows, renamed.replace("queue people", "moved shelter -> beds\n\nqueue people"))
    told = publish("--move")
    assert "at shelter/beds: which moved to beds/beds." in told.out
    assert told.out.endswith("0 stayed in their version.\n")


def test_a_mistake_keeps_everything_from_being_published(publish: Publish, flows: Path) -> None:
    write(flows, LINE.replace("-> shelter", "-> nowhere"))
    told = publish()
    assert told.code == 1
    assert told.out == "line: broken\n"
    assert "FE080" in told.err
    assert told.err.endswith("Nothing was published: mend the mistakes first.\n")


def test_a_file_that_is_too_large_is_told(publish: Publish, flows: Path) -> None:
    write(flows, LINE.replace('"Welcome."', '"Welcome."\n    picture "door.png", "A door"'))
    (flows / "door.png").write_bytes(b"x" * (1024 * 1024 + 1))
    told = publish()
    assert told.code == 0
    assert "door.png is larger than 1 MB: only a server with this folder can show it." in told.out


@pytest.mark.parametrize(
    ("more", "words"),
    [
        (["--flow", "other"], "There is no flow other in this folder."),
        (["--divert", "shelter"], "as OLD=NEW"),
        (["--divert", "shelter=nowhere"], "no place nowhere"),
        (["--pin", "--divert", "a=b"], "Take one."),
    ],
)
def test_what_cannot_be_done_is_told(publish: Publish, more: list[str], words: str) -> None:
    told = publish(*more)
    assert told.code == 2
    assert words in told.err


def test_a_folder_that_is_not_there_is_told(command: Command, tmp_path: Path) -> None:
    told = command("publish", tmp_path / "nothing")
    assert told.code == 2
    assert "Name the folder" in told.err


def test_whoever_has_no_account_publishes_without_a_name(
    publish: Publish, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def nobody() -> str:
        raise OSError

    monkeypatch.setattr("getpass.getuser", nobody)
    publish("--note", "first")
    found: list[Any] = []

    async def scene(town: Town) -> None:
        found.append((await town.store.published())["line"])

    played(tmp_path / "store.db", tmp_path / "flows", scene)
    assert (found[0].by, found[0].note) == ("", "first")


def test_it_works_beside_a_running_server(publish: Publish, flows: Path, tmp_path: Path) -> None:
    publish()

    async def scene(town: Town) -> None:
        key = await town.talk("shelter")
        town.write(SHORT)
        told = await asyncio.to_thread(publish, "--move", "--yes")
        assert told.code == 0
        assert (await town.said(key, 0))[-2] == GONE
        assert (await town.says(key, "nothing"))[-2:] == ["Bye.", "end"]
        assert await town.publishing.follow()
        assert "line.shelter" not in town.library.programs["line"].blocks

    played(tmp_path / "store.db", flows, scene)
