"""The outbox on a real store, with gateways that answer as they were told."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import msgspec
import pytest

from flowengine.host import backoff, outbox, parcels
from flowengine.host.gateways.sender import (
    Gateway,
    Later,
    Outcome,
    Pace,
    Refused,
    Sent,
    Unknown,
)
from flowengine.host.outbox import TOLD, Outbox
from flowengine.host.parcels import Notice, Parcel
from flowengine.host.pseudonyms import NOBODY_HIDDEN, Pseudonyms
from flowengine.host.unwanted import NOBODY
from flowengine.runtime.events import AnyEvent, DeliveryFailed
from flowengine.store.database import Database
from flowengine.store.opening import opened
from flowengine.store.records import (
    AMBIGUOUS,
    FAILED,
    QUEUED,
    SENDING,
    SENT,
    Conversation,
    Outgoing,
    Turn,
)
from flowengine.store.verbs import Replayed, StoreError

NOW = 1_800_000_000.0
TO = "+380501234567"


@dataclass
class Post:
    """A sender: `says` are its outcomes in turn, then it takes everything. With a gate it first
    waits until it is opened."""

    says: list[Outcome | Exception] = field(default_factory=list)
    gate: asyncio.Event | None = None
    got: list[str] = field(default_factory=list)
    went: list[str] = field(default_factory=list)
    taken: asyncio.Event = field(default_factory=asyncio.Event)
    most: int = 0
    busy: int = 0

    async def send(self, message: Outgoing) -> Outcome:
        self.got.append(message.key)
        self.went.append(message.to)
        self.busy += 1
        self.most = max(self.most, self.busy)
        self.taken.set()
        try:
            if self.gate is not None:
                await self.gate.wait()
        finally:
            self.busy -= 1
        outcome = self.says.pop(0) if self.says else Sent("m-" + message.key)
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    async def close(self) -> None:
        pass


class Desk:
    """A store with an outbox, and a clock that stands."""

    def __init__(self, store: Database) -> None:
        self.store = store
        self.now = NOW
        self.post = Post()
        self.told: list[tuple[str, AnyEvent, str]] = []
        self.node = "n1"
        self.lives = True

    def outbox(
        self, *, node: str = "", pseudonyms: Pseudonyms = NOBODY_HIDDEN, **gateway: Any
    ) -> Outbox:
        sms = Gateway("sms", gateway.pop("sender", self.post), channel="sms", **gateway)
        found = Outbox(
            self.store,
            {"sms": sms},
            node=lambda: node or self.node,
            lives=lambda: self.lives,
            clock=lambda: self.now,
            chance=lambda: 0.5,
            pseudonyms=pseudonyms,
        )
        found.hear = self.hear
        return found

    async def hear(self, conversation: str, event: AnyEvent, name: str) -> None:
        self.told.append((conversation, event, name))

    async def write(self, *keys: str, conversation: str = "c1", **changed: Any) -> None:
        """A conversation and its messages, in one turn."""
        rows = tuple(
            replace(message(key, conversation, NOW + index * parcels.STEP), **changed)
            for index, key in enumerate(keys)
        )
        found = await self.store.conversation(conversation)
        turn = Turn(found or talk(conversation), outgoing=rows)
        await self.store.commit(turn)

    async def state(self, key: str) -> tuple[str, int, str]:
        found = await self.store.letter(key)
        assert found is not None
        return found.state, found.tries, found.error


def talk(key: str) -> Conversation:
    return Conversation(
        id=key, flow="desk", digest="d", channel="sms", token=b"t", session=b"s", prompt="",
        ended=False, changed=NOW, gateway="sms", address=f"{TO}/{key}",
    )  # fmt: skip


def message(key: str, conversation: str = "c1", at: float = NOW) -> Outgoing:
    body = parcels.encode(Parcel(channel="sms", text="Hello.", reply=True))
    return Outgoing(key, conversation, at, body, "sms", TO, due=NOW)


Scene = Callable[[Desk], Awaitable[None]]
Play = Callable[[Scene], None]


@pytest.fixture
def play(tmp_path: Path) -> Play:
    def run(scene: Scene) -> None:
        async def whole() -> None:
            store = opened(tmp_path / "store.db")
            await store.start()
            try:
                await scene(Desk(store))
            finally:
                await store.close()

        asyncio.run(whole())

    return run


async def round_of(box: Outbox) -> int:
    count = await box.look()
    await box.idle()
    return count


def test_a_message_is_sent_once_and_its_carrier_s_name_is_kept(play: Play) -> None:
    async def scene(desk: Desk) -> None:
        await desk.write("a")
        box = desk.outbox()
        assert await round_of(box) == 1
        assert await round_of(box) == 0
        assert desk.post.got == ["a"]
        assert await desk.state("a") == (SENT, 1, "")
        found = await desk.store.sent_as("sms", "m-a")
        assert found is not None
        assert found.key == "a"
        assert desk.told == []

    play(scene)


@pytest.mark.parametrize(
    ("outcome", "idempotent", "state", "error", "told"),
    [
        (Refused("It answered 400."), False, FAILED, "It answered 400.", True),
        (Later("It answered 500."), False, QUEUED, "It answered 500.", False),
        (Unknown("It hung up."), False, AMBIGUOUS, "It hung up.", False),
        (Unknown("It hung up."), True, QUEUED, "It hung up.", False),
        (RuntimeError(TO), False, AMBIGUOUS, "Something went wrong here (RuntimeError).", False),
    ],
)
def test_what_the_carrier_says_becomes_the_state(
    play: Play, outcome: Outcome, idempotent: bool, state: str, error: str, told: bool
) -> None:
    async def scene(desk: Desk) -> None:
        desk.post.says = [outcome]
        await desk.write("a")
        await round_of(desk.outbox(idempotent=idempotent))
        assert await desk.state("a") == (state, 1, error)
        expected = [("c1", DeliveryFailed(at=NOW, reason=error), "failed/a/1")]
        assert desk.told == (expected if told else [])

    play(scene)


def test_what_may_be_sent_later_waits_longer_each_time_and_is_given_up_in_the_end(
    play: Play,
) -> None:
    async def scene(desk: Desk) -> None:
        desk.post.says = [Later("It answered 503.")] * backoff.TRIES
        await desk.write("a")
        box = desk.outbox()
        for tries in range(1, backoff.TRIES):
            assert await round_of(box) == 1
            found = await desk.store.letter("a")
            assert found is not None
            assert found.due == desk.now + backoff.pause(tries, 0.5)
            assert await round_of(box) == 0  # not before it is due
            desk.now = found.due
        await round_of(box)
        assert await desk.state("a") == (FAILED, backoff.TRIES, "It answered 503.")
        assert len(desk.told) == 1
        assert len(desk.post.got) == backoff.TRIES

    play(scene)


def test_a_carrier_that_may_have_heard_all_tries_leaves_it_ambiguous(play: Play) -> None:
    async def scene(desk: Desk) -> None:
        desk.post.says = [Unknown("It hung up.")] * backoff.TRIES
        await desk.write("a", tries=backoff.TRIES - 1)
        await round_of(desk.outbox(idempotent=True))
        assert (await desk.state("a"))[0] == AMBIGUOUS

    play(scene)


def test_what_a_carrier_asked_for_is_waited(play: Play) -> None:
    async def scene(desk: Desk) -> None:
        desk.post.says = [Later("It answered 429.", 300.0)]
        await desk.write("a")
        await round_of(desk.outbox())
        found = await desk.store.letter("a")
        assert found is not None
        assert found.due == NOW + 301.0  # and half of two seconds by chance

    play(scene)


def test_the_second_message_of_a_turn_does_not_overtake_the_first(play: Play) -> None:
    async def scene(desk: Desk) -> None:
        desk.post.says = [Later("It answered 503."), Sent(), Refused("no"), Sent()]
        await desk.write("a", "b", "c")
        await desk.write("x", conversation="c2")
        box = desk.outbox()
        await round_of(box)
        assert desk.post.got == ["a", "x"]  # others do not wait for it
        desk.now += 100
        desk.post.says = [Refused("no"), Sent(), Sent()]
        for _ in range(3):
            await round_of(box)
        assert desk.post.got == ["a", "x", "a", "b", "c"]  # what failed for good lets the next go
        assert (await desk.state("a"))[0] == FAILED

    play(scene)


def test_messages_of_ten_conversations_go_at_the_same_time_but_no_more_than_agreed(
    play: Play,
) -> None:
    async def scene(desk: Desk) -> None:
        desk.post.gate = asyncio.Event()
        for n in range(10):
            await desk.write(f"m{n}", conversation=f"c{n}")
        box = desk.outbox(most=3)
        assert await box.look() == 3
        assert await box.look() == 0
        while desk.post.busy < 3:
            await asyncio.sleep(0)
        desk.post.gate.set()
        await box.idle()
        while await round_of(box):
            pass
        assert desk.post.most == 3
        assert sorted(desk.post.got) == [f"m{n}" for n in range(10)]

    play(scene)


def test_a_paced_gateway_is_given_no_more_than_it_takes_by_any_node(play: Play) -> None:
    async def scene(desk: Desk) -> None:
        for n in range(9):
            await desk.write(f"m{n}", conversation=f"c{n}")
        boxes = [desk.outbox(node=node, pace=Pace(2.0, 2.0)) for node in ("n1", "n2")]
        counts = []
        for _ in range(5):
            for box in boxes:
                await round_of(box)
            counts.append(len(desk.post.got))
            desk.now += 1.0
        assert counts == [2, 4, 6, 8, 9]
        # Waiting was no try: none of them is nearer to being given up.
        assert {(await desk.state(f"m{n}"))[:2] for n in range(9)} == {(SENT, 1)}

    play(scene)


def test_a_message_to_nowhere_fails_and_the_flow_hears_it(play: Play) -> None:
    async def scene(desk: Desk) -> None:
        await desk.write("a", to="")
        await round_of(desk.outbox())
        assert await desk.state("a") == (FAILED, 1, NOBODY)
        assert len(desk.told) == 1
        assert desk.post.got == []

    play(scene)


def test_what_must_not_go_is_not_sent_and_no_flow_has_to_answer_that(play: Play) -> None:
    async def scene(desk: Desk) -> None:
        await desk.write("a", conversation="gone")
        await desk.store.settle(message("none"), "n1")
        box = desk.outbox()
        await desk.store.post([message("b", "never")])
        await round_of(box)
        assert (await desk.state("b"))[0] == FAILED
        assert desk.told == []

    play(scene)


def test_what_cannot_be_read_fails(play: Play) -> None:
    class Reading(Post):
        async def send(self, message: Outgoing) -> Outcome:
            parcels.decode(message.body)
            return Sent()

    async def scene(desk: Desk) -> None:
        await desk.write("a", body='{"what": 1}')
        await round_of(desk.outbox(sender=Reading()))
        assert (await desk.state("a"))[0] == FAILED

    play(scene)


@pytest.mark.parametrize(("late", "goes"), [(0.0, True), (1.0, False)])
def test_what_lay_for_more_than_a_day_is_not_sent_unasked(
    play: Play, late: float, goes: bool
) -> None:
    """A gateway that is configured after a month does not send a month of reminders."""

    async def scene(desk: Desk) -> None:
        await desk.write("a")
        desk.now = NOW + outbox.STALE + late
        box = desk.outbox()
        await round_of(box)
        assert (await desk.state("a"))[0] == (SENT if goes else FAILED)
        assert bool(desk.post.got) is goes
        if not goes:
            assert await desk.store.send_again("a", desk.now)
            await round_of(box)
            assert (await desk.state("a"))[0] == SENT

    play(scene)


def test_a_subscriber_is_told_also_of_what_is_older(play: Play) -> None:
    async def scene(desk: Desk) -> None:
        body = parcels.encode(Notice("crm", msgspec.Raw(b"{}")))
        await desk.write("a", gateway=parcels.WEBHOOK, body=body)
        desk.now = NOW + outbox.STALE + 1
        hook = Gateway(parcels.WEBHOOK, desk.post, idempotent=True)
        box = desk.outbox()
        box.gateways = {parcels.WEBHOOK: hook}
        await round_of(box)
        assert (await desk.state("a"))[0] == SENT

    play(scene)


def test_a_gateway_that_is_not_configured_keeps_its_messages(play: Play) -> None:
    async def scene(desk: Desk) -> None:
        await desk.write("a", gateway="viber")
        assert await round_of(desk.outbox()) == 0
        assert await desk.state("a") == (QUEUED, 0, "")

    play(scene)


# ------------------------------------------------------------ failures that are told


def test_a_flow_that_answers_each_failure_with_a_message_that_fails_comes_to_an_end(
    play: Play,
) -> None:
    async def scene(desk: Desk) -> None:
        box = desk.outbox()
        count = 0

        async def answers(conversation: str, event: AnyEvent, name: str) -> None:
            nonlocal count
            count += 1
            desk.post.says = [Refused("no")]
            await desk.write(f"again{count}")

        box.hear = answers
        desk.post.says = [Refused("no")]
        await desk.write("a")
        while await round_of(box):
            pass
        assert count == TOLD

    play(scene)


@pytest.mark.parametrize("error", [Replayed("again"), RuntimeError("it is gone")])
def test_a_conversation_that_does_not_hear_holds_nobody_up(play: Play, error: Exception) -> None:
    async def scene(desk: Desk) -> None:
        async def deaf(_conversation: str, _event: AnyEvent, _name: str) -> None:
            raise error

        desk.post.says = [Refused("no")]
        await desk.write("a", "b")
        box = desk.outbox()
        box.hear = deaf
        await round_of(box)
        await round_of(box)
        assert (await desk.state("a"))[0] == FAILED
        assert (await desk.state("b"))[0] == SENT

    play(scene)


def test_subscribers_are_told_of_what_failed_and_of_what_nobody_knows(play: Play) -> None:
    async def scene(desk: Desk) -> None:
        def lost(letter: Outgoing, at: float) -> tuple[Outgoing, ...]:
            body = parcels.encode(Notice("crm", msgspec.Raw(b"{}")))
            key = f"told/{letter.key}/{letter.state}"
            return (Outgoing(key, "", at, body, parcels.WEBHOOK, "https://a"),)

        desk.post.says = [Refused("no"), Unknown("?")]
        await desk.write("a", "b")
        box = desk.outbox()
        box.lost = lost
        await round_of(box)
        await round_of(box)
        found = await desk.store.outgoing(QUEUED)
        assert {one.key for one in found} == {"told/a/failed", "told/b/ambiguous"}

    play(scene)


# ------------------------------------------------------------ nodes that die, stores that fail


@pytest.mark.parametrize("idempotent", [False, True])
def test_what_a_dead_node_was_sending_is_sent_again_only_where_that_is_recognised(
    play: Play, idempotent: bool
) -> None:
    async def scene(desk: Desk) -> None:
        await desk.write("a")
        assert await desk.store.claim_outgoing(NOW, 10, "dead", ("sms",))
        assert (await desk.state("a"))[0] == SENDING
        box = desk.outbox(idempotent=idempotent)
        await round_of(box)
        state, tries, error = await desk.state("a")
        if idempotent:
            assert (state, tries, desk.post.got) == (SENT, 2, ["a"])
        else:
            assert (state, desk.post.got) == (AMBIGUOUS, [])
            assert error

    play(scene)


def test_a_node_that_lives_keeps_what_it_sends(play: Play) -> None:
    async def scene(desk: Desk) -> None:
        await desk.store.beat("other", 60)
        await desk.write("a")
        await desk.store.claim_outgoing(NOW, 10, "other", ("sms",))
        await round_of(desk.outbox(idempotent=True))
        assert (await desk.state("a"))[0] == SENDING
        assert desk.post.got == []

    play(scene)


def test_who_may_have_been_taken_for_dead_sends_nothing(play: Play) -> None:
    async def scene(desk: Desk) -> None:
        await desk.write("a")
        box = desk.outbox()
        desk.lives = False
        await round_of(box)
        assert desk.post.got == []
        assert (await desk.state("a"))[:2] == (QUEUED, 0)
        desk.lives = True
        desk.now += 10
        await round_of(box)
        assert (await desk.state("a"))[:2] == (SENT, 1)

    play(scene)


def test_who_was_taken_for_dead_while_sending_still_tells_that_it_was_sent(play: Play) -> None:
    async def scene(desk: Desk) -> None:
        desk.post.gate = asyncio.Event()
        await desk.store.beat("n1", 60)
        await desk.write("a")
        box = desk.outbox(node="n1")
        await box.look()
        await desk.post.taken.wait()
        await desk.store.leave("n1")
        await desk.outbox(node="n2").recover()
        assert (await desk.state("a"))[0] == AMBIGUOUS
        desk.post.gate.set()
        await box.idle()
        assert await desk.state("a") == (SENT, 1, "")

    play(scene)


def test_a_node_that_leaves_waits_for_what_is_under_way(play: Play) -> None:
    async def scene(desk: Desk) -> None:
        desk.post.gate = asyncio.Event()
        await desk.write("a")
        box = desk.outbox()
        await box.look()
        await desk.post.taken.wait()
        closing = asyncio.create_task(box.close())
        desk.post.gate.set()
        await closing
        assert (await desk.state("a"))[0] == SENT

    play(scene)


def test_what_does_not_end_in_time_is_left_behind(
    play: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outbox, "LEAVE_WITHIN", 0)

    async def scene(desk: Desk) -> None:
        desk.post.gate = asyncio.Event()
        await desk.write("a")
        box = desk.outbox()
        await box.look()
        await desk.post.taken.wait()
        await box.close()
        assert (await desk.state("a"))[0] == SENDING

    play(scene)


def test_a_yes_is_not_forgotten_because_the_store_failed_for_a_while(
    play: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outbox, "AFTER_TROUBLE", 0)

    async def scene(desk: Desk) -> None:
        settle, failures = desk.store.settle, iter((True, True, False))

        async def failing(letter: Outgoing, node: str, *, drop: bool) -> bool:
            if next(failures):
                raise StoreError("The disk is full.")
            return await settle(letter, node, drop=drop)

        monkeypatch.setattr(desk.store, "settle", failing)
        await desk.write("a")
        await round_of(desk.outbox())
        assert await desk.state("a") == (SENT, 1, "")
        assert desk.post.got == ["a"]

    play(scene)


def test_a_failure_is_told_as_soon_as_the_store_can_keep_it(
    play: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outbox, "AFTER_TROUBLE", 0)

    async def scene(desk: Desk) -> None:
        failures = iter((True, False))

        async def full(conversation: str, event: AnyEvent, name: str) -> None:
            if next(failures):
                raise StoreError("The disk is full.")
            await desk.hear(conversation, event, name)

        desk.post.says = [Refused("no")]
        await desk.write("a")
        box = desk.outbox()
        box.hear = full
        await round_of(box)
        assert len(desk.told) == 1
        assert (await desk.state("a"))[0] == FAILED

    play(scene)


def test_a_person_may_have_it_sent_again(play: Play) -> None:
    async def scene(desk: Desk) -> None:
        desk.post.says = [Refused("no")]
        await desk.write("a")
        box = desk.outbox()
        await round_of(box)
        assert await desk.store.send_again("a", desk.now)
        await round_of(box)
        assert await desk.state("a") == (SENT, 2, "")

    play(scene)


# ------------------------------------------------------------ watching


def test_whoever_rings_is_heard_at_once(play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outbox, "EVERY", 1e6)

    async def scene(desk: Desk) -> None:
        box = desk.outbox()
        watching = asyncio.create_task(box.watch())
        await desk.write("a", "b")
        box.wake()
        await desk.post.taken.wait()
        while len(desk.post.got) < 2:  # the second follows by itself, nobody rings for it
            desk.post.taken.clear()
            await desk.post.taken.wait()
        watching.cancel()
        await box.close()

    play(scene)


def test_a_look_that_fails_is_not_the_last_one(
    play: Play, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(outbox, "AFTER_TROUBLE", 0)

    async def scene(desk: Desk) -> None:
        claim, failures = desk.store.claim_outgoing, iter((StoreError("full"), ValueError(TO)))

        async def failing(*values: Any) -> tuple[Outgoing, ...]:
            error = next(failures, None)
            if error is not None:
                raise error
            return await claim(*values)

        monkeypatch.setattr(desk.store, "claim_outgoing", failing)
        await desk.write("a")
        box = desk.outbox()
        watching = asyncio.create_task(box.watch())
        await desk.post.taken.wait()
        watching.cancel()
        await box.close()

    play(scene)
    assert TO not in caplog.text
    assert "full" in caplog.text


# ------------------------------------------------------------ what the carrier reports later


async def at(desk: Desk, state: str) -> Outbox:
    """An outbox whose message `a` has come to this state."""
    says: dict[str, Outcome] = {SENT: Sent("SM7"), FAILED: Refused("no"), AMBIGUOUS: Unknown("?")}
    await desk.write("a")
    box = desk.outbox()
    if state == SENDING:
        await desk.store.beat("n1", 60)
        await desk.store.claim_outgoing(NOW, 1, "n1", ("sms",))
    elif state != QUEUED:
        desk.post.says = [says[state]]
        await round_of(box)
    desk.told.clear()
    return box


@pytest.mark.parametrize(
    ("state", "arrived", "after", "known", "told"),
    [
        (SENT, True, SENT, True, False),
        (SENT, False, FAILED, True, True),
        (AMBIGUOUS, True, SENT, True, False),
        (AMBIGUOUS, False, FAILED, True, True),
        (FAILED, True, SENT, True, False),
        (FAILED, False, FAILED, True, False),
        (SENDING, True, SENDING, False, False),
        (SENDING, False, SENDING, False, False),
        (QUEUED, True, QUEUED, False, False),
    ],
)
def test_a_report_says_what_became_of_a_message(
    play: Play, state: str, arrived: bool, after: str, known: bool, told: bool
) -> None:
    async def scene(desk: Desk) -> None:
        box = await at(desk, state)
        found = await box.report("sms", key="a", name="SM7", arrived=arrived, why="no such number")
        assert found is known
        assert (await desk.state("a"))[0] == after
        assert bool(desk.told) is told
        if told:
            assert desk.told[0][1] == DeliveryFailed(at=NOW, reason="no such number")

    play(scene)


def test_a_message_is_found_by_the_carrier_s_own_name(play: Play) -> None:
    async def scene(desk: Desk) -> None:
        box = await at(desk, SENT)
        assert await box.report("sms", key="", name="SM7", arrived=False, why="gone")
        assert await desk.state("a") == (FAILED, 1, "gone")

    play(scene)


def test_a_carrier_learns_nothing_about_the_messages_of_another(play: Play) -> None:
    async def scene(desk: Desk) -> None:
        box = await at(desk, SENT)
        for gateway, key, name in (("viber", "a", ""), ("viber", "", "SM7"), ("sms", "b", "")):
            with pytest.raises(LookupError):
                await box.report(gateway, key=key, name=name, arrived=False, why="no")
        assert (await desk.state("a"))[0] == SENT

    play(scene)


def test_an_unknown_persons_address_is_opened_only_to_send(play: Play) -> None:
    async def scene(desk: Desk) -> None:
        hidden = Pseudonyms("0123456789abcdef" * 2, {"sms"})
        await desk.write("a", to=hidden.sealed("sms", TO))
        assert await round_of(desk.outbox(pseudonyms=hidden)) == 1
        assert desk.post.went == [TO]
        kept = await desk.store.letter("a")
        assert kept is not None
        assert kept.to == hidden.sealed("sms", TO)

    play(scene)


def test_with_another_key_nobody_knows_where_it_went(play: Play) -> None:
    async def scene(desk: Desk) -> None:
        before, after = (Pseudonyms(key * 32, {"sms"}) for key in "ab")
        await desk.write("a", to=before.sealed("sms", TO))
        await round_of(desk.outbox(pseudonyms=after))
        state, _, why = await desk.state("a")
        assert state == FAILED
        assert "another key" in why
        assert desk.post.went == []

    play(scene)
