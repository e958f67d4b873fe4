"""Work that has so much time and no more, whatever it waits for.

`asyncio.timeout` ends what lets itself be ended, and waits for the rest: a gathering of tasks, or a
library that tries to be polite to a database that does not answer. What is given up here is told
to end and left behind.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Coroutine


async def within(seconds: float, work: Coroutine[Any, Any, None]) -> bool:
    """True when it came to its end in time. Raises what it raises by then; what it raises later
    nobody hears."""
    task = asyncio.create_task(work)
    try:
        await asyncio.wait({task}, timeout=seconds)
    finally:
        done = task.done()
        if not done:
            task.cancel()
            task.add_done_callback(_unheard)
    if done:
        task.result()
    return done


def _unheard(task: asyncio.Task[None]) -> None:
    if not task.cancelled():
        task.exception()
