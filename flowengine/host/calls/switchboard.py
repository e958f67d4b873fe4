"""Workers of one server, and which of them carries whose call.

A connection is accepted by whichever worker is free, but a call is in one of them: somebody of ours
who joins it, and a caller whose line broke, have to come to that one. Each worker listens at a
socket in a folder that they share, and for each call that it carries a link to that socket bears
the call's name. So who has a call is known by a look at the folder, and a connection is passed on
by one message with its descriptor (SCM_RIGHTS, unix(7)). It reaches no other machine.
"""

from __future__ import annotations

import asyncio
import logging
import secrets
import socket
from contextlib import contextmanager, suppress
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING

from flowengine.channels.calls.call import Unable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Adopt = Callable[[int, bytes], None]

HEAD = 65_536  # bytes of a request at most
_AWAY = b"HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"

_log = logging.getLogger(__name__)


class Switchboard:
    """`folder` is the workers' own, None for a process that serves alone. `key` makes tickets that
    all of them can read."""

    def __init__(self, folder: Path | None = None, key: bytes = b"") -> None:
        self.key = key
        self._folder = folder
        self._socket: socket.socket | None = None
        self._name = ""

    def open(self, adopt: Adopt) -> None:
        """Take what others pass on, in the running loop; `adopt` as `Exchange.adopt`. Where that
        cannot be, calls go on without."""
        if self._folder is None:
            return
        found = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        name = f"worker-{secrets.token_hex(4)}"
        try:
            found.bind(str(self._folder / name))
        except OSError as error:
            found.close()
            _log.error(
                "workers cannot pass calls to each other (%s); who joins a call tries until they"
                " meet its worker. Set TMPDIR to a folder with a shorter name.",
                error,
            )
            return
        found.setblocking(False)
        self._socket, self._name = found, name
        asyncio.get_running_loop().add_reader(found.fileno(), self._take, found, adopt)

    def close(self) -> None:
        found, self._socket = self._socket, None
        if found is not None and self._folder is not None:
            asyncio.get_running_loop().remove_reader(found.fileno())
            found.close()
            (self._folder / self._name).unlink(missing_ok=True)

    @contextmanager
    def carries(self, conversation: str) -> Iterator[None]:
        """Its call is here meanwhile."""
        link = self._link(conversation)
        if self._socket is None or link is None:
            yield
            return
        self._point(link)
        try:
            yield
        finally:
            with suppress(OSError):  # another worker may have taken it over
                if str(link.readlink()) == self._name:
                    link.unlink()

    def passed(self, conversation: str, connection: int, head: bytes) -> bool:
        """The connection and its request, which has not been answered, are with the worker that
        carries the call; `connection` stays the caller's to close. False where that is us, or
        nobody: then nothing has changed."""
        link = self._link(conversation)
        if self._socket is None or link is None:
            return False
        try:
            if str(link.readlink()) == self._name:
                return False
            with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as sender:
                sender.setblocking(False)
                sender.connect(str(link))
                socket.send_fds(sender, [head], [connection])
        except OSError:  # none, or one that was killed, or that is too busy to take any
            return False
        return True

    def _link(self, conversation: str) -> Path | None:
        """Of a fixed length, and of harmless characters: the name comes from a page."""
        if self._folder is None:
            return None
        return self._folder / blake2b(conversation.encode(), digest_size=12).hexdigest()

    def _point(self, link: Path) -> None:
        """In one step, also where a worker that was killed has left one."""
        fresh = link.with_name(f"{link.name}.{self._name}")
        try:
            fresh.symlink_to(self._name)
            fresh.replace(link)
        except OSError as error:  # a full disk; the call itself goes on
            _log.error("other workers cannot pass on whoever joins a call: %s", error)

    def _take(self, found: socket.socket, adopt: Adopt) -> None:
        try:
            head, files, _, _ = socket.recv_fds(found, HEAD, 1)
        except BlockingIOError:
            return
        for file in files:
            with socket.socket(fileno=file) as connection:
                try:
                    adopt(file, head)
                except Unable:
                    with suppress(OSError):
                        connection.send(_AWAY, socket.MSG_DONTWAIT)
