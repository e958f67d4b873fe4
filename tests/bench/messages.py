"""A message all the way and back: from a page to a real server, kept for good, answered.

500 messages a second from 300 people, in a process of their own (`load`), to `flowengine serve` on
SQLite; beside them the same messages to a server that only echoes (`echo`). And how long a program
of ours takes to start.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from statistics import median

from tests.bench.measure import PASSES, Row, seconds

FLOW = """flow bench "Bench"
channels chat

start:
  say "Welcome."
  -> next

next:
  ask word: text "Say a word."
  say "You said {{ word }}."
  -> next
"""
GOALS = {"median": "<= 5 ms", "99 %": "<= 25 ms"}
OPENED = "Open http://"
# Nothing that a person's own shell has set, and the bytecode kept, as where we are installed.
_PLAIN = {
    key: it
    for key, it in os.environ.items()
    if not key.startswith("FLOWENGINE_") and key != "PYTHONDONTWRITEBYTECODE"
}
TOP = Path(__file__).resolve().parent.parent.parent


def rows() -> list[Row]:
    return [*_messages(), *_starts()]


def _messages() -> list[Row]:
    with tempfile.TemporaryDirectory() as folder, _ours(Path(folder)) as ours, _echo() as echo:
        return [
            row for way, name in (("http", "HTTP"), ("ws", "WebSocket"))
            for row in _way(way, name, ours, echo)
        ]  # fmt: skip


def _way(way: str, name: str, ours: str, echo: str) -> Iterator[Row]:
    _loaded(way, "ours", ours)  # whatever is compiled only when it is first needed
    passes = [(_loaded(way, "ours", ours), _loaded(way, "echo", echo)) for _ in range(PASSES)]
    for place, (share, goal) in enumerate(GOALS.items()):
        what = f"message over {name}, 500 a second, {share}"
        mine, theirs = (median(one[side][place] for one in passes) for side in (0, 1))
        yield Row(what, "ms", mine, "Starlette that echoes", theirs, "less", goal)


def _loaded(way: str, whose: str, address: str) -> tuple[float, float]:
    command = [sys.executable, "-m", "tests.bench.load", way, whose, address]
    told = subprocess.run(command, check=True, capture_output=True, text=True, cwd=TOP).stdout
    middle, late = map(float, told.split())
    return middle, late


@contextmanager
def _ours(folder: Path) -> Iterator[str]:
    flows = folder / "flows"
    flows.mkdir()
    (flows / "bench.flow").write_text(FLOW, encoding="utf-8")
    with _running(_serving(flows, folder / "bench.db")) as address:
        yield address


@contextmanager
def _echo() -> Iterator[str]:
    with _running(["tests.bench.echo"]) as address:
        yield address


def _serving(flows: Path, store: Path) -> list[str]:
    return ["flowengine", "serve", str(flows), "--port", "0", "--store", str(store)]


@contextmanager
def _running(command: list[str]) -> Iterator[str]:
    """The address of a server, once it can be opened; it ends with the block."""
    process = subprocess.Popen(
        [sys.executable, "-m", *command], stderr=subprocess.PIPE, text=True, cwd=TOP, env=_PLAIN
    )
    assert process.stderr is not None
    try:
        for line in process.stderr:
            if line.startswith(OPENED):
                break
        else:
            raise SystemExit(f"{command[0]} did not start.")
        yield "http://" + line.removeprefix(OPENED).split("/")[0]
    finally:
        process.send_signal(signal.SIGINT)
        process.communicate()


# ---------------------------------------------------------------- starting


def _starts() -> list[Row]:
    bare = [sys.executable, "-c", "pass"]
    helped = [sys.executable, "-m", "flowengine", "--help"]
    _served()  # the bytecode is there from now on
    timed = [
        (seconds(partial(_run, helped)), seconds(_served), seconds(partial(_run, bare)))
        for _ in range(PASSES)
    ]
    of_help, of_server, of_python = (1000 * median(one) for one in zip(*timed, strict=True))
    return [
        Row("start of --help", "ms", of_help, "python", of_python, "less", "<= 150 ms"),
        Row("start of the server", "ms", of_server, "python", of_python, "less", "<= 2,000 ms"),
    ]


def _run(command: list[str]) -> None:
    subprocess.run(command, check=True, capture_output=True, cwd=TOP, env=_PLAIN)


def _served() -> None:
    """From the command until it says that it can be opened, with the example hotlines."""
    with tempfile.TemporaryDirectory() as folder:
        command = _serving(TOP / "flows", Path(folder) / "bench.db")
        with _running(command):
            pass
