"""A supervisor who switches queues as if by chance: closed, diverted, a word before waiting, calls
promised only; and undoes each after a while, over the pages of the board.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING

import httpx2

from flowengine.server.sessions import form_token
from tests.desk_chaos import scene
from tests.desk_chaos.world import AGAIN

if TYPE_CHECKING:
    from tests.desk_chaos.world import World

# By kind: how often, and for how many seconds at most.
KINDS = {"surge": (4, 8.0), "divert": (3, 8.0), "callbacks": (2, 4.0), "close": (1, 2.0)}
DONE = 303


class Supervisor:
    """`surges` are the words that were to be said, each once to whoever waits."""

    def __init__(self, world: World, secret: str) -> None:
        self.world = world
        self.surges: list[str] = []
        self._secret = secret

    async def work(self) -> None:
        """One switch after the other until nobody new comes, and all of them undone then."""
        kinds = [kind for kind, (weight, _) in KINDS.items() for _ in range(weight)]
        first = list(KINDS)
        while not self.world.closing.is_set():
            await self.world.pause(0.5, 4)
            queue = self.world.chance.choice(scene.QUEUES)
            kind = first.pop() if first else self.world.chance.choice(kinds)
            await self._turn(queue, kind, on=True)
            with suppress(TimeoutError):
                async with asyncio.timeout(self.world.chance.uniform(0.5, KINDS[kind][1])):
                    await self.world.closing.wait()
            await self._turn(queue, kind, on=False)

    async def _turn(self, queue: str, kind: str, *, on: bool) -> None:
        """Until it is done; to say it twice does no harm."""
        words = ""
        if kind == "surge" and on:
            words = f"Surge {len(self.surges) + 1}."
            self.surges.append(words)
        (other,) = set(scene.QUEUES) - {queue}
        form = {
            "form": form_token(self._secret),
            "kind": kind,
            "on": "yes" if on else "no",
            "queue": other if kind == "divert" else "",
            "words": words,
            "hours": "1",
        }
        while (status := await self._post(f"/desk/board/queues/{queue}/switch", form)) != DONE:
            self.world.counts[f"switch refused: {status or 'broken'}"] += 1
            await asyncio.sleep(AGAIN)
        self.world.counts[f"switch {kind} {'on' if on else 'off'}"] += 1

    async def _post(self, path: str, form: dict[str, str]) -> int:
        """The status, 0 for a connection that broke."""
        address = await self.world.node()
        headers = {"Cookie": f"desk={self._secret}", "Sec-Fetch-Site": "same-origin"}
        with suppress(OSError, httpx2.HTTPError):
            async with httpx2.AsyncClient(base_url=address, timeout=30) as http:
                return (await http.post(path, data=form, headers=headers)).status_code
        return 0
