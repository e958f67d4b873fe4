"""Where a sound lies that a flow plays by name: beside the flow, among what was published, or what
the person has just recorded.

A recording of a person is unsealed for the time of their call only, in a folder that nobody else
may read, in memory where the system has such a place.
"""

from __future__ import annotations

import asyncio
import hashlib
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from flowengine.host.calls.recordings import Unopened
from flowengine.speech.synthesis.passing import passing_folder, remove

if TYPE_CHECKING:
    from flowengine.host.calls.recordings import Recordings
    from flowengine.host.library import Library
    from flowengine.store.verbs import Store


class Prompts:
    """`folder` is where sounds of published flows are put, for the process that plays them."""

    def __init__(
        self, library: Library, store: Store, recordings: Recordings, folder: Path
    ) -> None:
        self._library = library
        self._store = store
        self._recordings = recordings
        self._folder = folder
        self._private: dict[str, Path] = {}
        self._left: dict[str, set[Path]] = {}  # what was made of them

    def beside(self, name: str) -> Path | None:
        """In the folder of flows; only what a flow there names."""
        return self._library.file(name) if name in self._library.files else None

    async def found(self, conversation: str, name: str) -> Path | None:
        """Wherever it is; None where it is nowhere. Raises OSError, StoreError."""
        beside = self.beside(name)
        if beside is not None:
            return beside
        published = self._library.contents.get(name)
        if published is not None:
            return await asyncio.to_thread(self._put, published, Path(name).suffix)
        return await self._recorded(conversation, name)

    def is_private(self, conversation: str, source: Path) -> bool:
        """It says what a person said: nothing of it may stay."""
        return source.parent == self._private.get(conversation)

    def leaves(self, conversation: str, made: Path) -> None:
        """This was made of something private, and goes with it."""
        self._left.setdefault(conversation, set()).add(made)

    def over(self, conversation: str) -> None:
        """The call is over, and what it left in clear goes."""
        for made in self._left.pop(conversation, ()):
            made.unlink(missing_ok=True)
        folder = self._private.pop(conversation, None)
        if folder is not None:
            remove(folder)

    def close(self) -> None:
        for conversation in list(self._private):
            self.over(conversation)

    def _put(self, body: bytes, suffix: str) -> Path:
        place = self._folder / f"{hashlib.sha256(body).hexdigest()}{suffix}"
        if not place.is_file():
            self._folder.mkdir(parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(dir=self._folder, delete=False) as file:
                file.write(body)
            Path(file.name).replace(place)
        return place

    async def _recorded(self, conversation: str, name: str) -> Path | None:
        upload = await self._store.upload(conversation, name)
        if upload is None:
            return None
        try:
            body = self._recordings.opened(conversation, upload.id, upload.body)
        except Unopened:
            return None
        folder = self._private.get(conversation)
        if folder is None:
            folder = self._private[conversation] = passing_folder()
        place = folder / f"{upload.id}.wav"
        await asyncio.to_thread(place.write_bytes, body)
        return place
