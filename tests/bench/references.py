"""The peers: installed into `.bench/` when first measured, each run in a process of its own.

What cannot be had (no network, no node) is left out of the table, and the table says so.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

HERE = Path(__file__).parent / "peers"
PLACE = Path(__file__).parents[2] / ".bench"
SECONDS = "0.8"
_sizes: dict[str, float] = {}


def python_peer(name: str) -> Callable[[], float | None]:
    return lambda: _run(name, [sys.executable, str(HERE / f"peer_{name}.py"), SECONDS])


def botbuilder() -> float | None:
    """In an environment of its own: it pins old versions of what we use ourselves."""
    python = PLACE / "venv" / "bin" / "python"
    if not python.exists():
        _install([sys.executable, "-m", "venv", str(PLACE / "venv")])
        _install([str(python), "-m", "pip", "install", "-q", "botbuilder-dialogs", "aiohttp"])
    return _run("botbuilder", [str(python), str(HERE / "peer_botbuilder.py"), SECONDS])


def xstate(*, persisted: bool = False) -> float | None:
    if not (PLACE / "node_modules" / "xstate").exists():
        PLACE.mkdir(exist_ok=True)
        _install(["npm", "install", "--silent", "--no-fund", "--prefix", str(PLACE), "xstate"])
    script = PLACE / "peer_xstate.mjs"  # node looks for packages beside the script
    if PLACE.exists():
        script.write_text((HERE / "peer_xstate.mjs").read_text())
    command = ["node", str(script), SECONDS, *(["persisted"] if persisted else [])]
    return _run("xstate" if persisted else "", command)


def size(name: str) -> float | None:
    """Bytes that the peer stored at most, as it told in its last run."""
    return _sizes.get(name)


def _install(command: list[str]) -> None:
    print(f"  installing a peer: {' '.join(command[-2:])}", file=sys.stderr)
    try:
        subprocess.run(command, check=False, capture_output=True, timeout=240)
    except (OSError, subprocess.TimeoutExpired) as problem:
        print(f"  not to be had: {problem}", file=sys.stderr)


def _run(name: str, command: list[str]) -> float | None:
    try:
        done = subprocess.run(command, check=True, capture_output=True, text=True, timeout=60)
    except (OSError, subprocess.SubprocessError):
        return None
    figure, bytes_ = done.stdout.split()[-2:]
    if name and float(bytes_):
        _sizes[name] = float(bytes_)
    return float(figure)
