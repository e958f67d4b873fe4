"""How we end a call ourselves: words, and then we hang up; each once, however much goes wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flowengine.channels.calls.sentences import TROUBLE
from flowengine.speech.duplex.orders import HangUp

if TYPE_CHECKING:
    from collections.abc import Callable

    from flowengine.host.calls.listening import Listening
    from flowengine.host.calls.phrases import Phrases
    from flowengine.host.calls.playback import Playback
    from flowengine.speech.duplex.orders import AnyOrder


class Closing:
    """`aim` looks whether what was to be said is said, and hangs up then. `goodbye` says that we
    end it, whatever the conversation does; `hung_up`, that this was ordered."""

    def __init__(
        self,
        order: Callable[[AnyOrder], None],
        aim: Callable[[], None],
        playback: Playback,
        listening: Listening,
        phrases: Phrases,
    ) -> None:
        self._order, self._aim = order, aim
        self._playback, self._listening, self._phrases = playback, listening, phrases
        self.goodbye = False
        self.hung_up = False

    @property
    def begun(self) -> bool:
        return self.goodbye or self.hung_up

    def say(self, words: dict[str, str]) -> None:
        """Then we hang up; once, also where there is more trouble on the way."""
        if self.begun:
            self._aim()
            return
        self.goodbye = True
        self._playback.flush()
        self._listening.stop()
        self._phrases.say(words)

    def hang_up(self, *, at_once: bool = False) -> None:
        if not self.hung_up:
            self.hung_up = True
            self._order(HangUp(reason="ended", at_once=at_once))

    def refused(self, code: str) -> None:
        """The conversation is not there any more, or cannot go on."""
        if code == "forbidden":
            self.hang_up(at_once=True)
        elif code == "ended":
            self.hang_up()
        else:
            self.say(TROUBLE)
