from __future__ import annotations

import pytest

from flowengine.language.checks import calls
from flowengine.language.checks.scope import Scope
from tests.language.checks.scopes import scope


def told(flow: Scope) -> list[str]:
    checks = (calls.interrupts_are_known, calls.silences_are_bearable, calls.calls_are_taken)
    return [f"{one.code}:{one.span.line}" for check in checks for one in check(flow)]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("interrupt never", ["FE180:2"]),
        ("interrupt keys\npatience 1s", ["FE181:3"]),
        ("patience 2s\npause 11s", ["FE181:3"]),
        ("patience 60s\npause 1s", []),
        ("channels chat, sms\npatience 60s\npause 1s", ["FE182:3", "FE182:4"]),
        ("channels chat\ninterrupt no\nrecord calls", ["FE182:3", "FE182:4"]),
        ("channels chat, voice\ninterrupt no\nrecord calls", []),
    ],
)
def test_lines_about_calls(lines: str, expected: list[str]) -> None:
    assert told(scope(f"{lines}\nstart:\n  end\n")) == expected


def test_below_a_say_and_in_a_body() -> None:
    found = scope('channels sms\nstart:\n  say "x"\n    interrupt loudly\n  record on\n')
    assert told(found) == ["FE180:5", "FE182:5", "FE182:6"]
