"""The command `flowengine`: arguments in, an exit code out (0 well, 1 mistakes, 2 not understood).

One module a command; those that work on a server's store do so `beside` it. A command imports what
it needs when it runs, so that `--help` is there at once. Nothing is decided here that an author's
tool or the server could decide.
"""

from __future__ import annotations

import argparse
import os
import sys
from typing import TYPE_CHECKING

from flowengine import __version__
from flowengine.cli import (
    call,
    chat,
    check,
    contact,
    doctor,
    explain,
    fmt,
    grammar,
    graph,
    hear,
    manual,
    messages,
    new,
    publish,
    replay,
    report,
    rollback,
    say,
    serve,
    show,
    staff,
    store,
    test,
    token,
    users,
    voices,
    why,
)
from flowengine.cli import map as map_
from flowengine.cli.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Sequence

COMMANDS = (
    new, check, explain, fmt, show, graph, map_, grammar, chat, call, test, messages,
    serve, publish, rollback, replay, doctor,
    say, hear, voices, store, token, users, contact, staff, report, why, manual,
)  # fmt: skip


def parser() -> argparse.ArgumentParser:
    """All commands with their arguments."""
    top = argparse.ArgumentParser(
        prog="flowengine",
        description="Hotline and chat-bot dialogs in plain .flow files, on phone and text.",
        epilog="Every command explains itself: flowengine check --help",
        allow_abbrev=False,
    )
    top.add_argument("--version", action="version", version=f"flowengine {__version__}")
    commands = top.add_subparsers(metavar="COMMAND", required=True)
    for command in COMMANDS:
        command.register(commands)
    return top


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command and gives its exit code."""
    chosen = parser().parse_args(arguments)
    try:
        code: int = chosen.run(chosen)
        sys.stdout.flush()
    except Refusal as refusal:
        print(refusal, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print(file=sys.stderr)
        return 130
    except BrokenPipeError:
        # Whoever read our output has gone; the interpreter must not complain while it closes.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    return code
