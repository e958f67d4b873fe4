"""What anybody may know of a hotline before talking to it: for a launcher on somebody's site.

Nothing here is about a person, so every site may read it and every cache may keep it a while.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

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


def called(house: House, program: Program) -> bool:
    """Whether people can call it from its page: it speaks, and so does this server."""
    return "voice" in program.channels and house.takes_calls


def leaving(program: Program) -> dict[str, str] | None:
    if program.exit is None:
        return None
    return {"address": program.exit.address, "title": program.exit.title}
