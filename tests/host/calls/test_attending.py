from __future__ import annotations

from pathlib import Path

import pytest

from flowengine.host.calls.attending import attended
from flowengine.host.refusal import Refusal
from tests.host.calls.house import CalledShop, played


def test_a_call_that_was_begun_as_one_is_heard_from_its_first_line(tmp_path: Path) -> None:
    async def scene(shop: CalledShop) -> None:
        begun = await shop.begin()
        found = await attended(shop.conversations, begun.conversation.id, begun.token)
        assert (found.since, found.back) == (0, "")
        assert found.conversation.revision == begun.conversation.revision

    played(tmp_path, scene)


def test_a_chat_goes_on_by_voice_from_where_it_stands(tmp_path: Path) -> None:
    async def scene(shop: CalledShop) -> None:
        begun = await shop.begin("chat")
        found = await attended(shop.conversations, begun.conversation.id, begun.token)
        assert (found.since, found.back) == (begun.conversation.messages, "chat")
        assert found.conversation.channel == "voice"

    played(tmp_path, scene)


def test_a_call_that_was_lost_comes_back(tmp_path: Path) -> None:
    async def scene(shop: CalledShop) -> None:
        begun = await shop.begin()
        before = await shop.conversations.say(begun.conversation.id, "3", "lost-1")
        found = await attended(shop.conversations, begun.conversation.id, begun.token)
        assert (found.since, found.back) == (before.messages, "")
        assert found.conversation.revision > before.revision

    played(tmp_path, scene)


@pytest.mark.parametrize(("how", "code"), [("left", "ended"), ("forged", "forbidden")])
def test_what_is_over_or_somebody_elses_is_refused(tmp_path: Path, how: str, code: str) -> None:
    async def scene(shop: CalledShop) -> None:
        begun = await shop.begin()
        key = begun.conversation.id
        if how == "left":
            await shop.conversations.leave(key)
        token = begun.token if how == "left" else "forged"
        with pytest.raises(Refusal) as refused:
            await attended(shop.conversations, key, token)
        assert refused.value.code == code

    played(tmp_path, scene)
