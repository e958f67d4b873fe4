"""What anybody may know of a hotline before talking to it: for a launcher on somebody's site.

Nothing here is about a person, so every site may read it and every cache may keep it a while.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from flowengine.language.program import Stop

if TYPE_CHECKING:
    from flowengine.host.house import House
    from flowengine.language.program import Program

KEPT = 60  # seconds that a cache may keep it; a flow that was mended shows within a minute
OPEN = {
    "Access-Control-Allow-Origin": "*",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Cache-Control": f"public, max-age={KEPT}",
}


def description(program: Program, *, calls: bool = False) -> dict[str, Any]:
    """`titles` and `labels` by language; `exit` is where "leave now" goes, or None; `calls` whether
    it can be called from its page."""
    return {
        "flow": program.name,
        "titles": dict(program.titles),
        "languages": list(program.languages),
        "entries": [
            {"name": entry.name, "labels": dict(entry.labels)} for entry in program.entries.values()
        ],
        "exit": leaving(program),
        "open": True,
        "calls": calls,
    }


def numbers(program: Program) -> tuple[tuple[str, str], ...]:
    """The telephone numbers that the flow gives people, as written and as dialled: where the page
    itself fails, they are what is left. A number that is worked out in the talk is not known."""
    exits = (block.exit for block in program.blocks.values())
    given = {one.to for one in exits if isinstance(one, Stop) and one.reason == "transfer"}
    written = sorted(one for one in given if isinstance(one, str))
    return tuple((one, re.sub(r"[^+\d]", "", one)) for one in written)


def called(house: House, program: Program) -> bool:
    """Whether people can call it from its page: it speaks, and so does this server."""
    return "voice" in program.channels and house.takes_calls


def leaving(program: Program) -> dict[str, str] | None:
    if program.exit is None:
        return None
    return {"address": program.exit.address, "title": program.exit.title}
