from __future__ import annotations

from datetime import UTC, datetime

from flowengine.authoring.transcript_read import read
from flowengine.authoring.walk.preparing import answers, moments
from tests.authoring.walk.walks import NOW
from tests.runtime.talk import program


def test_a_flow_without_hours_has_one_story() -> None:
    assert moments(program("start:\n  end\n"), NOW) == {"any time": NOW.timestamp()}


def test_an_hour_that_is_open_and_one_that_is_closed() -> None:
    line = program(
        "hours office\n  zone UTC\n  sat 9:00-10:00\n\nstart:\n  if office is open: end\n  end\n"
    )
    found = {name: datetime.fromtimestamp(at, UTC) for name, at in moments(line, NOW).items()}
    assert (found["open"].weekday(), found["open"].hour) == (5, 9)
    assert found["closed"] == NOW


def test_answers_come_from_transcripts_each_once() -> None:
    source = (
        'test "a"\n  given fetch x = { "n": 1 }\n  given fetch x fails\n  bot: …\n'
        'test "b"\n  given fetch x = { "n": 1 }\n  given fetch x = { "n": 2 }\n  bot: …\n'
    )
    transcript, mistakes = read(source, "a.transcript")
    assert not mistakes
    found = answers([transcript])
    assert [(one.status, one.body) for one in found["x"]] == [(200, {"n": 1}), (200, {"n": 2})]
