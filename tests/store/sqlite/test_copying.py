from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from flowengine.store.opening import opened
from flowengine.store.records import Turn
from flowengine.store.sqlite import copying
from flowengine.store.verbs import StoreError
from tests.store.rows import HELLO, NEW

if TYPE_CHECKING:
    from pathlib import Path


async def test_a_backup_taken_while_turns_go_on_is_whole(tmp_path: Path) -> None:
    store = opened(tmp_path / "store.db")
    await store.start()

    async def talk(name: str) -> None:
        before = replace(NEW, id=name)
        for number in range(1, 30):
            line = replace(HELLO, number=number)
            before = await store.commit(Turn(before, messages=(line,)))

    backup = store.backup(tmp_path / "copy.db")
    await asyncio.gather(*(talk(f"c{number}") for number in range(20)), backup)
    await store.close()
    assert (tmp_path / "copy.db").stat().st_mode & 0o077 == 0
    assert not (tmp_path / "copy.db.part").exists()
    copy = opened(tmp_path / "copy.db")
    await copy.start()
    for number in range(20):
        kept = await copy.conversation(f"c{number}")
        lines = await copy.messages(f"c{number}", 0)
        assert len(lines) == (kept.messages if kept else 0)
    assert all("sources" in sentence for sentence in await copy.verify())
    await copy.close()


async def test_a_backup_replaces_no_file_and_is_told_where_it_cannot_be(tmp_path: Path) -> None:
    store = opened(tmp_path / "store.db")
    await store.start()
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(StoreError, match="is there already"):
        await store.backup(tmp_path / "mine.txt")
    assert (tmp_path / "mine.txt").read_text() == "mine"
    with pytest.raises(StoreError, match="cannot be written"):
        await store.backup(tmp_path / "nowhere" / "copy.db")
    await store.close()


def test_what_is_no_store_is_not_copied(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("Dear all\n" * 999)
    for source in (tmp_path / "letter.txt", tmp_path / "nothing.db"):
        with pytest.raises(StoreError, match="could not be used"):
            copying.backup(source, tmp_path / "copy.db")
        assert copying.inspect(source)
        with pytest.raises(StoreError, match="could not be used"):
            list(copying.rows(source, [("message", "SELECT * FROM message")]))
    assert sorted(one.name for one in tmp_path.iterdir()) == ["letter.txt"]
