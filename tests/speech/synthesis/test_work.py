from __future__ import annotations

import msgspec
import pytest

from flowengine.speech.synthesis import work


@pytest.mark.parametrize(
    "told",
    [
        work.Speak(text="Добрий\nдень\0 “”", engine="espeak", voice="uk", to="/x y"),
        work.Fit(source="a.wav", to="b.wav"),
    ],
)
def test_work_is_one_line_whatever_is_in_it(told: work.Work) -> None:
    said = work.line(told)
    assert said.count(b"\n") == 1
    assert work.read_work(said) == told


@pytest.mark.parametrize(
    "told", [work.Ready(), work.Done(1.5), work.NotDone("Why.", full=True), work.NotDone("Why.")]
)
def test_so_is_an_answer(told: work.Answer) -> None:
    assert work.read_answer(work.line(told)) == told


def test_what_is_no_work_is_refused() -> None:
    with pytest.raises(msgspec.DecodeError):
        work.read_work(b'{"type":"sing"}')
