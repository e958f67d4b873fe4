"""`flowengine chat`: a conversation with a flow in the terminal."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flowengine.cli import given_paths
from flowengine.cli.refusal import Refusal

if TYPE_CHECKING:
    from argparse import Namespace

    from flowengine.authoring.transcript import Answer
    from flowengine.runtime.effects import Fetch


def register(commands: Any) -> None:
    command = commands.add_parser(
        "chat",
        help="talk to a flow in the terminal",
        description="Talks to a flow in the terminal, or with the lines of another program.",
    )
    command.add_argument("flow", type=Path, metavar="FLOW")
    command.add_argument("--on", metavar="CHANNEL", default="", help="talk as on this channel")
    command.add_argument("--language", metavar="LANGUAGE", default="", help="begin in this one")
    command.add_argument("--at", metavar="WHEN", default="", help='such as "2027-03-02 12:00"')
    command.add_argument("--seed", type=int, default=1, help="the same chance every time")
    command.add_argument("--offline", action="store_true", help="every fetch fails")
    command.add_argument("--save", type=Path, metavar="FILE", help="write it as a transcript")
    command.set_defaults(run=run)


def run(chosen: Namespace) -> int:
    """1 where the flow has mistakes. Raises Refusal for what the flow does not know."""
    from flowengine.authoring import report, terminal
    from flowengine.authoring.suite import Projects

    path = given_paths.flow(chosen.flow)
    projects = Projects()
    compiled = projects.compiled(path.parent, path.stem)
    if compiled.program is None:
        texts = projects.sources(path.parent).texts
        print(report.human(compiled.diagnostics, texts), file=sys.stderr)
        return 1
    try:
        who = terminal.person(compiled.program, chosen.on, chosen.language, chosen.seed)
        at = terminal.begins(compiled.program, chosen.at, time.time())
    except ValueError as problem:
        raise Refusal(str(problem)) from problem
    ask = terminal.no_service if chosen.offline else _ask
    seated = terminal.is_seated(sys.stdin, sys.stdout)
    colour = seated and terminal.coloured(sys.stdout)
    talk = terminal.Terminal(compiled.program, who, at, ask, sys.stdout, colour=colour)
    talk.hold(terminal.seated() if seated else terminal.piped(sys.stdin, sys.stdout))
    if chosen.save:
        _save(chosen.save, talk.recorder.text(), path.stem)
    return 0


def _ask(request: Fetch) -> Answer:
    """Really asks the service, with the same guards as on the server."""
    import asyncio

    return asyncio.run(_asked(request))


async def _asked(request: Fetch) -> Answer:
    from flowengine.authoring.transcript import Answer
    from flowengine.config import settings
    from flowengine.host.fetch import Fetcher

    known = settings(os.environ, Path())
    fetcher = Fetcher(secrets=known.secrets, private=known.private)
    try:
        came = await fetcher.fetch(request)
    finally:
        await fetcher.close()
    return Answer(came.body, came.status, came.error)


def _save(target: Path, text: str, flow: str) -> None:
    """Adds the talk to a transcript; a new file whose name is another's says whose it is."""
    old = target.read_text(encoding="utf-8").rstrip("\n") + "\n\n" if target.is_file() else ""
    head = "" if old or target.stem.startswith(flow) else f"flow {flow}\n\n"
    target.write_text(old + head + text, encoding="utf-8")
