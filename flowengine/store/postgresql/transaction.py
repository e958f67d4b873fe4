"""One script on one connection: from BEGIN to COMMIT, or undone.

What needs no answer is sent and not waited for; a mistake in it comes to light with the next answer
that is waited for, at the latest with COMMIT's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import psycopg

from flowengine.store.postgresql.connections import closed
from flowengine.store.postgresql.dialect import statement
from flowengine.store.postgresql.words import unknown
from flowengine.store.script import Each

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flowengine.store.postgresql.connections import Connection
    from flowengine.store.script import Ask, Row, Script

T = TypeVar("T")

# The database ends the connection after these: it stops, starts, or saw us do nothing for long.
_ENDING = ("57P01", "57P02", "57P03", "57P05", "25P03", "25P04")


class Longer(Exception):
    """A script that only reads wants to read once more."""


class Lost(Exception):
    """The connection ended, and COMMIT had not been sent: nothing was written."""

    def __init__(self, why: psycopg.Error) -> None:
        super().__init__(str(why))
        self.why = why


async def run(connection: Connection, begin: Sequence[bytes], script: Script[T]) -> T:
    """All of it, or nothing. Raises Lost, what the script raises, psycopg's errors, and StoreError
    when the connection ended while COMMIT was under way."""
    committing = False
    try:
        async with connection.pipeline():
            for word in begin:
                await connection.execute(word)
            result = await _driven(connection, script)
            committing = True
            await connection.execute(b"COMMIT")
        return result
    except psycopg.OperationalError as error:
        if not _ended(connection, error):
            await _undo(connection)
            raise
        await closed(connection)
        if committing:
            raise unknown() from error
        raise Lost(error) from error
    except Exception:
        await _undo(connection)
        raise
    except BaseException:
        await closed(connection)  # nobody waits any more for what the database does with it
        raise


async def only(connection: Connection, script: Script[T]) -> T:
    """A script of one reading statement, which needs no transaction. Raises Longer for another."""
    try:
        script.send(await _answered(connection, next(script)))
    except StopIteration as done:
        result: T = done.value
        return result
    except psycopg.OperationalError as error:
        if _ended(connection, error):
            await closed(connection)
            raise Lost(error) from error
        raise
    except Exception:
        raise
    except BaseException:
        await closed(connection)
        raise
    raise Longer


async def _driven(connection: Connection, script: Script[T]) -> T:
    try:
        asked = next(script)
        while True:
            asked = script.send(await _answered(connection, asked))
    except StopIteration as done:
        result: T = done.value
        return result


async def _answered(connection: Connection, asked: Ask | Each) -> list[Row]:
    wanted = statement(asked.sql)
    if isinstance(asked, Each):
        for values in asked.values:
            await connection.execute(wanted.sql, values)
        return []
    cursor = await connection.execute(wanted.sql, asked.values)
    return await cursor.fetchall() if wanted.answers else []


def _ended(connection: Connection, error: psycopg.OperationalError) -> bool:
    return connection.closed or error.sqlstate in _ENDING


async def _undo(connection: Connection) -> None:
    try:
        await connection.execute(b"ROLLBACK")
    except psycopg.Error:
        await closed(connection)
