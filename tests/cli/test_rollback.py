from __future__ import annotations

from typing import TYPE_CHECKING

from tests.cli.conftest import HELLO, Command

if TYPE_CHECKING:
    from pathlib import Path


def test_back_and_forth(command: Command, folder: Path) -> None:
    store = ("--store", folder / "store.db")
    command("publish", folder, *store)
    told = command("rollback", "hello", *store)
    assert told == (2, "", "Nothing was published of hello before this.\n")
    (folder / "hello.flow").write_text(HELLO.replace("Go on.", "Go!"), encoding="utf-8")
    command("publish", folder, *store)
    assert command("rollback", "hello", *store) == (0, "hello is published as 3.\n", "")
    assert command("rollback", "hello", "--move", *store) == (0, "hello is published as 4.\n", "")


def test_a_flow_that_was_never_published_is_told(command: Command, folder: Path) -> None:
    store = ("--store", folder / "store.db")
    command("publish", folder, *store)
    assert "Nothing was published of other" in command("rollback", "other", *store).err


def test_a_store_that_is_not_there_is_told(command: Command, tmp_path: Path) -> None:
    told = command("rollback", "hello", "--store", tmp_path / "none.db")
    assert told.code == 2
    assert not (tmp_path / "none.db").exists()
