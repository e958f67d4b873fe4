"""The sounds that calls play, read from their files by threads and kept at hand for a while.

A slow disk must not stop the clock of all calls, and a greeting is heard by everybody: so files are
fetched before a prompt is begun, once for all who hear them.
"""

from __future__ import annotations

from collections import OrderedDict
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

from flowengine.speech.sound.wav import NotSound, read

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from flowengine.speech.sound.pcm import Sound

MOST_BYTES = 64_000_000  # that are kept: half an hour of prompts
_READERS = 2

_Stamp = tuple[int, int]  # when it was written, and its size


class Shelf:
    """`dispatch` brings a function to the thread of the calls (`loop.call_soon_threadsafe`)."""

    def __init__(self, dispatch: Callable[[Callable[[], None]], object]) -> None:
        self._dispatch = dispatch
        self._readers = ThreadPoolExecutor(_READERS, thread_name_prefix="sounds")
        self._kept: OrderedDict[str, tuple[_Stamp, Sound]] = OrderedDict()
        self._bytes = 0

    def fetch(self, paths: Iterable[str], done: Callable[[], None]) -> None:
        """`done` is called when all of them are here, or turned out not to be had."""
        missing = [path for path in dict.fromkeys(paths) if not self._has(path)]
        if not missing:
            done()
            return

        def work() -> None:
            found = [(path, *_read(path)) for path in missing]
            self._dispatch(lambda: self._put(found, done))

        self._readers.submit(work)

    def load(self, path: str) -> Sound:
        """Raises NotSound where there is no such sound."""
        found = self._kept.get(path)
        return read(Path(path)) if found is None else found[1]

    def close(self) -> None:
        self._readers.shutdown(wait=False, cancel_futures=True)

    def _has(self, path: str) -> bool:
        found = self._kept.get(path)
        if found is None or found[0] != _stamp(path):
            return False
        self._kept.move_to_end(path)
        return True

    def _put(
        self, found: list[tuple[str, _Stamp | None, Sound | None]], done: Callable[[], None]
    ) -> None:
        for path, stamp, sound in found:
            before = self._kept.pop(path, None)
            if before is not None:
                self._bytes -= before[1].samples.nbytes
            if stamp is not None and sound is not None:
                self._kept[path] = (stamp, sound)
                self._bytes += sound.samples.nbytes
        done()  # before anything is dropped that it needs
        while self._bytes > MOST_BYTES:
            _, (_, sound) = self._kept.popitem(last=False)
            self._bytes -= sound.samples.nbytes


def _read(path: str) -> tuple[_Stamp | None, Sound | None]:
    stamp = _stamp(path)
    try:
        return stamp, read(Path(path))
    except NotSound:  # `load` says why, to whoever wants to play it
        return stamp, None


def _stamp(path: str) -> _Stamp | None:
    try:
        found = Path(path).stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size
