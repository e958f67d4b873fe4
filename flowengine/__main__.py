"""`python -m flowengine` is the command `flowengine`."""

from __future__ import annotations

from flowengine.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
