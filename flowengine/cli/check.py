"""`flowengine check`: every mistake of the named flows, each once."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flowengine.cli import given_paths
from flowengine.cli.counting import many
from flowengine.cli.progress import watched

if TYPE_CHECKING:
    from argparse import Namespace

    from flowengine.language.diagnostics import Diagnostic


def register(commands: Any) -> None:
    command = commands.add_parser(
        "check",
        help="list every mistake of flows, and how to mend it",
        description="Reads flows and lists every mistake with its place and the mend.",
    )
    command.add_argument("files", nargs="*", type=Path, metavar="FILE", default=[Path()])
    command.add_argument(
        "--format",
        choices=("human", "json", "github"),
        default="human",
        help="for people, for programs, or as notes beside a pull request",
    )
    command.add_argument(
        "--strict", action="store_true", help="warnings count as mistakes for the exit code"
    )
    command.set_defaults(run=run)


def run(chosen: Namespace) -> int:
    """1 where a flow cannot be served as it is."""
    from flowengine.authoring import report
    from flowengine.authoring.suite import Projects
    from flowengine.language.diagnostics import Severity

    files = given_paths.flows(chosen.files)
    projects = Projects()
    found: dict[Diagnostic, None] = {}
    sources: dict[str, str] = {}
    silent = False
    for path in watched(files, "Checking", map(str, files)):
        told, texts = _checked(projects, path)
        sources.update(texts)
        found.update(dict.fromkeys(told))
        silent |= not _voices_speak(projects, path)
    every = sorted(found, key=lambda one: (one.file, one.span.line, one.span.column, one.code))
    match chosen.format:
        case "json":
            print(report.as_json(every))
        case "github":
            print(report.as_github(every), end="\n" if every else "")
        case _:
            print(report.human(every, sources), end="\n\n" if every else "")
            print(f"{report.summary(every)} in {many(len(files), 'flow')}.", file=sys.stderr)
    bad = [one for one in every if chosen.strict or one.severity is Severity.ERROR]
    return 1 if bad or (chosen.strict and silent) else 0


def _voices_speak(projects: Any, path: Path) -> bool:
    """Whether each voice that the flow names can be used; the log says why one cannot."""
    program = projects.compiled(path.parent, path.stem).program
    if program is None or not program.voices:
        return True
    from flowengine.speech.voices import chosen as speaking

    folders = [path.parent / "voices"]
    named = program.voices.items()
    spoken = [speaking(language, name, folders).name == name for language, name in named]
    return all(spoken)


def _checked(projects: Any, path: Path) -> tuple[list[Diagnostic], dict[str, str]]:
    """The diagnostics of one flow under the paths as the person named them, and the texts."""
    folder = path.parent
    sources = projects.sources(folder)
    compiled = projects.compiled(folder, path.stem)
    told = [
        replace(one, file=str(folder / one.file)) if one.file in sources.texts else one
        for one in compiled.diagnostics
    ]
    return told, {str(folder / name): text for name, text in sources.texts.items()}
