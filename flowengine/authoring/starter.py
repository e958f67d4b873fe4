"""The folder that `flowengine new` makes: a small hotline whose check and test pass."""

from __future__ import annotations

import re
from importlib import resources
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

FILES = ("project.flow", "your_line.flow", "your_line.transcript", "README.md")
NAME, TITLE = "your_line", "Your line"  # in the files as they ship


def flow_name(folder: str) -> str | None:
    """`My-Line` as the name of a flow: `my_line`; None where it cannot be one."""
    name = re.sub(r"[\s.-]+", "_", folder.strip().lower()).strip("_")
    return name if re.fullmatch(r"[^\W\d]\w*", name) and name != "project" else None


def make(folder: Path, name: str) -> list[Path]:
    """Writes the files and gives their paths. FileExistsError where the folder is there already."""
    folder.mkdir(parents=True)
    title = name.replace("_", " ").capitalize()
    made = []
    for file in FILES:
        source = resources.files("flowengine") / "authoring" / "starter_files" / file
        text = source.read_text(encoding="utf-8").replace(NAME, name).replace(TITLE, title)
        path = folder / file.replace(NAME, name)
        path.write_text(text, encoding="utf-8")
        made.append(path)
    return made
