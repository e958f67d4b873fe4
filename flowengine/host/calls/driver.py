"""One call joined to its conversation: what a caller does becomes turns, what turns leave is said.

Everything comes in by one inbox and is taken one after another: reports of the call's sound, news
of the transcript, the end of a turn. Turns, and the making of sound, go on beside it, so that a
caller who hangs up, or waits, is noticed at once. It hears no sound, keeps nothing, and says
nothing of its own but the standard sentences.
"""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from flowengine.channels.calls.sentences import (
    CLOSING,
    KEYS,
    MOMENT,
    TROUBLE,
)
from flowengine.host import heard, lines, measures
from flowengine.host.calls.answers import Answers
from flowengine.host.calls.asking import Asking
from flowengine.host.calls.attending import still_by_voice
from flowengine.host.calls.closing import Closing
from flowengine.host.calls.inbox import Close, Inbox, Item, Made, News
from flowengine.host.calls.keeping import Keeping, parted
from flowengine.host.calls.listening import Listening
from flowengine.host.calls.meeting import Meeting
from flowengine.host.calls.phrases import Phrases
from flowengine.host.calls.playback import Act, Playback
from flowengine.host.calls.spoken import spoken
from flowengine.host.calls.standing import Standing
from flowengine.host.calls.turning import Outcome, kept
from flowengine.host.calls.waiting import Waiting
from flowengine.host.refusal import Refusal
from flowengine.speech.duplex import reports
from flowengine.store.verbs import StoreError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flowengine.channels.calls.utterances import Utterance
    from flowengine.host.calls.attending import Attended
    from flowengine.host.calls.means import Maker, Means
    from flowengine.host.lines import Line
    from flowengine.speech.duplex.orders import AnyOrder

LOOK_AGAIN = 1.0  # seconds until the store is asked again that did not answer
LET_GO = 20.0  # seconds that the sound has to end a call after trouble of ours

_log = logging.getLogger(__name__)


class Driver:
    """`call` is the exchange's name for it. `run` is awaited until the call is over and all that
    it leaves is kept; `report` and `close` may be called meanwhile, and return at once."""

    def __init__(self, call: str, means: Means, attended: Attended) -> None:
        self.call = call
        self.key = attended.conversation.id
        self._means = means
        self._back = attended.back
        self._standing = Standing(means.conversations, attended)
        self._inbox = Inbox()
        self._playback = Playback(self._order, self._aim, lambda: self._inbox.put(Made()))
        self._listening = Listening(self._order)
        self._answers = Answers(
            call, self.key, means, self._standing, self._playback, self._inbox.put
        )
        self._keeping = Keeping(self.key, means.recordings, self._order)
        self._waiting = Waiting()
        self._phrases = Phrases(self._standing, self._playback, self._waiting, self._maker)
        self._meeting = Meeting(
            call, means, self._standing, self._keeping, self._playback, self._phrases, self._maker
        )
        self._closing = Closing(
            self._order, self._aim, self._playback, self._listening, self._phrases
        )
        self._asking = Asking(
            self._standing,
            means.recordings,
            self._listening,
            self._answers,
            self._phrases,
            self._closing,
        )
        self._helped = 0  # the prompt for which keys were offered
        self._gone = ""
        self._beside: set[asyncio.Task[None]] = set()

    def report(self, report: reports.Report) -> None:
        self._inbox.put(report)

    def close(self) -> None:
        """Say that we have to end, and goodbye."""
        self._inbox.put(Close())

    async def run(self) -> None:
        bells = self._means.conversations.listeners
        with bells.listening(self.key) as bell:
            ringing = asyncio.create_task(self._inbox.ring(bell, self._means.look))
            try:
                self._means.carrier.answer(self.call, self._standing.language)
                self._inbox.put(News())
                while not self._gone:
                    await self._next()
            except Exception as error:  # noqa: BLE001 - the caller must not hang in a dead line
                await self._give_up(error)
            finally:
                ringing.cancel()
                self._playback.stop()
                self._meeting.stop()
        await self._leave()

    # ------------------------------------------------------------ the inbox

    async def _next(self) -> None:
        loop = asyncio.get_running_loop()
        try:
            item = await self._inbox.next(self._waiting.left(loop.time()))
        except TimeoutError:
            if self._waiting.tell(loop.time()):
                measures.waits_spoken_total.inc()
                self._phrases.say_if_ready(MOMENT)
        else:
            await self._take(item)
        if self._keeps_waiting:
            self._waiting.begins(loop.time())
        else:
            self._waiting.ends()

    async def _take(self, item: Item) -> None:
        match item:
            case News():
                await self._look()
            case Outcome():
                await self._turned(item)
            case Made():
                self._playback.advance()
            case Close():
                self._closing.say(CLOSING)
            case reports.Heard() if self._listening.ends(item.turn):
                self._answers.heard(item)
            case reports.Pressed() if self._listening.ends(item.turn):
                self._answers.pressed(item)
            case reports.Silent() if self._listening.ends(item.turn):
                self._answers.silent()
            case reports.Recorded() if self._listening.ends(item.turn):
                self._answers.recorded(item)
            case _:
                self._noticed(item)

    def _noticed(self, item: object) -> None:
        """What asks for no turn."""
        match item:
            case reports.Played():
                self._playback.played(item)
            case reports.Sounding() if not self._standing.is_secret:
                self._means.carrier.caption(self.call, lines.PERSON, item.text, final=False)
            case reports.Struggling():
                self._offer_keys()
            case reports.Kept(wav=wav):
                self._keep(wav)
            case reports.Gone(why=why):
                self._gone = why or "gone"
            case _:
                self._in_the_talk(item)

    def _in_the_talk(self, item: object) -> None:
        """What concerns somebody of ours, where one is there."""
        match item:
            case reports.Company(on=on):
                self._meeting.company(on=on)
            case reports.Keyed(key=key):
                self._means.desk.keyed(self._meeting, key)
            case reports.KeysSent(keys=keys):
                self._means.desk.keys_sent(self._meeting, keys)
            case reports.Trouble(where="carrier", what=what) if self._meeting.talking:
                self._means.desk.unable(self._meeting, what)
            case reports.Trouble(where=where, what=what):
                _log.warning("sound of a call, %s: %s", where, what, extra=self._about)

    # ------------------------------------------------------------ news

    async def _look(self) -> None:
        """Say what is new, then hear what it asks for."""
        try:
            found = await self._standing.news()
            await still_by_voice(self._means.conversations, self._standing.conversation, self._back)
        except StoreError:
            loop = asyncio.get_running_loop()
            loop.call_later(LOOK_AGAIN, self._inbox.put, News())
            return
        except Refusal as refusal:
            self._closing.refused(refusal.code)
            return
        if self._closing.begun:
            self._aim()
            return
        if any(side == lines.PERSON and not self._answers.is_own(one) for side, one in found):
            self._playback.flush()  # they go on by typing
            self._listening.stop()
        if self._meeting.look():  # what led there is no news any more
            self._aim()
            return
        told = [one for side, one in found if _is_for_them(side, one)]
        self._keeping.secret(self._standing.is_secret)
        self._tell(told)
        self._meeting.told()

    def _tell(self, told: list[Line]) -> None:
        """A recording begins when what announces it has been heard."""
        able = self._means.recordings.able or not self._standing.program.records
        found: list[Utterance | Act] = []
        for said, record in parted(told, announced=able):
            found += spoken(filter(self._asking.can_be_asked, said), self._standing.language)
            if record is not None:
                found.append(partial(self._keeping.asked, on=record.text == lines.ON))
        self._say(found)

    def _say(self, utterances: Sequence[Utterance | Act]) -> None:
        if utterances:
            self._waiting.answered()
        self._playback.say(utterances, self._maker())

    def _maker(self) -> Maker:
        return self._means.speaking.voiced(self.key, self._standing.program)

    # ------------------------------------------------------------ what is expected

    def _aim(self) -> None:
        """All that was to be said is ordered: hear the answer, or hang up behind it."""
        if self._answers.busy or self._playback.busy or self._gone:
            return
        if self._closing.goodbye or self._standing.is_over:
            self._closing.hang_up(at_once=self._standing.is_erased)
        elif self._meeting.talking:
            self._listening.stop()
        else:
            self._asking.ask()

    # ------------------------------------------------------------ turns

    async def _turned(self, outcome: Outcome) -> None:
        if outcome.refused == "too-many":  # recordings; the flow goes on as if there was none
            self._answers.nothing()
        elif outcome.refused in ("", "not-now", "too-late"):
            await self._look()
        else:
            self._closing.refused(outcome.refused)

    # ------------------------------------------------------------ standard sentences

    def _offer_keys(self) -> None:
        asked = self._standing.asked
        if asked is None or self._helped == asked.turn or self._closing.hung_up:
            return
        self._helped = asked.turn
        self._phrases.say(KEYS)

    # ------------------------------------------------------------ the end

    async def _give_up(self, error: Exception) -> None:
        """Words and an end, whatever went wrong; the log gets no more than its kind and place."""
        _log.error("a call was given up: %s", type(error).__name__, extra=self._about)
        self._playback.flush()
        self._phrases.say_if_ready(TROUBLE)
        self._closing.hang_up()
        with suppress(TimeoutError):
            async with asyncio.timeout(LET_GO):
                while not self._gone:
                    self._noticed(await self._inbox.next())

    @property
    def cut_off(self) -> bool:
        """It ended by a fault of ours, and its caller may be back in a moment."""
        return self._gone == reports.CUT_OFF

    async def _leave(self) -> None:
        """A call that began as one is over with its conversation; a chat goes on as one. Where we
        cut it off nobody is told yet: see `pulse`."""
        await self._answers.idle()
        conversations = self._means.conversations
        what = heard.switched(self._back) if self._back else heard.hung_up
        if not self.cut_off:
            await kept(self.key, lambda: conversations.hear_unless_over(self.key, what))
        if self._beside:
            await asyncio.wait(self._beside)
        self._means.speaking.over(self.key)
        measures.calls_total.labels(outcome=self._gone or "given up").inc()
        _log.info("a call is over: %s", self._gone or "given up", extra=self._about)

    def _keep(self, wav: bytes) -> None:
        task = asyncio.create_task(self._keeping.keep(self._means.conversations, wav))
        self._beside.add(task)

    @property
    def _keeps_waiting(self) -> bool:
        """True while the caller hears nothing and it is our turn."""
        if self._closing.hung_up or self._playback.sounding or self._listening.on:
            return False
        working = self._answers.busy or self._playback.busy
        return working or not self._standing.is_quiet_on_purpose

    @property
    def _about(self) -> dict[str, str]:
        return {"conversation": self.key, "call": self.call}

    def _order(self, order: AnyOrder) -> None:
        self._means.carrier.order(self.call, order)


def _is_for_them(side: str, line: Line) -> bool:
    """The flow's words, and those of our people that they want to have spoken."""
    return side == lines.FLOW or (side == lines.AGENT and line.aloud)
