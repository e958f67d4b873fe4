"""What PostgreSQL said, in the words of whoever runs the server, without addresses or passwords."""

from __future__ import annotations

import psycopg
from psycopg import errors

from flowengine.store.verbs import StoreError, Unreachable

# A script that met one of these is run again: somebody else was quicker, and has committed.
AGAIN = (
    errors.SerializationFailure,
    errors.DeadlockDetected,
    errors.UniqueViolation,
    errors.ForeignKeyViolation,
)

_MEND = (
    (errors.DiskFull, "The database's disk is full. Make room there; nothing was written."),
    (
        errors.TooManyConnections,
        "The database has no connection free. Raise its max_connections or run fewer processes.",
    ),
    (
        errors.InvalidPassword,
        "The database refuses the name or password. Look at the address given with --store.",
    ),
    (
        errors.InvalidAuthorizationSpecification,
        "The database refuses the name or password. Look at the address given with --store.",
    ),
    (
        errors.InvalidCatalogName,
        "There is no such database. Make it with `createdb`, or mend the address given with"
        " --store.",
    ),
    (
        errors.InsufficientPrivilege,
        "The database does not let this user do that. Let it make tables in its schema"
        " (GRANT CREATE, USAGE ON SCHEMA … TO …).",
    ),
    (
        errors.ReadOnlySqlTransaction,
        "This database only lets itself be read (is it a standby?). Name the one that takes"
        " writes with --store.",
    ),
    (errors.QueryCanceled, "The database took too long, and nothing was written. Try again."),
    (errors.LockNotAvailable, "The database took too long, and nothing was written. Try again."),
)


def told(error: psycopg.Error) -> StoreError:
    """For one that says that nothing was written."""
    for kind, words in _MEND:
        if isinstance(error, kind):
            return StoreError(words)
    if isinstance(error, psycopg.OperationalError):
        return unreachable()
    code = error.sqlstate or type(error).__name__
    return StoreError(
        f"The database refused what it was asked ({code}), and nothing was written. Its own log"
        " says more."
    )


def unreachable() -> Unreachable:
    return Unreachable(
        "The database cannot be reached, and nothing was written. Is it running, and is its"
        " address right?"
    )


def unknown() -> StoreError:
    """The connection ended between COMMIT and its answer."""
    return StoreError(
        "The database went away while it was writing, so nobody knows whether this was kept. Look"
        " at what is there now before it is done again."
    )
