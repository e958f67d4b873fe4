"""What the conversation asks for now, ordered of the sound: words and keys, or a recording.

Where no recording can be made we say so once, and then nothing in its place.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flowengine.channels.calls.sentences import NO_RECORDING, TROUBLE
from flowengine.host import lines
from flowengine.host.media.kinds import RECORDING
from flowengine.speech.duplex.orders import LIMIT, PATIENCE, PAUSE

if TYPE_CHECKING:
    from flowengine.host.calls.answers import Answers
    from flowengine.host.calls.closing import Closing
    from flowengine.host.calls.listening import Listening
    from flowengine.host.calls.phrases import Phrases
    from flowengine.host.calls.recordings import Recordings
    from flowengine.host.calls.standing import Standing
    from flowengine.host.lines import Line

SPOKEN_TRIES = 6  # askings for a recording that cannot be made, until we give up
ENDLESS = 1e6  # seconds that somebody in a queue may say nothing


class Asking:
    def __init__(
        self,
        standing: Standing,
        recordings: Recordings,
        listening: Listening,
        answers: Answers,
        phrases: Phrases,
        closing: Closing,
    ) -> None:
        self._standing, self._recordings = standing, recordings
        self._listening, self._answers = listening, answers
        self._phrases, self._closing = phrases, closing
        self._unrecorded = 0  # askings for a recording that could not be made

    def ask(self) -> None:
        """All that was to be said is ordered: hear the answer."""
        asked = self._standing.asked
        if asked is None or asked.accepts != RECORDING:
            self._listen(asked)
        elif self._recordings.able:
            self._listening.record(asked.limit or LIMIT, asked.pause or PAUSE)
        else:
            self._cannot_record()

    def can_be_asked(self, line: Line) -> bool:
        """Nobody is asked to speak after a tone that never comes."""
        recorded = line.kind == lines.PROMPT and line.accepts == RECORDING
        return self._recordings.able or not recorded

    def _listen(self, asked: Line | None) -> None:
        wanted = self._standing.expected()
        if wanted is None:
            self._listening.stop()
        elif asked is None:
            self._listening.listen(wanted, ENDLESS, 0.0)
        else:
            self._listening.listen(wanted, asked.patience or PATIENCE, asked.pause)

    def _cannot_record(self) -> None:
        self._unrecorded += 1
        if self._unrecorded == 1:
            self._phrases.say(NO_RECORDING)  # comes here again when it is ordered
        elif self._unrecorded <= SPOKEN_TRIES:
            self._answers.nothing()
        else:
            self._closing.say(TROUBLE)
