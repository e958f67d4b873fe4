"""How another process of ours is begun: our own interpreter, running a module of our own.

Python looks for modules first in the folder where it is begun. A server stands among somebody's
files, and one of them may be called like a library; so that folder is left out, and ours is named.
A child is told none of our settings: it needs no secret. Nothing is started here.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import flowengine


def command(module: str, *arguments: str | Path) -> tuple[str, ...]:
    """`module` by its whole name."""
    return sys.executable, "-P", "-m", module, *map(str, arguments)


def environment(**more: str) -> dict[str, str]:
    """Ours without what begins with FLOWENGINE_, and `more`."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("FLOWENGINE_")}
    root = str(Path(flowengine.__file__).resolve().parent.parent)
    paths = os.pathsep.join(filter(None, (root, kept.get("PYTHONPATH", ""))))
    return {**kept, "PYTHONPATH": paths, **more}
