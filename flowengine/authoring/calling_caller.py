"""Somebody who calls from files: at each question they do the next thing that they came for.

They answer when the question has been heard out, as people do, or speak into it where told so. It
knows nothing of the flow, and does not mend what was misheard.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from flowengine.channels.calls.wav import WavCall
    from flowengine.speech.sound.pcm import Sound

REACTION = 0.4  # seconds until a person answers


@dataclass(frozen=True, slots=True)
class Act:
    """What the caller does at one question: say a sound, press keys, or neither: keep silent.

    `name` stands for the sound in the account. `after` is seconds from the beginning of what is
    heard, to speak or press into it; None: when it has been heard out.
    """

    sound: Sound | None = None
    keys: str = ""
    name: str = ""
    after: float | None = None


class FileCaller:
    """Times are seconds since the answer."""

    def __init__(self, call: WavCall, acts: Iterable[Act]) -> None:
        self._call = call
        self._acts = deque(acts)
        self._answered = 0  # the question they have done something about
        self._playing = False
        self._began = self._fell_silent = 0.0

    @property
    def idle(self) -> bool:
        """They have nothing more to do."""
        return not self._acts

    def hears(self, playing: bool, at: float) -> None:
        """Something begins to be played to them, or nothing is any more."""
        if playing and not self._playing:
            self._began = at
        elif self._playing and not playing:
            self._fell_silent = at
        self._playing = playing

    def act(self, question: int, at: float) -> Act | None:
        """The next act, done, where this question had none and it is time for it."""
        if self._answered == question or not self._acts or at < self._due:
            return None
        self._answered = question
        act = self._acts.popleft()
        if act.sound is not None:
            self._call.speak(act.sound)
        elif act.keys:
            self._call.press(act.keys)
        return act

    @property
    def _due(self) -> float:
        after = self._acts[0].after
        if after is not None:
            return self._began + after
        return float("inf") if self._playing else self._fell_silent + REACTION
