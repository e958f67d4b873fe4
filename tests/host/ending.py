"""The end of a work that watches, in the very moment in which it is woken."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

LONG = 60.0  # seconds after which a work that was cancelled has not heard it
SETTLED = 10  # rounds of the loop within which a work has come to its wait


async def ended(watching: asyncio.Task[None], wake: Callable[[], None], later: int) -> None:
    """Cancel it `later` rounds of the loop after the waking; it has to end."""
    for _ in range(SETTLED):
        await asyncio.sleep(0)
    wake()
    for _ in range(later):
        await asyncio.sleep(0)
    watching.cancel()
    done, _ = await asyncio.wait({watching}, timeout=LONG)
    watching.cancel()  # for the test's own sake, where it has not
    assert done
