"""The caller's side of a hand-off: music while they wait, then the voice of one of us.

It follows the conversation, whoever made its turns: where that waits for a person there is music,
where it talks with one the call's leg sits in the conference of that conversation, and where it
goes on without us the leg is the flow's again. Who else sits there is the desk's business.
"""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING

from flowengine.channels.calls.sentences import MOMENT, RECORDED
from flowengine.channels.calls.utterances import Utterance
from flowengine.speech.duplex.conference import CALLER
from flowengine.speech.duplex.orders import Apart, Join, Music, Part, SendKeys

if TYPE_CHECKING:
    from collections.abc import Callable

    from flowengine.host.calls.keeping import Keeping
    from flowengine.host.calls.means import Maker, Means
    from flowengine.host.calls.phrases import Phrases
    from flowengine.host.calls.playback import Playback
    from flowengine.host.calls.standing import Standing
    from flowengine.speech.duplex.orders import AnyOrder

ELSEWHERE, WAITING, TALKING = "elsewhere", "waiting", "talking"


class Meeting:
    """`call` is the exchange's name for it, `maker` makes the sound of its music."""

    def __init__(
        self,
        call: str,
        means: Means,
        standing: Standing,
        keeping: Keeping,
        playback: Playback,
        phrases: Phrases,
        maker: Callable[[], Maker],
    ) -> None:
        self.call = call
        self.conversation = standing.conversation.id
        self.stage = ELSEWHERE
        self.on_hold = False
        self._means, self._standing, self._keeping = means, standing, keeping
        self._playback, self._phrases, self._maker = playback, phrases, maker
        self._music = ""  # what was ordered: the file's name, or a word that is none
        self._making: asyncio.Task[None] | None = None
        self._announcing = self._announced = False

    @property
    def talking(self) -> bool:
        return self.stage == TALKING

    @property
    def recording(self) -> bool:
        """What is said in this talk is recorded."""
        return self._keeping.on

    # ------------------------------------------------------------ the conversation

    def look(self) -> bool:
        """There is news of it. True where one of us has just come: nothing that is still to be said
        keeps them waiting."""
        before, self.stage = self.stage, self._now()
        if before == TALKING and self.stage != TALKING:
            self._part()
        self._play_music()
        if self.stage == TALKING and before != TALKING:
            self._join()
            return True
        return False

    def told(self) -> None:
        """What led here is on its way to them; now they hear what their talk will be."""
        if self.stage == WAITING and self._records and not (self._announcing or self._announced):
            self._announce()

    def _now(self) -> str:
        if self._standing.handoff is None:
            return ELSEWHERE
        return TALKING if self._standing.is_talking else WAITING

    def _join(self) -> None:
        """At once, whatever was being said: an announcement delays nobody's answer."""
        self._announcing = False  # it is cut, so it does not count
        self._playback.flush()
        self._order(Join(room=self.conversation, role=CALLER))
        if self._records and not self._announced:
            self._announce()
        else:
            self._phrases.say_if_ready(MOMENT)
            self._record()
        self._means.desk.began(self)

    def _part(self) -> None:
        self._keeping.talk(on=False)
        self.hold(on=False)
        self._order(Part())
        self._means.desk.over(self)

    def stop(self) -> None:
        """The call is over."""
        if self._making is not None:
            self._making.cancel()
        if self.stage == TALKING:
            self._means.desk.over(self)
        self.stage = ELSEWHERE

    def company(self, *, on: bool) -> None:
        """One of us can be heard now: nothing of ours talks into that, but for what has to be
        said."""
        if on and not self._announcing:
            self._playback.flush()

    # ------------------------------------------------------------ music

    def _play_music(self) -> None:
        wait = self._standing.handoff
        wanted = "" if wait is None else wait.music or "a tone"
        if wanted == self._music:
            return
        self._music = wanted
        if self._making is not None:
            self._making.cancel()
            self._making = None
        if wait is not None and wait.music:
            self._making = asyncio.create_task(self._made(wait.music))
        self._order(Music(tone=wait is not None))

    async def _made(self, file: str) -> None:
        """Until it is there a tone is heard, and also where it cannot be had."""
        pieces = await self._maker().made(Utterance("", "", file))
        self._making = None
        if pieces:
            self._order(Music(pieces=pieces, tone=True))

    # ------------------------------------------------------------ recording

    @property
    def _records(self) -> bool:
        """Whether the queue's talks are recorded, and nobody has said so yet."""
        wait, program = self._standing.handoff, self._standing.program
        if wait is None or not self._means.recordings.able or program.records:
            return False
        queue = program.queues.get(wait.queue)
        return queue is not None and queue.record

    def _announce(self) -> None:
        self._announcing = True
        self._phrases.announce(RECORDED, partial(self._said))

    def _said(self) -> None:
        """Heard to its end, unless the talk began in the middle of it."""
        if self._announcing:
            self._announcing, self._announced = False, True
            self._record()

    def _record(self) -> None:
        if self.talking and self._records and self._announced:
            self._keeping.talk(on=True)
        self._means.desk.recorded(self)

    # ------------------------------------------------------------ by one of us

    def hold(self, *, on: bool) -> None:
        if on == self.on_hold or (on and not self.talking):
            return
        self.on_hold = on
        self._order(Apart(on=on))
        self._means.carrier.sign(self.call, "hold", on=on)

    def keys(self, keys: str) -> None:
        self._order(SendKeys(keys=keys))

    def pause_recording(self, *, on: bool) -> None:
        self._keeping.pause(on=on)
        self._means.desk.recorded(self)

    def _order(self, order: AnyOrder) -> None:
        self._means.carrier.order(self.call, order)
