"""The launcher that any site loads as one script, put together from the files of `launcher/`.

A site has one tag, and its policy allows one script: so style and words come inside of it. The
files share one scope that no other script of the site sees.
"""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

import msgspec
from starlette.responses import Response

from flowengine.server.about import OPEN
from flowengine.server.languages import direction
from flowengine.server.words import spoken

if TYPE_CHECKING:
    from starlette.requests import Request

KEPT = 300  # seconds that a cache may keep it
WORDS = ("launch", "launch-now", "shut", "unread", "call", "call-on")


async def widget(_request: Request) -> Response:
    headers = {**OPEN, "Cache-Control": f"public, max-age={KEPT}"}
    return Response(script(), headers=headers, media_type="text/javascript")


@cache
def script() -> str:
    folder = resources.files("flowengine.server") / "launcher"
    files = sorted(folder.iterdir(), key=lambda file: file.name)
    parts = [file.read_text(encoding="utf-8") for file in files if file.name.endswith(".js")]
    look = (folder / "look.css").read_text(encoding="utf-8")
    words = {
        language: {"direction": direction(language), **{name: known[name] for name in WORDS}}
        for language, known in spoken().items()
    }
    given = ", ".join(msgspec.json.encode(one).decode() for one in (look, words))
    return "\n".join(['(() => {\n"use strict";', *parts, f"launch({given});", "})();", ""])
