from __future__ import annotations

import pytest

from flowengine.desk import items, moves
from flowengine.desk.items import Item
from flowengine.host.desk import results
from flowengine.host.refusal import Refusal
from tests.host.desk.conftest import Talks
from tests.host.desk.talks import MARKO, OLENA, Office


async def promised(office: Office) -> Item:
    """A callback that Olena has."""
    item = await office.waits(channel="sms", gateway="sms", address="+380501234567")
    call = Item(
        id="call", conversation=item.conversation, queue="people", channel="sms",
        kind=items.CALLBACK, media=items.VOICE, phone="+380501234567", contact=item.contact,
    )  # fmt: skip
    joined = await office.move(moves.joined(call, office.now))
    return await office.accepted(joined, OLENA)


@pytest.mark.parametrize(
    ("result", "when", "state", "done"),
    [
        (results.REACHED, 0.0, items.WRAP_UP, []),
        (results.NO_ANSWER, 0.0, items.LATER, [("tried", "no answer")]),
        (results.BUSY, 0.0, items.LATER, [("tried", "busy")]),
        (results.VOICEMAIL, 0.0, items.LATER, [("tried", "voicemail left")]),
        (results.NOT_NOW, 2_000_000.0, items.LATER, [("tried", "not now")]),
        (results.WRONG, 0.0, items.CLOSED, [("close", "wrong number", "no Ann there")]),
        (results.NEVER, 0.0, items.CLOSED, [("close", "do not call", "no Ann there")]),
    ],
)
def test_what_follows_from_a_call(
    talks: Talks, result: str, when: float, state: str, done: list[tuple[str, ...]]
) -> None:
    async def scene(office: Office) -> None:
        item = await promised(office)
        after = await office.talk.callback_result(OLENA, item.id, result, when, "no Ann there")
        assert (after.state, office.bureau.done) == (state, done)
        assert after.joined == item.joined
        if when:
            assert after.until == when

    talks(scene)


def test_who_wants_no_calls_is_never_called_again(talks: Talks) -> None:
    async def scene(office: Office) -> None:
        item = await promised(office)
        await office.talk.callback_result(OLENA, item.id, results.NEVER)
        (consent,) = await office.store.consents(item.contact)
        assert (consent.purpose, consent.given) == (results.CALLS, False)
        assert consent.how == f"conversation/{item.conversation}"

    talks(scene)


def test_what_is_no_result(talks: Talks) -> None:
    async def scene(office: Office) -> None:
        item = await promised(office)
        chat = await office.talks(MARKO)
        for user, key, result, when, code in (
            (OLENA, item.id, "maybe", 0.0, "no-result"),
            (OLENA, item.id, results.NOT_NOW, office.now - 1, "no-moment"),
            (OLENA, item.id, results.NOT_NOW, office.now + 91 * 86_400, "no-moment"),
            (OLENA, item.id, results.BUSY, 2.0**40, "no-moment"),
            (MARKO, item.id, results.BUSY, 0.0, "forbidden"),
            (MARKO, chat.id, results.BUSY, 0.0, "no-callback"),
        ):
            with pytest.raises(Refusal) as refused:
                await office.talk.callback_result(user, key, result, when)
            assert refused.value.code == code

    talks(scene)
