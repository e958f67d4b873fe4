from __future__ import annotations

import pytest

from flowengine.authoring.calling_account import BOT, CALLER, Account, Entry, clock, told


def test_lines_have_their_times_and_the_end_is_told() -> None:
    entries = [Entry(0.0, BOT, "Hello."), Entry(61.24, CALLER, "yes (70%)")]
    account = Account(entries, seconds=62.0, ended="end")
    assert list(told(account)) == [
        "00:00.0 bot:    Hello.",
        "01:01.2 caller: yes (70%)",
        "The call took 62.0 s and ended: end.",
    ]
    assert account.texts(CALLER) == ["yes (70%)"]


@pytest.mark.parametrize(
    ("seconds", "shown"), [(0.0, "00:00.0"), (59.96, "01:00.0"), (3599.9, "59:59.9")]
)
def test_a_minute_has_sixty_seconds(seconds: float, shown: str) -> None:
    assert clock(seconds) == shown
