from __future__ import annotations

import pytest

from flowengine.host import editions as module
from flowengine.host.refusal import Refusal
from tests.host.conftest import Play, Shop


def test_sources_are_stored_before_a_conversation_begins(play: Play) -> None:
    async def scene(shop: Shop) -> None:
        assert shop.store is not None
        program = await shop.conversations.editions.newest("shop")
        kept = await shop.store.sources(program.digest)
        assert kept is not None
        assert b"What would you like?" in kept

    play(scene)


def test_an_older_program_is_compiled_once(play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    async def scene(shop: Shop) -> None:
        old = await shop.conversations.editions.newest("shop")
        shop.flow.write_text(shop.flow.read_text() + "\n# edited\n")
        await shop.restart()
        editions = shop.conversations.editions
        first = await editions.pinned("shop", old.digest)
        assert first.digest == old.digest
        assert first is not await editions.newest("shop")
        monkeypatch.setattr(module, "compile_flow", None)
        assert await editions.pinned("shop", old.digest) is first

    play(scene)


def test_no_more_older_programs_are_kept_than_there_is_room_for(
    play: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "KEPT", 1)

    async def scene(shop: Shop) -> None:
        editions = shop.conversations.editions
        digests = []
        for number in range(3):
            digests.append((await editions.newest("shop")).digest)
            shop.flow.write_text(shop.flow.read_text() + f"# edit {number}\n")
            shop.library.refresh()
        for digest in digests:
            await editions.pinned("shop", digest)
        assert list(editions._older) == [("shop", digests[-1])]

    play(scene)


def test_a_program_that_nobody_has_is_told_so(play: Play) -> None:
    async def scene(shop: Shop) -> None:
        assert shop.store is not None
        with pytest.raises(Refusal, match="start again"):
            await shop.conversations.editions.pinned("shop", "unknown")
        # Sources that no longer compile, with a newer flowengine that finds a mistake in them.
        broken = b'{"flows":{"shop.flow":"nonsense"},"tables":{},"files":[],"grammars":{}}'
        await shop.store.keep_sources("old", broken)
        with pytest.raises(Refusal, match="start again"):
            await shop.conversations.editions.pinned("shop", "old")

    play(scene)
