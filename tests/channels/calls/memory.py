"""A page's connection in memory: a `Client` on one end, a `Page` on the other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flowengine.channels.calls.page import Page
from tests.channels.calls.connection import Client

if TYPE_CHECKING:
    from flowengine.channels.calls.page import Reception
    from tests.channels.calls.loop import Loop


class Transport:
    """What the page writes; `waiting` is how much of it has not gone yet."""

    def __init__(self) -> None:
        self.written = bytearray()
        self.waiting = 0
        self.closed = ""
        self.reading = True
        self.options: list[tuple[int, int, int]] = []

    def get_extra_info(self, name: str) -> Transport:
        assert name == "socket"
        return self

    def setsockopt(self, level: int, option: int, value: int) -> None:
        self.options.append((level, option, value))

    def get_write_buffer_size(self) -> int:
        return self.waiting

    def write(self, data: bytes) -> None:
        assert not self.closed
        self.written += data

    def close(self) -> None:
        self.closed = self.closed or "close"

    def abort(self) -> None:
        self.closed = "abort"

    def pause_reading(self) -> None:
        self.reading = False

    def resume_reading(self) -> None:
        self.reading = True


class Connection:
    """As a socket to a `Client`."""

    def __init__(self) -> None:
        self.transport = Transport()
        self.page: Page

    def settimeout(self, seconds: float) -> None: ...

    def sendall(self, data: bytes) -> None:
        self.page.data_received(data)

    def recv(self, _most: int) -> bytes:
        """b"" is the end, and where nothing was written."""
        data = bytes(self.transport.written)
        self.transport.written.clear()
        return data


def connected(
    reception: Reception, loop: Loop, conversation: str = "c1"
) -> tuple[Client, Page, Transport]:
    connection: Any = Connection()
    client = Client(connection, conversation)
    page = connection.page = Page(client.head(), reception, loop)  # type: ignore[arg-type]
    page.connection_made(connection.transport)
    return client, page, connection.transport
