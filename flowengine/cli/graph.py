"""`flowengine graph`: a flow as a drawing, or as Mermaid text for other tools."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flowengine.cli import given_paths
from flowengine.cli.progress import watched
from flowengine.cli.refusal import Refusal

if TYPE_CHECKING:
    from argparse import Namespace

    from flowengine.authoring.graph.chart import Chart
    from flowengine.authoring.suite import Projects

FORMS = ("svg", "mermaid")


def register(commands: Any) -> None:
    command = commands.add_parser(
        "graph",
        help="draw a flow: its places and the ways between them",
        description="Draws a flow as an SVG picture, or writes it as Mermaid text.",
    )
    command.add_argument("flow", type=Path, metavar="FLOW")
    command.add_argument("--as", dest="form", choices=FORMS, default="svg")
    command.add_argument("-o", dest="out", type=Path, metavar="FILE", help="write it there")
    command.add_argument(
        "--coverage", action="store_true", help="colour what the transcripts have run"
    )
    command.add_argument("--language", metavar="LANGUAGE", default="", help="as in: uk")
    command.set_defaults(run=run)


def run(chosen: Namespace) -> int:
    """1 where the flow does not parse. Raises Refusal for what cannot be drawn or written."""
    from flowengine.authoring import report
    from flowengine.authoring.graph.chart import chart
    from flowengine.authoring.graph.mermaid import mermaid
    from flowengine.authoring.graph.svg import svg
    from flowengine.authoring.suite import Projects
    from flowengine.language.parse import parse

    path = given_paths.flow(chosen.flow)
    projects = Projects()
    sources = projects.sources(path.parent)
    mistakes = parse(sources.flows[path.name], path.name)[1]
    if mistakes:
        print(report.human(mistakes, sources.flows), file=sys.stderr)
        return 1
    found = chart(sources, path.stem, chosen.language.lower())
    if chosen.coverage:
        found = _coloured(found, path, projects)
    _give(mermaid(found) if chosen.form == "mermaid" else svg(found), chosen.out)
    return 0


def _coloured(found: Chart, path: Path, projects: Projects) -> Chart:
    """With what every transcript in the folder has run, for flows lead into one another."""
    from flowengine.authoring.graph.chart import covered
    from flowengine.authoring.suite import suite

    files = given_paths.transcripts([path.parent])
    suites = [suite(file, projects) for file in files]
    for one in watched(suites, "Playing", map(str, files)):
        for test in one.transcript.tests if one.program else ():
            one.play(test)
    here = str(path.parent / path.name)
    can_run = {line for one in suites for file, line in one.lines() if file == here}
    ran = {line for one in suites for file, line in one.ran() if file == here}
    return covered(found, can_run, ran)


def _give(text: str, out: Path | None) -> None:
    if out is None:
        print(text, end="")
        return
    try:
        out.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise Refusal(f"{out} cannot be written: {error.strerror}.") from error
