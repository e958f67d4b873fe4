"""Who says that it is enough is neither taken off a list for it nor left alone.

Each sentence is said to each of our hotlines, where a talk begins, on each channel where people
write. Nobody who wants no more messages says any of them.
"""

from __future__ import annotations

from functools import cache

import pytest

from flowengine import assets
from flowengine.host.library import read_folder
from flowengine.language.compile import Program, compile_flow
from flowengine.runtime import begin, step
from flowengine.runtime import effects as fx
from flowengine.runtime import events as ev

NOON = 1_798_891_200.0
HOTLINES = ("college_line", "food_bank", "shelter_line", "student_desk", "clinic", "donors")
DESPAIR = {
    "en": (
        "enough", "I can't go on, enough", "it is enough", "I want it to end", "I want it to stop",
        "make it stop", "I just want to quit", "I quit", "I am done", "no more", "I give up",
        "leave me alone", "please stop hurting me", "he won't stop", "I can't any more",
    ),
    "uk": (
        "досить", "з мене досить", "досить уже", "я більше не можу", "хай це скінчиться", "кінець",
        "мені кінець", "годі", "хочу щоб це скінчилося", "не можу далі", "припиніть це",
        "зупиніть це", "все", "я здаюся", "він не зупиняється", "не чіпайте мене",
    ),
    "ru": (
        "хватит", "с меня хватит", "хватит уже", "я больше не могу", "пусть это кончится", "конец",
        "мне конец", "довольно", "хочу чтобы это кончилось", "не могу дальше", "прекратите это",
        "остановите это", "всё", "я сдаюсь", "он не останавливается", "не трогайте меня",
    ),
    "hr": (
        "dosta", "dosta mi je", "dosta mi je svega", "ne mogu više", "kraj", "hoću da bude kraj",
        "želim da prestane", "prestanite", "neka prestane", "gotovo je", "gotov sam",
        "odustajem od svega",
        "pustite me na miru", "ne mogu dalje", "on ne prestaje",
    ),
    "fa": (
        "بسه", "بس است", "دیگه بسه", "دیگه نمی‌تونم", "دیگر نمی‌توانم", "تمومش کن", "تمام شد",
        "می‌خوام تموم بشه", "خسته شدم", "خلاص", "کم آوردم", "ولم کنید", "نمی‌کشم",
    ),
}  # fmt: skip


@cache
def program(name: str) -> Program:
    compiled = compile_flow(read_folder(assets.folder("flows")), name).program
    assert compiled is not None
    return compiled


def left_alone(line: Program, language: str, channel: str, text: str) -> list[str]:
    """What ended, after these words."""
    session = begin(line, channel=channel, seed=1, at=NOON, language=language)
    session, _ = step(line, session, ev.Started(at=NOON))
    _, effects = step(line, session, ev.Said(at=NOON + 1, text=text))
    return [type(one).__name__ for one in effects if isinstance(one, fx.MessagesStopped | fx.Ended)]


def talks() -> list[tuple[str, str]]:
    return [(name, language) for name in HOTLINES for language in program(name).languages]


@pytest.mark.parametrize("channel", ["chat", "sms", "ussd"])
@pytest.mark.parametrize(("name", "language"), talks())
def test_enough_is_no_wish_to_be_left_alone(name: str, language: str, channel: str) -> None:
    line = program(name)
    said = [text for spoken in line.languages for text in DESPAIR[spoken]]
    found = {text: left_alone(line, language, channel, text) for text in said}
    assert {text: ended for text, ended in found.items() if ended} == {}


def test_who_wants_no_more_messages_is_still_heard() -> None:
    assert "MessagesStopped" in left_alone(program("shelter_line"), "uk", "sms", "стоп")
    assert "MessagesStopped" in left_alone(program("donors"), "en", "sms", "unsubscribe")
