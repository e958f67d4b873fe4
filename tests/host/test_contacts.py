"""One person on two roads: known again, merged by somebody, parted, erased."""

from __future__ import annotations

from typing import Any

import pytest

from flowengine.host import heard
from flowengine.host.pseudonyms import Pseudonyms
from flowengine.host.refusal import Refusal
from flowengine.runtime import decode
from flowengine.store.records import Conversation
from tests.host.conftest import Play, Shop

HELP = """flow shop "Help"
languages en, uk
channels chat, sms

slots
  name: text, remembered
  day: date, remembered

start:
  if name is not empty:
    say "Welcome back, {{ name }}."
    -> main
  ask name "Your name?"
  -> main

menu main "What now?"
  1 "A day" -> day
  2 "News" -> news
  3 "Українською" -> ukrainian
  4 "Bye" -> bye

day:
  ask day "Which day?"
  -> main

news:
  set contact.consent_news = yes
  tag contact "news"
  -> main

ukrainian:
  language uk
  -> main

bye:
  say "Bye."
  end
"""
NUMBER = "+380671234567"


async def ready(shop: Shop, source: str = HELP) -> None:
    shop.flow.write_text(source, encoding="utf-8")
    shop.library.refresh()


async def sms(shop: Shop, text: str, number: int, address: str = NUMBER) -> Conversation:
    return await shop.conversations.arrive(
        gateway="sms",
        address=address,
        channel="sms",
        flow="shop",
        what=heard.said(text),
        message_id=f"m{number}",
    )


async def known(shop: Shop, contact: str) -> Any:
    assert shop.store is not None
    return await shop.store.known(contact)


def test_who_writes_again_is_known_with_what_they_said(play: Play) -> None:
    async def scene(shop: Shop) -> None:
        await ready(shop)
        first = await sms(shop, "hello", 1)
        last = first
        for number, text in enumerate(["Оля", "1", "1 May 2030", "3", "4"], start=2):
            last = await sms(shop, text, number)
        assert last.ended
        again = await sms(shop, "hello again", 9)
        assert again.id != first.id
        assert again.contact == first.contact != ""
        session = decode(again.session)
        assert session.values["name"] == "Оля"
        assert session.values["day"].isoformat() == "2030-05-01"
        assert session.language == "uk"
        assert "Welcome back, Оля." in await shop.said(again.id)

    play(scene)


def test_a_visitor_of_the_page_is_nobody_until_something_is_kept_of_them(play: Play) -> None:
    async def scene(shop: Shop) -> None:
        await ready(shop)
        talk = (await shop.conversations.begin("shop", channel="chat")).conversation
        assert talk.contact == ""
        assert (await shop.waiting("contacts")) == 0
        talk = await shop.conversations.say(talk.id, "Ann")
        assert talk.contact != ""
        found = await known(shop, talk.contact)
        assert {one.name: one.value for one in found.attributes} == {"name": '"Ann"'}
        next_ = await shop.conversations.begin("shop", channel="chat", contact=talk.contact)
        assert await shop.said(next_.conversation.id) == ["Welcome back, Ann.", "What now?"]

    play(scene)


def test_a_page_that_one_may_have_fled_from_knows_nobody(play: Play) -> None:
    async def scene(shop: Shop) -> None:
        await ready(shop, HELP.replace("slots", 'quick exit to "https://a.example"\n\nslots', 1))
        talk = (await shop.conversations.begin("shop", channel="chat")).conversation
        talk = await shop.conversations.say(talk.id, "Ann")
        assert talk.contact == ""
        assert (await shop.waiting("contacts")) == 0

    play(scene)


def test_consent_is_written_down_with_its_words_and_proof(play: Play) -> None:
    async def scene(shop: Shop) -> None:
        await ready(shop)
        await sms(shop, "hello", 1)
        await sms(shop, "Оля", 2)
        talk = await sms(shop, "2", 3)
        (given,) = (await known(shop, talk.contact)).consents
        assert (given.purpose, given.channel, given.given) == ("news", "sms", True)
        assert given.how == f"conversation/{talk.id}"
        assert given.wording == f"{talk.digest}/shop.main/menu"
        assert (await known(shop, talk.contact)).tags == ("news",)
        await sms(shop, "STOP", 4)
        consents = {one.purpose: one.given for one in (await known(shop, talk.contact)).consents}
        assert consents == {"news": True, "messages": False}

    play(scene)


def test_two_roads_are_one_person_when_somebody_says_so_and_two_again(play: Play) -> None:
    async def scene(shop: Shop) -> None:
        await ready(shop)
        assert shop.store is not None
        await sms(shop, "hello", 1)
        by_sms = await sms(shop, "Оля", 2)
        page = (await shop.conversations.begin("shop", channel="chat")).conversation
        page = await shop.conversations.say(page.id, "Olha")
        assert page.contact != by_sms.contact  # nothing merges by itself
        assert await shop.store.merge(page.contact, by_sms.contact)
        both = await known(shop, page.contact)
        assert both.contact.id == by_sms.contact
        assert {one.gateway for one in both.identities} == {"sms", "chat"}
        talks = await shop.store.search(contact=by_sms.contact)
        assert {one.id for one in talks} == {by_sms.id, page.id}
        assert await shop.store.part(page.contact)
        alone = await known(shop, page.contact)
        assert {one.name: one.value for one in alone.attributes} == {"name": '"Olha"'}

    play(scene)


def test_an_erased_person_leaves_a_receipt_that_names_nobody(play: Play) -> None:
    async def scene(shop: Shop) -> None:
        await ready(shop)
        await sms(shop, "hello", 1)
        talk = await sms(shop, "Оля", 2)
        receipt = await shop.conversations.contacts.erase(talk.contact, shop.now)
        assert (receipt["conversations"], receipt["identities"], receipt["attributes"]) == (1, 1, 1)
        assert "Оля" not in str(receipt)
        assert talk.contact not in str(receipt)
        with pytest.raises(Refusal):
            await shop.conversations.contacts.erase(talk.contact, shop.now)
        fresh = await sms(shop, "hello", 3)
        assert fresh.contact != talk.contact
        assert await shop.said(fresh.id) == ["Your name?"]

    play(scene)


def test_an_unknown_persons_number_stands_nowhere_in_the_store(play: Play) -> None:
    async def scene(shop: Shop) -> None:
        await ready(shop)
        hidden = Pseudonyms("0123456789abcdef" * 2, {"sms"})
        shop.conversations.contacts.pseudonyms = hidden
        first = await sms(shop, "hello", 1)
        talk = await sms(shop, "Оля", 2)
        assert talk.id == first.id
        assert hidden.opened(talk.address) == NUMBER
        assert shop.store is not None
        rows = [str(row) async for _, row in shop.store.dump()]
        assert rows
        assert not any(NUMBER in row or NUMBER[1:] in row for row in rows)

    play(scene)
