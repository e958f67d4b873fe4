"""Messages of gateways: one open conversation an address, each message once, in order."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import msgspec
import pytest

from flowengine.host import heard, parcels
from flowengine.host.refusal import Refusal
from flowengine.runtime import events as ev
from flowengine.store.records import SENT, Attribute, Conversation, Identity
from flowengine.store.verbs import Replayed, StoreError
from tests.host.conftest import Play, Shop

LINE = """flow line "Line"
channels sms

words danger
  "kill myself"

on word danger: say "Dial 112."

start:
  ask name: text "Welcome. Your name?"
  ask town: text "Your town?"
  say "Goodbye, {{ name }} of {{ town }}."
  end
"""


def opened(shop: Shop) -> None:
    (shop.flow.parent / "line.flow").write_text(LINE, encoding="utf-8")
    shop.library.refresh()


async def sms(shop: Shop, text: str, name: str, address: str = "+1") -> Conversation:
    return await shop.conversations.arrive(
        gateway="sms",
        address=address,
        channel="sms",
        flow="line",
        what=heard.said(text),
        message_id=name,
    )


async def talk(shop: Shop, key: str) -> list[str]:
    return [line.text for line in await shop.lines(key) if line.kind != "ended"]


def test_a_first_message_begins_and_the_next_go_on(play: Play) -> None:
    async def scene(shop: Shop) -> None:
        opened(shop)
        first = await sms(shop, "Hello", "m1")
        assert (first.gateway, first.address, first.channel) == ("sms", "+1", "sms")
        assert await talk(shop, first.id) == ["Hello", "Welcome. Your name?"]
        second = await sms(shop, "Ann", "m2")
        assert second.id == first.id
        assert (await talk(shop, first.id))[2:] == ["Ann", "Your town?"]
        other = await sms(shop, "Hello", "m3", "+2")
        assert other.id != first.id

    play(scene)


def test_answers_go_out_in_their_order_whatever_the_clock_of_a_node(play: Play) -> None:
    async def scene(shop: Shop) -> None:
        assert shop.store is not None
        opened(shop)
        await sms(shop, "Hello", "m1")
        shop.now -= 2.0
        await sms(shop, "Ann", "m2")
        shop.now -= 2.0
        await sms(shop, "Lviv", "m3")
        sent = []
        while found := await shop.store.claim_outgoing(shop.now + 10, 9, "n", ("sms",)):
            (letter,) = found  # one at a time
            sent.append(parcels.decode(letter.body).text)
            await shop.store.settle(replace(letter, state=SENT), "n")
        assert sent == ["Welcome. Your name?", "Your town?", "Goodbye, Ann of Lviv."]

    play(scene)


def test_after_the_end_a_message_begins_anew(play: Play) -> None:
    async def scene(shop: Shop) -> None:
        opened(shop)
        for number, text in enumerate(("Hello", "Ann")):
            await sms(shop, text, f"m{number}")
        last = await sms(shop, "Lviv", "m8")
        assert last.ended
        anew = await sms(shop, "Hello again", "m9")
        assert anew.id != last.id
        assert await talk(shop, anew.id) == ["Hello again", "Welcome. Your name?"]

    play(scene)


@pytest.mark.parametrize("again", ["m0", "m1", "m2"])
def test_a_message_that_is_brought_again_changes_nothing(play: Play, again: str) -> None:
    """Also the one that began it, and also when the conversation has ended since."""

    async def scene(shop: Shop) -> None:
        opened(shop)
        for number, text in enumerate(("Hello", "Ann", "Lviv")):
            last = await sms(shop, text, f"m{number}")
            before = await talk(shop, last.id)
            with pytest.raises(Replayed):
                await sms(shop, text, f"m{number}")
            assert await talk(shop, last.id) == before
        with pytest.raises(Replayed):
            await sms(shop, "Hello", again)
        assert (await shop.store.counts())["open"] == 0  # type: ignore[union-attr]

    play(scene)


def test_two_first_messages_at_once_make_one_conversation(play: Play) -> None:
    async def scene(shop: Shop) -> None:
        opened(shop)
        one, two = await asyncio.gather(sms(shop, "Hello", "m1"), sms(shop, "Ann", "m2"))
        assert one.id == two.id
        assert await talk(shop, one.id) == ["Hello", "Welcome. Your name?", "Ann", "Your town?"]

    play(scene)


def test_another_node_that_began_it_in_the_same_moment_is_gone_on_with(
    play: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def scene(shop: Shop) -> None:
        assert shop.store is not None
        opened(shop)
        other = await shop.conversations.begin("line", channel="sms", gateway="sms", address="+1")
        found, blind = shop.store.open_at, [True]

        async def too_early(gateway: str, address: str) -> Conversation | None:
            return None if blind and blind.pop() else await found(gateway, address)

        monkeypatch.setattr(shop.store, "open_at", too_early)
        one = await sms(shop, "Ann", "m1")
        assert one.id == other.conversation.id
        assert (await talk(shop, one.id))[-1] == "Your town?"

    play(scene)


@pytest.mark.parametrize(
    ("words", "answer"), [("I kill myself", "Dial 112."), ("STOP", "no more messages")]
)
def test_a_first_message_that_may_not_wait_is_heard_at_once(
    play: Play, words: str, answer: str
) -> None:
    async def scene(shop: Shop) -> None:
        opened(shop)
        found = await sms(shop, words, "m1")
        assert answer in " ".join(await talk(shop, found.id))
        with pytest.raises(Replayed):
            await sms(shop, words, "m1")

    play(scene)


def test_something_else_than_words_begins_too(play: Play) -> None:
    async def scene(shop: Shop) -> None:
        opened(shop)
        found = await shop.conversations.arrive(
            gateway="sms", address="+1", channel="sms", flow="line", message_id="m1",
            what=heard.picked(3, "old"),
        )  # fmt: skip
        assert (await talk(shop, found.id))[-1] == "Welcome. Your name?"

    play(scene)


def test_one_that_ends_in_that_moment_is_followed_by_a_new_one(
    play: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def scene(shop: Shop) -> None:
        assert shop.store is not None
        opened(shop)
        gone = await sms(shop, "Hello", "m1")
        await shop.conversations.leave(gone.id)
        found, stale = shop.store.open_at, [gone]

        async def too_late(gateway: str, address: str) -> Conversation | None:
            return stale.pop() if stale else await found(gateway, address)

        monkeypatch.setattr(shop.store, "open_at", too_late)
        assert (await sms(shop, "Hello?", "m2")).id != gone.id

    play(scene)


def test_a_refusal_is_told_and_one_who_is_always_too_late_gives_up(
    play: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def scene(shop: Shop) -> None:
        assert shop.store is not None
        opened(shop)
        gone = await sms(shop, "Hello", "m1")
        with pytest.raises(Refusal, match="earlier question"):
            await shop.conversations.arrive(
                gateway="sms", address="+1", channel="sms", flow="line", message_id="m3",
                what=heard.picked(99, "x"),
            )  # fmt: skip
        await shop.conversations.leave(gone.id)

        async def always(_gateway: str, _address: str) -> Conversation | None:
            return gone

        monkeypatch.setattr(shop.store, "open_at", always)
        with pytest.raises(Refusal, match="One moment"):
            await sms(shop, "Hello?", "m2")

    play(scene)


def test_what_is_remembered_of_a_contact_is_known(play: Play) -> None:
    async def scene(shop: Shop) -> None:
        assert shop.store is not None
        opened(shop)
        await shop.store.write_contact(
            identities=[Identity("email", "ann@example.org", "p1", 1.0)],
            attributes=[Attribute("p1", "town", '"Lviv"', 1.0)],
        )
        found = await shop.conversations.arrive(
            gateway="sms", address="+1", channel="sms", flow="line", message_id="m1",
            what=heard.said("Hello"), contact="p1", known={"name": "Ann"},
        )  # fmt: skip
        assert found.contact == "p1"
        (trace,) = await shop.store.traces(found.id)
        assert msgspec.json.decode(trace.event)["begin"]["contact"] == {
            "town": "Lviv",
            "name": "Ann",
        }

    play(scene)


def test_what_is_said_to_whoever_texts_is_queued_for_their_gateway(play: Play) -> None:
    async def scene(shop: Shop) -> None:
        assert shop.store is not None
        opened(shop)
        woken: list[bool] = []
        shop.conversations.stepping.post = lambda: woken.append(True)
        found = await sms(shop, "Hello", "m1")
        (letter,) = await shop.store.outgoing("queued", conversation=found.id)
        assert (letter.gateway, letter.to) == ("sms", "+1")
        assert "Welcome. Your name?" in letter.body
        assert woken == [True]

    play(scene)


def test_a_message_that_could_not_be_kept_can_be_brought_again(
    play: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def scene(shop: Shop) -> None:
        assert shop.store is not None
        opened(shop)
        with monkeypatch.context() as patch:

            async def full(_turn: object) -> Conversation:
                raise StoreError("no room")

            patch.setattr(shop.store, "commit", full)
            with pytest.raises(StoreError):
                await sms(shop, "Hello", "m1")
        found = await sms(shop, "Hello", "m1")
        assert await talk(shop, found.id) == ["Hello", "Welcome. Your name?"]

    play(scene)


def test_a_failed_delivery_reaches_the_flow(play: Play) -> None:
    async def scene(shop: Shop) -> None:
        from flowengine.host.cause import Cause

        opened(shop)
        found = await sms(shop, "Hello", "m1")
        event = ev.DeliveryFailed(at=shop.now, reason="unreachable")
        after = await shop.conversations.obey(found.id, event, Cause(message_id="d1"))
        assert replace(after, changed=0.0, revision=0).place == found.place

    play(scene)
