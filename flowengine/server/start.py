"""`flowengine serve`: one process that serves a folder of flows, told in plain words as it goes."""

from __future__ import annotations

import os
import resource
import socket
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import uvicorn

from flowengine.config import Settings, settings
from flowengine.host.house import House
from flowengine.server.app import application
from flowengine.server.patience import Patient
from flowengine.server.wire import FRAME
from flowengine.store.interface import StoreError
from flowengine.store.old_sqlite import SqliteStore

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flowengine.host.library import Library
    from flowengine.store.interface import Store

BACKLOG = 128  # connections that wait to be accepted; asyncio accepts so many at once, see RESERVED
FILES = 65_536  # every open page is a file to the system, and many systems begin with 1,024
# Files that connections leave free: for the store, fetches, and three rounds of accepting. Where
# none is free asyncio logs a trace for each of BACKLOG tries, again and again, and does no more.
RESERVED = 200 + 3 * BACKLOG
FEWEST = 32  # connections, however little the system allows
COUNTED = 1_000  # messages that wait; how many more says little
GRACE = 3  # seconds that open pages have to let go at the end


def serve(
    folder: Path,
    host: str = "127.0.0.1",
    port: int = 8000,
    store: Path | None = None,
    *,
    watch: bool = True,
    out: TextIO = sys.stderr,
    environment: Mapping[str, str] = os.environ,
) -> int:
    """Serve until interrupted; gives the exit code: 0, or 2 when it could not begin.

    `store` is the file of conversations, by default `.flowengine/flowengine.db` in the working
    folder. Mistakes of flows are told on `out`; a flow with mistakes is not served, others are.
    """
    try:
        chosen = settings(environment, folder, host=host, port=port, store=store, watch=watch)
        listener, house = _opened(chosen, out)
    except (StoreError, OSError, ValueError) as error:
        print(error, file=out)
        return 2
    print(f"Open {_address(listener)} – stop with Ctrl+C.", file=out, flush=True)
    config = uvicorn.Config(
        application(house, watch=chosen.watch, sites=chosen.sites),
        http=Patient,
        backlog=BACKLOG,
        limit_concurrency=max(FEWEST, _files() - RESERVED),
        ws="websockets-sansio",
        ws_max_size=FRAME,
        access_log=False,  # it would keep the addresses of callers
        log_level="warning",
        server_header=False,
        timeout_graceful_shutdown=GRACE,
    )
    with suppress(KeyboardInterrupt):
        uvicorn.Server(config).run(sockets=[listener])
    return 0


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


def _opened(chosen: Settings, out: TextIO) -> tuple[socket.socket, House]:
    """Both or neither."""
    listener = _listener(chosen)
    try:
        return listener, _house(chosen, out)
    except (StoreError, OSError):
        listener.close()
        raise


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


def _house(chosen: Settings, out: TextIO) -> House:
    store = SqliteStore(Path(chosen.store))
    try:
        house = House(
            chosen.folder,
            store,
            secrets=chosen.secrets,
            private=chosen.private,
            keep_days=chosen.keep.get("conversation"),
            announce=lambda library: tell(library, out),
        )
        house.read()
        _tell_unsent(store, out)
    except (StoreError, OSError):
        store.close()
        raise
    return house


def _tell_unsent(store: Store, out: TextIO) -> None:
    """Nobody should think that what only waits in the store has been sent."""
    waiting = len(store.outgoing("queued", COUNTED).result())
    if waiting:
        shown = f"{waiting} or more" if waiting == COUNTED else str(waiting)
        print(
            f"Not sent: messages that flows wrote to phones or addresses ({shown}) wait in the"
            " store. This version keeps them and sends none.",
            file=out,
        )


def tell(library: Library, out: TextIO) -> None:
    """What is served now, and what is not and why."""
    for name, program in library.programs.items():
        note = "" if name not in library.broken else " (the version before its mistakes)"
        print(f"Serving {name}: {program.title}{note}", file=out)
    for name, mistakes in library.broken.items():
        print(f"Not taken: {name} has mistakes ({len(mistakes)}).", file=out)
        for one in mistakes:
            print(
                f"  {one.file}:{one.span.line}:{one.span.column} {one.code} {one.message}"
                f" {one.hint}".rstrip(),
                file=out,
            )
    if not library.programs and not library.broken:
        print(f"There is no .flow file in {library.path}. Write one and it is served.", file=out)
    out.flush()


def _address(listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    if host in {"0.0.0.0", "::"}:  # noqa: S104 - compared, not bound
        host = "127.0.0.1"
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"
