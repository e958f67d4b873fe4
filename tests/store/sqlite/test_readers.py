from __future__ import annotations

import asyncio
import sqlite3
import threading
from pathlib import Path

import pytest

from flowengine.store.script import Ask, Script
from flowengine.store.sqlite.readers import READERS, Readers
from flowengine.store.verbs import StoreError


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "flowengine.db"
    with sqlite3.connect(path) as base:
        base.execute("CREATE TABLE word (text TEXT)")
        base.execute("INSERT INTO word VALUES ('kept')")
    base.close()
    return path


def _words() -> Script[list[tuple[str]]]:
    return (yield Ask("SELECT text FROM word"))


def test_each_thread_has_a_connection_of_its_own_and_all_are_closed(file: Path) -> None:
    async def scene() -> None:
        readers, meet = Readers(file), threading.Barrier(READERS)

        def together() -> Script[list[tuple[str]]]:
            meet.wait(60)  # both threads are in a script now
            return (yield Ask("SELECT text FROM word"))

        found = await asyncio.gather(*(readers.ask(together) for _ in range(READERS)))
        assert found == [[("kept",)]] * READERS
        assert await readers.ask(_words) == [("kept",)]
        opened = list(readers._opened)
        assert len(opened) == READERS
        readers.shutdown()
        readers.close()
        for connection in opened:
            with pytest.raises(sqlite3.ProgrammingError):
                connection.execute("SELECT 1")

    asyncio.run(scene())


def test_what_cannot_be_read_is_said_in_words(tmp_path: Path) -> None:
    async def scene() -> None:
        readers = Readers(tmp_path / "none" / "flowengine.db")
        with pytest.raises(StoreError):
            await readers.ask(_words)
        readers.shutdown()

    asyncio.run(scene())


def test_a_reader_writes_nothing(file: Path) -> None:
    def written() -> Script[None]:
        yield Ask("INSERT INTO word VALUES ('new')")

    async def scene() -> None:
        readers = Readers(file)
        with pytest.raises(StoreError):
            await readers.ask(written)
        assert await readers.ask(_words) == [("kept",)]
        readers.shutdown()
        readers.close()

    asyncio.run(scene())
