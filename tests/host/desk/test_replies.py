from __future__ import annotations

import pytest
from msgspec.structs import replace

from flowengine.host.desk.replies import filled
from flowengine.language.program import Reply
from flowengine.runtime import decode
from tests.host.desk.conftest import Talks
from tests.host.desk.talks import Office


@pytest.mark.parametrize(
    ("texts", "language", "shown"),
    [
        ({"en": "I am {{ agent }}."}, "en", "I am Olena."),
        ({"en": "Hello", "uk": "Вітаю"}, "uk", "Вітаю"),
        ({"en": "Hello", "uk": "Вітаю"}, "hr", "Hello"),
        ({"uk": "Вітаю"}, "hr", "Вітаю"),
        ({"": "Plain"}, "hr", "Plain"),
        ({}, "en", ""),
        ({"en": "On {{ topic | default('x') }}"}, "en", "On a form"),
        ({"en": "PIN {{ pin }}"}, "en", "PIN …"),  # a secret
        ({"en": "{{ nothing }}!"}, "en", "…!"),
        ({"en": "{{ 1 / (topic | count - 6) }}"}, "en", "…"),  # a fault
        ({"en": "{{ topic"}, "en", "{{ topic"),  # half a hole is words, for the agent to see
    ],
)
def test_holes_show_what_the_flow_may_say(
    talks: Talks, texts: dict[str, str], language: str, shown: str
) -> None:
    async def scene(office: Office) -> None:
        item = await office.waits()
        found = await office.conversations.look(item.conversation)
        program = await office.conversations.editions.pinned(found.flow, found.digest)
        session = replace(decode(found.session), language=language)
        reply = Reply("One", texts)
        assert filled([reply], program, session, "Olena", office.now) == (("One", shown),)

    talks(scene)
