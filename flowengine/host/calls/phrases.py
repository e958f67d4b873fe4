"""The standard sentences in one call: said in its language, behind what is to be said, or at once.

Which one, and when, the driver knows; the texts are in `channels.calls.sentences`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from flowengine.channels.calls.sentences import sentence
from flowengine.channels.calls.utterances import Utterance

if TYPE_CHECKING:
    from collections.abc import Callable

    from flowengine.host.calls.means import Maker
    from flowengine.host.calls.playback import Act, Playback
    from flowengine.host.calls.standing import Standing
    from flowengine.host.calls.waiting import Waiting


class Phrases:
    """`maker` gives who makes the sound of the conversation as it is now."""

    def __init__(
        self,
        standing: Standing,
        playback: Playback,
        waiting: Waiting,
        maker: Callable[[], Maker],
    ) -> None:
        self._standing, self._playback, self._waiting = standing, playback, waiting
        self._maker = maker

    def say(self, words: dict[str, str]) -> None:
        """Behind what is to be said already; `words` by language."""
        self._waiting.answered()
        self._playback.say([self._in_its_language(words)], self._maker())

    def announce(self, words: dict[str, str], then: Act) -> None:
        """Nothing interrupts it; `then` is done when it was heard, or is not to be any more."""
        utterance = replace(self._in_its_language(words), interrupt="no")
        self._waiting.answered()
        self._playback.say([utterance, then], self._maker())

    def say_if_ready(self, words: dict[str, str]) -> None:
        """Only where nobody has to wait for it."""
        self._playback.at_once(self._maker().ready(self._in_its_language(words)) or ())

    def _in_its_language(self, words: dict[str, str]) -> Utterance:
        language, text = sentence(words, self._standing.language)
        return Utterance(text, language)
