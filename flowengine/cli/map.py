"""`flowengine map`: walks every path of a flow and tells where it leads nowhere."""

from __future__ import annotations

import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flowengine.cli import given_paths
from flowengine.cli.progress import counted
from flowengine.cli.refusal import Refusal

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Collection

    from flowengine.authoring.transcript import Transcript
    from flowengine.language.program import Program


def register(commands: Any) -> None:
    command = commands.add_parser(
        "map",
        help="walk every path of a flow, and say where it leads nowhere",
        description="Walks every path of a flow by machine, with every kind of answer.",
    )
    command.add_argument("flow", type=Path, metavar="FLOW")
    command.add_argument("--on", metavar="CHANNEL", default="", help="voice, sms, ussd or chat")
    command.add_argument("--language", metavar="LANGUAGE", default="", help="as in: uk")
    command.add_argument("--json", action="store_true", help="for other programs")
    command.set_defaults(run=run)


def run(chosen: Namespace) -> int:
    """1 where somebody can get lost, or the flow has mistakes. Raises Refusal."""
    from flowengine.authoring import report
    from flowengine.authoring.suite import Projects
    from flowengine.authoring.walk.findings import findings
    from flowengine.authoring.walk.preparing import task
    from flowengine.authoring.walk.told import as_json, in_words
    from flowengine.authoring.walk.walker import walk
    from flowengine.language.compile import scope_of

    path = given_paths.flow(chosen.flow)
    projects = Projects()
    sources = projects.sources(path.parent)
    compiled = projects.compiled(path.parent, path.stem)
    program = compiled.program
    if program is None:
        print(report.human(compiled.diagnostics, sources.flows), file=sys.stderr)
        return 1
    channel, language = _where(program, chosen.on.lower(), chosen.language.lower())
    prepared = task(
        program,
        [scope_of(sources, name) for name in program.parts],
        _transcripts(path, program.parts.keys(), projects),
        channel=channel,
        language=language,
        now=datetime.fromtimestamp(time.time(), UTC),
    )
    with counted("Walking, {} situations so far") as told:
        walked = walk(prepared, told)
    found = findings(walked, program, scope_of(sources, path.stem).steps)
    print(as_json(walked, found) if chosen.json else in_words(walked, found, str(path)))
    return 1 if found.traps or found.faults else 0


def _where(program: Program, channel: str, language: str) -> tuple[str, str]:
    for wanted, known in ((channel, program.channels), (language, program.languages)):
        if wanted and wanted not in known:
            raise Refusal(f"The flow does not know “{wanted}”. It has: {', '.join(known)}.")
    return channel or program.channels[0], language or program.languages[0]


def _transcripts(path: Path, flows: Collection[str], projects: Any) -> list[Transcript]:
    """Of this flow and those it leads to: they know what services answer."""
    from flowengine.authoring.suite import about, suite

    files = sorted(path.parent.glob("*.transcript"))
    return [suite(file, projects).transcript for file in files if about(file) in flows]
