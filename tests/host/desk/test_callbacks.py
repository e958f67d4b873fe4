from __future__ import annotations

from typing import Any

import pytest

from flowengine.desk import items
from flowengine.desk.items import Item
from flowengine.desk.moves import Impossible
from flowengine.host.desk import callbacks
from flowengine.host.desk.terms import NO_TERMS, Terms, gathered
from flowengine.host.parcels import Roads, decode
from flowengine.store.verbs import StoreError
from tests.host.desk.conftest import Work
from tests.host.desk.shift import MONDAY, Shift

PROMISE = Item(
    id="p", conversation="c", queue="people", channel="chat", kind=items.CALLBACK,
    media=items.VOICE, state=items.ACTIVE, agent="olena", accepted=MONDAY, joined=MONDAY - 500,
    phone="+385911234567", version=3,
)  # fmt: skip


def hours(shift: Shift) -> Terms:
    """Of a queue that closes at five in the afternoon."""
    return gathered(shift.house.library.programs.values())["office"]


def test_a_try_in_vain_is_made_again_inside_the_hours(work_here: Work) -> None:
    async def scene(shift: Shift) -> None:
        day = hours(shift)
        made = callbacks.again(PROMISE, "no answer", day, MONDAY)
        assert made.after.until == MONDAY + 1800
        assert (made.after.state, made.after.tries, made.after.joined) == (
            items.LATER, 1, PROMISE.joined
        )  # fmt: skip
        late = MONDAY + 6.8 * 3600  # 16:48: the next morning at nine
        assert callbacks.again(PROMISE, "busy", day, late).after.until == MONDAY + 23 * 3600
        # The agent agreed on eight in the evening: the next opening is what can be kept.
        agreed = callbacks.again(PROMISE, "busy", day, MONDAY, MONDAY + 10 * 3600)
        assert agreed.after.until == MONDAY + 23 * 3600
        assert callbacks.again(PROMISE, "busy", NO_TERMS, late).after.until == late + 1800

    work_here(scene)


@pytest.mark.parametrize("tries", [0, callbacks.TRIES - 1])
def test_where_a_further_call_was_promised_since_nobody_was_given_up(tries: int) -> None:
    from msgspec.structs import replace

    wrapping = replace(PROMISE, state=items.WRAP_UP, anew=True, tries=tries)
    made = callbacks.again(wrapping, "busy", NO_TERMS, MONDAY)
    assert (made.after.state, made.after.outcome) == (items.CLOSED, "busy")


def test_what_is_no_promise_cannot_be_tried_again() -> None:
    with pytest.raises(Impossible):
        callbacks.again(
            Item(id="i", conversation="c", queue="q", channel="chat"), "busy", NO_TERMS, 1.0
        )


@pytest.mark.parametrize(
    ("about", "sent"),
    [
        ({}, True),
        ({"safe": "yes", "voicemail": "yes"}, True),
        ({"safe": "no"}, False),
        ({"voicemail": "no"}, False),
        ({"phone": ""}, False),
    ],
)
def test_a_message_goes_only_where_nobody_else_may_not_read_it(
    about: dict[str, Any], sent: bool
) -> None:
    from msgspec.structs import replace

    letter = callbacks.message(replace(PROMISE, **about), "uk", "gate", 5.0)
    assert (letter is not None) == sent
    if letter is not None:
        assert decode(letter.body).text.startswith("Ми телефонували")
        assert (letter.gateway, letter.to) == ("gate", PROMISE.phone)


def test_three_tries_then_a_message_then_an_honest_end(work: Work) -> None:
    async def scene(shift: Shift) -> None:
        shift.house.conversations.stepping.roads = Roads(by_channel={"sms": "gate"})
        olena = await shift.agent("olena")
        key = await shift.person("4")
        await shift.look()
        began = await shift.of(key)
        for number in range(3):
            item = await shift.of(key)
            assert (item.state, item.agent, item.tries) == (items.OFFERED, "olena", number)
            assert item.joined == began.joined
            await shift.desk.accept(olena, item.token)
            await shift.desk.tried(olena, item.id, "no answer")
            await shift.look()
            if number < 2:
                assert (await shift.of(key)).state == items.LATER
                await shift.look(1800)
        done = await shift.of(key)
        assert (done.state, done.outcome) == (items.CLOSED, callbacks.NOT_REACHED)
        (letter,) = await shift.store.outgoing(conversation=key)
        assert (letter.to, letter.gateway) == ("+385911234567", "gate")
        assert await shift.store.loads() == {}

    work(scene)


def test_the_message_is_written_with_the_end_also_where_nothing_can_follow_it(
    work: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The last try is written, and the connection to the database breaks in that moment."""

    async def scene(shift: Shift) -> None:
        shift.house.conversations.stepping.roads = Roads(by_channel={"sms": "gate"})
        monkeypatch.setattr(callbacks, "TRIES", 1)
        olena = await shift.agent("olena")
        key = await shift.person("4")
        await shift.look()
        item = await shift.desk.accept(olena, (await shift.of(key)).token)
        move = shift.store.move

        async def breaks(*given: Any) -> tuple[str, ...]:
            await move(*given)
            raise StoreError("The database is away.")

        with monkeypatch.context() as broken:
            broken.setattr(shift.store, "move", breaks)
            with pytest.raises(StoreError):
                await shift.desk.tried(olena, item.id, "no answer")
        assert (await shift.of(key)).outcome == callbacks.NOT_REACHED
        (letter,) = await shift.store.outgoing(conversation=key)
        assert letter.key == f"{item.id}/unreached"

    work(scene)


def test_without_a_gateway_nobody_is_written_to(work_here: Work) -> None:
    async def scene(shift: Shift) -> None:
        olena = await shift.agent("olena")
        key = await shift.person("4")
        for _ in range(3):
            await shift.look(1800)
            item = await shift.desk.accept(olena, (await shift.of(key)).token)
            await shift.desk.tried(olena, item.id, "busy")
        assert (await shift.of(key)).outcome == callbacks.NOT_REACHED
        assert await shift.store.outgoing(conversation=key) == ()

    work_here(scene)


def test_a_promise_that_has_been_kept_is_closed_as_any_talk(work_here: Work) -> None:
    async def scene(shift: Shift) -> None:
        olena = await shift.agent("olena")
        key = await shift.person("4")
        await shift.house.conversations.end(key)  # who left a number need not stay
        await shift.look()
        item = await shift.desk.accept(olena, (await shift.of(key)).token)
        await shift.desk.close(olena, item.id, "Advice")
        assert (await shift.of(key)).outcome == "Advice"

    work_here(scene)
