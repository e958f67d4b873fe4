"""The scripts' SQL in PostgreSQL's words."""

from __future__ import annotations

import pytest

from flowengine.store.postgresql.dialect import statement


@pytest.mark.parametrize(
    ("sql", "said", "answers"),
    [
        ("SELECT 1", b"SELECT 1", True),
        ("DELETE FROM a WHERE b = ? AND c = ?", b"DELETE FROM a WHERE b = $1 AND c = $2", False),
        ("UPDATE a SET b = ? RETURNING b", b"UPDATE a SET b = $1 RETURNING b", True),
        ("WITH a AS (SELECT 1) SELECT 1", b"WITH a AS (SELECT 1) SELECT 1", True),
        ("INSERT INTO a SELECT ?", b"INSERT INTO a SELECT $1", False),
        ("SELECT 1 WHERE a LIKE 'x%'", b"SELECT 1 WHERE a LIKE 'x%'", True),
        (
            "SELECT a FROM b LIMIT ?{claimed}",
            b"SELECT a FROM b LIMIT $1 FOR UPDATE SKIP LOCKED",
            True,
        ),
        ("SELECT a FROM b {locked}", b"SELECT a FROM b  FOR UPDATE", True),
        ("SELECT {alone}", b"SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", True),
        (
            "SELECT a FROM b WHERE {settled}",
            b"SELECT a FROM b WHERE written < pg_snapshot_xmin(pg_current_snapshot())",
            True,
        ),
    ],
)
def test_a_statement_is_translated(sql: str, said: bytes, answers: bool) -> None:
    assert statement(sql).sql == said
    assert statement(sql).answers is answers


def test_the_clock_is_the_database_s() -> None:
    assert b"clock_timestamp" in statement("SELECT {now}").sql


def test_a_word_that_nobody_knows_is_a_mistake() -> None:
    with pytest.raises(KeyError):
        statement("SELECT {then}")
