from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from flowengine.store.opening import opened
from flowengine.store.verbs import StoreError

if TYPE_CHECKING:
    from pathlib import Path


async def test_a_path_is_a_file_in_words_or_as_a_path(tmp_path: Path) -> None:
    for address in (tmp_path / "a.db", str(tmp_path / "b.db")):
        store = opened(address)
        assert store.alone
        await store.close()
    assert {one.name for one in tmp_path.glob("*.db")} == {"a.db", "b.db"}


async def test_beside_a_server_nobody_is_alone(tmp_path: Path) -> None:
    server = opened(tmp_path / "a.db")
    beside = opened(tmp_path / "a.db", beside=True)
    assert not beside.alone
    await beside.close()
    await server.close()


def test_there_is_no_other_kind_of_store() -> None:
    with pytest.raises(StoreError, match="no store of the kind mysql"):
        opened("mysql://root@localhost/x")


@pytest.mark.parametrize(
    "address", ["host=db dbname=calls", "user=me&dbname=calls", "?password=s3cret&host=db"]
)
def test_parameters_of_a_database_make_no_file(
    address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(StoreError, match="Name it as postgresql://") as told:
        opened(address)
    assert "s3cret" not in str(told.value)
    assert not list(tmp_path.iterdir())
