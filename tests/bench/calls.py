"""Calls on the wire: from a page's microphone through a real server to its loudspeaker.

How long it takes from the end of speech to the first packet of the answer, where no option begins
another and where one does; how fast a key and a voice stop a prompt; how even the packets come; how
many calls with live recognition one core carries. Callers are a process beside the server.
"""

from __future__ import annotations

import asyncio
import os
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from typing import TypeVar

import numpy as np

from flowengine.speech.sound.pcm import Sound
from tests.bench.caller import PERIOD, RATE, Caller, called
from tests.bench.measure import Row
from tests.nodes import Node
from tests.speech.sound.talker import said

FLOW = """flow {name} "Lines"
channels voice, chat

start:
  -> main

menu main "Lines."{extra}
  1 "Opening hours" -> answer
  2 "A person" -> answer
  3 "Food" -> answer
  4 "Food parcels" -> answer

answer:
  say "Very well."
  -> main
"""
FIXED = "\n  pause 1s"
SHORTER = 0.3  # seconds that 700 ms of silence end sooner than these
CLOSED, EXTENDABLE = ("Opening hours", "A person"), ("Food",)
CALLERS = 3  # at once: they wait most of the time
TURNS = 8  # of each caller
TALKERS = 10  # who speak all the time
TALKED = 15.0  # seconds
_T = TypeVar("_T")


def rows() -> list[Row]:
    with _both_cores(), tempfile.TemporaryDirectory() as folder:
        flows = Path(folder) / "flows"
        flows.mkdir()
        for name, extra in (("lines", ""), ("fixed", FIXED)):
            text = FLOW.format(name=name, extra=extra)
            (flows / f"{name}.flow").write_text(text, encoding="utf-8")
        with Node(flows, Path(folder) / "bench.db", calls={}) as node:
            return asyncio.run(_measured(node))


async def _measured(node: Node) -> list[Row]:
    address = node.address
    for words in (*CLOSED, *EXTENDABLE):
        _spoken(words)
    await _answers(address, "lines", CLOSED, 1)  # whatever is loaded only when it is first needed
    closed = await _answers(address, "lines", CLOSED)
    fixed = [taken - SHORTER for taken in await _answers(address, "fixed", CLOSED)]
    longer = await _answers(address, "lines", EXTENDABLE)
    keys = await _together(lambda: _interrupted(address, _pressing))
    voices = await _together(lambda: _interrupted(address, _speaking))
    late, idle, carried = await _crowd(node)
    what, same = "end of speech to first packet", "the same, 700 ms of silence"
    return [
        Row(f"{what}, closed, median", "ms", _ms(closed), same, _ms(fixed), "less", "<= 280 ms"),
        Row(f"{what}, closed, 95 %", "ms", _ms(closed, 95), same, _ms(fixed, 95), "less",
            "<= 400 ms"),
        Row(f"{what}, extendable, median", "ms", _ms(longer), same, _ms(fixed), "less",
            "<= 600 ms"),
        Row("key to silence, 95 %", "ms", _ms(keys, 95), "", None, "less", "<= 40 ms"),
        Row("onset of speech to silence, echo -20 dB, 95 %", "ms", _ms(voices, 95), "", None,
            "less", "<= 200 ms"),
        Row("packets, deviation from 20 ms, 99 %", "ms", late, "idle timer", idle, "less",
            "<= 2 ms"),
        Row("calls with live recognition", "per core", carried, "", None, "more", ">= 30"),
    ]  # fmt: skip


def _ms(seconds: list[float], percent: float = 50) -> float:
    return float(1000 * np.percentile(seconds, percent))


# ---------------------------------------------------------------- turns


async def _answers(
    address: str, flow: str, words: tuple[str, ...], turns: int = TURNS
) -> list[float]:
    return await _together(lambda: _answered(address, flow, words, turns))


async def _answered(address: str, flow: str, words: tuple[str, ...], turns: int) -> list[float]:
    """Seconds from the end of what is said to the first packet of what is answered."""
    caller = await called(address, flow)
    found = []
    for turn in range(turns):
        await caller.until_quiet()
        ended = await caller.say(_spoken(words[turn % len(words)]))
        found.append(await caller.until_sound(ended) - ended)
    await caller.leave()
    return found


async def _interrupted(address: str, act: Callable[[Caller], Awaitable[float]]) -> list[float]:
    """Seconds from what is done to the last moment when something of the prompt can be heard: the
    page is told to drop what it has, or the last packet with sound came."""
    found = []
    for _ in range(TURNS):
        caller = await called(address, "lines", echo=act is _speaking)
        await caller.until_sound(0.0)
        await asyncio.sleep(2.0)  # in the middle of the options
        did = await act(caller)
        cleared = await caller.until_message("clear", did)
        found.append(cleared - did)
        await caller.leave()
    return found


async def _pressing(caller: Caller) -> float:
    return await caller.press("1")


async def _speaking(caller: Caller) -> float:
    began = time.perf_counter()
    await caller.say(_spoken(CLOSED[0]))
    return began


async def _together(one: Callable[[], Awaitable[list[_T]]]) -> list[_T]:
    found = await asyncio.gather(*(one() for _ in range(CALLERS)))
    return [each for several in found for each in several]


# ---------------------------------------------------------------- a crowd


async def _crowd(node: Node) -> tuple[float, float, float]:
    """How late packets are at 99 %, how late a timer of ours is, and how many calls a core holds,
    while all talk all the time."""
    first = [await called(node.address, "lines") for _ in range(TALKERS)]
    before, began = _spent(node.process.pid), time.perf_counter()
    idle = asyncio.create_task(_idle())
    talked = [_talk(node.address, caller, began + TALKED) for caller in first]
    callers = [caller for one in await asyncio.gather(*talked) for caller in one]
    seconds = time.perf_counter() - began
    spent = _spent(node.process.pid) - before
    late = [
        abs(after - before - PERIOD)
        for caller in callers
        for (before, _), (after, _) in pairwise(caller.heard.sound)
        if before > began
    ]
    await asyncio.gather(*(caller.leave() for caller in callers))
    return _ms(late, 99), _ms(await idle, 99), TALKERS * seconds / spent


async def _talk(address: str, caller: Caller, until: float) -> list[Caller]:
    """Whom the flow has let go, because of what they said, calls again."""
    callers = [caller]
    while time.perf_counter() < until:
        try:
            for words in (*CLOSED, *EXTENDABLE):
                await callers[-1].say(_spoken(words))
                await asyncio.sleep(0.3)
        except ConnectionError:
            callers.append(await called(address, "lines"))
    return callers


async def _idle() -> list[float]:
    """A timer with absolute deadlines that does nothing."""
    late, due = [], time.perf_counter()
    for _ in range(round(TALKED / PERIOD)):
        due += PERIOD
        await asyncio.sleep(max(0.0, due - time.perf_counter()))
        late.append(abs(time.perf_counter() - due))
    return late


def _spent(pid: int) -> float:
    """Seconds of a core that a process and all below it have used."""
    ticks = float(os.sysconf("SC_CLK_TCK"))
    return sum(sum(map(int, _stat(one)[11:13])) for one in _family(pid)) / ticks


def _family(pid: int) -> Iterator[int]:
    yield pid
    for task in Path(f"/proc/{pid}/task").iterdir():
        for child in (task / "children").read_text().split():
            yield from _family(int(child))


def _stat(pid: int) -> list[str]:
    """From the state on; see proc(5)."""
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()


# ---------------------------------------------------------------- words


def _spoken(words: str) -> Sound:
    """Without the silence around it: its end is the end of speech."""
    sound = said(words).at(RATE)
    loud = np.flatnonzero(np.abs(sound.samples.astype(np.int32)) > 300)
    return Sound(sound.samples[loud[0] : loud[-1]], RATE)


@contextmanager
def _both_cores() -> Iterator[None]:
    """A call has processes of its own, which is what it is measured for."""
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, range(os.cpu_count() or 1))
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)
