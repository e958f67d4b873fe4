"""A database made ready to be a store: looked at, and brought to today's schema by one process.

Raises StoreError, in words for whoever runs the server, when it cannot be reached, does not let us
make tables, is newer than this program, or belongs to another one; it is then left as it is.
"""

from __future__ import annotations

from importlib import resources
from typing import TYPE_CHECKING

import psycopg
from psycopg import sql

from flowengine.store.postgresql.words import told
from flowengine.store.verbs import StoreError

if TYPE_CHECKING:
    from psycopg.rows import TupleRow

OLDEST = 13  # of PostgreSQL, as its own project still keeps it or kept it lately
PATIENCE = 10  # seconds to reach it
OTHERS = "60s"  # as long another process may need to bring the schema up to date
_KEY = 0x666C6F77  # of our lock among those of other programs: "flow"


def upgrade(dsn: str) -> str:
    """Run what the schema lacks, all or nothing; gives the name of the schema it is in."""
    try:
        with (
            psycopg.connect(dsn, connect_timeout=PATIENCE, autocommit=True) as connection,
            connection.transaction(),
        ):
            schema = _usable(connection)
            # Of processes that start at once one does it, and the others find it done.
            connection.execute("SELECT set_config('lock_timeout', %s, true)", [OTHERS])
            connection.execute("SELECT pg_advisory_xact_lock(%s, hashtext(%s))", [_KEY, schema])
            _upgrade(connection, schema)
            return schema
    except psycopg.Error as error:
        raise told(error) from error


def newer(version: int) -> bool:
    """Whether a schema is from a later program than this one."""
    return version > len(_steps())


def _usable(connection: psycopg.Connection[TupleRow]) -> str:
    """The schema we are to use. Raises StoreError when the server is no good for us."""
    if connection.info.server_version < OLDEST * 10_000:
        raise StoreError(f"This PostgreSQL is too old: flowengine needs version {OLDEST} or newer.")
    row = connection.execute(
        "SELECT current_schema(), current_setting('server_encoding')"
    ).fetchone()
    schema, encoding = row or (None, "")
    if schema is None:
        raise StoreError(
            "The database has no schema for us. Make it (CREATE SCHEMA …), or mend the search_path"
            " in the address given with --store."
        )
    if encoding != "UTF8":
        raise StoreError(
            f"The database keeps texts as {encoding}, and not every letter fits. Make one with"
            " ENCODING 'UTF8'."
        )
    return str(schema)


def _upgrade(connection: psycopg.Connection[TupleRow], schema: str) -> None:
    steps = _steps()
    version = _version(connection, schema)
    if newer(version):
        raise StoreError(
            f"The database was written by a newer flowengine (its schema is {version}, this one"
            f" knows {len(steps)}). Install the newer flowengine or name another store."
        )
    if version == len(steps):
        return
    for step in steps[version:]:
        connection.execute(step.encode())
    connection.execute("UPDATE schema_version SET version = %s", [len(steps)])


def _version(connection: psycopg.Connection[TupleRow], schema: str) -> int:
    """Looked for in our schema only: there may be another store further down the search path."""
    found = {
        name
        for (name,) in connection.execute(
            "SELECT tablename FROM pg_catalog.pg_tables WHERE schemaname = %s", [schema]
        )
    }
    if "schema_version" in found:
        rows = sql.SQL("SELECT version FROM {}").format(sql.Identifier(schema, "schema_version"))
        (version,) = connection.execute(rows).fetchone() or (0,)
        return int(version)
    if "conversation" in found or "message" in found:
        raise StoreError(
            f"The schema {schema} of the database is used by another program. Make one of its own"
            " (CREATE SCHEMA …) and name it in the address: …?options=-csearch_path%3DNAME"
        )
    connection.execute(b"CREATE TABLE schema_version (version integer NOT NULL)")
    connection.execute(b"INSERT INTO schema_version VALUES (0)")
    return 0


def _steps() -> list[str]:
    folder = resources.files("flowengine.store.postgresql") / "schema"
    files = [file for file in folder.iterdir() if file.name.endswith(".sql")]
    return [file.read_text(encoding="utf-8") for file in sorted(files, key=lambda it: it.name)]
