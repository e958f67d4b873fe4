"""`flowengine serve`: the web chat of a folder of flows."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from flowengine.cli.refusal import Refusal

if TYPE_CHECKING:
    from argparse import Namespace


def register(commands: Any) -> None:
    command = commands.add_parser(
        "serve",
        help="serve a web chat for every flow of a folder",
        description="Serves a web chat for every flow of a folder until it is stopped (Ctrl+C).",
    )
    command.add_argument("folder", nargs="?", type=Path, metavar="FOLDER", default=Path())
    command.add_argument("--host", default="127.0.0.1", help="where to listen: this machine only")
    command.add_argument("--port", type=int, default=8000)
    command.add_argument(
        "--store",
        metavar="FILE",
        help="the database that keeps the conversations: a file, or postgresql://user@host/name"
        " (a password belongs into FLOWENGINE_STORE, not here)",
    )
    command.add_argument(
        "--workers", type=int, default=1, metavar="N", help="processes; more than 1 on PostgreSQL"
    )
    command.add_argument("--log", metavar="STYLE", help="how the log is written: text or json")
    command.add_argument(
        "--log-level", metavar="LEVEL", help="what is logged: debug, info, warning or error"
    )
    command.add_argument(
        "--no-watch", dest="watch", action="store_false", help="do not look for changed flows"
    )
    command.add_argument(
        "--published", action="store_true", help="serve what was published, without any folder"
    )
    command.add_argument(
        "--demo",
        action="store_true",
        help="let users of a demonstration sign in without a password, on this machine only",
    )
    command.set_defaults(run=run)


def run(chosen: Namespace) -> int:
    """Serves until interrupted."""
    if not chosen.published and not chosen.folder.is_dir():
        raise Refusal(f"There is no folder {chosen.folder}. Name the folder of your flows.")
    if not 0 <= chosen.port < 65536:
        raise Refusal(f"There is no port {chosen.port}. Ports are numbers below 65536.")
    from flowengine.server import serve

    return serve(
        chosen.folder,
        chosen.host,
        chosen.port,
        chosen.store,
        workers=chosen.workers,
        watch=chosen.watch,
        published=chosen.published,
        demo=chosen.demo,
        log=chosen.log,
        log_level=chosen.log_level,
    )
