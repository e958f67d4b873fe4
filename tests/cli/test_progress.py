from __future__ import annotations

import io

import pytest

from flowengine.cli.progress import Download, shown, watched


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


@pytest.mark.parametrize(
    ("came", "of", "speed", "line"),
    [
        (20_000_000, 40_000_000, 500_000.0, "x: 50% of 40.0 MB, 0.5 MB a second, 40 s left"),
        (1_000_000, 400_000_000, 1e6, "x: 0% of 400.0 MB, 1.0 MB a second, 6 min 39 s left"),
        (20_000_000, 0, 500_000.0, "x: 20.0 MB, 0.5 MB a second"),
        (0, 40_000_000, 0.0, "x: 0% of 40.0 MB, 0.0 MB a second"),
    ],
)
def test_a_download_says_how_much_how_fast_and_how_long_still(
    came: int, of: int, speed: float, line: str
) -> None:
    assert shown("x", came, of, speed) == line


def test_a_download_is_told_now_and_then_and_counts_what_came_in_this_run(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    moments = iter([0.0, 0.1, 1.0, 9.0, 10.0])
    monkeypatch.setattr("flowengine.cli.progress.time.monotonic", lambda: next(moments))
    screen = Screen()
    progress = Download(screen)
    for came in (5_000_000, 5_500_000, 6_000_000):
        progress.told("a", came, 10_000_000)
    progress.told("b", 0, 0)
    progress.told("b", 2_000_000, 0)
    progress.over()
    assert screen.getvalue().split("\r\x1b[K")[1:] == [
        "a: 60% of 10.0 MB, 1.0 MB a second, 4 s left",
        "b: 2.0 MB, 2.0 MB a second",
        "",
    ]


def test_a_pipe_hears_nothing_of_a_download() -> None:
    out = io.StringIO()
    progress = Download(out)
    progress.told("a", 1, 2)
    progress.over()
    assert out.getvalue() == ""
