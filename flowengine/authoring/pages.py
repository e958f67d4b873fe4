"""The pages of the manual as text, found in the installed package."""

from __future__ import annotations

import re
from importlib import resources

_TOPIC = re.compile(r"[a-z][a-z0-9_-]*|mistakes/FE\d{3}")


def page(topic: str) -> str | None:
    """The Markdown of a topic, or None where the manual has none."""
    if not _TOPIC.fullmatch(topic):
        return None
    file = resources.files("flowengine") / "manual" / f"{topic}.md"
    return file.read_text(encoding="utf-8") if file.is_file() else None


def topics() -> list[str]:
    """All topics but the single mistakes, in alphabetical order."""
    folder = resources.files("flowengine") / "manual"
    names = (file.name for file in folder.iterdir())
    return sorted(name.removesuffix(".md") for name in names if name.endswith(".md"))
