"""People: whose address, what is known, merged and parted, erased; on every store."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from flowengine.store.records import (
    Attribute,
    Consent,
    Contact,
    Fact,
    Identity,
    Known,
    Outgoing,
    Tag,
    Timer,
    Turn,
)
from flowengine.store.verbs import Stale
from tests.store.rows import ERRAND, HELLO, NEW, TRACE, UPLOAD

if TYPE_CHECKING:
    from flowengine.store.database import Database

OLHA = Identity("sms", "+380", "p1", 1.0)


def consent(who: str, at: float, *, given: bool = True, purpose: str = "news") -> Consent:
    return Consent(who, purpose, "sms", given, "v1", "conversation/c1", at)


async def people(store: Database, *names: str) -> None:
    """Each with an address of their own, and the one before them older."""
    await store.write_contact(
        identities=[Identity("sms", f"+{name}", name, float(n)) for n, name in enumerate(names, 1)]
    )


async def known(store: Database, who: str) -> Known:
    found = await store.known(who)
    assert found is not None
    return found


# ---------------------------------------------------------------- whose address


async def test_an_address_is_one_contact_s(store: Database) -> None:
    assert await store.found("sms", "+1") is None
    one = await store.identify("sms", "+1", 5.0)
    assert await store.identify("sms", "+1", 9.0) == one
    assert await store.found("sms", "+1") == one
    assert (one.at, one.merged) == (5.0, "")
    assert await store.identify("email", "+1", 9.0) != one


async def test_a_contact_s_name_can_be_typed_on_a_command_line(store: Database) -> None:
    """One began with a dash, and `flowengine contact export -Kx…` took it for an option."""
    names = [(await store.identify("sms", f"+{number}", 1.0)).id for number in range(50)]
    assert all(name.isalnum() for name in names)
    assert len(set(names)) == 50


async def test_an_identity_that_is_another_s_is_left_there(store: Database) -> None:
    await store.write_contact(identities=[OLHA])
    await store.write_contact(identities=[replace(OLHA, contact="p2")])
    assert await store.found("sms", "+380") == Contact("p1", 1.0)
    assert (await known(store, "p1")).identities == (OLHA,)
    assert (await known(store, "p2")).identities == ()


# ---------------------------------------------------------------- what is known


async def test_all_that_is_known_is_told(store: Database) -> None:
    city = Attribute("p1", "city", '"Львів"', 2.0)
    await store.write_contact(
        identities=[OLHA],
        attributes=[city],
        tags=[Tag("contact/p1", "vip", 2.0)],
        consents=[consent("p1", 2.0)],
    )
    assert await store.known("p1") == Known(
        Contact("p1", 1.0), (OLHA,), (city,), ("vip",), (consent("p1", 2.0),)
    )
    assert await store.known("nobody") is None


async def test_the_newer_value_counts_whichever_came_last(store: Database) -> None:
    await people(store, "p1")
    for value, at in (('"b"', 5.0), ('"a"', 4.0), ('"c"', 5.0)):
        await store.write_contact(attributes=[Attribute("p1", "city", value, at)])
    assert [one.value for one in (await known(store, "p1")).attributes] == ['"c"']
    await store.write_contact(attributes=[Attribute("p1", "city", "", 6.0)])
    assert (await known(store, "p1")).attributes == ()


async def test_a_tag_is_put_on_and_taken_off(store: Database) -> None:
    await people(store, "p1")
    tag = Tag("contact/p1", "vip", 2.0)
    await store.write_contact(tags=[tag, replace(tag, tag="new")])
    await store.write_contact(tags=[replace(tag, at=3.0, set=False)])
    await store.write_contact(tags=[tag])  # it came late
    assert (await known(store, "p1")).tags == ("new",)
    await store.write_contact(tags=[replace(tag, at=4.0)])
    assert (await known(store, "p1")).tags == ("new", "vip")


async def test_consents_are_all_kept_and_the_last_counts(store: Database) -> None:
    await people(store, "p1")
    said = [
        consent("p1", 1.0),
        consent("p1", 2.0, purpose="research"),
        consent("p1", 3.0, given=False),
    ]
    await store.write_contact(consents=said)
    assert await store.consents("p1") == tuple(said)
    assert set((await known(store, "p1")).consents) == {said[1], said[2]}
    assert await store.consents("nobody") == ()


async def test_what_is_said_of_somebody_who_was_erased_is_not_kept(store: Database) -> None:
    await people(store, "p1")
    await store.erase_contact("p1")
    await store.write_contact(
        attributes=[Attribute("p1", "city", '"x"', 9.0)],
        tags=[Tag("contact/p1", "vip", 9.0), Tag("conversation/c1", "urgent", 9.0)],
        consents=[consent("p1", 9.0)],
    )
    await people(store, "p1")
    assert await store.known("p1") == Known(
        Contact("p1", 1.0), (Identity("sms", "+p1", "p1", 1.0),)
    )


async def test_a_turn_writes_what_it_learnt_or_nothing(store: Database) -> None:
    await people(store, "p1")
    learnt = {
        "attributes": (Attribute("p1", "city", '"Lviv"', 2.0),),
        "tags": (Tag("contact/p1", "vip", 2.0),),
        "consents": (consent("p1", 2.0),),
    }
    await store.commit(Turn(NEW))
    with pytest.raises(Stale):
        await store.commit(Turn(NEW, **learnt))  # type: ignore[arg-type]
    assert (await known(store, "p1")).tags == ()
    await store.commit(Turn(replace(NEW, id="c2"), **learnt))  # type: ignore[arg-type]
    found = await known(store, "p1")
    assert (found.attributes, found.tags, found.consents) == (
        learnt["attributes"],
        ("vip",),
        learnt["consents"],
    )


# ---------------------------------------------------------------- looked for


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("", ["p3", "p2"]),
        ("+P2", ["p2"]),
        ("львів", ["p2"]),
        ("\"o'", ["p3"]),
        ("VIP", ["p3"]),
        ("off", []),
        ("urgent", []),
        ("_", []),
        ("+p1", ["p2"]),  # merged: who stands for them is found
    ],
)
async def test_contacts_are_found_by_address_attribute_and_tag(
    store: Database, text: str, names: list[str]
) -> None:
    await people(store, "p1", "p2", "p3")
    await store.write_contact(
        attributes=[
            Attribute("p1", "city", '"ЛЬВІВ"', 2.0),
            Attribute("p3", "name", '"Mc\\"O\'Hara"', 2.0),
        ],
        tags=[
            Tag("contact/p3", "vip", 2.0),
            Tag("contact/p3", "off", 2.0, set=False),
            Tag("conversation/c1", "urgent", 2.0),
        ],
    )
    await store.merge("p1", "p2")
    assert [one.contact.id for one in await store.contacts(text)] == names


async def test_pages_of_contacts_lose_nobody_of_one_moment(store: Database) -> None:
    await store.write_contact(
        identities=[Identity("sms", f"+{number}", f"p{number}", 5.0) for number in range(5)]
    )
    got: list[str] = []
    while page := await store.contacts(
        before=5.0 if got else 0.0, behind=got[-1] if got else "", limit=2
    ):
        got += [one.contact.id for one in page]
    assert got == ["p4", "p3", "p2", "p1", "p0"]


# ---------------------------------------------------------------- merged and parted


async def test_merged_ones_are_one_and_parting_gives_each_their_own(store: Database) -> None:
    await people(store, "p1", "p2", "p3")
    await store.write_contact(
        attributes=[
            Attribute("p1", "city", '"old"', 2.0),
            Attribute("p2", "city", '"new"', 3.0),
            Attribute("p1", "name", '"Olha"', 2.0),
            Attribute("p3", "name", "", 3.0),
        ],
        tags=[Tag("contact/p1", "vip", 2.0), Tag("contact/p2", "vip", 3.0, set=False)],
        consents=[consent("p1", 2.0), consent("p2", 3.0, given=False)],
    )
    before = [await store.known(who) for who in ("p1", "p2", "p3")]
    assert await store.merge("p1", "p2")
    assert await store.merge("p2", "p3")
    whole = await known(store, "p1")
    assert whole == await known(store, "p2") == await known(store, "p3")
    assert whole.contact == Contact("p3", 3.0)
    assert [one.id for one in whole.merged] == ["p1", "p2"]
    assert [one.contact for one in whole.identities] == ["p1", "p2", "p3"]
    assert [(one.name, one.value) for one in whole.attributes] == [("city", '"new"')]
    assert whole.tags == ()
    assert [one.given for one in whole.consents] == [False]
    assert len(await store.consents("p1")) == 2
    assert await store.found("sms", "+p1") == Contact("p3", 3.0)
    assert await store.identify("sms", "+p1", 9.0) == Contact("p3", 3.0)
    assert await store.part("p2")
    assert await store.part("p1")
    assert [await store.known(who) for who in ("p1", "p2", "p3")] == before


async def test_what_cannot_be_merged_is_not(store: Database) -> None:
    await people(store, "p1", "p2", "p3")
    assert not await store.merge("p1", "p1")
    assert not await store.merge("p1", "nobody")
    assert not await store.merge("nobody", "p1")
    assert await store.merge("p1", "p2")
    assert not await store.merge("p2", "p1")  # a circle
    assert not await store.merge("p1", "p3")  # merged already
    assert not await store.merge("p3", "p1")  # p1 stands for nobody any more
    assert not await store.part("p2")
    assert not await store.part("nobody")


# ---------------------------------------------------------------- erased


async def test_a_contact_goes_with_all_they_left(store: Database) -> None:
    await store.keep_sources("d1", b"sources")
    await people(store, "p1", "p2", "p3")
    await store.write_contact(
        attributes=[Attribute("p1", "city", '"Lviv"', 2.0)],
        tags=[Tag("contact/p1", "vip", 2.0)],
        consents=[consent("p2", 2.0)],
    )
    assert await store.merge("p1", "p2")
    for key, contact in (("c1", "p1"), ("c2", "p2"), ("c3", "p3"), ("c4", "")):
        await store.commit(
            Turn(
                replace(NEW, id=key, contact=contact),
                message_id="m1",
                messages=(HELLO,),
                timers=(Timer(key, 1, "quiet", 5.0),),
                errands=(replace(ERRAND, conversation=key),),
                outgoing=(Outgoing(f"{key}/1", key, 1.0, "{}", gateway="email", to="x@y"),),
                facts=(Fact(1.0, "saved", "{}"),),
                uploads=(UPLOAD,),
                tags=(Tag(f"conversation/{key}", "urgent", 1.0),),
                trace=TRACE,
            )
        )
    letters = [Outgoing(f"l{n}", "", 1.0, "{}", gateway="sms", to=f"+p{n}") for n in (1, 3)]
    await store.post(letters)
    assert await store.erase_contact("p1") == 2  # p2 stands for them, and goes too
    assert await store.known("p1") is None
    assert await store.known("p2") is None
    assert await store.found("sms", "+p1") is None
    assert [one.id for one in await store.search()] == ["c4", "c3"]
    assert await store.messages("c1", 0) == ()
    assert await store.traces("c1") == ()
    assert await store.facts("c2") == ()
    assert not await store.taken("c1", "m1")
    assert {one.key for one in await store.outgoing()} == {"c3/1", "c4/1", "l3"}
    counts = await store.counts()
    assert (counts["timers"], counts["errands"], counts["contacts"]) == (2, 2, 1)
    assert await store.verify() == ()
    assert await store.erase_contact("p1") == 0
