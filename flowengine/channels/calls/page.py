"""One connection of a page that calls: WebSocket (RFC 6455) on a socket that was handed over.

It turns bytes into what the page does and back, keeps its queue short, and notices when the page is
gone or too slow. Which call it belongs to, and what that does, is its `Callee`'s business. Sound
that cannot be sent now is not sent: late sound is worse than none.
"""

from __future__ import annotations

import asyncio
import socket
from contextlib import suppress
from typing import Annotated, Literal, Protocol, cast
from urllib.parse import unquote

import msgspec
from websockets.exceptions import InvalidState
from websockets.frames import Frame, Opcode
from websockets.http11 import Request
from websockets.protocol import State
from websockets.server import ServerProtocol

FORBIDDEN, NOT_UNDERSTOOD, TRY_LATER = 4403, 4400, 1013  # as in the web chat
NORMAL, LEAVING = 1000, 1001  # a page that ends the call, or is closed
HELLO_WITHIN = 10.0  # seconds
PING_EVERY = 2.0  # seconds
SLOW_AFTER = 1.0  # seconds without an answer to a ping: what is sent now would be late
LOST_AFTER = 15.0  # seconds without a sign of life
CLOSE_WITHIN = 10.0  # seconds that a page has to close after we did; a slow line has words to bring
MESSAGE = 65_536  # bytes of one message: two seconds of sound
WAITING = 6_400  # bytes of sound, 200 ms, that may wait in our buffer and as much in the system's
BUDGET = 262_144  # bytes a second that are read of one page: eight times what sound needs
MESSAGE_COSTS = 512  # bytes that a message counts for beside its own: even an empty one is work
AT_ONCE = 4_096  # bytes of a page that are understood before it is looked what they cost

DESK = "/call/desk/"  # before an item's name; an agent is there, and may hold and pause a recording

_NOTSENT_LOWAT = 25  # Linux' TCP_NOTSENT_LOWAT, which Python does not name
_encode = msgspec.json.Encoder().encode


class Hello(msgspec.Struct, frozen=True, tag_field="type", tag="hello", forbid_unknown_fields=True):
    token: Annotated[str, msgspec.Meta(max_length=100)]


class Key(msgspec.Struct, frozen=True, tag_field="type", tag="key", forbid_unknown_fields=True):
    key: Literal["0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "*", "#"]


class Mute(msgspec.Struct, frozen=True, tag_field="type", tag="mute", forbid_unknown_fields=True):
    on: bool


class HangUp(
    msgspec.Struct, frozen=True, tag_field="type", tag="hang_up", forbid_unknown_fields=True
):
    pass


class Hold(msgspec.Struct, frozen=True, tag_field="type", tag="hold", forbid_unknown_fields=True):
    on: bool


class Record(
    msgspec.Struct, frozen=True, tag_field="type", tag="record", forbid_unknown_fields=True
):
    on: bool


_message = msgspec.json.Decoder(Hello | Key | Mute | HangUp)
_of_desk = msgspec.json.Decoder(Hello | Key | Mute | HangUp | Hold | Record)


class Callee(Protocol):
    """Whom a page talks to. After `lost` or `left` nothing more comes."""

    def sound(self, data: bytes) -> None: ...

    def key(self, key: str) -> None: ...

    def mute(self, on: bool) -> None: ...

    def wish(self, what: str, on: bool) -> None:
        """An agent's: hold, or record."""

    def left(self) -> None:
        """The person hung up, or closed the page."""

    def lost(self) -> None:
        """The connection broke; the page may come back."""


class Reception(Protocol):
    def knocked(self, page: Page) -> None:
        """A connection is there; `cut_off` another where there is no room."""

    def greeted(self, page: Page, token: str) -> Callee | None:
        """The page said hello. None: it was refused."""

    def ended(self, page: Page) -> None:
        """The connection is no more."""


class Page(asyncio.Protocol):
    """`conversation` is what the address names, with `desk` an item; nothing of it is proved."""

    def __init__(self, head: bytes, reception: Reception, loop: asyncio.AbstractEventLoop) -> None:
        self.conversation = ""
        self.desk = False
        self._head = head
        self._reception = reception
        self._loop = loop
        self._callee: Callee | None = None
        self._protocol = ServerProtocol(max_size=MESSAGE)
        self._transport: asyncio.Transport
        self._watching: asyncio.TimerHandle | None = None
        self._parts: list[bytes] = []
        self._text = True  # what the parts are of
        self._until = loop.time() + HELLO_WITHIN  # when it has to have said hello, or to be closed
        self._alive = self._asked = loop.time()
        self._answered = True
        self._read = 0
        self._waiting = b""  # what has come, and is more than it may send in this second

    # ------------------------------------------------------------ to the page

    def send(self, **message: object) -> None:
        """A message in JSON."""
        with suppress(InvalidState):  # it has closed
            self._protocol.send_text(_encode(message))
            self._flush()

    def play(self, pcm: bytes) -> bool:
        """Sound to be heard now. False: the connection is too slow for it."""
        if self._transport.get_write_buffer_size() > WAITING or self._behind():
            return False
        with suppress(InvalidState):
            self._protocol.send_binary(pcm)
            self._flush()
        return True

    def refuse(self, code: str, text: str, close: int) -> None:
        self.send(type="refused", code=code, text=text)
        self.close(close, code)

    def close(self, code: int = NORMAL, reason: str = "") -> None:
        self._callee = None
        self._until = self._loop.time() + CLOSE_WITHIN
        with suppress(InvalidState):
            self._protocol.send_close(code, reason)
            self._flush()

    def cut_off(self) -> None:
        """Without a word: for whoever says none."""
        self._transport.abort()

    def _flush(self) -> None:
        for data in self._protocol.data_to_send():
            if data:
                self._transport.write(data)
            else:  # nothing may follow
                self._transport.close()

    def _behind(self) -> bool:
        """True where what was sent a while ago has not been read yet: somebody between us and the
        page keeps it, and a prompt would be heard seconds late."""
        return not self._answered and self._loop.time() - self._asked > SLOW_AFTER

    # ------------------------------------------------------------ from the page

    def _accept(self, request: Request) -> None:
        path = request.path.partition("?")[0]
        before, _, name = path.rpartition("/")
        self.conversation, self.desk = unquote(name), f"{before}/".endswith(DESK)
        self._protocol.send_response(self._protocol.accept(request))
        self._flush()
        if self._protocol.state is State.OPEN:
            self._watch()
            self._reception.knocked(self)

    def _frame(self, frame: Frame) -> None:
        if frame.opcode is Opcode.PONG:
            self._answered = True
        elif frame.opcode in (Opcode.TEXT, Opcode.BINARY, Opcode.CONT):
            if frame.opcode is not Opcode.CONT:
                self._text, self._parts = frame.opcode is Opcode.TEXT, []
            self._parts.append(bytes(frame.data))
            if frame.fin:
                data, self._parts = b"".join(self._parts), []
                self._heard(data)

    def _heard(self, data: bytes) -> None:
        if self._protocol.state is not State.OPEN:
            return
        try:
            if self._text:
                self._said((_of_desk if self.desk else _message).decode(data))
            elif self._callee is not None:
                self._callee.sound(data)
            else:
                self._not_understood()
        except (msgspec.MsgspecError, RecursionError, UnicodeError):
            self._not_understood()

    def _said(self, message: Hello | Key | Mute | HangUp | Hold | Record) -> None:
        callee = self._callee
        if callee is None:
            if isinstance(message, Hello):
                self._callee = self._reception.greeted(self, message.token)
            else:
                self._not_understood()
            return
        match message:
            case Key(key):
                callee.key(key)
            case Mute(on):
                callee.mute(on)
            case Hold(on):
                callee.wish("hold", on)
            case Record(on):
                callee.wish("record", on)
            case HangUp():
                self._gone(left=True)
                self.close()  # what it still says, on its way, is for nobody
            case Hello():
                self._not_understood()

    def _not_understood(self) -> None:
        self._gone(left=True)
        self.refuse("not-understood", "The server did not understand the page.", NOT_UNDERSTOOD)

    def _gone(self, *, left: bool) -> None:
        callee, self._callee = self._callee, None
        if callee is not None:
            callee.left() if left else callee.lost()

    def _closed(self) -> None:
        """By the page in good order, or because it broke the rules of the protocol."""
        received = self._protocol.close_rcvd
        self._gone(left=received is None or received.code in (NORMAL, LEAVING))

    # ------------------------------------------------------------ time

    def _watch(self) -> None:
        """Once a second: who is silent, who is gone, who sends too much."""
        now, opened = self._loop.time(), self._protocol.state is State.OPEN
        if now - self._alive > LOST_AFTER or (not opened and now > self._until):
            self._transport.abort()
            return
        if opened and self._callee is None and now > self._until:
            self._not_understood()
        elif opened and self._answered and now - self._asked >= PING_EVERY:
            self._answered, self._asked = False, now
            self._protocol.send_ping(b"")
            self._flush()
        self._go_on_reading()
        self._watching = self._loop.call_later(1.0, self._watch)

    def _go_on_reading(self) -> None:
        paused, self._read = self._read > BUDGET, 0
        self._take()
        if paused and self._read <= BUDGET:
            self._transport.resume_reading()

    # ------------------------------------------------------------ asyncio.Protocol

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)
        _hurry(self._transport)
        self.data_received(self._head)

    def data_received(self, data: bytes) -> None:
        self._alive = self._loop.time()
        self._waiting += data
        self._take()
        if self._read > BUDGET:
            self._transport.pause_reading()

    def _take(self) -> None:
        """As much of what has come as a page may send in a second: some thousand frames of one byte
        would keep all calls waiting."""
        while self._waiting and self._read <= BUDGET:
            data, self._waiting = self._waiting[:AT_ONCE], self._waiting[AT_ONCE:]
            self._read += len(data)
            self._understand(data)

    def _understand(self, data: bytes) -> None:
        self._protocol.receive_data(data)
        self._flush()  # answers to pings, and what a broken rule is answered by
        for event in self._protocol.events_received():
            self._read += MESSAGE_COSTS
            if isinstance(event, Request):
                self._accept(event)
            elif isinstance(event, Frame):
                self._frame(event)
        if self._protocol.state is not State.OPEN:
            self._closed()

    def eof_received(self) -> None:
        self._waiting = b""
        self._protocol.receive_eof()
        self._flush()

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002 - asyncio's
        if self._watching is not None:
            self._watching.cancel()
        self._gone(left=False)
        self._reception.ended(self)

    def pause_writing(self) -> None:
        """`play` looks at the buffer itself."""

    def resume_writing(self) -> None: ...


def _hurry(transport: asyncio.Transport) -> None:
    """Small packets go at once, and what has not gone waits with us, where it can be left out."""
    found = transport.get_extra_info("socket")
    with suppress(OSError):  # where the system has no such options, or it is no TCP
        found.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        found.setsockopt(socket.IPPROTO_TCP, _NOTSENT_LOWAT, WAITING)
