"""The other end of a browser call without telephony: it speaks the page's protocol and does as a
test says, so that what the page does can be tested apart from speech and flows."""

from __future__ import annotations

import json
import threading
import time
from typing import TYPE_CHECKING, Any

import numpy as np
from websockets.exceptions import ConnectionClosed
from websockets.sync.server import Server, ServerConnection, serve

if TYPE_CHECKING:
    from collections.abc import Callable

RATE, FRAME = 16_000, 320
SILENCE = b"\0" * (2 * FRAME)


def tone(hertz: float, seconds: float, peak: float = 0.4) -> bytes:
    """A steady tone, as the exchange sends sound."""
    at = np.arange(round(seconds * RATE)) / RATE
    return np.round(np.sin(2 * np.pi * hertz * at) * peak * 32767).astype("<i2").tobytes()


class FakeExchange:
    """`messages` is what pages said, `heard` their sound; both wait in `until`. Frames go out each
    20 ms: those of `say`, else silence, but none while it is `paused`. `refusing` may hold the code
    to refuse with; one that is `breaking` breaks each connection."""

    def __init__(self) -> None:
        self.messages: list[dict[str, Any]] = []
        self.heard = bytearray()
        self.frames: set[int] = set()  # sizes of what came
        self.refusing = ""
        self.paused = self.breaking = False
        self.closed: list[int | None] = []  # the codes that pages closed with
        self.callers: list[ServerConnection] = []
        self._queue = bytearray()
        self._changed = threading.Condition()
        self._server: Server = serve(self._call, "127.0.0.1", 0)
        self.address = f"ws://127.0.0.1:{self._server.socket.getsockname()[1]}"
        self._thread = threading.Thread(target=self._server.serve_forever)
        self._thread.start()

    def close(self) -> None:
        self.drop()
        self._server.shutdown()
        self._thread.join()

    # ------------------------------------------------------------ what a test does

    def tell(self, **message: object) -> None:
        for caller in self._here():
            caller.send(json.dumps(message))

    def say(self, sound: bytes) -> None:
        with self._changed:
            self._queue += sound

    def at_once(self, sound: bytes) -> None:
        """Sound that does not wait for its time, as after a stall."""
        for caller in self._here():
            for at in range(0, len(sound), 2 * FRAME):
                caller.send(sound[at : at + 2 * FRAME])

    def drop(self) -> None:
        """Without a word, as a line breaks."""
        for caller in self._here():
            caller.socket.close()

    def until(self, holds: Callable[[], bool], seconds: float = 60) -> None:
        """Wait for something that a page says or lets be heard."""
        with self._changed:
            assert self._changed.wait_for(holds, seconds), (self.messages, self.closed)

    def said(self, kind: str) -> list[dict[str, Any]]:
        return [message for message in self.messages if message["type"] == kind]

    def _here(self) -> list[ServerConnection]:
        return [caller for caller in self.callers if caller.close_code is None]

    # ------------------------------------------------------------ one call

    def _call(self, caller: ServerConnection) -> None:
        self.callers.append(caller)
        try:
            if self.breaking:
                caller.socket.close()
                return
            self._note(json.loads(caller.recv()))
            if self.refusing:
                caller.send(json.dumps({"type": "refused", "code": self.refusing, "text": "No."}))
                return
            caller.send(json.dumps({"type": "answered"}))
            pacing = threading.Thread(target=self._pace, args=[caller])
            pacing.start()
            for message in caller:
                self._note(json.loads(message)) if isinstance(message, str) else self._hear(message)
        except (ConnectionClosed, OSError):
            pass
        finally:
            with self._changed:
                self.closed.append(caller.close_code)
                self._changed.notify_all()

    def _pace(self, caller: ServerConnection) -> None:
        due = time.monotonic()
        while caller.close_code is None:
            due += 0.02
            time.sleep(max(0.0, due - time.monotonic()))
            if self.paused:
                continue
            with self._changed:
                frame = bytes(self._queue[: 2 * FRAME]).ljust(2 * FRAME, b"\0")
                del self._queue[: 2 * FRAME]
            try:
                caller.send(frame)
            except (ConnectionClosed, OSError):
                return

    def _note(self, message: dict[str, Any]) -> None:
        with self._changed:
            self.messages.append(message)
            self._changed.notify_all()

    def _hear(self, frame: bytes) -> None:
        with self._changed:
            self.heard += frame
            self.frames.add(len(frame))
            self._changed.notify_all()
