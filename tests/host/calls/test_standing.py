from __future__ import annotations

from pathlib import Path
from typing import Any

from flowengine.host.calls.attending import Attended
from flowengine.host.calls.standing import Standing
from flowengine.host.parcels import Roads
from flowengine.host.wish import Wish
from tests.host.calls.house import SHOP, CalledShop, played


async def standing(shop: CalledShop, **wanted: Any) -> Standing:
    begun = await shop.begin(**wanted)
    program = shop.library.programs["shop"]
    return Standing(shop.conversations, Attended(begun.conversation, program))


def test_it_is_what_the_store_says_and_each_line_is_news_once(tmp_path: Path) -> None:
    async def scene(shop: CalledShop) -> None:
        here = await standing(shop, wish=Wish("uk"))
        assert [line.text for _, line in await here.news()] == ["Вітаємо.", "Що бажаєте?"]
        assert await here.news() == []
        assert (here.language, here.is_secret, here.is_over) == ("uk", False, False)
        wanted = here.expected()
        assert wanted is not None
        assert wanted.language == "uk"
        await shop.conversations.say(here.conversation.id, "3", "page-1")
        assert [side for side, _ in await here.news()] == ["person", "flow"]
        assert here.is_secret

    played(tmp_path, scene)


def test_where_nobody_is_asked_nothing_is_expected(tmp_path: Path) -> None:
    async def scene(shop: CalledShop) -> None:
        here = await standing(shop)
        await shop.conversations.say(here.conversation.id, "1", "page-1")
        await here.news()
        assert here.expected() is None
        assert not here.is_quiet_on_purpose  # somebody else's service is slow
        await shop.conversations.leave(here.conversation.id)
        await here.news()
        assert (here.is_over, here.is_erased) == (True, True)
        assert here.language == "en"

    played(tmp_path, scene)


def test_a_pause_of_the_author_is_quiet_on_purpose(tmp_path: Path) -> None:
    flow = SHOP.replace('start:\n  say "Welcome."', 'start:\n  wait 5s\n  say "Welcome."', 1)

    async def scene(shop: CalledShop) -> None:
        here = await standing(shop)
        assert here.is_quiet_on_purpose

    played(tmp_path, scene, flow=flow)


def test_what_is_written_by_sms_is_not_for_the_call(tmp_path: Path) -> None:
    flow = SHOP.replace("channels chat, voice", "channels chat, voice, sms").replace(
        '  say "Goodbye."\n    uk: "До побачення."\n  end',
        '  set number = "+380501112233"\n  say "You may hang up."\n  go on by sms to number\n'
        '  say "Here."\n  handoff people\n  end',
    )

    async def scene(shop: CalledShop) -> None:
        shop.conversations.stepping.roads = Roads(by_flow={("shop", "sms"): "texts"})
        here = await standing(shop)
        await here.news()
        await shop.conversations.say(here.conversation.id, "4", "call-1")
        assert [line.text for _, line in await here.news()] == ["4", "You may hang up."]
        assert (here.is_over, here.is_erased, here.handoff) == (True, False, None)

    played(tmp_path, scene, flow=flow)
