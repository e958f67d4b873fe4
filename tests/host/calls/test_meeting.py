"""A caller in a queue and in a talk: what is ordered of their call, and who is told of it."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

from flowengine.channels.calls.sentences import MOMENT, RECORDED
from flowengine.channels.calls.wire import Arriving
from flowengine.host.calls.meeting import Meeting
from flowengine.host.calls.recordings import Recordings
from flowengine.host.cause import Cause
from flowengine.runtime.events import Accepted, HandoffEnded
from flowengine.speech.duplex import orders, reports
from flowengine.speech.duplex.orders import (
    Apart,
    Deaf,
    Flush,
    Join,
    Keep,
    Listen,
    Music,
    Part,
    Play,
    SendKeys,
)
from tests.host.calls.house import KEY, CalledShop, Caller, played

QUEUE = """flow shop "The shop"
channels chat, voice
{above}
queue people
{terms}
anywhere
  0 "An operator" or "operator" -> operator

start:
  say "Welcome."{before}
  handoff people
    {wait}on nobody: say "Nobody." -> more
  say "Back."
  -> more

operator:
  say "By hand."
  end

more:
  ask answer: text "Anything else?"
  end
"""


def line(*, terms: str = "", wait: str = "", before: str = "", above: str = "") -> str:
    return QUEUE.format(
        terms=f"  {terms}\n" if terms else "",
        wait=f"{wait}\n    " if wait else "",
        before=f"\n  {before}" if before else "",
        above=f"{above}\n" if above else "",
    )


class Desk:
    """Who is told."""

    def __init__(self) -> None:
        self.told: list[tuple[Any, ...]] = []
        self.meeting: Meeting | None = None

    def arrived(self, arriving: Arriving) -> None:
        self.told.append(("arrived", arriving.call))

    def reported(self, call: str, report: reports.AnyReport) -> bool:
        self.told.append(("reported", call, type(report)))
        return True

    def began(self, meeting: Meeting) -> None:
        self.meeting = meeting
        self.told.append(("began", meeting.conversation))

    def over(self, meeting: Meeting) -> None:
        self.told.append(("over", meeting.conversation))

    def keyed(self, _meeting: Meeting, key: str) -> None:
        self.told.append(("keyed", key))

    def keys_sent(self, _meeting: Meeting, keys: str) -> None:
        self.told.append(("keys sent", keys))

    def unable(self, _meeting: Meeting, why: str) -> None:
        self.told.append(("unable", why))

    def recorded(self, meeting: Meeting) -> None:
        self.told.append(("recorded", meeting.recording))


async def queued(shop: CalledShop) -> tuple[Caller, Desk]:
    """A call whose caller waits in the queue; nobody of the desk's own is there to answer it."""
    desk = shop.calls.desk = Desk()
    shop.conversations.stepping.perform = lambda _: None
    return await shop.called(await shop.begin()), desk


async def hear(shop: CalledShop, caller: Caller, event: Any) -> None:
    await shop.conversations.obey(caller.key, event, Cause())


async def accepted(shop: CalledShop, caller: Caller) -> None:
    await hear(shop, caller, Accepted(at=shop.now, agent="Olena"))
    join = await caller.until(Join)
    assert (join.room, join.role) == (caller.key, "caller")


async def done(shop: CalledShop, caller: Caller) -> None:
    await hear(shop, caller, HandoffEnded(at=shop.now, turn=1, outcome="done"))


def test_f28_music_between_announcements_and_none_delays_the_answer(tmp_path: Path) -> None:
    async def scene(shop: CalledShop) -> None:
        caller, desk = await queued(shop)
        first = await caller.until(Music)
        assert (first.pieces, first.tone) == ((), True)  # until the file is there
        listen = await caller.until(Listen)
        assert "0" in listen.expected.keys  # commands are heard, and nobody is hurried
        assert listen.patience > 1000
        shop.voices.gate.set()
        file = await caller.until(Music)
        assert [one.path for one in file.pieces] == ["calm.wav"]
        await accepted(shop, caller)
        mine = [o for call, o in shop.exchange.ordered() if call == caller.call]
        at = next(at for at, order in enumerate(mine) if isinstance(order, Join))
        assert any(isinstance(one, Flush) for one in mine[:at])
        assert not any(isinstance(one, Play) for one in mine[at - 2 : at])
        assert caller.heard()[-1] == MOMENT["en"]
        await caller.until(Deaf)
        assert desk.told[-1] == ("began", caller.key)
        before = caller.at
        caller.tell(reports.Company(at=3.0, on=True))
        await caller.until(Flush)  # somebody is to be heard, and nobody talks into that
        assert caller.at > before

    played(tmp_path, scene, flow=line(wait='music "calm.wav"'), files=("calm.wav",))


def test_a_key_reaches_the_flow_while_one_waits_and_the_agent_in_a_talk(tmp_path: Path) -> None:
    async def scene(shop: CalledShop) -> None:
        caller, desk = await queued(shop)
        await accepted(shop, caller)
        caller.tell(reports.Keyed(at=3.0, key="0"))
        caller.tell(reports.KeysSent(at=3.0, keys="5"))
        caller.tell(reports.Trouble(at=3.0, where="carrier", what="it knows no hold"))
        caller.tell(reports.Company(at=3.0, on=False))
        await done(shop, caller)
        await caller.until(Part)
        await caller.until(Listen)
        assert caller.heard()[-2:] == ["Back.", "Anything else?"]
        assert ("keyed", "0") in desk.told
        assert ("keys sent", "5") in desk.told
        assert ("unable", "it knows no hold") in desk.told
        assert ("over", caller.key) in desk.told

    played(tmp_path, scene, flow=line())


def test_zero_leaves_the_queue(tmp_path: Path) -> None:
    async def scene(shop: CalledShop) -> None:
        caller, _ = await queued(shop)
        await caller.presses("0")
        await caller.until(orders.HangUp)
        assert caller.heard()[-1] == "By hand."
        off = [o for _, o in shop.exchange.ordered() if isinstance(o, Music)][-1]
        assert off == Music()

    played(tmp_path, scene, flow=line())


def test_hold_keys_and_pauses_are_ordered(tmp_path: Path) -> None:
    async def scene(shop: CalledShop) -> None:
        caller, desk = await queued(shop)
        await accepted(shop, caller)
        meeting = desk.meeting
        assert meeting is not None
        meeting.hold(on=True)
        meeting.hold(on=True)  # again: nothing
        assert (await caller.until(Apart)).on
        meeting.keys("42#")
        assert (await caller.until(SendKeys)).keys == "42#"
        await done(shop, caller)
        assert not (await caller.until(Apart)).on  # nobody is left on hold
        await caller.until(Part)
        assert shop.exchange.signs == [("hold", True), ("hold", False)]
        meeting.hold(on=True)
        assert not meeting.on_hold

    played(tmp_path, scene, flow=line())


def test_a_queue_records_its_talks_when_that_was_said(tmp_path: Path) -> None:
    async def scene(shop: CalledShop) -> None:
        caller, desk = await queued(shop)
        announced = await caller.until(Play, 2)
        assert announced.pieces[-1].text == RECORDED["en"]
        assert announced.interrupt == orders.OFF
        caller.played()
        await accepted(shop, caller)
        assert (await caller.until(Keep)).on
        assert desk.told[-2:] == [("recorded", True), ("began", caller.key)]
        meeting = desk.meeting
        assert meeting is not None
        meeting.pause_recording(on=True)
        assert not (await caller.until(Keep)).on
        meeting.pause_recording(on=False)
        assert (await caller.until(Keep)).on
        await done(shop, caller)
        assert not (await caller.until(Keep)).on

    flow = line(terms="record calls")
    played(tmp_path, scene, flow=flow, recordings=Recordings(KEY))


def test_who_is_taken_before_it_was_said_hears_it_in_the_talk(tmp_path: Path) -> None:
    async def scene(shop: CalledShop) -> None:
        caller, desk = await queued(shop)
        await caller.until(Play, 2)
        await accepted(shop, caller)
        assert (await caller.until(Play)).pieces[-1].text == RECORDED["en"]
        assert ("recorded", True) not in desk.told
        caller.tell(reports.Company(at=2.0, on=True))  # the agent is there; it is still said
        caller.played()
        assert (await caller.until(Keep)).on
        assert [o for _, o in shop.exchange.ordered() if isinstance(o, Flush)][1:] == []

    flow = line(terms="record calls")
    played(tmp_path, scene, flow=flow, recordings=Recordings(KEY))


def test_nothing_is_recorded_where_the_flow_says_so_or_there_is_no_key(tmp_path: Path) -> None:
    async def scene(shop: CalledShop) -> None:
        caller, _ = await queued(shop)
        caller.played()
        await accepted(shop, caller)
        await done(shop, caller)
        await caller.until(Part)
        assert not [o for _, o in shop.exchange.ordered() if isinstance(o, Keep) and o.on]

    folders = [tmp_path / name for name in ("off", "keyless")]
    for folder in folders:
        folder.mkdir()
    off = line(terms="record calls", before="record off")
    played(folders[0], scene, flow=off, recordings=Recordings(KEY))
    played(folders[1], scene, flow=line(terms="record calls"))


def test_f21_a_caller_who_hangs_up_is_told_to_the_desk(tmp_path: Path) -> None:
    async def scene(shop: CalledShop) -> None:
        caller, desk = await queued(shop)
        await accepted(shop, caller)
        caller.hangs_up()
        await shop.over()
        assert desk.told[-1] == ("over", caller.key)
        assert (await shop.conversations.look(caller.key)).ended

    played(tmp_path, scene, flow=line())


def test_a_call_that_comes_back_to_a_talk_joins_it_again(tmp_path: Path) -> None:
    """The server was begun anew: the talk is still there, and nobody starts over."""

    async def scene(shop: CalledShop) -> None:
        desk = shop.calls.desk = Desk()
        shop.conversations.stepping.perform = lambda _: None
        begun = await shop.begin("chat")
        caller = Caller(shop, "call1", begun.conversation.id)
        await hear(shop, caller, Accepted(at=shop.now, agent="Olena"))
        for call in ("call1", "call2"):
            caller = await shop.called(begun, call)
            await caller.until(Join)
            if call == "call1":  # as when the process is killed: nobody says goodbye
                shop.calls._talking.clear()
        assert [one[0] for one in desk.told].count("began") == 2
        for call in ("call1", "call2"):
            shop.exchange.reported(call, reports.Gone(at=1.0, why="hung up"))
        await shop.over()

    played(tmp_path, scene, flow=line())


def test_one_of_ours_is_handed_to_the_desk_and_refused_where_there_is_none(tmp_path: Path) -> None:
    async def scene(shop: CalledShop) -> None:
        shop.exchange.arrived(Arriving("leg1", "c1-1", "ticket", True))
        assert shop.exchange.told == [("reject", "leg1", "no-calls")]
        desk = shop.calls.desk = Desk()
        shop.exchange.arrived(Arriving("leg2", "c1-1", "ticket", True))
        shop.exchange.reported("leg2", reports.Gone(at=1.0, why="hung up"))
        assert desk.told == [("arrived", "leg2"), ("reported", "leg2", reports.Gone)]
        await asyncio.sleep(0)

    played(tmp_path, scene, flow=line())
