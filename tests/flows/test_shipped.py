"""The flows that ship (callback, by_sms, voicemail, survey), in every language they speak."""

from __future__ import annotations

from pathlib import Path

import pytest

from flowengine.authoring.transcript_play import play
from flowengine.authoring.transcript_read import read
from flowengine.host.library import read_folder
from flowengine.language.compile import compile_flow
from flowengine.language.program import Program

LANGUAGES = ("en", "uk", "ru", "hr", "fa")

CALLER = """flow caller "Caller"
languages en, uk, ru, hr, fa
written in en
channels voice, chat, sms, ussd

start:
  end

hours office
  zone UTC
  every day 9:00-17:00

call_soon:
  call callback
  end

call_at_a_time:
  call callback
    with phone = caller.phone
    with hours = office
  end

call_tomorrow:
  call callback
    with phone = "+380501234567"
    with at = now + days(1)
  end

in_writing:
  call by_sms
    with phone = caller.phone
  set by = channel
  end

leave_message:
  call voicemail
  end

opinion:
  call survey
  end
"""

SOON = """test "soon"
  start at call_soon in {language}
  bot: …
  caller: 050 123 45 67
  bot: …
  caller: 2
  bot: …
  caller: +380 50 123 45 67
  bot: …
  caller: 1
  bot: …
  caller: 1
  bot: …
  caller: 1
  bot: …
  caller: 2
  bot: …
  expect callback to "+380501234567"
  expect ended
"""

IN_WRITING = """test "on by SMS" on voice, chat
  start at in_writing in {language}
  bot: …
  caller: 050 123 45 67
  bot: …
  caller: 2
  bot: …
  caller: +380 50 123 45 67
  bot: …
  caller: 1
  bot: …
  caller: 1
  bot: …
  expect value by = "sms"
  expect ended
"""

NOT_IN_WRITING = """test "where others read it, nothing is written" on voice
  start at in_writing in {language}
  bot: …
  caller: 050 123 45 67
  bot: …
  caller: 1
  bot: …
  caller: 2
  bot: …
  expect value by = "voice"
  expect ended
"""

AT_A_TIME = """test "at a time within the hours"
  given clock 2027-03-01 12:00
  given caller +380501234567
  start at call_at_a_time in {language}
  bot: …{number}…
  caller: 1
  bot: …
  caller: 2
  bot: …
  caller: 2027-03-01
  bot: …
  caller: 18:00
  bot: …
  caller: 10:00
  bot: …
  caller: 16:30
  bot: …
  caller: 1
  bot: …
  caller: 1
  bot: …{half}…
  expect callback to "+380501234567"
  expect ended
"""

UNSAFE = """test "nobody is called where it is not safe"
  start at call_soon in {language}
  bot: …
  caller: 050 123 45 67
  bot: …
  caller: 1
  bot: …
  caller: 1
  bot: …
  caller: 2
  bot: …
  caller: 3
  bot: …
  expect nothing sent
  expect ended
"""

TOMORROW = """test "tomorrow"
  start at call_tomorrow in {language}
  bot: …
  caller: 1
  bot: …
  caller: 1
  bot: …{tomorrow}…{ten}…
  expect callback to "+380501234567"
  expect ended
"""

WRITTEN = """test "written" on chat, sms, ussd
  start at leave_message in {language}
  bot: …
  caller: 12 Hill Road
  bot: …
  expect note "Message: 12 Hill Road"
  expect ended
"""

SPOKEN = """test "spoken" on voice
  start at leave_message in {language}
  bot: …
  caller: sends recording talk.wav
  bot: …
  caller: key 2
  bot: [talk.wav]…
  caller: key 3
  bot: …
  caller: sends recording better.wav
  bot: …
  caller: key 1
  bot: …
  expect note "Voice message: better.wav"
  expect ended
"""

LEFT_UNSENT = """test "left unsent" on voice
  start at leave_message in {language}
  bot: …
  caller: sends recording talk.wav
  bot: …
  caller: hangs up
  expect note "Voice message: talk.wav"
"""

MARKS = """test "marks"
  start at opinion in {language}
  bot: …
  caller: 7
  bot: …
  caller: 4
  bot: …
  caller: says "ok"
  bot: …
  expect saved "Rating" = 4
  expect saved "Remark" = "ok"
  expect ended
"""

NOTHING = """test "nothing"
  start at opinion in {language}
  bot: …
  caller: {skip}
  bot: …
  expect ended
"""

ONE_MARK = """test "one mark"
  start at opinion in {language}
  bot: …
  caller: 5
  bot: …
  caller: {skip}
  bot: …
  expect saved "Rating" = 5
  expect ended
"""

SKIP = {"en": "skip", "uk": "пропустити", "ru": "пропустить", "hr": "preskoči", "fa": "رد کن"}
TENS = {language: "۱۰" if language == "fa" else "10" for language in LANGUAGES}
HALVES = {language: "۱۶:۳۰" if language == "fa" else "16:30" for language in LANGUAGES}
TOMORROWS = {"en": "tomorrow", "uk": "завтра", "ru": "завтра", "hr": "sutra", "fa": "فردا"}


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Program:
    folder: Path = tmp_path_factory.mktemp("caller")
    (folder / "caller.flow").write_text(CALLER, encoding="utf-8")
    compiled = compile_flow(read_folder(folder), "caller")
    assert compiled.program is not None, compiled.diagnostics
    return compiled.program


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "talk",
    [
        SOON,
        TOMORROW,
        AT_A_TIME,
        UNSAFE,
        IN_WRITING,
        NOT_IN_WRITING,
        WRITTEN,
        SPOKEN,
        LEFT_UNSENT,
        MARKS,
        NOTHING,
        ONE_MARK,
    ],
)
def test_a_shipped_flow_speaks(program: Program, talk: str, language: str) -> None:
    words = {
        "half": HALVES[language],
        "number": "۵۰" if language == "fa" else "50",
        "skip": SKIP[language],
        "tomorrow": TOMORROWS[language],
        "ten": TENS[language],
    }
    text = talk.format(language=language, **words)
    transcript, mistakes = read(text, "caller")
    assert mistakes == ()
    failures = [failure for test in transcript.tests for failure in play(program, test)]
    assert [f"{f.channel} {f.line}: {f.message} {f.said}" for f in failures] == []


@pytest.mark.parametrize("name", ["callback", "by_sms", "voicemail", "survey"])
def test_each_text_of_a_shipped_flow_is_there_in_every_language(name: str) -> None:
    import flowengine.language.standard as standard

    folder = Path(next(iter(standard.__path__)))
    found = compile_flow(read_folder(folder), name).diagnostics
    own = [one for one in found if one.file == f"{name}.flow"]
    assert [f"{one.span.line}: {one.code} {one.message}" for one in own] == []
