from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from flowengine.cli.beside import beside
from flowengine.cli.refusal import Refusal
from flowengine.host import refusal

if TYPE_CHECKING:
    from flowengine.store.verbs import Store


async def count(store: Store) -> int:
    return (await store.counts())["open"]


def test_a_store_that_is_not_there_is_made_only_where_it_may_be(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    with pytest.raises(Refusal, match="no such file"):
        beside(str(path), count)
    assert not path.exists()
    assert beside(str(path), count, first=True) == 0
    assert beside(str(path), count) == 0


def test_the_environment_names_the_store_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FLOWENGINE_STORE", str(tmp_path / "named.db"))
    beside(None, count, first=True)
    assert (tmp_path / "named.db").exists()


def test_what_the_host_refuses_is_told_on_the_command_line(tmp_path: Path) -> None:
    async def refused(_: Store) -> int:
        raise refusal.Refusal("unknown-flow", "There is no such flow.")

    with pytest.raises(Refusal, match="There is no such flow"):
        beside(str(tmp_path / "store.db"), refused, first=True)
