"""Nodes that are killed and begun again, and what each of them has logged."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.desk_chaos import scene
from tests.desk_chaos.node import HURRY, SLOW
from tests.nodes import OPENED

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@dataclass
class Server:
    """One node after the other at one place. `address` is "" while none serves, `serving` since
    when one does; `odd` are lines of the log that tell of a mistake."""

    flows: Path
    store: str
    provider: int
    hurry: bool
    calls: bool = False
    address: str = ""
    serving: float = 0.0
    deaths: Counter[str] = field(default_factory=Counter)
    odd: list[str] = field(default_factory=list)
    process: asyncio.subprocess.Process | None = None
    ready: asyncio.Event = field(default_factory=asyncio.Event)
    note: Callable[[str], None] = lambda _: None  # of what befell it
    ending: bool = False

    async def serve(self) -> None:
        """Again and again, until `stop`."""
        while not self.ending:
            self.process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "tests.desk_chaos.node", "serve", str(self.flows)),
                *("--port", "0", "--no-watch"),
                stderr=asyncio.subprocess.PIPE,
                env=self._environment(),
            )
            await self._read(self.process)
            self.ready.clear()
            self.address, self.serving = "", 0.0
            await self.process.wait()

    async def _read(self, process: asyncio.subprocess.Process) -> None:
        assert process.stderr is not None
        async for raw in process.stderr:
            line = raw.decode()
            if OPENED in line:
                self.address = "http://" + line.partition(OPENED)[2].split("/")[0]
                self.serving = time.time()
                self.note(f"{self.address[-5:]} begins")
                self.ready.set()
            elif SLOW in line:
                self.note(f"{self.address[-5:]} {line.strip()}")
            elif " ERROR " in line or "Traceback" in line or "error" in line.lower():
                self.odd.append(line.partition(" ")[2].partition(" node=")[0].strip())

    def _environment(self) -> dict[str, str]:
        ours = {key: it for key, it in os.environ.items() if not key.startswith("FLOWENGINE_")}
        url = f"http://127.0.0.1:{self.provider}/send"
        return ours | {
            "FLOWENGINE_STORE": self.store,
            "FLOWENGINE_SPEECH": "on" if self.calls else "off",
            "FLOWENGINE_SPEECH_CACHE": str(self.flows.parent / "speech"),
            "FLOWENGINE_DESK_KEY": scene.KEY,
            "FLOWENGINE_PRIVATE_SERVICES": "127.0.0.1",
            "FLOWENGINE_SECRET_SMS": scene.SECRET,
            "FLOWENGINE_GATEWAY_SMS": (
                f"channel=sms flow={scene.FLOW} url={url} secret=sms idempotent=yes"
            ),
            HURRY: "yes" if self.hurry else "",
        }

    def kill(self) -> None:
        """As a power cut does it."""
        if self.ready.is_set() and self.process is not None:
            self.deaths["node"] += 1
            self.note(f"{self.address[-5:]} is killed")
            self.ready.clear()
            self.address, self.serving = "", 0.0
            self.process.kill()

    def kill_router(self) -> None:
        if self.ready.is_set() and self.process is not None:
            self.deaths["router"] += 1
            self.note(f"{self.address[-5:]} loses its router")
            self.process.send_signal(signal.SIGUSR1)

    async def freeze(self, seconds: float) -> None:
        """It stands still and knows nothing of it, as in a machine that is moved elsewhere."""
        process, address = self.process, self.address
        if process is None or not self.ready.is_set():
            return
        self.deaths["frozen"] += 1
        self.note(f"{address[-5:]} stands still for {seconds:.0f} s")
        self.ready.clear()
        self.address, self.serving = "", 0.0
        process.send_signal(signal.SIGSTOP)
        try:
            await asyncio.sleep(seconds)
        finally:
            if process.returncode is None:
                process.send_signal(signal.SIGCONT)
                self.address, self.serving = address, time.time()
                self.ready.set()

    def end(self) -> None:
        """Whether it wants to or not."""
        if self.process is not None and self.process.returncode is None:
            self.process.kill()

    def stop(self) -> None:
        self.ending = True
        if self.process is not None and self.process.returncode is None:
            self.process.terminate()
