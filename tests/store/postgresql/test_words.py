"""What the database said, told to whoever runs the server."""

from __future__ import annotations

import psycopg
import pytest
from psycopg import errors

from flowengine.store.postgresql.words import told, unknown, unreachable


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (errors.DiskFull("x"), "disk is full"),
        (errors.TooManyConnections("x"), "max_connections"),
        (errors.InvalidPassword("x"), "name or password"),
        (errors.InvalidCatalogName("x"), "no such database"),
        (errors.InsufficientPrivilege("x"), "GRANT"),
        (errors.ReadOnlySqlTransaction("x"), "standby"),
        (errors.QueryCanceled("x"), "too long"),
        (errors.LockNotAvailable("x"), "too long"),
        (psycopg.OperationalError("x"), "cannot be reached"),
        (errors.UndefinedTable("x"), "42P01"),
        (psycopg.InterfaceError("x"), "InterfaceError"),
    ],
)
def test_each_mistake_has_its_mend(error: psycopg.Error, words: str) -> None:
    assert words in str(told(error))


def test_what_somebody_said_is_not_repeated() -> None:
    error = errors.UniqueViolation("Key (address)=(+380501234567) already exists")
    assert "+380" not in str(told(error))


def test_it_is_told_apart_whether_something_was_written() -> None:
    assert "nothing was written" in str(unreachable())
    assert "nobody knows" in str(unknown())
