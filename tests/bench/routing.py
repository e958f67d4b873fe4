"""How long the desk thinks when very much waits: 500 people, 100 agents, 3 queues, 3 languages.

The reference is the plain way to write it down: for each person in their order, look at every agent
and take the best. It knows no rings, no skills and gives no reasons.
"""

from __future__ import annotations

from functools import partial
from random import Random

from flowengine.desk import routing
from flowengine.desk.items import CHAT, VOICE, Item
from flowengine.desk.people import Agent
from flowengine.language.program import Queue, Ring
from tests.bench.measure import Row, in_turn, rate

NOW = 1000.0
QUEUES = {
    name: Queue(hours="", most=0, level=4, rings=(Ring(after=30, level=2),)) for name in "abc"
}


def rows() -> list[Row]:
    people, agents = _people(Random(1)), _agents(Random(2))
    ours, plain = in_turn([partial(_ours, people, agents), partial(_plain, people, agents)])
    what = "choose for 500 people among 100 agents"
    return [Row(what, "choices/s", ours or 0, "a plain double loop", plain, "more", ">= 200")]


def _people(chance: Random) -> list[Item]:
    return [
        Item(
            id=f"i{n}",
            conversation=f"c{n}",
            queue=chance.choice("abc"),
            channel="chat",
            media=chance.choice([VOICE, CHAT]),
            joined=NOW - 500.0 * chance.random(),
            entered=NOW - 60.0 * chance.random(),
            language=chance.choice(["uk", "en", "fa"]),
            priority=chance.choice([0, 1, 1, 1, 2, 3]),
        )
        for n in range(500)
    ]


def _agents(chance: Random) -> list[Agent]:
    return [
        Agent(
            id=f"a{n}",
            queues=frozenset(chance.sample("abc", 2)),
            languages={"uk": 5} | ({"fa": 3} if n % 9 == 0 else {}) | ({"en": 4} if n % 2 else {}),
            idle=1000.0 * chance.random(),
            load={CHAT: n % 3},
        )
        for n in range(100)
    ]


def _ours(people: list[Item], agents: list[Agent]) -> float:
    return rate(lambda: routing.choose(people, agents, QUEUES, NOW), 1)


def _plain(people: list[Item], agents: list[Agent]) -> float:
    return rate(lambda: _looped(people, agents), 1)


def _looped(people: list[Item], agents: list[Agent]) -> list[tuple[str, str]]:
    made, taken = [], set()
    for item in sorted(people, key=lambda one: one.joined - 120.0 * one.priority):
        able = [
            one
            for one in agents
            if one.id not in taken
            and item.queue in one.queues
            and one.languages.get(item.language, 0) >= 2
            and one.load.get(item.media, 0) < one.caps[item.media]
        ]
        if able:
            best = min(able, key=lambda one: (len(one.languages), one.idle))
            taken.add(best.id)
            made.append((item.id, best.id))
    return made
