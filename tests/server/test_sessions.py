from __future__ import annotations

import asyncio
from pathlib import Path

from flowengine.server import sessions
from flowengine.store.opening import opened

NOW = 1_790_000_000.0


def test_a_session_is_of_its_role_and_owner_until_it_ends(tmp_path: Path) -> None:
    async def story() -> None:
        store = opened(tmp_path / "store.db")
        await store.start()
        secret, seconds = await sessions.begin(store, "one role", "u1 abc", NOW)
        assert seconds == sessions.HOURS * 3600
        found = await sessions.find(store, "one role", secret, NOW + seconds - 1)
        assert found is not None
        assert (found.owner, found.form) == ("u1 abc", sessions.form_token(secret))
        assert found.form not in repr(found)
        assert await sessions.find(store, "another role", secret, NOW) is None
        assert await sessions.find(store, "one role", secret, NOW + seconds) is None
        assert await sessions.find(store, "one role", "", NOW) is None
        await sessions.end(store, found.id)
        assert await sessions.find(store, "one role", secret, NOW) is None
        short, seconds = await sessions.begin(store, "one role", "u1", NOW, ends=NOW + 60)
        assert seconds == 60
        assert await sessions.find(store, "one role", short, NOW + 60) is None
        assert secret not in repr(await store.tokens())
        await store.close()

    asyncio.run(story())
