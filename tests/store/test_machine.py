"""Chance drives a store, and a model in plain Python says what must be there after each step.

Three nodes begin conversations, go on with them, claim, die and leave; somebody is late, sends
twice, erases, forgets, and opens the store again.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field, replace
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, TypeVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from flowengine.store.opening import opened
from flowengine.store.records import Conversation, Errand, Message, Outgoing, Timer, Turn
from flowengine.store.verbs import Busy, Replayed, Stale
from tests.database import fresh
from tests.store.rows import NEW

if TYPE_CHECKING:
    from collections.abc import Coroutine, Iterator

T = TypeVar("T")
Places = Callable[[], AbstractContextManager[str]]

KEYS = st.sampled_from(["c1", "c2", "c3", "c4"])
NODES = st.sampled_from(["n1", "n2", "n3"])
NAMES = st.sampled_from(["m1", "m2", "m3", "m4", "m5", "m6"])
ADDRESSES = st.sampled_from(["", "+1", "+2"])
FEW = st.integers(0, 2)


@dataclass
class Model:
    """What the store must hold. A holder is '' or a node, alive or not."""

    now: float = 100.0
    talks: dict[str, Conversation] = field(default_factory=dict)
    older: dict[str, Conversation] = field(default_factory=dict)
    lines: dict[str, list[Message]] = field(default_factory=dict)
    taken: dict[tuple[str, str], str] = field(default_factory=dict)
    timers: dict[Timer, str] = field(default_factory=dict)
    errands: dict[Errand, str] = field(default_factory=dict)
    letters: dict[str, Outgoing] = field(default_factory=dict)
    senders: dict[str, str] = field(default_factory=dict)
    leases: dict[str, str] = field(default_factory=dict)
    alive: set[str] = field(default_factory=set)
    known: set[str] = field(default_factory=set)

    def free(self, holder: str) -> bool:
        return holder not in self.alive

    def committed(self, turn: Turn) -> Conversation:
        """Do to the model what `commit` does to the store."""
        before = turn.conversation
        key = before.id
        after = replace(
            before,
            revision=before.revision + 1,
            messages=before.messages + len(turn.messages),
        )
        if turn.erases:
            self.erase(key)
        if key in self.talks:
            self.older[key] = self.talks[key]
        self.talks[key] = after
        self.lines.setdefault(key, []).extend(turn.messages)
        if turn.message_id:
            self.taken[turn.scope or key, turn.message_id] = key
        if turn.fired is not None:
            self.timers.pop(turn.fired, None)
        if turn.answered is not None:
            self.errands.pop(turn.answered, None)
        if after.ended:
            self.wait_for_nothing(key)
        else:
            self.timers.update(dict.fromkeys(turn.timers, ""))
        self.errands.update(dict.fromkeys(turn.errands, turn.node))
        for one in turn.outgoing:
            self.letters.setdefault(one.key, one)
        self.leases.pop(key, None)
        return after

    def wait_for_nothing(self, key: str) -> None:
        self.timers = {one: h for one, h in self.timers.items() if one.conversation != key}
        self.errands = {one: h for one, h in self.errands.items() if one.conversation != key}

    def erase(self, key: str) -> None:
        self.wait_for_nothing(key)
        self.lines[key] = []
        self.taken = {name: whose for name, whose in self.taken.items() if whose != key}
        self.letters = {
            name: one
            for name, one in self.letters.items()
            if one.conversation != key or one.state in {"queued", "sending"}
        }

    def removed(self, key: str) -> None:
        self.erase(key)
        for one in (self.talks, self.older, self.lines):
            one.pop(key, None)

    def let_go(self, node: str) -> None:
        for held in (self.timers, self.errands, self.senders):
            for one, holder in held.items():
                if holder == node:
                    held[one] = ""  # type: ignore[index]  # its own key


class Machine(RuleBasedStateMachine):
    def __init__(self, places: Places) -> None:
        super().__init__()
        self.model = Model()
        self.loop = asyncio.new_event_loop()
        self.place = places()
        self.address = self.place.__enter__()
        self.open()

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

    def commit(self, turn: Turn) -> None:
        """The store and the model agree, also in what they refuse."""
        model, key = self.model, turn.conversation.id
        seen = (turn.scope or key, turn.message_id) in model.taken
        if seen and not (turn.erases and self.talk_is(turn)):
            with pytest.raises(Replayed):
                self.run(self.store.commit(turn))
        elif not self.talk_is(turn) or not self.address_is_free(turn.conversation):
            with pytest.raises(Stale):
                self.run(self.store.commit(turn))
        elif seen:
            with pytest.raises(Replayed):
                self.run(self.store.commit(turn))
        else:
            assert self.run(self.store.commit(turn)) == model.committed(turn)

    def talk_is(self, turn: Turn) -> bool:
        known = self.model.talks.get(turn.conversation.id)
        return turn.conversation.revision == (known.revision if known else 0)

    def address_is_free(self, one: Conversation) -> bool:
        return one.ended or not any(
            other.id != one.id
            and not other.ended
            and other.gateway
            and (other.gateway, other.address) == (one.gateway, one.address)
            for other in self.model.talks.values()
        )

    # ------------------------------------------------------------ turns

    @rule(key=KEYS, address=ADDRESSES, name=NAMES, node=NODES)
    def begin(self, key: str, address: str, name: str, node: str) -> None:
        gateway = "sms" if address else ""
        new = replace(NEW, id=key, gateway=gateway, address=address, changed=self.model.now)
        self.commit(Turn(new, message_id=name, scope=gateway, node=node))

    @rule(key=KEYS, name=NAMES, node=NODES, lines=FEW, timers=FEW, errands=FEW, letters=FEW,
          ended=st.booleans())  # fmt: skip
    def turn(
        self,
        key: str,
        name: str,
        node: str,
        lines: int,
        timers: int,
        errands: int,
        letters: int,
        ended: bool,
    ) -> None:
        before = self.model.talks.get(key)
        if before is None:
            return
        self.model.now += 1
        now, number = self.model.now, before.revision
        self.commit(
            Turn(
                replace(before, changed=now, ended=ended and number > 1),
                message_id=f"{name}/{number // 4}",
                node=node,
                messages=tuple(
                    Message(before.messages + n, now, "flow", f"{now}") for n in range(1, lines + 1)
                ),
                timers=tuple(Timer(key, number, f"t{n}", now + n) for n in range(timers)),
                errands=tuple(Errand(key, number, f"e{n}", "{}") for n in range(errands)),
                outgoing=tuple(
                    Outgoing(f"{key}/{now}/{n}", key, now + n / 8, "{}", "sms", f"+{n % 2}")
                    for n in range(letters)
                ),
            )
        )

    @rule(key=KEYS)
    def late_turn(self, key: str) -> None:
        older = self.model.older.get(key)
        if older is not None:
            self.commit(Turn(older, messages=(Message(older.messages + 1, 1.0, "flow", "late"),)))

    @rule(key=KEYS, name=NAMES)
    def erase(self, key: str, name: str) -> None:
        before = self.model.talks.get(key)
        if before is not None:
            gone = replace(before, ended=True, session=b"", changed=self.model.now)
            self.commit(Turn(gone, erases=True, message_id=f"{name}/gone{before.revision}"))

    @rule(key=KEYS, node=NODES)
    def take(self, key: str, node: str) -> None:
        holder = self.model.leases.get(key, node)
        if key in self.model.talks and holder != node:
            with pytest.raises(Busy):
                self.run(self.store.take(key, node))
            return
        assert self.run(self.store.take(key, node)) == self.model.talks.get(key)
        if key in self.model.talks:
            self.model.leases[key] = node

    @rule(key=KEYS, node=NODES)
    def give_back(self, key: str, node: str) -> None:
        self.run(self.store.give_back(key, node))
        if self.model.leases.get(key) == node:
            del self.model.leases[key]

    @rule(age=st.integers(0, 20), limit=st.integers(1, 3))
    def forget(self, age: int, limit: int) -> None:
        model, before = self.model, self.model.now - age
        waits = {one.conversation for one in model.timers}
        waits |= {one.conversation for one in model.errands}
        waits |= {
            one.conversation for one in model.letters.values() if one.state in {"queued", "sending"}
        }
        old = [one for one in model.talks.values() if one.changed < before and one.id not in waits]
        gone = sorted(old, key=lambda one: (one.changed, one.id))[:limit]
        assert self.run(self.store.forget("conversation", before, limit)) == len(gone)
        for one in gone:
            model.removed(one.id)
            if not self.store.alone:
                model.leases.pop(one.id, None)

    # ------------------------------------------------------------ nodes

    @rule(node=NODES)
    def beats(self, node: str) -> None:
        self.beat(node)

    def beat(self, node: str) -> None:
        given_up = node in self.model.known and node not in self.model.alive
        assert self.run(self.store.beat(node, 3600)) is not given_up
        if given_up:
            self.model.known.discard(node)
            self.model.let_go(node)
        else:
            self.model.known.add(node)
            self.model.alive.add(node)

    @precondition(lambda self: self.model.alive)
    @rule(data=st.data(), back=st.booleans())
    def die(self, data: st.DataObject, back: bool) -> None:
        """Or only sleep, and wake up when it was given up."""
        node = data.draw(st.sampled_from(sorted(self.model.alive)))
        self.run(self.store.beat(node, -1))
        self.model.alive.discard(node)
        if back:
            self.beat(node)

    @rule(node=NODES)
    def leave(self, node: str) -> None:
        self.run(self.store.leave(node))
        self.model.alive.discard(node)
        self.model.known.discard(node)
        self.model.let_go(node)
        if self.store.alone:
            self.model.leases = {k: n for k, n in self.model.leases.items() if n != node}

    @rule(node=NODES, wait=st.integers(-2, 30), limit=st.integers(1, 3), obey=st.booleans())
    def claim_timers(self, node: str, wait: int, limit: int, obey: bool) -> None:
        model, until = self.model, self.model.now + wait
        free = [one for one, h in model.timers.items() if one.due <= until and model.free(h)]
        found = self.run(self.store.claim_timers(until, limit, node))
        assert [one.due for one in found] == sorted(one.due for one in free)[:limit]
        assert set(found) <= set(free)
        model.timers.update(dict.fromkeys(found, node))
        for one in found if obey else ():
            self.commit(Turn(model.talks[one.conversation], fired=one, node=node))

    @rule(node=NODES, limit=st.integers(1, 3), answer=st.booleans())
    def claim_errands(self, node: str, limit: int, answer: bool) -> None:
        model = self.model
        free = {one for one, holder in model.errands.items() if model.free(holder)}
        found = self.run(self.store.claim_errands(limit, node))
        assert len(found) == len(set(found)) == min(limit, len(free))
        assert set(found) <= free
        model.errands.update(dict.fromkeys(found, node))
        for one in found if answer else ():
            self.commit(Turn(model.talks[one.conversation], answered=one, node=node))

    # ------------------------------------------------------------ outbox

    @rule(node=NODES, limit=st.integers(1, 3), wait=st.integers(-2, 2))
    def claim_outgoing(self, node: str, limit: int, wait: int) -> None:
        model, now = self.model, self.model.now + wait
        waiting = sorted(
            (one for one in model.letters.values() if one.state in {"queued", "sending"}),
            key=lambda one: (one.at, one.key),
        )
        first: dict[tuple[str, str], Outgoing] = {}
        for one in waiting:
            first.setdefault((one.conversation, one.to), one)
        ready = [one for one in first.values() if one.state == "queued" and one.due <= now]
        ready.sort(key=lambda one: (one.at, one.key))
        found = self.run(self.store.claim_outgoing(now, limit, node, ("sms",)))
        assert found == tuple(
            replace(one, state="sending", tries=one.tries + 1) for one in ready[:limit]
        )
        model.letters.update((one.key, one) for one in found)
        model.senders.update((one.key, node) for one in found)

    @rule(node=NODES, data=st.data(), state=st.sampled_from(["queued", "sent", "failed"]))
    def settle(self, node: str, data: st.DataObject, state: str) -> None:
        model = self.model
        keys = sorted(key for key, one in model.letters.items() if one.state == "sending")
        if not keys:
            return
        key = data.draw(st.sampled_from(keys))
        after = replace(model.letters[key], state=state, due=model.now + 1, error="why")
        mine = model.senders[key] == node
        assert self.run(self.store.settle(after, node)) is mine
        if mine:
            model.letters[key] = after

    @rule(node=NODES)
    def look_for_lost(self, node: str) -> None:
        model = self.model
        lost = {
            key
            for key, one in model.letters.items()
            if one.state == "sending"
            and model.senders[key] != node
            and model.free(model.senders[key])
        }
        found = self.run(self.store.lost_outgoing(node))
        assert {one.key for one in found} == lost
        for one in found:
            assert one == replace(model.letters[one.key], state="ambiguous", error=one.error)
            model.letters[one.key] = one

    @precondition(lambda self: self.model.letters)
    @rule(data=st.data())
    def send_again(self, data: st.DataObject) -> None:
        key = data.draw(st.sampled_from(sorted(self.model.letters)))
        one = self.model.letters[key]
        dead = one.state in {"failed", "ambiguous"}
        assert self.run(self.store.send_again(key, self.model.now)) is dead
        if dead:
            self.model.letters[key] = replace(one, state="queued", due=self.model.now, error="")

    # ------------------------------------------------------------ always

    @rule()
    def open_again(self) -> None:
        """Alone on its store, whoever opens it knows that nobody else lives; elsewhere not."""
        self.run(self.store.close())
        self.open()
        if self.store.alone:
            self.model.alive.clear()
            self.model.known.clear()
            self.model.leases.clear()

    @invariant()
    def the_store_holds_what_the_model_holds(self) -> None:
        self.run(self.compare())

    async def compare(self) -> None:
        model, store = self.model, self.store
        for key in ("c1", "c2", "c3", "c4"):
            assert await store.conversation(key) == model.talks.get(key)
            assert list(await store.messages(key, 0)) == model.lines.get(key, [])
        for address in ("+1", "+2"):
            at = [one for one in model.talks.values() if one.address == address and not one.ended]
            found = await store.open_at("sms", address)
            assert ([found] if found else []) == at
        for scope, name in model.taken:
            assert await store.taken(scope, name)
        letters = await store.outgoing(limit=999)
        assert {one.key: one for one in letters} == model.letters
        counts = await store.counts()
        assert (counts["timers"], counts["errands"]) == (len(model.timers), len(model.errands))
        assert {name for name, _ in await store.nodes()} == model.alive
        free = [one.due for one, holder in model.timers.items() if model.free(holder)]
        assert await store.next_timer() == min(free, default=0.0)
        assert await store.verify() == ()


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
    _driven(lambda: fresh(database_server), 12)
