"""What a flow says, as sound, for a call on virtual time: the studio waits, and nobody minds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flowengine.channels.calls.utterances import pieces
from flowengine.speech.synthesis.studio import Unspoken
from flowengine.speech.voices import chosen

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from flowengine.channels.calls.utterances import Utterance
    from flowengine.language.program import Program
    from flowengine.speech.duplex.orders import Piece
    from flowengine.speech.synthesis.studio import Studio


class StudioSpeaker:
    """`folder` is the project's, where its recordings and its own voices lie. `told` hears what
    could not be spoken, in a sentence."""

    def __init__(
        self,
        studio: Studio,
        program: Program,
        folder: Path,
        told: Callable[[str], None] = lambda _why: None,
    ) -> None:
        self._studio = studio
        self._program = program
        self._folder = folder
        self._told = told

    def pieces(self, utterance: Utterance, language: str) -> tuple[Piece, ...]:
        """Nothing where it cannot be heard: the call goes on."""
        try:
            path = self._path(utterance, utterance.language or language)
        except Unspoken as unspoken:
            self._told(unspoken.why)
            return ()
        return () if path is None else pieces(utterance, path)

    def _path(self, utterance: Utterance, language: str) -> Path | None:
        if utterance.recording:
            found = self._studio.recorded(self._folder / utterance.recording)
            if found is not None:
                return found
        if not utterance.text:
            return None
        voice = chosen(language, self._program.voices.get(language, ""), [self._folder / "voices"])
        return self._studio.render(utterance.text, voice, passing=True)
