from __future__ import annotations

import asyncio
import gzip
from collections.abc import Callable
from pathlib import Path

import pytest

from flowengine.cli import main
from flowengine.store import auditing
from flowengine.store.opening import opened
from flowengine.store.records import Audit, Turn
from flowengine.store.sqlite import opening
from tests.store.rows import HELLO, NEW, UPLOAD

Call = Callable[..., tuple[int, str]]


@pytest.fixture
def call(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Call:
    """Runs the command on the store of that name; the exit code and all it said."""

    def called(deed: str, *arguments: str, store: str = "store.db") -> tuple[int, str]:
        code = main(["store", deed, *arguments, "--store", str(tmp_path / store)])
        out, err = capsys.readouterr()
        return code, out + err

    return called


@pytest.fixture
def filled(tmp_path: Path) -> Path:
    async def fill() -> None:
        store = opened(tmp_path / "store.db")
        await store.start()
        await store.keep_sources("d1", b"\x00")
        await store.commit(Turn(NEW, messages=(HELLO,), uploads=(UPLOAD,)))
        await store.close()

    asyncio.run(fill())
    return tmp_path


def _serving(folder: Path, work: Callable[[], object]) -> None:
    """Do the work while a server has the store."""

    async def whole() -> None:
        store = opened(folder / "store.db")
        await store.start()
        await asyncio.to_thread(work)
        await store.close()

    asyncio.run(whole())


def test_a_store_that_is_well_is_said_to_be(call: Call, filled: Path) -> None:
    code, said = call("verify")
    assert code == 0
    assert "is well: 1 conversation." in said
    assert "audit" not in said


def test_the_end_of_the_audit_is_said_so_that_it_can_be_kept_elsewhere(
    call: Call, filled: Path
) -> None:
    async def note() -> str:
        store = opened(filled / "store.db")
        await store.start()
        await store.note(Audit(1.0, "user/olena", "read", "conversation/c1"))
        _, last = await store.audit_head()
        await store.close()
        return last

    last = asyncio.run(note())
    assert f"The audit ends with row 1, hash {last}." in call("verify")[1]


def test_which_rows_of_the_audit_are_under_which_key_is_said(
    call: Call, filled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = "a first key of thirty-two characters", "a second key of thirty-two characters"

    async def note() -> None:
        store = opened(filled / "store.db")
        await store.start()
        for key in (b"", auditing.key(first), auditing.key(first), auditing.key(second)):
            store.key_audit(key)
            await store.note(Audit(1.0, "user/olena", "read", "conversation/c1"))
        await store.close()

    asyncio.run(note())
    monkeypatch.setenv("FLOWENGINE_DESK_KEY", second)
    code, said = call("verify")
    assert code == 0
    named = [auditing.name(auditing.key(one)) for one in (first, second)]
    assert f"2 of its rows are under another key ({named[0]})" in said
    assert f"1 of its rows are under the key of FLOWENGINE_DESK_KEY ({named[1]})." in said
    assert "1 of its rows are under no key" in said
    monkeypatch.setenv("FLOWENGINE_DESK_KEY", first)
    code, said = call("verify")
    assert (code, "Row 4 of the audit is not under the key" in said) == (1, True)


def test_what_is_wrong_is_said_and_shown_by_the_exit_code(call: Call, filled: Path) -> None:
    connection = opening.connect(filled / "store.db", "rw")
    connection.execute("DELETE FROM sources")
    connection.close()
    code, said = call("verify")
    assert code == 1
    assert "sources of 1 open conversations are missing" in said


@pytest.mark.parametrize("deed", ["upgrade", "verify"])
def test_there_is_nothing_to_do_where_there_is_no_store(
    call: Call, tmp_path: Path, deed: str
) -> None:
    code, said = call(deed)
    assert code == 2
    assert "There is no store" in said
    assert list(tmp_path.iterdir()) == []


def test_an_older_store_is_brought_up_to_date_and_copied_before(call: Call, tmp_path: Path) -> None:
    connection = opening.connect(tmp_path / "store.db", "rwc")
    connection.executescript(f"{opening._steps()[0]}; PRAGMA user_version = 1;")
    connection.close()
    assert call("backup", str(tmp_path / "before.db"))[0] == 0
    assert call("upgrade") == (0, f"{tmp_path / 'store.db'} is up to date.\n")
    for name, version in (("before.db", 1), ("store.db", len(opening._steps()))):
        connection = opening.connect(tmp_path / name, "rw")
        assert connection.execute("PRAGMA user_version").fetchone() == (version,)
        connection.close()


@pytest.mark.parametrize("name", ["all.jsonl", "all.jsonl.gz"])
def test_an_export_is_taken_into_a_new_store(call: Call, filled: Path, name: str) -> None:
    file = filled / name
    code, said = call("export", str(file))
    assert code == 0
    assert "5 rows" in said
    assert file.stat().st_mode & 0o077 == 0
    assert call("import", str(file), store="new.db")[0] == 0
    assert call("export", str(filled / "again.jsonl"), store="new.db")[0] == 0
    text = gzip.decompress(file.read_bytes()) if name.endswith("gz") else file.read_bytes()
    assert (filled / "again.jsonl").read_bytes() == text
    code, said = call("import", str(file), store="new.db")
    assert code == 2
    assert "not empty" in said


def test_verify_backup_and_export_go_beside_a_server_and_import_does_not(
    call: Call, filled: Path
) -> None:
    said: list[tuple[int, str]] = []

    def work() -> None:
        said.append(call("verify"))
        said.append(call("backup", str(filled / "copy.db")))
        said.append(call("export", str(filled / "all.jsonl")))
        said.append(call("import", str(filled / "all.jsonl")))
        said.append(call("upgrade"))

    # A command begins a loop of its own, so it cannot run in the server's thread.
    _serving(filled, work)
    assert [code for code, _ in said] == [0, 0, 0, 2, 2]
    assert "Another server uses" in said[-1][1]


@pytest.mark.parametrize(
    ("name", "held", "why"),
    [
        ("nothing.jsonl", None, "cannot be read"),
        ("letter.jsonl", b"Dear all\n", "Line 1"),
        ("picture.jsonl", b"\xff\xd8\xff", "no text"),
        ("letter.jsonl.gz", b"Dear all\n", "cut off or damaged"),
        ("cut.jsonl.gz", gzip.compress(b"x" * 9999, mtime=0)[:-9], "cut off or damaged"),
        ("cut.jsonl", b'{"format":"flowengine store","schema":1}\n', "was cut off"),
    ],
)
def test_what_cannot_be_imported_is_told(
    call: Call, tmp_path: Path, name: str, held: bytes | None, why: str
) -> None:
    if held is not None:
        (tmp_path / name).write_bytes(held)
    code, said = call("import", str(tmp_path / name))
    assert code == 2
    assert why in said


def test_an_export_replaces_no_file_and_leaves_no_half(call: Call, filled: Path) -> None:
    (filled / "mine.txt").write_text("mine")
    code, said = call("export", str(filled / "mine.txt"))
    assert (code, "there already" in said) == (2, True)
    assert (filled / "mine.txt").read_text() == "mine"
    code, said = call("export", str(filled / "nowhere" / "all.jsonl"))
    assert (code, "cannot be written" in said) == (2, True)
    whole = (filled / "store.db").read_bytes()
    (filled / "store.db").write_bytes(whole[:8192] + b"\xa5" * (len(whole) - 8192))
    code, _ = call("export", str(filled / "all.jsonl"))
    assert code == 2
    assert not (filled / "all.jsonl").exists()
