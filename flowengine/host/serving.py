"""What is served, in line with the folder of flows and with what was published.

Whoever has to know of a change is told here, and calls are taken for what speaks. It decides
nothing: `library` reads, `publishing` says which version begins.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from typing import TYPE_CHECKING

from flowengine.host.library import Library, Look

if TYPE_CHECKING:
    from flowengine.host.calls.calls import Calls
    from flowengine.host.publishing import Publishing

LOOK = 1.0  # seconds between two looks at the folder of flows

Announce = Callable[[Library], None]
_log = logging.getLogger(__name__)


class Serving:
    """`announce` is told of every change of what is served; `calls` is None where none are
    taken."""

    def __init__(
        self,
        library: Library,
        publishing: Publishing,
        calls: Calls | None = None,
        announce: Announce | None = None,
    ) -> None:
        self._library = library
        self._publishing = publishing
        self._calls = calls
        self._announce = announce

    def read(self) -> Look:
        """Look at the folder of flows once. Raises NotADirectoryError where there is none."""
        look = self._library.refresh()
        if look.changed:
            self._tell()
        return look

    async def begin(self, *, watch: bool) -> None:
        """Serve what was published; with `watch` what the folder has is published. Raises
        StoreError."""
        if await self._publishing.begin(watch=watch) or self._library.path is None:
            self._tell()
        self._speak()

    async def watch(self) -> None:
        """Follow the folder for ever."""
        told = ""
        while True:
            await asyncio.sleep(LOOK)
            try:
                if (await asyncio.to_thread(self.read)).changed:
                    await self._publishing.take_folder()
                    self._speak()
                trouble = ""
            except Exception as error:  # noqa: BLE001 - what runs must outlive any one reading
                trouble = f"{type(error).__name__}: {error}"
            if trouble and trouble != told:  # once, not every second until it is mended
                _log.warning("the folder of flows could not be read: %s", trouble)
            told = trouble

    def published(self) -> None:
        """Other versions are served now."""
        self._tell()
        self._speak()

    def _tell(self) -> None:
        if self._announce is not None:
            self._announce(self._library)

    def _speak(self) -> None:
        """Calls are taken for what is served by voice."""
        if self._calls is not None:
            self._calls.serve(self._library.programs.values())
