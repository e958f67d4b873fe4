"""A page for tests: a WebSocket client over a socket pair or a real connection, read by hand."""

from __future__ import annotations

import json
import socket
import struct
from typing import Any

from websockets.client import ClientProtocol
from websockets.frames import Frame, Opcode
from websockets.uri import parse_uri

TOKEN = "t"


class Client:
    """Blocking, with a time-out: what does not come fails."""

    def __init__(self, connection: socket.socket, conversation: str = "c1") -> None:
        self.connection = connection
        connection.settimeout(60)
        self.protocol = ClientProtocol(parse_uri(f"ws://localhost/call/{conversation}"))
        self.sound = 0
        self.messages: list[dict[str, Any]] = []
        self.code: int | None = None

    def head(self) -> bytes:
        """The request, to be handed over by whoever took the connection."""
        self.protocol.send_request(self.protocol.connect())
        return b"".join(self.protocol.data_to_send())

    def request(self, headers: dict[str, str]) -> None:
        """To a server that listens."""
        request = self.protocol.connect()
        request.headers.update(headers)
        self.protocol.send_request(request)
        self._flush()

    def hello(self, token: str = TOKEN) -> None:
        self.say(type="hello", token=token)

    def say(self, **message: object) -> None:
        self.until_open()
        self.protocol.send_text(json.dumps(message).encode())
        self._flush()

    def speak(self, pcm: bytes) -> None:
        self.until_open()
        self.protocol.send_binary(pcm)
        self._flush()

    def leave(self, code: int = 1000) -> None:
        self.protocol.send_close(code)
        self._flush()

    def until_open(self) -> None:
        while self.protocol.state.name == "CONNECTING":
            self._read()

    def until(self, kind: str) -> dict[str, Any]:
        """The next message of this type; what comes before it is passed over."""
        while True:
            while self.messages:
                message = self.messages.pop(0)
                if message["type"] == kind:
                    return message
            if not self._read():
                raise AssertionError(f"no {kind} before the end, code {self.code}")

    def until_sound(self, frames: int) -> None:
        while self.sound < frames:
            assert self._read()

    def until_closed(self) -> int | None:
        while self._read():
            pass
        return self.code

    def _read(self) -> bool:
        data = self.connection.recv(65_536)
        if not data:
            return False
        self.protocol.receive_data(data)
        self._flush()
        for event in self.protocol.events_received():
            if isinstance(event, Frame):
                self._frame(event)
        return True

    def _frame(self, frame: Frame) -> None:
        if frame.opcode is Opcode.TEXT:
            self.messages.append(json.loads(bytes(frame.data)))
        elif frame.opcode is Opcode.BINARY:
            self.sound += 1
        elif frame.opcode is Opcode.CLOSE:
            (self.code,) = struct.unpack("!H", bytes(frame.data[:2]))

    def _flush(self) -> None:
        for data in self.protocol.data_to_send():
            if data:
                self.connection.sendall(data)
