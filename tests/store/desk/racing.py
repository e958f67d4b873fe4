"""What racing processes do at the desk: routers, agents, and people who meddle by hand.

Each knows only what it reads, and says as a line of JSON each move that it was told was written.
"""

from __future__ import annotations

import json
import random
from typing import TYPE_CHECKING

from flowengine.desk import moves

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flowengine.desk.items import Item
    from flowengine.desk.moves import Move
    from flowengine.store.database import Database


def say(thing: object) -> None:
    print(json.dumps(thing), flush=True)


async def _made(store: Database, me: str, move: Move, kind: str) -> bool:
    done = await store.move([move], me) == ("moved",)
    if done:
        say([kind, move.after.id, move.after.agent, move.after.version])
    return done


def _offer(item: Item, agent: str) -> Move:
    return moves.offered(item, agent, f"t-{item.id}-{item.version}", 130.0, 110.0, {"ring": 0})


async def routes(store: Database, me: str, agents: list[str], rounds: int) -> None:
    """A router that believes what it read a moment ago: offers whatever waits, to anybody."""
    for _ in range(rounds):
        waits = list(await store.items(states=("waiting",)))
        random.shuffle(waits)
        for item in waits:
            await _made(store, me, _offer(item, random.choice(agents)), "offered")


async def takes(store: Database, me: str, tokens: list[str]) -> None:
    """Answers the same offers as all the others, in the same order."""
    for token in tokens:
        item = await store.by_token(token)
        if item is not None:
            await _made(store, me, moves.accepted(item, 120.0), "accepted")


async def meddles(store: Database, me: str, rounds: int) -> None:
    """A supervisor, an agent and a rule at once: raises, fetches and diverts what waits."""
    for number in range(rounds):
        for item in await store.items(states=("waiting",)):
            other = "duty" if item.queue == "help" else "help"
            for made, kind in (
                (moves.raised(item, (item.priority + 1) % 4, 111.0, me), "raised"),
                (moves.diverted(item, other, 111.0), "diverted"),
                (moves.pulled(item, "olena" if number % 2 else "marko", 111.0), "pulled"),
            ):
                if random.random() < 0.4:
                    await _made(store, me, made, kind)


async def works(store: Database, me: str, agents: Sequence[str], rounds: int) -> None:
    """A whole shift: offers, accepts, refuses, loses, passes on, closes, at random."""
    for _ in range(rounds):
        for item in await store.items():
            found = random.choice([*_steps(item, random.choice(list(agents)))] or [None])
            if found is not None:
                await _made(store, me, found, found.after.state)


def _steps(item: Item, agent: str) -> list[Move]:
    if item.state == "waiting":
        return [_offer(item, agent), _offer(item, agent), moves.pulled(item, agent, 111.0)]
    if item.state == "offered":
        return [moves.accepted(item, 120.0), moves.refused(item, 120.0), moves.expired(item, 140.0)]
    if item.state == "active":
        over = [moves.transferred(item, 121.0, agent=agent)] if agent != item.agent else []
        return [moves.lost(item, 160.0, 121.0), moves.finished(item, 180.0, 121.0), *over]
    if item.state == "lost":
        return [moves.resumed(item, 122.0), moves.requeued(item, 161.0, "lost")]
    return [moves.closed(item, 181.0, "done")]
