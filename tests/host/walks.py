"""People of straw: they talk through a flow by chance, and leave the traces that a host would."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import msgspec

from flowengine.host.tracing import beginning
from flowengine.runtime import begin, step
from flowengine.runtime import effects as fx
from flowengine.runtime import events as ev
from flowengine.store.records import Conversation, Trace

if TYPE_CHECKING:
    from flowengine.language.program import Program

START = 1_798_891_200.0  # Saturday, 2 January 2027, 12:00 UTC
WORDS = ("Olha", "4", "tomorrow", "17:30", "0671234567", "yes", "two beds please", "a@b.example",
         "start over", "help", "back", "mm", "100", "Friday")  # fmt: skip


def walked(
    program: Program, seed: int, channel: str = "chat"
) -> tuple[Conversation, tuple[Trace, ...]]:
    """One conversation of at most 12 turns, some hours long, and how each turn went."""
    chance = random.Random(seed)
    at = START + chance.randrange(30 * 86_400)
    language = chance.choice(program.languages)
    session = begin(program, channel=channel, seed=seed, at=at, language=language)
    first = beginning(session)
    event: ev.Event | None = ev.Started(at=at)
    traces: list[Trace] = []
    prompt: fx.Prompt | None = None
    while event is not None and len(traces) < 12:
        before = session
        session, effects = step(program, session, event)
        told = {"begin": first, "event": event} if not traces else event
        said, done = (msgspec.json.encode(one).decode() for one in (told, effects))
        number, places = len(traces) + 1, (before.place, session.place)
        traces.append(Trace(number, event.at, said, *places, done, 0.0, ""))
        prompt = next((one for one in effects if isinstance(one, fx.Prompt)), prompt)
        at += chance.randrange(1, 4_000)
        event = _next(effects, prompt, at, chance) if session.place else None
    ended = not session.place
    found = Conversation(
        f"{program.name}{seed}", program.name, program.digest, channel, b"", b"", "", ended, at,
        revision=len(traces),
    )  # fmt: skip
    return found, tuple(traces)


def _next(
    effects: tuple[fx.Effect, ...], prompt: fx.Prompt | None, at: float, chance: random.Random
) -> ev.Event | None:
    for effect in effects:
        match effect:
            case fx.Fetch(turn=turn):
                failed = "timeout" if chance.random() < 0.3 else ""
                return ev.Fetched(at=at, turn=turn, status=200, body={"number": 7}, error=failed)
            case fx.Handoff(turn=turn):
                return ev.HandoffEnded(at=at, turn=turn, outcome=chance.choice(["done", "nobody"]))
            case fx.Timer(turn=turn, timer=timer) if chance.random() < 0.2:
                return ev.Due(at=at, turn=turn, timer=timer)
    if prompt is None:
        return None
    if prompt.choices and chance.random() < 0.8:
        choice = chance.choice(prompt.choices)
        if chance.random() < 0.5:
            return ev.Picked(at=at, turn=prompt.turn, choice=choice.id)
        return ev.Said(at=at, text=choice.label)
    return ev.Said(at=at, text=chance.choice(WORDS))
