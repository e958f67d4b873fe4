"""What the person named on the command line: files and folders, as projects with their flows.

A folder stands for all flows in it; a flow's folder is its project.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flowengine.cli.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

PROJECT = "project.flow"  # language.project says so, too; to load that takes longer than `--help`


def flows(paths: Iterable[Path]) -> list[Path]:
    """The flow files named, each once. Raises Refusal for what is neither flow nor folder."""
    found: dict[Path, None] = {}
    for path in paths:
        if path.is_dir():
            found.update(dict.fromkeys(_in(path, ".flow")))
        elif path.is_file() and path.name == PROJECT:
            found.update(dict.fromkeys(_in(path.parent, ".flow")))
        elif path.is_file() and path.suffix == ".flow":
            found[path] = None
        else:
            raise Refusal(_unknown(path, ".flow"))
    return list(found)


def flow(path: Path) -> Path:
    """One flow. Raises Refusal where it is none, or a folder with several."""
    named = flows([path])
    if len(named) > 1:
        listed = ", ".join(str(one) for one in named)
        raise Refusal(f"{path} has several flows. Name one of {listed}.")
    return named[0]


def transcripts(paths: Iterable[Path]) -> list[Path]:
    """The transcripts named; a flow stands for those beside it that are about it."""
    from flowengine.authoring.suite import about

    found: dict[Path, None] = {}
    for path in paths:
        if path.is_dir():
            found.update(dict.fromkeys(_in(path, ".transcript")))
        elif path.is_file() and path.suffix == ".transcript":
            found[path] = None
        elif path.is_file() and path.suffix == ".flow":
            beside = [one for one in _beside(path) if about(one) == path.stem.lower()]
            if not beside:
                raise Refusal(f"No transcript beside {path} is about it.")
            found.update(dict.fromkeys(beside))
        else:
            raise Refusal(_unknown(path, ".transcript"))
    return list(found)


def _beside(path: Path) -> list[Path]:
    return sorted(path.parent.glob("*.transcript"))


def _in(folder: Path, suffix: str) -> list[Path]:
    """Of this folder, or of the folders right below it where it has none itself."""
    for pattern in (f"*{suffix}", f"*/*{suffix}"):
        if found := sorted(one for one in folder.glob(pattern) if one.name != PROJECT):
            return found
    shown = "this folder" if str(folder) == "." else folder  # "in .." would be the folder above
    raise Refusal(f"There is no {suffix} file in {shown}.")


def _unknown(path: Path, suffix: str) -> str:
    if path.exists():
        return f"{path} is no {suffix} file."
    meant = path.parent / f"{path.stem}{suffix}"
    hint = f" Did you mean {meant}?" if meant.is_file() else ""
    return f"There is no file or folder {path}.{hint}"
