"""Which store is served from, by how many processes, and what of its address may be shown.

Each raises ValueError, in words, for what cannot be served.
"""

from __future__ import annotations

from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from flowengine.store.opening import PARAMETERS, SCHEMES

STORE = ".flowengine/flowengine.db"
MOST_WORKERS = 64


def address(named: str | Path) -> str | Path:
    """A file, or the address of a PostgreSQL database."""
    if isinstance(named, str) and named.startswith(SCHEMES):
        return named
    if "://" in str(named) or PARAMETERS.match(str(named)):
        raise ValueError(
            "The store is no address that can be served from. Name a file, or"
            " postgresql://user@host/database."
        )
    return Path(named)


def shown(store: str | Path) -> str:
    """The store as it may be printed: an address without its password."""
    if isinstance(store, Path):
        return str(store)
    try:
        parts = urlsplit(store)
    except ValueError:
        return "the database of --store"
    user, at, where = parts.netloc.rpartition("@")
    named = f"{user.partition(':')[0]}{at}{where}"
    # A password can also stand behind the question mark, and nobody needs what stands there.
    return urlunsplit((parts.scheme, named, parts.path, "", ""))


def workers(number: int, store: str | Path) -> int:
    """How many processes serve from the store."""
    if not 1 <= number <= MOST_WORKERS:
        raise ValueError(
            f"{number} is no number of workers. Take one from 1 to {MOST_WORKERS}, at most as many"
            " as the machine has cores."
        )
    if number > 1 and isinstance(store, Path):
        raise ValueError(
            f"{number} workers cannot serve from the file {store}: only one process may write it."
            " Leave out --workers, or take a PostgreSQL database: --store postgresql://…"
        )
    return number


def demand_own_machine(host: str, workers: int, store: str | Path, *, published: bool) -> None:
    """A demonstration asks nobody for a password: nobody but this machine may reach it."""
    for wrong, told in (
        (not _loopback(host), f"--host {host} lets other machines in"),
        (workers != 1, "--workers is for a server that works"),
        (isinstance(store, str), "a PostgreSQL database is for a server that works"),
        (published, "--published is for a server that works"),
    ):
        if wrong:
            raise ValueError(
                f"A demonstration lets everybody in without a password, and {told}. Leave out"
                " --demo, and add users: flowengine users add NAME --role administrator"
            )


def _loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
