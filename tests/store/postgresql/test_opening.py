"""A database made ready: by one of many, or refused in words."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING
from urllib.parse import quote
from uuid import uuid4

import psycopg
import pytest

from flowengine.store.postgresql import opening as module
from flowengine.store.postgresql.opening import upgrade
from flowengine.store.verbs import StoreError
from tests.database import moved
from tests.store.postgresql.engines import at_once

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def inside(address: str, path: str) -> str:
    """The same database, with another search path."""
    return f"{address}&options=-csearch_path%3D{quote(path)}"


@pytest.fixture
def nobody(postgresql: str) -> Iterator[str]:
    """The address for a user who may do nothing in particular."""
    name = f"somebody_{uuid4().hex[:8]}"
    at_once(postgresql, f"CREATE ROLE {name} LOGIN")
    yield postgresql.replace("user=postgres", f"user={name}")
    at_once(postgresql, f"DROP OWNED BY {name}")
    at_once(postgresql, f"DROP ROLE {name}")


def test_an_empty_database_gets_the_schema_and_keeps_it(postgresql: str) -> None:
    assert upgrade(postgresql) == "public"
    at_once(postgresql, "INSERT INTO node VALUES ('n1', 5)")
    assert upgrade(postgresql) == "public"
    assert at_once(postgresql, "SELECT id FROM node") == [("n1",)]


def test_a_later_step_is_run_on_what_there_is(
    postgresql: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    upgrade(postgresql)
    at_once(postgresql, "INSERT INTO node VALUES ('n1', 5)")
    now = module._steps()
    more = [*now, "ALTER TABLE node ADD COLUMN city text NOT NULL DEFAULT 'Lviv'"]
    monkeypatch.setattr(module, "_steps", lambda: more)
    upgrade(postgresql)
    assert at_once(postgresql, "SELECT * FROM node") == [("n1", 5.0, "Lviv")]
    assert at_once(postgresql, "SELECT version FROM schema_version") == [(len(more),)]
    monkeypatch.setattr(module, "_steps", lambda: now)
    with pytest.raises(StoreError, match="written by a newer flowengine"):
        upgrade(postgresql)


def test_the_schemas_people_have_are_upgraded_with_what_they_hold(postgresql: str) -> None:
    now = module._steps()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "_steps", lambda: now[:1])
        upgrade(postgresql)
    at_once(postgresql, "INSERT INTO audit (at, who, what, subject) VALUES (1, 'a', 'b', 'c')")
    at_once(postgresql, "INSERT INTO errand VALUES ('c1', 1, 'handoff', '{}', '')")
    upgrade(postgresql)
    assert at_once(postgresql, "SELECT number, who, hash FROM audit") == [(1, "a", "")]
    assert at_once(postgresql, "SELECT * FROM audit_head") == [(1, 0, "")]
    assert at_once(postgresql, "SELECT kind FROM errand") == [("handoff",)]
    assert at_once(postgresql, "SELECT count(*) FROM item") == [(0,)]


def test_a_step_that_fails_leaves_all_as_it_was(
    postgresql: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_steps", lambda: ["CREATE TABLE a (b text)", "CREATE NONSENSE"])
    with pytest.raises(StoreError, match="42601"):
        upgrade(postgresql)
    monkeypatch.undo()
    assert at_once(postgresql, "SELECT 1 FROM pg_tables WHERE schemaname = 'public'") == []
    upgrade(postgresql)


def test_a_schema_of_its_own_is_a_store_of_its_own(postgresql: str) -> None:
    """Also where another one can be seen from it."""
    upgrade(postgresql)
    with pytest.raises(StoreError, match="CREATE SCHEMA"):
        upgrade(inside(postgresql, "charity"))
    at_once(postgresql, "CREATE SCHEMA charity")
    assert upgrade(inside(postgresql, "charity,public")) == "charity"
    asked = "SELECT schemaname FROM pg_tables WHERE tablename = 'conversation' ORDER BY 1"
    assert at_once(postgresql, asked) == [("charity",), ("public",)]


def test_the_tables_of_another_program_are_left_alone(postgresql: str) -> None:
    at_once(postgresql, "CREATE TABLE message (theirs text)")
    with pytest.raises(StoreError, match="used by another program"):
        upgrade(postgresql)
    assert at_once(postgresql, "SELECT tablename FROM pg_tables WHERE schemaname = 'public'") == [
        ("message",)
    ]


def test_who_may_make_no_tables_is_told_what_to_grant(postgresql: str, nobody: str) -> None:
    with pytest.raises(StoreError, match="GRANT CREATE"):
        upgrade(nobody)
    name = nobody.split("user=")[1].split("&", maxsplit=1)[0]
    at_once(postgresql, f"CREATE SCHEMA charity AUTHORIZATION {name}")
    assert upgrade(inside(nobody, "charity")) == "charity"


def test_a_database_that_cannot_keep_every_letter_is_refused(
    postgresql: str, database_server: str
) -> None:
    name = f"flowengine_{uuid4().hex[:8]}"
    at_once(
        database_server, f"CREATE DATABASE {name} ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0"
    )
    try:
        with pytest.raises(StoreError, match="LATIN1"):
            upgrade(moved(database_server, name))
    finally:
        at_once(database_server, f"DROP DATABASE {name}")


def test_an_old_server_is_refused(postgresql: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "OLDEST", 99)
    with pytest.raises(StoreError, match="99 or newer"):
        upgrade(postgresql)


def test_what_cannot_be_reached_is_told_without_its_password(database_server: str) -> None:
    for address, words in (
        ("postgresql://somebody:geheim@127.0.0.1:1/store", "cannot be reached"),
        (moved(database_server, "no_such_database"), "cannot be reached|no such database"),
        ("postgresql://somebody:geheim@127.0.0.1:port/store", "refused|reached"),
    ):
        with pytest.raises(StoreError, match=words) as refused:
            upgrade(address)
        assert "geheim" not in str(refused.value)


def test_small_letters_are_known_in_every_script(postgresql: str) -> None:
    upgrade(postgresql)
    assert at_once(postgresql, "SELECT folded('ЇЖАК Ć Ω')") == [("їжак ć ω",)]


def test_without_psycopg_it_is_told_what_to_install() -> None:
    script = (
        "import sys; sys.modules['psycopg'] = None\n"
        "from flowengine.store.opening import opened\n"
        "from flowengine.store.verbs import StoreError\n"
        "try: opened('postgresql://somewhere/store')\n"
        "except StoreError as error: print(error)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert "pip install 'flowengine[postgresql]'" in done.stdout


@pytest.mark.slow
def test_of_eight_that_start_at_once_one_upgrades(postgresql: str, tmp_path: Path) -> None:
    """All of them end well; each line of the log of the schema is there once."""
    script = (
        "import sys\n"
        "from flowengine.store.opening import opened\n"
        "sys.stdin.readline()\n"
        "opened(sys.argv[1]); print('open')\n"
    )
    started = [
        subprocess.Popen(
            [sys.executable, "-c", script, postgresql],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        for _ in range(8)
    ]
    for process in started:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    assert [process.communicate()[0] for process in started] == ["open\n"] * 8
    with psycopg.connect(postgresql) as connection:
        rows = connection.execute("SELECT version FROM schema_version").fetchall()
    assert rows == [(len(module._steps()),)]
