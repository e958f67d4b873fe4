"""What happened in a call, with times, as its author reads it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

BOT, CALLER, NOTE = "bot", "caller", "note"


@dataclass(frozen=True, slots=True)
class Entry:
    """`at` in seconds since the answer; `who` is bot, caller or note."""

    at: float
    who: str
    text: str


@dataclass(slots=True)
class Account:
    """`entries` in the order of time; `misheard` counts answers that were not understood. `ended`
    is how the conversation ended, "open" where it did not."""

    entries: list[Entry] = field(default_factory=list)
    seconds: float = 0.0
    misheard: int = 0
    ended: str = ""

    def texts(self, who: str) -> list[str]:
        return [entry.text for entry in self.entries if entry.who == who]


def told(account: Account) -> Iterator[str]:
    """A line for each entry, then how long it took and how it ended."""
    for entry in account.entries:
        yield f"{clock(entry.at)} {entry.who + ':':8}{entry.text}"
    yield f"The call took {account.seconds:.1f} s and ended: {account.ended}."


def clock(seconds: float) -> str:
    """mm:ss.t"""
    tenths = round(seconds * 10)
    return f"{tenths // 600:02}:{tenths // 10 % 60:02}.{tenths % 10}"
