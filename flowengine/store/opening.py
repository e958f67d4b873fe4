"""A store by its address: the path of a SQLite file, or `postgresql://…`."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from flowengine.store.database import Database
from flowengine.store.sqlite.engine import SqliteEngine
from flowengine.store.verbs import StoreError

if TYPE_CHECKING:
    from flowengine.store.engine import Engine

SCHEMES = ("postgresql://", "postgres://")
# What libpq takes too, `host=db dbname=calls`, or the end of an address. As the name of a file it
# would make an empty store, and tell who lists the folder the password.
PARAMETERS = re.compile(r"[?\s]*(host|hostaddr|port|dbname|user|password|service)\s*=")


def opened(address: str | Path, *, beside: bool = False) -> Database:
    """Brought to today's schema, and not yet started; `beside` while a server may be using it.

    Raises StoreError, in words, when it cannot be opened, is newer than this program, or (a file,
    and not `beside`) is in use.
    """
    if isinstance(address, str) and address.startswith(SCHEMES):
        return Database(_postgresql(address))
    if isinstance(address, str) and PARAMETERS.match(address):
        raise StoreError(
            "These are the parameters of a database. Name it as postgresql://user@host/database."
        )
    if isinstance(address, str) and "://" in address:
        raise StoreError(
            f"There is no store of the kind {address.split(':', 1)[0]}."
            " Name the path of a file, or postgresql://…"
        )
    return Database(SqliteEngine(Path(address), beside=beside))


def _postgresql(address: str) -> Engine:
    try:
        from flowengine.store.postgresql.engine import PostgresqlEngine
    except ImportError as error:
        raise StoreError(
            f"A store on PostgreSQL needs what is not installed here ({error.name})."
            " Install it with: pip install 'flowengine[postgresql]'"
        ) from error
    return PostgresqlEngine(address)
