from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from flowengine.desk.people import AGENT, SUPERVISOR, User
from flowengine.host import demo
from flowengine.host.particulars import checked
from flowengine.store.opening import opened

if TYPE_CHECKING:
    from pathlib import Path


def test_the_users_of_a_demonstration_are_made_once_and_known_by_their_ids(
    tmp_path: Path,
) -> None:
    asyncio.run(furnished(tmp_path / "store.db"))


async def furnished(path: Path) -> None:
    store = opened(path)
    await store.start()
    mine = User(id="u1", name="marko", shown="Marko K.", version=1)
    await store.write_user(mine)
    for _ in range(2):
        await demo.furnish(store)
        found = {one.name: one for one in await store.users()}
        assert sorted(found) == ["marko", "olena", "sofia"]
        assert found["marko"] == mine  # a real user is left alone
        assert [name for name, one in sorted(found.items()) if demo.is_demo(one)] == [
            "olena",
            "sofia",
        ]
    await store.close()


def test_they_are_an_agent_for_all_one_for_english_and_a_supervisor() -> None:
    roles = {one.name: one.roles for one in demo.USERS}
    assert roles == {"olena": (AGENT,), "marko": (AGENT,), "sofia": (SUPERVISOR,)}
    for one in demo.USERS:
        assert not one.password
        assert checked(one, {}) == one
