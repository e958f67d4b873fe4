"""What a caller does, as turns of their conversation: words, keys, silence, a recording.

Each has a name that its call gave it, so that it is taken once, however often it is tried. Whoever
answers hears no more of what was being said.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flowengine.host import heard, lines
from flowengine.host.calls.turning import Outcome, Turning
from flowengine.host.media.kinds import RECORDING, Media

if TYPE_CHECKING:
    from collections.abc import Callable

    from flowengine.host.calls.means import Means
    from flowengine.host.calls.playback import Playback
    from flowengine.host.calls.standing import Standing
    from flowengine.host.heard import Heard
    from flowengine.host.lines import Line
    from flowengine.speech.duplex import reports


class Answers:
    """`call` is the exchange's name for it and `key` its conversation; `done` is told of the end of
    each turn."""

    def __init__(
        self,
        call: str,
        key: str,
        means: Means,
        standing: Standing,
        playback: Playback,
        done: Callable[[Outcome], None],
    ) -> None:
        self._call = call
        self._key = key
        self._means = means
        self._standing = standing
        self._playback = playback
        self._turning = Turning(key, done)

    @property
    def busy(self) -> bool:
        """A turn is under way."""
        return self._turning.busy

    async def idle(self) -> None:
        """Until no turn is under way."""
        await self._turning.idle()

    def heard(self, report: reports.Heard) -> None:
        if report.guesses and not self._standing.is_secret:
            text = report.guesses[0].text
            self._means.carrier.caption(self._call, lines.PERSON, text, final=True)
        self._turn(heard.spoken(report.guesses, self._named(report.turn)))

    def pressed(self, report: reports.Pressed) -> None:
        self._turn(heard.pressed(report.keys, self._named(report.turn)))

    def silent(self) -> None:
        """While something is still to be said to them, nobody has to answer."""
        if not self._playback.busy:
            self.nothing()

    def recorded(self, report: reports.Recorded) -> None:
        if not report.wav:
            self.nothing()
            return
        media = Media(RECORDING, "audio/wav", "message.wav", report.wav)
        name, seal = self._named(report.turn), self._means.recordings.sealed
        self._playback.stop()
        self._turning.begin(
            lambda: self._means.conversations.receive(self._key, media, name, seal),
        )

    def nothing(self) -> None:
        """In place of an answer that is not to be had: the flow knows what follows silence."""
        self._turn(heard.silence)

    def is_own(self, line: Line) -> bool:
        """True for what this call has said, or nobody did."""
        return not line.id or line.id.startswith(f"{self._call}-")

    def _turn(self, what: Heard) -> None:
        self._playback.stop()
        self._turning.begin(lambda: self._means.conversations.hear(self._key, what))

    def _named(self, turn: int) -> str:
        return f"{self._call}-{turn}"
