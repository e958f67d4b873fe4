from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from flowengine.desk import moves
from flowengine.desk.items import Item
from flowengine.desk.people import SUPERVISOR, User
from flowengine.desk.permissions import STANDARD, Permissions
from flowengine.host.pseudonyms import Pseudonyms
from flowengine.host.refusal import Refusal
from flowengine.host.revealing import LONGEST_REASON, MINUTES, Revealing
from flowengine.store.database import Database
from flowengine.store.opening import opened

NOW = 1_790_000_000.0
PHONE = "+380671234567"
HIDING = Pseudonyms("k" * 32, {"sms", "phone"})


def supervisor(name: str, *queues: str) -> User:
    return User(id=f"u-{name}", name=name, shown=name, roles=(SUPERVISOR,), queues=queues)


SOFIA, PETRA = supervisor("sofia", "*"), supervisor("petra", "help")
FOREIGN = supervisor("ira", "legal")
AGENT = User(id="u-olena", name="olena", shown="Olena", queues=("*",))


class Scene:
    def __init__(self, store: Database) -> None:
        self.store = store
        self.now = NOW
        self.revealing = self.with_rules(STANDARD)

    def with_rules(self, rules: Permissions, hiding: Pseudonyms = HIDING) -> Revealing:
        return Revealing(self.store, hiding, rules, lambda: self.now)

    async def item(self, **about: Any) -> str:
        contact = await self.store.identify("sms", HIDING.sealed("sms", PHONE), NOW)
        given = {"contact": contact.id, **about}
        item = Item(id="i1", conversation="", queue="help", channel="sms", **given)
        await self.store.move([moves.joined(item, NOW)], "node")
        return item.id

    async def wish(self, user: User) -> str:
        (found,) = await self.revealing.wishes(user)
        return found.id

    async def told(self) -> list[tuple[str, str]]:
        found = await self.store.audits()
        assert {one.subject.partition("/")[0] for one in found} <= {"contact", "item"}
        return [(one.who, one.what) for one in reversed(found)]


Play = Callable[[Scene], Awaitable[None]]


@pytest.fixture
def play(tmp_path: Path) -> Callable[[Play], None]:
    async def whole(scene: Play) -> None:
        store = opened(tmp_path / "store.db")
        await store.start()
        try:
            await scene(Scene(store))
        finally:
            await store.close()

    return lambda scene: asyncio.run(whole(scene))


async def refused(work: Awaitable[Any]) -> str:
    with pytest.raises(Refusal) as refusal:
        await work
    return refusal.value.code


def test_one_asks_another_confirms_and_the_first_sees_it_once(play: Callable[[Play], None]) -> None:
    async def scene(at: Scene) -> None:
        revealing = at.revealing
        await revealing.ask(
            SOFIA, await at.item(phone=HIDING.sealed("phone", PHONE)), " in danger "
        )
        (wish,) = await revealing.wishes(PETRA)
        assert (wish.by, wish.reason, wish.confirmed) == ("sofia", "in danger", "")
        assert wish.until == NOW + MINUTES * 60
        await revealing.confirm(PETRA, wish.id)
        assert await revealing.wishes(PETRA) == ()  # not hers to see
        (confirmed,) = await revealing.wishes(SOFIA)
        assert confirmed.confirmed == "petra"
        shown = await revealing.show(SOFIA, confirmed.id)
        assert shown == (("sms", PHONE), ("phone", PHONE))
        assert await refused(revealing.show(SOFIA, confirmed.id)) == "unknown-wish"
        assert await revealing.wishes(SOFIA) == ()
        assert await at.told() == [
            ("user/sofia", "asked who it is: in danger"),
            ("user/petra", "confirmed that sofia sees who it is"),
            ("user/sofia", "saw who it is, confirmed by petra"),
        ]
        assert PHONE not in repr(await at.store.tokens())

    play(scene)


def test_nobody_does_both_and_nobody_for_a_queue_that_is_not_theirs(
    play: Callable[[Play], None],
) -> None:
    async def scene(at: Scene) -> None:
        revealing, item = at.revealing, await at.item()
        for other in (FOREIGN, AGENT):
            assert await refused(revealing.ask(other, item, "why")) == "forbidden"
        await revealing.ask(SOFIA, item, "why")
        wish = await at.wish(SOFIA)
        for other in (SOFIA, FOREIGN, AGENT):
            assert await refused(revealing.confirm(other, wish)) == "forbidden"
        assert await revealing.wishes(FOREIGN) == ()
        assert await refused(revealing.show(SOFIA, wish)) == "unknown-wish"  # nobody confirmed
        await revealing.confirm(PETRA, wish)
        confirmed = await at.wish(SOFIA)
        assert await refused(revealing.show(PETRA, confirmed)) == "forbidden"
        nobody = at.with_rules(Permissions({"contact.reveal": ()}))
        assert await refused(nobody.show(SOFIA, confirmed)) == "forbidden"
        assert await revealing.show(SOFIA, confirmed)

    play(scene)


def test_half_an_hour_is_all_there_is_for_each_step(play: Callable[[Play], None]) -> None:
    async def scene(at: Scene) -> None:
        revealing, item = at.revealing, await at.item()
        await revealing.ask(SOFIA, item, "why")
        old = await at.wish(SOFIA)
        at.now += MINUTES * 60
        assert await revealing.wishes(PETRA) == ()
        assert await refused(revealing.confirm(PETRA, old)) == "unknown-wish"
        await revealing.ask(SOFIA, item, "why")
        await revealing.confirm(PETRA, await at.wish(PETRA))
        confirmed = await at.wish(SOFIA)
        at.now += MINUTES * 60
        assert await refused(revealing.show(SOFIA, confirmed)) == "unknown-wish"

    play(scene)


def test_what_two_confirm_at_once_is_confirmed_once(play: Callable[[Play], None]) -> None:
    async def scene(at: Scene) -> None:
        revealing = at.revealing
        await revealing.ask(SOFIA, await at.item(), "why")
        wish = await at.wish(PETRA)
        other = supervisor("olha", "help")
        both = (revealing.confirm(PETRA, wish), revealing.confirm(other, wish))
        done = await asyncio.gather(*both, return_exceptions=True)
        assert sum(one is None for one in done) == 1
        assert len(await revealing.wishes(SOFIA)) == 1

    play(scene)


def test_what_is_not_said_or_not_there_is_refused(play: Callable[[Play], None]) -> None:
    async def scene(at: Scene) -> None:
        revealing, item = at.revealing, await at.item(contact="")
        for reason in ("", "  ", "x" * (LONGEST_REASON + 1)):
            assert await refused(revealing.ask(SOFIA, item, reason)) == "no-reason"
        assert await refused(revealing.ask(SOFIA, "nothing", "why")) == "unknown-item"
        assert await refused(revealing.confirm(SOFIA, "nothing")) == "unknown-wish"
        await revealing.ask(SOFIA, item, "why")
        await revealing.confirm(PETRA, await at.wish(PETRA))
        assert await revealing.show(SOFIA, await at.wish(SOFIA)) == ()  # nobody is known

    play(scene)


def test_an_address_whose_key_was_changed_is_not_known_any_more(
    play: Callable[[Play], None],
) -> None:
    async def scene(at: Scene) -> None:
        await at.revealing.ask(SOFIA, await at.item(), "why")
        await at.revealing.confirm(PETRA, await at.wish(PETRA))
        later = at.with_rules(STANDARD, Pseudonyms("another key of thirty-two signs.", {"sms"}))
        assert await later.show(SOFIA, await at.wish(SOFIA)) == (("sms", ""),)

    play(scene)
