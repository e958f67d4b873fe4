"""Scripts run on one connection: alone, or many in a transaction where each can fail for itself.

Nothing here ends a transaction, and nothing waits.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from flowengine.store.script import Each
from flowengine.store.sqlite.trouble import failed

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from flowengine.store.script import Row, Script

T = TypeVar("T")

NOW = "((julianday('now') - 2440587.5) * 86400.0)"
_WORDS = {"{now}": NOW, "{claimed}": "", "{locked}": "", "{alone}": "?", "{settled}": "1 = 1"}
_said: dict[str, str] = {}  # the SQL of scripts in SQLite's words; there are only so many


@dataclass(slots=True)
class Job:
    """One script and what came of it."""

    script: Callable[[], Script[Any]]
    result: Any = None
    error: Exception | None = None


def run(base: sqlite3.Connection, script: Script[T]) -> T:
    """Drive a script to its end. Raises what it raises, and sqlite3.Error."""
    execute = base.execute
    rows: list[Row] | None = None
    try:
        while True:
            step = script.send(rows)  # type: ignore[arg-type]  # None begins it
            sql = _said.get(step.sql) or _say(step.sql)
            if type(step) is Each:
                base.executemany(sql, step.values)
                rows = []
            else:
                rows = execute(sql, step.values).fetchall()
    except StopIteration as end:
        return end.value  # type: ignore[no-any-return]
    finally:
        script.close()


def _say(sql: str) -> str:
    said = sql
    for word, meaning in _WORDS.items():
        said = said.replace(word, meaning)
    _said[sql] = said
    return said


def attempt(base: sqlite3.Connection, jobs: Sequence[Job]) -> bool:
    """Run all without savepoints. False when one failed that had written: then roll back.

    Nearly every one succeeds, and those that come too late have written nothing.
    """
    for job in jobs:
        before = base.total_changes
        try:
            job.result = run(base, job.script())
        except Exception as error:  # noqa: BLE001 - it is given to whoever waits for the job
            if base.total_changes != before or not base.in_transaction:
                return False
            job.error = failed(error)
    return True


def again(base: sqlite3.Connection, jobs: Sequence[Job]) -> None:
    """Run all from the beginning, each in a savepoint; the transaction is open afterwards.

    Where the disk is full SQLite may undo everything; then it begins once more without the one that
    filled it. Raises sqlite3.Error when no transaction can be begun.
    """
    left = list(jobs)
    while True:
        if base.in_transaction:
            base.execute("ROLLBACK")
        base.execute("BEGIN IMMEDIATE")
        undone = next((job for job in left if not _alone(base, job)), None)
        if undone is None:
            return
        left.remove(undone)


def _alone(base: sqlite3.Connection, job: Job) -> bool:
    """Do it or undo it. False when SQLite undid the others, too."""
    job.error = None
    base.execute("SAVEPOINT job")
    try:
        job.result = run(base, job.script())
    except Exception as error:  # noqa: BLE001 - it is given to whoever waits for the job
        job.error = failed(error)
        if not base.in_transaction:
            return False
        base.execute("ROLLBACK TO job")
    base.execute("RELEASE job")
    return True
