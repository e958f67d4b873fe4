"""A project in a language of its own, by a real Vosk model: Korean, for which we ship nothing.

Neither grammars nor a voice nor words for yes and no: espeak-ng speaks, the flow says the rest.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from flowengine.authoring.calling_account import BOT, CALLER
from flowengine.authoring.calling_caller import Act
from flowengine.authoring.calling_telephone import telephoned
from flowengine.authoring.calling_voice import callers
from flowengine.host.library import read_folder
from flowengine.speech.recognition.here import Here
from flowengine.speech.sound.wav import read
from flowengine.speech.synthesis.studio import Studio
from flowengine.speech.voices import chosen
from tests.flows.calls import Caller, compiled

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.slow

LIBRARY = """\
flow library "도서관"
languages ko
written in ko
channels voice, chat

start:
  menu main "무엇을 도와 드릴까요?" into topic
    1 "예약 확인" = booking
    2 "이용 요금" = fees
    3 "라디오" = radio
  ask sure: yes/no "들으시겠어요?"
    yes "네"
    no "아니요"
  if sure:
    say "{{ topic.label }}, 무료입니다."
  else:
    say "알겠습니다."
  end
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("korean")
    (folder / "library.flow").write_text(LIBRARY, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def caller(folder: Path) -> Iterator[Caller]:
    studio = Studio(folder / "sounds")
    ears = Here(named="vosk")
    yield Caller(studio, ears, folder)
    ears.close()
    studio.close()


def speaks(caller: Caller, text: str) -> Act:
    voice = replace(callers(chosen("ko")), voice="ko", rate=140)
    return Act(sound=telephoned(read(caller.studio.render(text, voice))), name=text)


@pytest.mark.parametrize(
    ("topic", "answer", "last"),
    [
        ("이용 요금", "네", "이용 요금, 무료입니다."),
        ("라디오", "아니요", "알겠습니다."),
        ("예약 확인", "네", "예약 확인, 무료입니다."),
    ],
)
def test_by_voice(caller: Caller, folder: Path, topic: str, answer: str, last: str) -> None:
    program = compiled(read_folder(folder), "library")
    one = caller.call(program, [speaks(caller, topic), speaks(caller, answer)])
    assert one.account.ended == "end", one.account
    assert one.account.texts(BOT)[-1] == last
    heard = [text for text in one.account.texts(CALLER) if "%" in text]
    assert [text.partition(" (")[0] for text in heard] == [topic, answer]


def test_what_fits_nothing_is_asked_again(caller: Caller, folder: Path) -> None:
    program = compiled(read_folder(folder), "library")
    one = caller.call(program, [Act(keys="9"), Act(keys="2"), Act(keys="2")])
    assert one.account.texts(BOT).count("무엇을 도와 드릴까요?") == 2
    assert one.account.texts(BOT)[-1] == "알겠습니다."
