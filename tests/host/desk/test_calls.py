"""Our people's legs, where no sound is: who is let in, told, moved and let go."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from flowengine.channels.calls.wire import Arriving
from flowengine.desk import items, moves
from flowengine.desk.items import Guest, Item
from flowengine.desk.permissions import Permissions
from flowengine.host.desk import calls as module
from flowengine.host.desk.calls import NO_LEGS, Legs
from flowengine.host.desk.tickets import Tickets
from flowengine.host.refusal import Refusal
from flowengine.speech.duplex import reports
from flowengine.speech.duplex.orders import HangUp, Join
from flowengine.store.verbs import StoreError
from tests.host.desk.talks import MARKO, OLENA, Office, played


class Carrier:
    """Writes down what it is told."""

    def __init__(self) -> None:
        self.told: list[tuple[Any, ...]] = []

    def __getattr__(self, name: str) -> Callable[..., None]:
        return lambda *given, **named: self.told.append((name, *given, *named.values()))

    def of(self, call: str) -> list[tuple[Any, ...]]:
        return [(name, *rest) for name, one, *rest in self.told if one == call]


class Meeting:
    """A caller who talks."""

    def __init__(self, conversation: str) -> None:
        self.conversation = conversation
        self.on_hold = self.recording = False
        self.sent = ""
        self.paused = False

    def hold(self, *, on: bool) -> None:
        self.on_hold = on

    def keys(self, keys: str) -> None:
        self.sent += keys

    def pause_recording(self, *, on: bool) -> None:
        self.paused = on


class Scene:
    """An item that OLENA has, whose person is on the phone."""

    def __init__(self, office: Office, item: Item) -> None:
        self.office, self.item = office, item
        self.carrier = Carrier()
        self.here: set[str] = {item.conversation}
        self.legs = Legs(
            office.store,
            self.carrier,  # type: ignore[arg-type]
            office.bureau,
            lambda: office.now,
            carries=self.here.__contains__,
        )
        self.meeting: Any = Meeting(item.conversation)

    async def joins(self, user: Any = OLENA, call: str = "leg", token: str = "") -> list[Any]:
        """What the page is told."""
        token = token or await self.legs.ticket(user, self.item.id)
        self.legs.arrived(Arriving(call, self.item.id, token, True))
        await self.settled()
        return self.carrier.of(call)

    async def settled(self) -> None:
        await asyncio.gather(*self.legs._beside)
        await self.legs.wanting.settled()

    async def invites(self, user: Any, mode: str) -> None:
        self.item = await self.office.move(
            moves.guest(self.item, Guest(user.id, mode), self.office.now)
        )


def run(tmp_path: Path, scene: Callable[[Scene], Awaitable[None]], **beginning: Any) -> None:
    async def whole(office: Office) -> None:
        beginning.setdefault("channel", "voice")
        made = Scene(office, await office.talks(OLENA, **beginning))
        try:
            await scene(made)
        finally:
            await made.legs.close()

    played(tmp_path / "store.db", tmp_path / "line", whole)


def test_who_has_the_item_joins_in_their_part(tmp_path: Path) -> None:
    async def scene(desk: Scene) -> None:
        desk.legs.began(desk.meeting)
        told = await desk.joins()
        assert told[:2] == [("answer",), ("order", Join(room=desk.item.conversation, role="agent"))]
        with pytest.raises(Refusal, match="not yours"):
            await desk.legs.ticket(MARKO, desk.item.id)
        with pytest.raises(Refusal, match="no such conversation"):
            await desk.legs.ticket(MARKO, "nothing")
        await desk.invites(MARKO, items.CONSULT)
        told = await desk.joins(MARKO, "leg2")
        assert told[1] == ("order", Join(room=desk.item.conversation, role="consult"))
        await desk.invites(MARKO, items.TALK)
        await desk.legs.look()
        assert desk.carrier.of("leg2")[-1] == ("sign", "role", "talk")
        desk.item = await desk.office.move(moves.unguest(desk.item, MARKO.id, desk.office.now))
        await desk.legs.look()
        assert desk.carrier.of("leg2")[-1] == ("order", HangUp(reason="over", at_once=True))

    run(tmp_path, scene)


Between = Callable[[Scene], Awaitable[Any]]


async def _dismissed(desk: Scene) -> None:
    store = desk.office.store
    assert await store.write_user(replace(OLENA, disabled=True, version=2))


async def _forbidden(desk: Scene) -> None:
    """The house takes the right from everybody."""
    desk.legs.admitting.permissions = Permissions({"item.read": ()})


async def _later(desk: Scene) -> None:
    desk.office.now += 31


def _moved(make: Callable[[Item, float], moves.Move]) -> Between:
    async def moved(desk: Scene) -> None:
        desk.item = await desk.office.move(make(desk.item, desk.office.now))

    return moved


@pytest.mark.parametrize(
    "between",
    [
        pytest.param(_dismissed, id="dismissed"),
        pytest.param(_forbidden, id="the rules changed"),
        pytest.param(_later, id="late"),
        pytest.param(_moved(lambda i, at: moves.transferred(i, at, agent="u2")), id="passed on"),
        pytest.param(_moved(lambda i, at: moves.transferred(i, at, queue="people")), id="queued"),
        pytest.param(_moved(lambda i, at: moves.requeued(i, at, "lost")), id="taken back"),
        pytest.param(_moved(lambda i, at: moves.finished(i, at + 60, at)), id="finished"),
        pytest.param(_moved(lambda i, at: moves.closed(i, at, "")), id="closed"),
    ],
)
def test_a_ticket_that_was_good_a_moment_ago_opens_nothing(
    tmp_path: Path, between: Between
) -> None:
    async def scene(desk: Scene) -> None:
        desk.legs.began(desk.meeting)
        token = await desk.legs.ticket(OLENA, desk.item.id)
        await between(desk)
        told = await desk.joins(token=token)
        assert [(one[0], one[1]) for one in told] == [("reject", "forbidden")]

    run(tmp_path, scene)


@pytest.mark.parametrize("how", [_dismissed, _forbidden])
def test_who_may_not_be_in_a_call_any_more_is_out_of_it(tmp_path: Path, how: Between) -> None:
    async def scene(desk: Scene) -> None:
        desk.legs.began(desk.meeting)
        await desk.joins()
        await how(desk)
        await desk.legs.look()
        assert desk.carrier.of("leg")[-1] == ("order", HangUp(reason="over", at_once=True))

    run(tmp_path, scene)


def test_a_ticket_is_for_one_who_has_a_part_in_one_item_once(tmp_path: Path) -> None:
    async def scene(desk: Scene) -> None:
        desk.legs.began(desk.meeting)
        other = await desk.office.talks(MARKO, channel="voice")
        await desk.invites(MARKO, items.CONSULT)
        good = await desk.legs.ticket(OLENA, desk.item.id)
        forged = (
            "", "x", "ä", "\x00", good[:-1], good + "A", good[:40] + good[40:].swapcase(),
            await desk.legs.ticket(MARKO, other.id),  # of another item
            Tickets(lambda: desk.office.now).made(OLENA.id, desk.item.id),  # another's key
            desk.legs.admitting.tickets.made("u9", desk.item.id),  # of who has no part
        )  # fmt: skip
        for number, token in enumerate(forged):
            call = f"forged{number}"
            desk.legs.arrived(Arriving(call, desk.item.id, token, True))
            await desk.settled()
            assert desk.carrier.of(call)[0][:2] == ("reject", "forbidden"), token
        desk.legs.arrived(Arriving("gone", "no item", good, True))
        await desk.settled()
        assert desk.carrier.of("gone")[0][:2] == ("reject", "forbidden")
        assert (await desk.joins(token=good))[0] == ("answer",)  # it is as good as it was
        assert (await desk.joins(call="again", token=good))[0][:2] == ("reject", "forbidden")
        consulted = await desk.legs.ticket(MARKO, desk.item.id)
        desk.item = await desk.office.move(moves.unguest(desk.item, MARKO.id, desk.office.now))
        told = await desk.joins(call="uninvited", token=consulted)
        assert told[0][:2] == ("reject", "forbidden")

    run(tmp_path, scene)


def test_one_who_is_faster_than_the_news_waits_for_it(tmp_path: Path) -> None:
    async def scene(desk: Scene) -> None:
        desk.legs.arrived(
            Arriving("leg", desk.item.id, await desk.legs.ticket(OLENA, desk.item.id), True)
        )
        while not desk.legs._began._bells:
            await asyncio.sleep(0)
        assert not desk.carrier.told
        desk.legs.began(desk.meeting)
        await desk.settled()
        assert desk.carrier.of("leg")[0] == ("answer",)

    run(tmp_path, scene)


def test_who_is_not_here_is_looked_for_in_another_process(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "SEATED_WITHIN", 0.0)

    async def scene(desk: Scene) -> None:
        token = await desk.legs.ticket(OLENA, desk.item.id)
        assert await desk.joins(token=token) == [("reject", "not-here", "")]
        desk.here.clear()
        assert (await desk.joins(token=token))[-1] == ("reject", "not-here", "")
        desk.legs.began(desk.meeting)  # the ticket was not used up by looking
        assert ("answer",) in await desk.joins(call="leg2", token=token)
        assert (await desk.joins(call="leg3", token=token))[0][:2] == ("reject", "forbidden")
        assert (await desk.joins(call="leg4", token="x"))[0][:2] == ("reject", "forbidden")

    run(tmp_path, scene)


def test_a_store_that_is_away_is_told_and_the_page_tries_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def scene(desk: Scene) -> None:
        token = await desk.legs.ticket(OLENA, desk.item.id)

        async def broken(_key: str) -> None:
            raise StoreError("the disk is full")

        with monkeypatch.context() as patched:
            patched.setattr(desk.office.store, "item", broken)
            assert (await desk.joins(token=token))[0][:2] == ("reject", "not-now")

    run(tmp_path, scene)


def test_what_a_leg_wants_is_the_agents_alone(tmp_path: Path) -> None:
    async def scene(desk: Scene) -> None:
        desk.legs.began(desk.meeting)
        await desk.joins()
        await desk.invites(MARKO, items.TALK)
        await desk.joins(MARKO, "leg2")
        for call in ("leg", "leg2"):
            assert desk.legs.reported(call, reports.Keyed(at=1.0, key=call[-1]))
            desk.legs.reported(call, reports.Wished(at=1.0, what="record", on=call == "leg2"))
            desk.legs.reported(call, reports.Trouble(at=1.0, where="connection", what="slow"))
            desk.legs.reported(call, reports.Company(at=1.0, on=True))
            assert desk.carrier.of(call)[-1] == ("sign", "company", True)
        assert (desk.meeting.sent, desk.meeting.paused) == ("g", True)
        desk.legs.reported("leg", reports.Wished(at=1.0, what="hold", on=True))
        await desk.settled()
        await desk.legs.look()
        assert desk.meeting.on_hold
        assert ("sign", "hold", True) in desk.carrier.of("leg2")
        desk.legs.reported("leg", reports.Wished(at=1.0, what="hold", on=True))
        await desk.settled()
        assert desk.carrier.of("leg")[-1][:2] == ("sign", "unable")
        assert not desk.legs.reported("other", reports.Gone(at=1.0, why="hung up"))

    run(tmp_path, scene)


def test_what_the_caller_does_is_shown_to_who_speaks_with_them(tmp_path: Path) -> None:
    async def scene(desk: Scene) -> None:
        desk.legs.began(desk.meeting)
        await desk.joins()
        await desk.invites(MARKO, items.CONSULT)
        await desk.joins(MARKO, "leg2")
        desk.meeting.recording = True
        desk.legs.keyed(desk.meeting, "7")
        desk.legs.keys_sent(desk.meeting, "5")
        desk.legs.unable(desk.meeting, "It knows no hold.")
        desk.legs.recorded(desk.meeting)
        assert desk.carrier.of("leg")[-4:] == [
            ("caption", "keys", "7"),
            ("caption", "sent", "5"),
            ("sign", "unable", "It knows no hold."),
            ("sign", "recording", True),
        ]
        assert desk.carrier.of("leg2")[-1] == ("sign", "recording", True)
        assert not [one for one in desk.carrier.of("leg2") if one[0] == "caption"]
        desk.legs.over(desk.meeting)
        assert not desk.legs.calling(desk.item.conversation)
        for call in ("leg", "leg2"):
            assert desk.carrier.of(call)[-1] == ("order", HangUp(reason="over", at_once=True))

    run(tmp_path, scene)


def test_f6_who_is_never_heard_loses_the_caller(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def scene(desk: Scene) -> None:
        desk.legs.began(desk.meeting)
        await desk.joins()
        await desk.legs.look()
        desk.legs.reported("leg", reports.Gone(at=1.0, why="lost"))
        await desk.legs.look()
        assert (await _state(desk)).state == items.ACTIVE  # for a while it may come back
        monkeypatch.setattr(module, "NO_LEG", 0.0)
        await desk.legs.look()
        found = await _state(desk)
        assert (found.state, found.first, found.agent) == (items.WAITING, True, "")

    run(tmp_path, scene)


def test_a_chat_needs_no_voice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "NO_LEG", 0.0)

    async def scene(desk: Scene) -> None:
        desk.legs.began(desk.meeting)
        for _ in range(2):
            await desk.legs.look()
        assert (await _state(desk)).state == items.ACTIVE

    run(tmp_path, scene, channel="chat")


async def _state(desk: Scene) -> Item:
    found = await desk.office.store.item(desk.item.id)
    assert found is not None
    return found


def test_where_no_calls_are_taken_nobody_joins_one() -> None:
    async def asked() -> None:
        with pytest.raises(Refusal, match="not taken here"):
            await NO_LEGS.ticket(OLENA, "i")
        await NO_LEGS.watch()
        await NO_LEGS.close()

    asyncio.run(asked())
    assert not NO_LEGS.calling("c")
