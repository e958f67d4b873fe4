"""One script on one connection: from BEGIN to COMMIT, or undone.

What needs no answer waits for the next statement that does, or for COMMIT, and goes out with it; a
mistake in it comes to light then.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import psycopg

from flowengine.store.postgresql.dialect import statement
from flowengine.store.postgresql.link import Silent
from flowengine.store.postgresql.words import unknown
from flowengine.store.script import Each

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flowengine.store.postgresql.link import Link, Said
    from flowengine.store.script import Script

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


async def run(link: Link, begin: Sequence[bytes], script: Script[T]) -> T:
    """All of it, or nothing. Raises Lost, what the script raises, psycopg's errors, and StoreError
    when the connection ended while COMMIT was under way."""
    batch: list[Said] = [(word, ()) for word in begin]
    committing = False
    try:
        result = await _driven(link, batch, script)
        batch.append((b"COMMIT", ()))
        committing = True
        await link.exchange(batch)
        return result
    except psycopg.OperationalError as error:
        if not _ended(link, error):
            await _undo(link)
            raise
        await link.close()
        if committing:
            raise unknown() from error
        raise _lost(error) from error
    except Exception:
        await _undo(link)
        raise
    except BaseException:
        await link.close()  # nobody waits any more for what the database does with it
        raise


async def only(link: Link, script: Script[T]) -> T:
    """A script of one reading statement, which needs no transaction. Raises Longer for another."""
    asked = next(script)
    try:
        rows = await link.exchange([(statement(asked.sql).sql, asked.values)])
        script.send(rows)
    except StopIteration as done:
        result: T = done.value
        return result
    except psycopg.OperationalError as error:
        if not _ended(link, error):
            raise
        await link.close()
        raise _lost(error) from error
    except Exception:
        raise
    except BaseException:
        await link.close()
        raise
    raise Longer


async def _driven(link: Link, batch: list[Said], script: Script[T]) -> T:
    """Leaves in `batch` what was not yet said."""
    try:
        asked = next(script)
        while True:
            wanted = statement(asked.sql)
            if isinstance(asked, Each):
                batch += [(wanted.sql, values) for values in asked.values]
                asked = script.send([])
                continue
            batch.append((wanted.sql, asked.values))
            if asked.quiet or not wanted.answers:
                asked = script.send([])
                continue
            said, batch[:] = list(batch), []
            asked = script.send(await link.exchange(said))
    except StopIteration as done:
        result: T = done.value
        return result


def _lost(error: psycopg.OperationalError) -> Exception:
    """What is worth another try; a database that does not answer is not."""
    return error if isinstance(error, Silent) else Lost(error)


def _ended(link: Link, error: psycopg.OperationalError) -> bool:
    return link.ended or error.sqlstate in _ENDING


async def _undo(link: Link) -> None:
    """Where something was begun. A connection that cannot even do that is closed."""
    if link.idle:
        return
    try:
        await link.exchange([(b"ROLLBACK", ())])
    except psycopg.Error:
        await link.close()
