from __future__ import annotations

import io

import pytest

from flowengine.cli.progress import watched


class Screen(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_long_work_says_how_far_it_is_and_clears_its_line(monkeypatch: pytest.MonkeyPatch) -> None:
    moments = iter([0.0, 0.5, 1.5, 2.5])
    monkeypatch.setattr("flowengine.cli.progress.time.monotonic", lambda: next(moments))
    screen = Screen()
    assert list(watched("abc", "Checking", ["x", "y", "z"], screen)) == ["a", "b", "c"]
    assert screen.getvalue() == ("\r\x1b[KChecking 2 of 3: y\r\x1b[KChecking 3 of 3: z\r\x1b[K")


@pytest.mark.parametrize("screen", [Screen(), io.StringIO()])
def test_short_work_and_pipes_are_left_alone(screen: io.StringIO) -> None:
    assert list(watched("ab", "Checking", "xy", screen)) == ["a", "b"]
    assert screen.getvalue() == ""
