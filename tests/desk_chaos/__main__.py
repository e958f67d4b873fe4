"""`python -m tests.desk_chaos [--store sqlite|postgresql] [--seconds 600] [--seed 1] [--hurry]`."""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

from tests.database import fresh, served
from tests.desk_chaos.shift import QUIET, Shift, told


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--store", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--seconds", type=float, default=600)
    parser.add_argument("--seed", type=int, default=int(time.time()) % 10_000)
    parser.add_argument("--places", type=int, default=16)
    parser.add_argument("--callers", type=int, default=2)
    parser.add_argument("--every", type=float, default=4.0)
    parser.add_argument("--quiet", type=float, default=QUIET)
    parser.add_argument("--hurry", action="store_true", help="leases of seconds")
    parser.add_argument("--no-browser", dest="browser", action="store_false")
    chosen = parser.parse_args()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="desk-chaos-")))
        address = str(folder / "store.db")
        nodes, server = 1, None
        if chosen.store == "postgresql":
            server = stack.enter_context(served())
            address = stack.enter_context(fresh(server.address))
            nodes = 2
        shift = Shift(
            address, folder, chosen.seed, chosen.seconds, nodes=nodes, places=chosen.places,
            callers=chosen.callers,
            hurry=chosen.hurry, browser=chosen.browser, every=chosen.every,
            database=server,
            quiet=chosen.quiet,
        )  # fmt: skip
        began = time.time()
        found = asyncio.run(shift.run())
        print(told(shift, found, began))
        for line in found.wrong[:60]:
            print("WRONG:", line)
        print(f"{len(found.wrong)} things wrong")
    return 1 if found.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
