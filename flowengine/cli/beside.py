"""Work on the store of a server for a moment, beside the server where it runs."""

from __future__ import annotations

import os
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flowengine.cli.refusal import Refusal

if TYPE_CHECKING:
    from flowengine.config import Settings
    from flowengine.store.verbs import Store


def store_argument(command: Any) -> None:
    command.add_argument(
        "--store", metavar="STORE", help="the database of the server: a file, or postgresql://…"
    )


def beside(
    named: str | None, work: Callable[[Store], Awaitable[int]], *, first: bool = False
) -> int:
    """What `work` gives. A store that is not there yet is made only where `first` says so.

    Raises cli.Refusal for whatever keeps it from being done.
    """
    import asyncio

    from flowengine.config import settings
    from flowengine.host import refusal
    from flowengine.store.verbs import StoreError

    try:
        chosen = settings(os.environ, Path(), store=named)
        return asyncio.run(_opened(chosen, work, first=first))
    except (StoreError, ValueError, refusal.Refusal) as error:
        raise Refusal(str(error)) from error


async def _opened(chosen: Settings, work: Callable[[Store], Awaitable[int]], *, first: bool) -> int:
    from flowengine.store.auditing import key
    from flowengine.store.opening import opened

    address = chosen.store
    fresh = first and isinstance(address, Path) and not address.exists()
    store = opened(address, beside=not fresh)
    store.key_audit(key(chosen.desk_key))
    try:
        await store.start()
        return await work(store)
    finally:
        await store.close()
