from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
import uvicorn

from flowengine.host.house import House
from flowengine.server import serve, start
from flowengine.server.wire import FRAME
from flowengine.store.sqlite import SqliteStore


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """What uvicorn was asked to do, instead of doing it."""
    asked: list[dict[str, Any]] = []

    def run(app: Any, **options: Any) -> None:
        asked.append(options)
        app.state.house.store.close()

    monkeypatch.setattr(uvicorn, "run", run)
    return asked


def begin(folder: Path, tmp_path: Path, **options: Any) -> tuple[int, str]:
    out = io.StringIO()
    store = options.pop("store", tmp_path / "s.db")
    code = serve(folder, store=store, out=out, environment={}, **options)
    return code, out.getvalue()


def test_it_tells_what_it_serves_and_where(
    folder: Path, tmp_path: Path, run: list[dict[str, Any]]
) -> None:
    code, told = begin(folder, tmp_path, port=8077)
    assert code == 0
    assert "Serving shop: The <shop> & more" in told
    assert "http://127.0.0.1:8077/" in told


def test_it_keeps_no_addresses_and_takes_no_large_frames(
    folder: Path, tmp_path: Path, run: list[dict[str, Any]]
) -> None:
    begin(folder, tmp_path, host="0.0.0.0")  # noqa: S104 - nothing is bound in this test
    (options,) = run
    assert options["access_log"] is False
    assert options["ws_max_size"] == FRAME
    assert options["host"] == "0.0.0.0"  # noqa: S104 - nothing is bound in this test


def test_a_broken_flow_is_told_in_words_and_the_others_are_served(
    folder: Path, tmp_path: Path, run: list[dict[str, Any]]
) -> None:
    (folder / "bad.flow").write_text('flow bad "Bad"\n\nstart:\n  -> nowhere\n')
    code, told = begin(folder, tmp_path)
    assert code == 0
    assert "Serving shop" in told
    assert "Not taken: bad has mistakes (1)." in told
    assert "bad.flow:4:" in told
    assert "Serving bad" not in told


def test_an_older_version_that_goes_on_is_named_as_such(folder: Path, tmp_path: Path) -> None:
    out = io.StringIO()
    store = SqliteStore(tmp_path / "s.db")
    house = House(folder, store, announce=lambda library: start.tell(library, out))
    house.read()
    (folder / "shop.flow").write_text("nonsense, and longer or shorter than it was")
    house.read()
    store.close()
    assert "Serving shop: The <shop> & more (the version before its mistakes)" in out.getvalue()


def test_an_empty_folder_is_told(tmp_path: Path, run: list[dict[str, Any]]) -> None:
    (tmp_path / "flows").mkdir()
    code, told = begin(tmp_path / "flows", tmp_path)
    assert code == 0
    assert "There is no .flow file" in told


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"folder": Path("/nowhere/at/all")}, "There is no folder"),
        ({"port": 70_000}, "is no port"),
        ({"store": Path("/proc/no/store.db")}, "proc"),
    ],
)
def test_what_cannot_begin_says_why_and_gives_2(
    folder: Path, tmp_path: Path, options: dict[str, Any], told: str, run: list[dict[str, Any]]
) -> None:
    code, text = begin(options.pop("folder", folder), tmp_path, **options)
    assert code == 2
    assert told in text
    assert run == []


def test_a_store_that_was_opened_for_nothing_is_let_go(
    folder: Path, tmp_path: Path, run: list[dict[str, Any]]
) -> None:
    begin(tmp_path / "nothing", tmp_path)
    assert begin(folder, tmp_path)[0] == 0
