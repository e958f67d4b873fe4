"""Random talks with the example hotlines over SMS and USSD: no screen holds more than it can."""

from __future__ import annotations

import random

import pytest

from flowengine import assets
from flowengine.channels.lower import lower
from flowengine.host.library import read_folder
from flowengine.language.alphabet import of, room
from flowengine.language.compile import compile_flow
from flowengine.runtime import begin, step
from flowengine.runtime import effects as fx
from flowengine.runtime import events as ev

NOW = 1_803_888_000.0
SAID = (
    *"1234590", "more", "далі", "далее", "back", "repeat", "повторити", "help", "skip", "stop",
    "main menu", "головне меню", "so", "так", "да", "yes", "050 123 45 67", "tomorrow", "1.12.2027",
    "two people tomorrow at eleven", "dalje", "natrag", "pomoć", "da", "glavni izbornik", "بله",
    "بعدی", "راهنما", "فردا", "۱", "۲", "25 usd",
    "english", "українською", "по-русски", "жираф", "Оксана",
)  # fmt: skip
HOTLINES = ["clinic", "college_line", "donors", "food_bank", "shelter_line", "student_desk"]


@pytest.mark.parametrize("channel", ["ussd", "sms"])
@pytest.mark.parametrize("name", HOTLINES)
def test_no_screen_is_too_full_whatever_is_answered(name: str, channel: str) -> None:
    program = compile_flow(read_folder(assets.folder("flows")), name).program
    assert program is not None
    paged = 0
    for seed in range(12):
        chance = random.Random(seed)
        language = program.languages[seed % len(program.languages)]
        session = begin(program, channel=channel, seed=seed, at=NOW, language=language)
        event: ev.Event = ev.Started(at=NOW)
        for _ in range(30):
            session, effects = step(program, session, event)
            screen = "\n".join(lower(effects, channel))
            last = effects[-1] if effects else None
            if isinstance(last, fx.Prompt):
                paged += any(one.id == "more" for one in last.choices)
                assert of(screen).units(screen) <= room(channel, screen)
            if session.ended or chance.random() < 0.05:
                event = ev.Started(at=NOW)
            elif isinstance(last, fx.Fetch):
                body = {"number": "A-1", "items": []}
                event = ev.Fetched(at=NOW, turn=last.turn, status=200, body=body)
            else:
                event = ev.Said(at=NOW, text=chance.choice(SAID))
    assert paged > 0 or channel == "sms"  # three joined SMS hold nearly everything
