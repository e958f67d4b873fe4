"""Texts of a conversation as pieces of sound: recorded where somebody has, else synthesised.

What a flow names by `recording` goes first, then what the voice has recorded for just these words;
synthesis stands in for what is missing or broken. Nothing here blocks the loop, and nobody waits
for a text longer than LIMIT: it is left out then, and the log says so without its words.
"""

from __future__ import annotations

import asyncio
import logging
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from flowengine.channels.calls.fixed import fixed
from flowengine.channels.calls.sentences import WHOLE, sentence
from flowengine.channels.calls.utterances import Utterance, pieces
from flowengine.host import measures
from flowengine.speech.duplex.orders import Piece

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from flowengine.host.calls.prompts import Prompts
    from flowengine.language.program import Program
    from flowengine.speech.voices import Voice

LIMIT = 8.0  # seconds that a caller waits for one text
THREADS = 8  # texts that are made at once; a thread only waits for the process that makes it

Pieces = tuple[Piece, ...]
_T = TypeVar("_T")
_log = logging.getLogger(__name__)


class Studio(Protocol):
    """As `speech.synthesis.studio.Studio`."""

    def cached(self, text: str, voice: Voice) -> Path | None: ...

    def render(self, text: str, voice: Voice, *, passing: bool = False) -> Path: ...

    def recorded(
        self, source: Path, *, waiting: bool = True, passing: bool = False
    ) -> Path | None: ...

    def close(self) -> None: ...


class Speaking:
    """`studio` makes the sounds, `prompts` finds recordings, `folders` are those of voices that
    belong to the flows."""

    def __init__(self, studio: Studio, prompts: Prompts, folders: tuple[Path, ...] = ()) -> None:
        self.studio = studio
        self.prompts = prompts
        self._folders = folders
        self._threads = ThreadPoolExecutor(THREADS, "speaking")
        self._voices: dict[tuple[str, str], Voice] = {}
        self._fixed: dict[tuple[str, str], frozenset[tuple[str, str]]] = {}

    def voiced(self, conversation: str, program: Program) -> Voiced:
        return Voiced(self, conversation, program)

    def over(self, conversation: str) -> None:
        """Nothing more is said in it."""
        self.prompts.over(conversation)

    async def prepare(self, program: Program) -> None:
        """What is said while something is slow is there before anything is."""
        maker = self.voiced("", program)
        for language in program.languages:
            for words in WHOLE:
                speaks, text = sentence(words, language)
                await maker.made(Utterance(text, speaks))

    async def close(self) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)
        self.prompts.close()
        await asyncio.to_thread(self.studio.close)

    def voice(self, language: str, named: str) -> Voice:
        """Read once; a voice that was changed is heard after a restart."""
        from flowengine.speech.voices import chosen

        key = language, named
        if key not in self._voices:
            self._voices[key] = chosen(language, named, self._folders)
        return self._voices[key]

    def is_fixed(self, program: Program, language: str, text: str) -> bool:
        """Said to everybody: it may lie on the disk. What is woven for one person must not."""
        key = program.name, program.digest  # all flows of a folder have one digest
        known = self._fixed.get(key)
        if known is None:
            known = self._fixed[key] = fixed(program)
        return (language, text) in known

    async def wait_for(self, make: Callable[..., _T], *arguments: Any) -> _T:
        """In a thread. Raises TimeoutError."""
        loop = asyncio.get_running_loop()
        work = loop.run_in_executor(self._threads, make, *arguments)
        async with asyncio.timeout(LIMIT):
            return await work


class Voiced:
    """A `means.Maker` for the conversation, which is one with `program`."""

    def __init__(self, speaking: Speaking, conversation: str, program: Program) -> None:
        self._speaking = speaking
        self._conversation = conversation
        self._program = program

    def ready(self, utterance: Utterance) -> Pieces | None:
        """What needs no waiting; None where it has to be made."""
        try:
            path = self._known(utterance)
        except OSError:
            return None
        return None if path is None else pieces(utterance, path)

    async def made(self, utterance: Utterance) -> Pieces:
        """In the time that a person waits; nothing where it cannot be."""
        try:
            path = await self._recorded(utterance) or await self._spoken(utterance)
        except Exception as error:  # noqa: BLE001 - the call goes on by what can be heard
            about = {"conversation": self._conversation}
            measures.unspoken_total.inc()
            _log.warning("a text could not be spoken: %s", _why(error), extra=about)
            return ()
        return () if path is None else pieces(utterance, path)

    def _known(self, utterance: Utterance) -> Path | None:
        studio = self._speaking.studio
        source = self._source(utterance)
        if source is not None:
            return studio.recorded(source, waiting=False)
        if utterance.recording or not utterance.text:
            return None  # it may be somewhere else; or nothing is to be heard
        return studio.cached(utterance.text, self._voice(utterance))

    def _source(self, utterance: Utterance) -> Path | None:
        """A recording that can be had without asking anybody."""
        from flowengine.speech.voices.recordings import recording

        if utterance.recording:
            return self._speaking.prompts.beside(utterance.recording)
        return recording(utterance.text, self._voice(utterance)) if utterance.text else None

    async def _recorded(self, utterance: Utterance) -> Path | None:
        source = self._source(utterance)
        if source is None and utterance.recording:
            prompts = self._speaking.prompts
            source = await prompts.found(self._conversation, utterance.recording)
        if source is None:
            return None
        return await self._speaking.wait_for(self._fit, source)

    def _fit(self, source: Path) -> Path | None:
        """What a caller said themselves is nowhere in clear but in memory, while they call."""
        prompts = self._speaking.prompts
        passing = prompts.is_private(self._conversation, source)
        made = self._speaking.studio.recorded(source, passing=passing)
        if made is not None and passing:
            prompts.leaves(self._conversation, made)
        return made

    async def _spoken(self, utterance: Utterance) -> Path | None:
        return await self._speaking.wait_for(self._render, utterance) if utterance.text else None

    def _render(self, utterance: Utterance) -> Path:
        text, language = utterance.text, self._language(utterance)
        fixed = self._speaking.is_fixed(self._program, language, text)
        return self._speaking.studio.render(text, self._voice(utterance), passing=not fixed)

    def _voice(self, utterance: Utterance) -> Voice:
        language = self._language(utterance)
        return self._speaking.voice(language, self._program.voices.get(language, ""))

    def _language(self, utterance: Utterance) -> str:
        return utterance.language or self._program.written_in


def _why(error: Exception) -> str:
    """In the words of our own synthesis, which quotes no text; of anything else only its kind."""
    why = getattr(error, "why", None)
    return why if isinstance(why, str) else type(error).__name__
