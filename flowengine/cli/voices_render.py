"""`flowengine voices render`: all texts of a project spoken, before anybody calls."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flowengine.cli import given_paths
from flowengine.cli.progress import counted
from flowengine.cli.refusal import Refusal

if TYPE_CHECKING:
    from argparse import Namespace

    from flowengine.authoring.rendering import Rendered
    from flowengine.authoring.suite import Projects
    from flowengine.speech.synthesis.studio import Studio

SHOWN = 60  # characters of a text that could not be spoken


def register(deeds: Any) -> None:
    command = deeds.add_parser(
        "render",
        help="speak every text that is the same for everybody, and keep the sound",
        description="Speaks every text and option of flows on the phone that is the same for"
        " everybody, in each language, and keeps the sound where the server looks for it.",
    )
    command.add_argument("flows", nargs="*", type=Path, metavar="FLOW", default=[Path()])
    command.add_argument(
        "--cache",
        type=Path,
        metavar="FOLDER",
        help="where sounds are kept, if not at the usual place",
    )
    command.add_argument(
        "--workers", type=int, metavar="N", default=2, help="processes that speak: 2 when not given"
    )
    command.set_defaults(run=run)


def run(chosen: Namespace) -> int:
    """1 where something could not be spoken. Raises Refusal."""
    from flowengine.authoring.suite import Projects
    from flowengine.speech.synthesis.studio import Studio

    if not 1 <= chosen.workers <= 64:
        raise Refusal(f"{chosen.workers} is no number of workers. Take one from 1 to 64.")
    files = given_paths.flows(chosen.flows)
    studio = Studio(cache_folder(chosen.cache), workers=chosen.workers)
    projects = Projects()
    try:
        codes = [_flow(path, projects, studio, chosen.workers) for path in files]
    finally:
        studio.close()
    return max(codes, default=0)


def cache_folder(named: Path | None) -> Path:
    """Where a server that is started here looks for sounds. Raises Refusal."""
    from flowengine.config import settings

    if named:
        return named
    try:
        # What is spoken can be made also where this machine takes no calls itself.
        speech = settings({**os.environ, "FLOWENGINE_SPEECH": "on"}, Path()).speech
    except ValueError as error:
        raise Refusal(str(error)) from error
    if speech is None:
        raise Refusal("There is no folder for sounds. Name one: --cache FOLDER")
    return speech.cache


def _flow(path: Path, projects: Projects, studio: Studio, workers: int) -> int:
    from flowengine.authoring import report
    from flowengine.authoring.rendering import Rendering

    compiled = projects.compiled(path.parent, path.stem)
    if compiled.program is None:
        texts = projects.sources(path.parent).texts
        print(report.human(compiled.diagnostics, texts), file=sys.stderr)
        return 1
    rendering = Rendering(compiled.program, path.parent, studio)
    words = f"{path.stem}: speaking, {{}} of {len(rendering.wanted)}"
    with counted(words) as told:
        rendered = rendering.render(workers * 2, told)
    print(_told(path.stem, compiled.program.languages, rendered))
    return 1 if rendered.failures else 0


def _told(flow: str, languages: tuple[str, ...], rendered: Rendered) -> str:
    if not rendered.texts:
        return f"{flow}: not on the phone."
    lines = [
        f"{flow}: {rendered.texts} texts in {', '.join(languages)},"
        f" {_minutes(rendered.seconds)} of speech; {rendered.left} more are made in the call.",
    ]
    for prompt in rendered.long or rendered.prompts[:1]:
        where = f" {prompt.where}" if prompt.where else ""
        much = ", too long to listen to" if rendered.long else ""
        lines.append(f"  longest:{where} ({prompt.language}), {prompt.seconds:.0f} s{much}")
    for failure in rendered.failures:
        what = failure.what if len(failure.what) <= SHOWN else f"{failure.what[:SHOWN]}…"
        lines.append(f"  not spoken ({failure.language}): “{what}” {failure.why}")
    return "\n".join(lines)


def _minutes(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"
