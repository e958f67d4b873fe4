"""`flowengine serve`: a folder of flows served by one process or several, told in plain words.

This module puts a server together from its settings. How several workers share the work stands in
`flowengine.server.workers`, how one of them ends in `flowengine.server.drain`.
"""

from __future__ import annotations

import asyncio
import gc
import multiprocessing
import os
import resource
import secrets
import signal
import socket
import sys
import tempfile
import time
from contextlib import AbstractContextManager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, TextIO, cast

import uvicorn

from flowengine.config import Settings, settings
from flowengine.host.calls.recordings import Recordings
from flowengine.host.calls.switchboard import Switchboard
from flowengine.host.house import House
from flowengine.host.pseudonyms import Pseudonyms
from flowengine.server.app import application
from flowengine.server.calls import Door
from flowengine.server.checkup import permissions
from flowengine.server.checkup.flows import hidden
from flowengine.server.checkup.speech import keys_only
from flowengine.server.drain import GRACE, Server
from flowengine.server.logs import Printed, logging_to
from flowengine.server.patience import Patient
from flowengine.server.wire import FRAME
from flowengine.server.workers import UNABLE, work_for
from flowengine.store.opening import opened
from flowengine.store.verbs import StoreError, Unreachable

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from multiprocessing.connection import Connection

    from flowengine.host.library import Library
    from flowengine.store.database import Database

BACKLOG = 128  # connections that wait to be accepted; asyncio accepts so many at once, see RESERVED
FILES = 65_536  # every open page is a file to the system, and many systems begin with 1,024
# Files that connections leave free: for the store, fetches, and three rounds of accepting. Where
# none is free asyncio logs a trace for each of BACKLOG tries, again and again, and does no more.
RESERVED = 200 + 3 * BACKLOG
FEWEST = 32  # connections, however little the system allows
PATIENCE = 60.0  # seconds that a database may need until it answers: both may be starting
ASKED_EVERY = 1.0  # seconds
KEY = 32  # bytes, of what workers prove to each other with


def serve(
    folder: Path,
    host: str = "127.0.0.1",
    port: int = 8000,
    store: str | Path | None = None,
    *,
    workers: int = 1,
    watch: bool = True,
    published: bool = False,
    demo: bool = False,
    log: str | None = None,
    log_level: str | None = None,
    out: TextIO = sys.stderr,
    environment: Mapping[str, str] = os.environ,
) -> int:
    """Serve until interrupted; gives the exit code: 0, or 2 when it could not begin.

    `store` is a file or the address of a PostgreSQL database, `.flowengine/flowengine.db` in the
    working folder unless named. Mistakes of flows are told on `out`; a flow with mistakes is not
    served, others are. With `published` the folder is not looked at: what was published is served.
    With `demo` users of a demonstration are let in on this machine.
    """
    try:
        chosen = settings(
            environment, folder, host=host, port=port, store=store, workers=workers, watch=watch,
            published=published, demo=demo, log=log, log_level=log_level,
        )  # fmt: skip
        for found in (*hidden(chosen), *permissions.wrong(chosen)):  # somebody counts on it
            raise ValueError(f"{found.what} {found.mend}")
        listener = _listener(chosen)
    except (OSError, ValueError) as error:
        print(error, file=out)
        return UNABLE
    node = Node(chosen, listener, out)
    with listener, node.logging():
        return node.serve() if chosen.workers == 1 else _share(node)


class Node:
    """One process that serves. `announces` is False where another one tells what is served;
    `switchboard` leads to the other workers, None where there are none."""

    def __init__(
        self,
        chosen: Settings,
        listener: socket.socket,
        out: TextIO,
        *,
        announces: bool = True,
        switchboard: Switchboard | None = None,
    ) -> None:
        self.chosen = chosen
        self.listener = listener
        self._log_to = out
        # A collector of logs reads entries, and nothing else.
        self.out = out if chosen.log == "text" else cast("TextIO", Printed(__name__))
        self._announces = announces
        self._switchboard = switchboard
        self._house: House | None = None

    def logging(self) -> AbstractContextManager[None]:
        return logging_to(self._log_to, self.chosen.log, self.chosen.log_level, self._name)

    def _name(self) -> str:
        return "" if self._house is None else self._house.conversations.node

    def _announce(self, library: Library) -> None:
        _announce(library, self.chosen, self.out)

    def opens(self) -> None:
        """People can be told to come."""
        address = _address(self.listener)
        print(f"Open {address} – stop with Ctrl+C.", file=self.out, flush=True)

    def serve(self, ready: Callable[[], None] | None = None, parent: int | None = None) -> int:
        """Until a signal; the exit code."""
        try:
            announce = self._announce if self._announces else None
            self._house = _house(self.chosen, self.out, announce, self._switchboard)
            # Programs and grammars live as long as we do: no collection has to walk through them.
            gc.collect()
            gc.freeze()
            server = Server(
                _config(self._house, self.chosen), ready=ready or self.opens, parent=parent
            )
            with suppress(KeyboardInterrupt):
                server.run(sockets=[self.listener])
        except (StoreError, OSError) as error:
            print(error, file=self.out, flush=True)
            return UNABLE
        return 0


def _config(house: House, chosen: Settings) -> uvicorn.Config:
    return uvicorn.Config(
        application(
            house,
            watch=chosen.watch,
            sites=chosen.sites,
            metrics_token=chosen.metrics_token,
            demo=chosen.demo,
        ),
        http=Patient,
        lifespan="off",  # see `Server`
        backlog=BACKLOG,
        limit_concurrency=max(FEWEST, _files() - RESERVED),
        ws=Door,
        ws_max_size=FRAME,
        access_log=False,  # it would keep the addresses of callers
        log_config=None,
        log_level="warning",
        server_header=False,
        timeout_graceful_shutdown=GRACE,
    )


def _share(node: Node) -> int:
    """The store is opened here first, so that what is wrong with it is told once."""
    try:
        asyncio.run(_store(node.chosen, node.out).close())
    except (StoreError, OSError) as error:
        print(error, file=node.out, flush=True)
        return UNABLE
    with tempfile.TemporaryDirectory(prefix="flowengine-calls-") as folder:
        shared = Path(folder), secrets.token_bytes(KEY)
        return work_for(
            node.chosen.workers, _work, (node.chosen, node.listener, *shared), opened=node.opens
        )


def _work(
    number: int,
    tell: Connection,
    chosen: Settings,
    listener: socket.socket,
    folder: Path,
    key: bytes,
) -> None:
    """In a process of its own. One of them is enough to tell what is served. `folder` and `key`
    are the workers' own, see `Switchboard`."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    switchboard = Switchboard(folder, key)
    node = Node(chosen, listener, sys.stderr, announces=number == 1, switchboard=switchboard)
    with node.logging():
        sentinel = None if parent is None else parent.sentinel
        sys.exit(node.serve(lambda: tell.send_bytes(b"serving"), sentinel))


def _files() -> int:
    """How many files may be open, after asking for as many as the system allows, up to FILES."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = FILES if hard == resource.RLIM_INFINITY else min(FILES, hard)
    if soft == resource.RLIM_INFINITY or soft >= wanted:
        return wanted
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
    except (ValueError, OSError):  # some systems allow less than they say
        return soft
    return wanted


def _listener(chosen: Settings) -> socket.socket:
    """Bound before anything is told or opened, so that the address that is told can be opened."""
    family = socket.AF_INET6 if ":" in chosen.host else socket.AF_INET
    try:
        return socket.create_server((chosen.host, chosen.port), family=family, backlog=BACKLOG)
    except OSError as error:
        raise OSError(
            f"{chosen.host} port {chosen.port} cannot be used ({error.strerror}). Is another server"
            " running? Take another port with --port."
        ) from error


def _house(
    chosen: Settings,
    out: TextIO,
    announce: Callable[[Library], None] | None,
    switchboard: Switchboard | None,
) -> House:
    store = _store(chosen, out)
    try:
        house = House(
            None if chosen.published else chosen.folder,
            store,
            secrets=chosen.secrets,
            private=chosen.private,
            keep=chosen.keep,
            expire_days=chosen.expire_days,
            gateways=chosen.gateways,
            pseudonyms=Pseudonyms(chosen.pseudonym_key, chosen.anonymous),
            speech=chosen.speech,
            recordings=Recordings(chosen.recording_key),
            permissions=permissions.own(chosen),
            desk_key=chosen.desk_key,
            statuses=chosen.statuses,
            switchboard=switchboard,
            announce=announce,
        )
        house.read()
    except (StoreError, OSError):
        asyncio.run(store.close())
        raise
    return house


def _store(chosen: Settings, out: TextIO) -> Database:
    """Waits for a database that does not answer. Raises StoreError when it does not in time."""
    until = time.monotonic() + PATIENCE
    told = False
    while True:
        try:
            return opened(chosen.store)
        except Unreachable as error:
            if time.monotonic() >= until:
                raise
            if not told:
                print(
                    f"{error} It is asked again for {PATIENCE:.0f} seconds.", file=out, flush=True
                )
            told = True
        time.sleep(ASKED_EVERY)


def _announce(library: Library, chosen: Settings, out: TextIO) -> None:
    tell(library, out)
    for line in keys_only(library, chosen.speech.models) if chosen.speech else ():
        print(line, file=out, flush=True)


def tell(library: Library, out: TextIO) -> None:
    """What is served now, and what is not and why."""
    for name, program in library.programs.items():
        note = ""
        if name in library.broken:
            note = " (the version before its mistakes)"
        elif name in library.adopted and library.path is not None:
            note = " (as it was published last)"
        print(f"Serving {name}: {program.title}{note}", file=out)
    for name, mistakes in library.broken.items():
        print(f"Not taken: {name} has mistakes ({len(mistakes)}).", file=out)
        for one in mistakes:
            print(
                f"  {one.file}:{one.span.line}:{one.span.column} {one.code} {one.message}"
                f" {one.hint}".rstrip(),
                file=out,
            )
    if not library.programs and library.path is None:
        print("Nothing is published in this store yet: flowengine publish FOLDER", file=out)
    elif not library.programs and not library.broken:
        print(f"There is no .flow file in {library.path}. Write one and it is served.", file=out)
    out.flush()


def _address(listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    if host in {"0.0.0.0", "::"}:  # noqa: S104 - compared, not bound
        host = "127.0.0.1"
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"
