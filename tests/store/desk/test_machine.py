"""Chance drives the desk's store, and a model in plain Python says what must be there afterwards.

People join, leave, hang up, are erased, and are promised a call; three agents, whose caps change,
are offered, accept, lose, pass on and finish, also from what they read long ago; pages of agents
come, go silent and speak up too late; the store is closed and opened again.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass, field, replace
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, TypeVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from msgspec.structs import replace as changed

from flowengine.desk import moves
from flowengine.desk.capacity import cap, fits
from flowengine.desk.items import (
    ASYNC,
    CALLBACK,
    CHAT,
    CONTACT,
    HELD,
    MEDIA,
    OPEN,
    VOICE,
    Guest,
)
from flowengine.store.desk.erasing import BLANK
from flowengine.store.opening import opened
from flowengine.store.records import Turn
from tests.database import fresh
from tests.store.desk.rows import CALL, ITEM, OLENA, said
from tests.store.rows import NEW

if TYPE_CHECKING:
    from collections.abc import Coroutine, Iterator

    from flowengine.desk.items import Item
    from flowengine.desk.moves import Move
    from flowengine.desk.people import Presence, User
    from flowengine.store.records import Conversation

T = TypeVar("T")
Places = Callable[[], AbstractContextManager[str]]

AGENTS = ("a1", "a2", "a3")
AGENT = st.sampled_from(AGENTS)
QUEUE = st.sampled_from(["help", "duty"])
CONVERSATION = st.sampled_from(["c1", "c2", "c3", "c4", "c5"])
WHICH = st.integers(0, 99)  # one of what there is
AGE = st.integers(0, 3)  # how many versions ago it was read: mostly not long

# Everything that may be tried with an item that somebody has read.
STEPS: dict[str, Callable[[Item, str, float], Move]] = {
    "offer": lambda it, who, at: moves.offered(it, who, f"{it.id}/{it.version}", at + 20, at, {}),
    "accept": lambda it, _, at: moves.accepted(it, at),
    "refuse": lambda it, _, at: moves.refused(it, at),
    "withdraw": lambda it, _, at: moves.withdrawn(it, at, "away"),
    "pull": moves.pulled,
    "lose": lambda it, _, at: moves.lost(it, at + 60, at),
    "resume": lambda it, _, at: moves.resumed(it, at),
    "requeue": lambda it, _, at: moves.requeued(it, at, "lost"),
    "finish": lambda it, _, at: moves.finished(it, at + 60, at),
    "close": lambda it, _, at: moves.closed(it, at, "done"),
    "unserve": lambda it, _, at: moves.unserved(it, "nobody", at),
    "pass on": lambda it, who, at: moves.transferred(it, at, agent=who),
    "divert": lambda it, _, at: moves.diverted(it, "night", at),
    "raise": lambda it, _, at: moves.raised(it, (it.priority + 1) % 4, at, "sofia"),
    "invite": lambda it, who, at: moves.guest(it, Guest(who, "consult"), at),
    "due": lambda it, _, at: moves.due(it, at),
    "try": lambda it, _, at: moves.tried(it, "no answer", at + 60, at),
}


@dataclass
class Model:
    """What the store must hold. `read` are all versions of every item that ever were."""

    now: float = 100.0
    talks: dict[str, Conversation] = field(default_factory=dict)
    items: dict[str, Item] = field(default_factory=dict)
    read: dict[str, list[Item]] = field(default_factory=dict)
    promises: dict[str, str] = field(default_factory=dict)
    users: dict[str, User] = field(default_factory=dict)
    lines: Counter[str] = field(default_factory=Counter)
    pages: dict[tuple[str, str], Presence] = field(default_factory=dict)
    gone: list[Presence] = field(default_factory=list)

    def write(self, move: Move) -> None:
        one = move.after
        self.items[one.id] = one
        self.read.setdefault(one.id, []).append(one)
        self.lines[one.id] += len(move.entries)
        if one.state not in OPEN or one.anew:
            self.promises = {name: key for name, key in self.promises.items() if key != one.id}

    def load(self, agent: str, but: str = "") -> Counter[str]:
        return Counter(
            one.media
            for one in self.items.values()
            if one.state in HELD and one.agent == agent and one.id != but
        )

    def answer(self, move: Move) -> str:
        before, after = move.before, move.after
        if before is None or self.items[after.id].version != before.version:
            return "gone"
        had = (before.agent, before.media) if before.state in HELD else None
        if after.state not in HELD or had == (after.agent, after.media):
            return "moved"
        user, load = self.users[after.agent], self.load(after.agent, after.id)
        return "moved" if not user.disabled and fits(user.caps, load, after.media) else "full"


class Machine(RuleBasedStateMachine):
    def __init__(self, places: Places) -> None:
        super().__init__()
        self.model = Model()
        self.loop = asyncio.new_event_loop()
        self.place = places()
        self.address = self.place.__enter__()
        self.open()
        for name in AGENTS:
            self.model.users[name] = changed(OLENA, id=name, name=name)
            assert self.run(self.store.write_user(self.model.users[name]))

    def open(self) -> None:
        self.store = opened(self.address)
        self.run(self.store.start())
        self.run(self.store.keep_sources(NEW.digest, b""))

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        return self.loop.run_until_complete(work)

    def teardown(self) -> None:
        self.run(self.store.close())
        self.loop.run_until_complete(self.loop.shutdown_default_executor())
        self.loop.close()
        self.place.__exit__(None, None, None)

    def commit(self, key: str, **turn: Any) -> float:
        """The conversation goes on, a second later."""
        self.model.now += 1
        before = self.model.talks.get(key, replace(NEW, id=key))
        talk = replace(before, changed=self.model.now, ended=turn.pop("ended", False))
        self.model.talks[key] = self.run(self.store.commit(Turn(talk, node="n1", **turn)))
        return self.model.now

    def waiting_in(self, key: str) -> list[Item]:
        """Who waits or talks there, themselves."""
        return [
            one
            for one in self.model.items.values()
            if one.conversation == key
            and one.kind == CONTACT
            and one.state in ("waiting", "offered", "active", "lost")
        ]

    # ------------------------------------------------------------ people

    @rule(key=CONVERSATION, queue=QUEUE, media=st.sampled_from(MEDIA))
    def join(self, key: str, queue: str, media: str) -> None:
        """Asks for a person; whoever waits already changes over, on the same clock."""
        model = self.model
        number = model.talks[key].revision + 1 if key in model.talks else 1
        leaving = self.waiting_in(key)
        new = changed(ITEM, id=f"{key}/{model.now}", conversation=key, turn=number, queue=queue,
                      media=media)  # fmt: skip
        at = self.commit(key, joined=(new,), left=tuple(one.turn for one in leaving))
        model.write(moves.joined(new, at, leaving[0] if leaving else None))
        for one in leaving:
            model.write(moves.left(one, at + 60, at))

    @rule(key=CONVERSATION, erases=st.booleans(), ended=st.booleans())
    def leave(self, key: str, erases: bool, ended: bool) -> None:
        """Leaves the queue, hangs up, or wants all of it gone."""
        if key not in self.model.talks:
            return
        leaving = self.waiting_in(key)
        there = [one for one in self.model.items.values() if one.conversation == key]
        left = tuple(one.turn for one in leaving)
        at = self.commit(key, left=left, ended=ended or erases, erases=erases)
        for one in there:
            made = moves.left(one, at + 60, at) if one in leaving else None
            if erases and made is None and one.state in OPEN and one.kind != CONTACT:
                made = moves.closed(one, at, "erased")
            if erases:
                after = made.after if made else changed(one, version=one.version + 1)
                entries = made.entries if made else ()
                made = moves.Move(one, changed(after, **BLANK), entries)
            if made is not None:
                self.model.write(made)

    @rule(key=CONVERSATION, phone=st.sampled_from(["+1", "+2"]), queue=QUEUE, later=st.booleans())
    def promise(self, key: str, phone: str, queue: str, later: bool) -> None:
        self.ask(key, phone, queue, later)

    @rule(key=CONVERSATION, which=WHICH, agent=AGENT, later=st.booleans(), over=st.booleans(),
          end=st.sampled_from(["", "try", "requeue", "close"]))  # fmt: skip
    def ask_again(
        self, key: str, which: int, agent: str, later: bool, over: bool, end: str
    ) -> None:
        """Whoever is promised a call asks for it once more: an agent has them on the telephone, or
        writes it down already; and what comes of that call."""
        if not self.model.promises:
            return
        name = sorted(self.model.promises)[which % len(self.model.promises)]
        called = self.model.promises[name]
        for step in ("pull", "finish") if over else ("pull",):
            self.go_on(called, step, agent)
        queue, phone = name.split(" ")
        self.ask(key, phone, queue, later)
        if end:
            self.go_on(called, end, agent)

    def go_on(self, item: str, step: str, agent: str) -> None:
        self.model.now += 1
        with suppress(moves.Impossible):
            self.make(STEPS[step](self.model.items[item], agent, self.model.now))

    def ask(self, key: str, phone: str, queue: str, later: bool) -> None:
        """A callback; a second one to the same number in the same queue renews the first, unless
        that call has been made and is only written down."""
        model = self.model
        waited = self.waiting_in(key)
        left = [
            one
            for one in model.items.values()
            if one.conversation == key and one.kind == CONTACT and one.state == "abandoned"
        ]
        queued = [one for one in waited if one.state in _QUEUED]
        both = _by_clock([*queued, *(one for one in left if one.since >= model.now + 1 - 600)])
        earlier = both[-1] if both else None
        new = changed(CALL, id=f"{key}/b{model.now}", conversation=key, phone=phone, queue=queue,
                      until=model.now + 50 if later else 0.0)  # fmt: skip
        at = self.commit(key, joined=(new,))
        made, name = moves.joined(new, at, earlier), f"{queue} {phone}"
        older = model.items[model.promises[name]] if name in model.promises else None
        if older is not None and older.state != "wrap-up":
            model.write(moves.renewed(older, made.after, at))
            return
        if older is not None:
            model.write(moves.superseded(older))
        model.promises[name] = new.id
        model.write(made)

    @rule(key=CONVERSATION, channel=st.sampled_from(["voice", "chat", "sms"]))
    def switch(self, key: str, channel: str) -> None:
        """Goes on by another channel: nothing is lost, also where the agent has no room for it."""
        if key not in self.model.talks:
            return
        at = self.commit(key, channel=channel)
        for one in self.waiting_in(key):
            if one.channel != channel:
                self.model.write(moves.switched(one, channel, at))

    # ------------------------------------------------------------ agents

    @rule(steps=st.lists(st.tuples(WHICH, AGE, WHICH, AGENT), min_size=1, max_size=8))
    def work(self, steps: list[tuple[int, int, int, str]]) -> None:
        for one in steps:
            self.step(*one)

    def step(self, which: int, age: int, step: int, agent: str) -> None:
        """Somebody does what can be done with an item as they read it, perhaps long ago."""
        model = self.model
        if not model.read:
            return
        key = sorted(model.read)[which % len(model.read)]
        versions = model.read[key]
        model.now += 1
        possible = _possible(
            versions[-1 - min(max(age - 1, 0), len(versions) - 1)], agent, model.now
        )
        if not possible:
            return
        self.make(possible[step % len(possible)])

    def make(self, made: Move) -> None:
        answer = self.model.answer(made)
        assert self.run(self.store.move([made], "n1")) == (answer,)
        if answer == "moved":
            self.model.write(made)

    @rule(agent=AGENT, chat=st.integers(0, 3), letters=st.integers(0, 2), off=st.booleans())
    def staff(self, agent: str, chat: int, letters: int, off: bool) -> None:
        before = self.model.users[agent]
        caps = {VOICE: 1, CHAT: chat, ASYNC: letters}
        after = changed(before, caps=caps, disabled=off and chat == 0, version=before.version + 1)
        assert self.run(self.store.write_user(after))
        assert not self.run(self.store.write_user(after))
        self.model.users[agent] = after

    @rule(agent=AGENT, device=st.sampled_from(["desk", "phone"]), lives=st.booleans())
    def attend(self, agent: str, device: str, lives: bool) -> None:
        model = self.model
        now = self.run(self.store.attend(agent, device, "n1", 3600 if lives else -1))
        before = model.pages.pop((agent, device), None)
        if before is not None:
            assert now.epoch > before.epoch
            model.gone.append(before)
        model.pages[agent, device] = now
        if not lives:
            model.gone.append(model.pages.pop((agent, device)))

    @rule(which=WHICH, depart=st.booleans())
    def beat(self, which: int, depart: bool) -> None:
        """A page that is there may go on or go; one of an old epoch can do neither."""
        model = self.model
        for old in model.gone:
            assert not self.run(self.store.beat_at(old, 3600))
            self.run(self.store.part_at(old))
        if model.pages:
            name = sorted(model.pages)[which % len(model.pages)]
            assert self.run(self.store.beat_at(model.pages[name], 3600))
            if depart:
                self.run(self.store.part_at(model.pages[name]))
                model.gone.append(model.pages.pop(name))

    # ------------------------------------------------------------ always

    @rule()
    def open_again(self) -> None:
        self.run(self.store.close())
        self.open()

    @rule(age=st.integers(0, 20))
    def forget(self, age: int) -> None:
        """Conversations with somebody who waits, or is promised something, stay."""
        model, before = self.model, self.model.now - age
        waits = {one.conversation for one in model.items.values() if one.state in OPEN}
        told = self.run(self.store.claim_errands(999, "n1"))
        waits |= {one.conversation for one in told}
        old = {one.id for one in model.talks.values() if one.changed < before} - waits
        assert self.run(self.store.forget("conversation", before, 99)) == len(old)
        for key in old:
            del model.talks[key]
        for key in [one.id for one in model.items.values() if one.conversation in old]:
            del model.items[key]
            del model.read[key]

    @invariant()
    def the_store_holds_what_the_model_holds(self) -> None:
        self.run(self.compare())

    async def compare(self) -> None:
        model, store = self.model, self.store
        still = [one for one in model.items.values() if one.state in OPEN]
        assert list(await store.items()) == _by_clock(still)
        for key, one in model.items.items():
            assert await store.item(key) == one
            assert await store.by_token(one.token) == (one if one.state == "offered" else None)
        loads = {who: dict(model.load(who)) for who in AGENTS if model.load(who)}
        assert await store.loads() == loads
        logged = Counter(one.item for one in await store.entries())
        assert logged == +model.lines
        there = await store.presences()
        assert {(one.agent, one.device): one.epoch for one in there} == {
            name: one.epoch for name, one in model.pages.items()
        }
        assert await store.verify() == ()
        rows = await said(store, "SELECT promise, id FROM item WHERE promise <> ''")
        assert dict(rows) == model.promises

    @invariant()
    def nobody_is_lost_and_nobody_is_given_twice(self) -> None:
        for key, versions in self.model.read.items():
            assert len({one.joined for one in versions}) == 1 or versions[0].kind == CALLBACK, key
        lines = self.run(self.store.entries())
        for key in self.model.items:
            taken = 0
            for line in (one for one in lines if one.item == key):
                taken += line.kind == "accepted"
                taken -= line.kind in ("requeued", "tried", "closed") and taken > 0
                taken -= line.kind == "transferred" and taken > 0
                assert taken <= 1
        for who in AGENTS:
            load = self.model.load(who)
            assert all(count <= cap({}, media) for media, count in load.items())
            assert not (load[VOICE] and load[CHAT])


_QUEUED = ("waiting", "offered")


def _possible(item: Item, agent: str, at: float) -> list[Move]:
    made = []
    for step in STEPS.values():
        with suppress(moves.Impossible):
            made.append(step(item, agent, at))
    return made


def _by_clock(items: list[Item]) -> list[Item]:
    return sorted(items, key=lambda one: (one.joined, one.id))


@contextmanager
def _folder() -> Iterator[str]:
    with TemporaryDirectory() as folder:
        yield f"{folder}/store.db"


def _driven(places: Places, examples: int) -> None:
    run_state_machine_as_test(
        lambda: Machine(places),  # type: ignore[arg-type]  # it only calls it
        settings=settings(
            max_examples=examples,
            stateful_step_count=40,
            suppress_health_check=list(HealthCheck),
        ),
    )


@pytest.mark.slow
def test_chance_finds_nothing_on_sqlite() -> None:
    _driven(_folder, 60)


@pytest.mark.slow
def test_chance_finds_nothing_on_postgresql(database_server: str) -> None:
    _driven(lambda: fresh(database_server), 10)
