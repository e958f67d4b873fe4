"""What one look found."""

from __future__ import annotations

from dataclasses import dataclass

OK, WARN, BAD = "ok", "warn", "bad"


@dataclass(frozen=True, slots=True)
class Finding:
    """`level` is one of those above. `what` is a sentence; `mend`, unless all is well, another."""

    level: str
    about: str
    what: str
    mend: str = ""
