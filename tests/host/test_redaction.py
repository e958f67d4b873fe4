from __future__ import annotations

from typing import Any

import msgspec
import pytest

from flowengine.host.lines import Line
from flowengine.host.redaction import forgotten
from flowengine.runtime.effects import Forgot, Say
from tests.host.conftest import Play, Shop
from tests.host.test_turn import session

BEFORE = msgspec.structs.replace(
    session("shop.main/pin"),
    values={"name": "Anna Kovač", "short": "ab", "age": 41, "town": "Split"},
    contact={"town": "Zagreb", "street": "Ilica 1"},
)


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("name", ("Anna Kovač",)),
        ("short", ()),
        ("age", ()),
        ("nothing", ()),
        ("contact.town", ("Zagreb", "Split")),
        ("contact.street", ("Ilica 1",)),
        ("contact", ("Ilica 1", "Zagreb")),
        ("pin", ("my pin is 1234",)),
    ],
)
def test_what_was_forgotten_is_found(path: str, found: tuple[str, ...]) -> None:
    effects: list[Any] = [Say(text="Kept.", language="en"), Forgot(path=path)]
    line = Line(kind="text", text=" my pin is 1234 ")
    assert forgotten(BEFORE, effects, line) == found
    assert forgotten(BEFORE, effects[:1], line) == ()


def test_a_name_that_is_forgotten_is_read_nowhere(play: Play) -> None:
    async def scene(shop: Shop) -> None:
        text = shop.flow.read_text(encoding="utf-8")
        forgets = '  say "Thank you, {{ name }}."\n  forget name'
        shop.flow.write_text(text.replace('  say "Thank you, {{ name }}."', forgets))
        shop.library.refresh()
        key = (await shop.begin()).conversation.id
        for number, said in enumerate(("3", "Anna Kovač", "1234", "+380671234567")):
            await shop.conversations.say(key, said, f"m{number}")
        told = " ".join([line.text for line in await shop.lines(key)])
        assert "Thank you, ••••." in told
        assert "Anna" not in told

    play(scene)
