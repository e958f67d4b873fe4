"""All calls of this node: who arrives is attended to or refused, who ends is let go.

The process that carries them and the studio that speaks begin with the first flow that is served by
voice, beside everything else; a house without such a flow has neither. When this node ends, calls
go on for a while, then they are told and ended.
"""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flowengine.channels.voice import VOICE
from flowengine.host import measures
from flowengine.host.calls.attending import attended
from flowengine.host.calls.driver import Driver
from flowengine.host.calls.means import NO_DESK, Means
from flowengine.host.calls.pulse import Pulse
from flowengine.host.calls.recordings import wanted
from flowengine.host.calls.switchboard import Switchboard
from flowengine.host.refusal import Refusal
from flowengine.speech.duplex.orders import HangUp
from flowengine.store.verbs import StoreError

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Iterable

    from flowengine.channels.calls.wire import Arriving
    from flowengine.host.calls.means import Carrier, Desk, Makers
    from flowengine.host.calls.recordings import Recordings
    from flowengine.host.conversations import Conversations
    from flowengine.language.program import Program
    from flowengine.speech.duplex.reports import AnyReport

GO_ON = 60.0  # seconds that calls go on when this node ends
GOODBYE = 12.0  # seconds to say so, and to keep what they leave
LOOK = 15.0  # seconds after which a call is told what other nodes have not told us
NO_CALLS = "Nobody joins calls here."
OURS = "One moment, please. Then call again."

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Opening:
    """How the two are made: the exchange from whom to tell of callers and of what they do; the
    makers of sound in a thread, for there is much to import."""

    exchange: Callable[[Callable[[Arriving], None], Callable[[str, AnyReport], None]], Carrier]
    makers: Callable[[], Makers]


class Calls:
    """`alone`: no other node shares the store. `desk` brings our people into calls, `switchboard`
    connections that other workers have accepted."""

    def __init__(
        self, conversations: Conversations, opening: Opening, recordings: Recordings, *, alone: bool
    ) -> None:
        self.exchange = opening.exchange(self.arrived, self.reported)
        self.desk: Desk = NO_DESK
        self.switchboard = Switchboard()
        self._conversations = conversations
        self._open_makers = opening.makers
        self._recordings = recordings
        self._look = None if alone else LOOK
        self._makers: asyncio.Task[Makers] | None = None
        self._prepared: set[tuple[str, str]] = set()
        self._drivers: dict[str, Driver] = {}
        self._early: dict[str, list[AnyReport]] = {}
        self._talking: set[str] = set()
        self._calls: set[asyncio.Task[None]] = set()
        self._preparing: set[asyncio.Task[None]] = set()
        self._closing = False

    @property
    def count(self) -> int:
        """How many go on."""
        return len(self._talking)

    def carries(self, conversation: str) -> bool:
        """Its person calls, and this node has them."""
        return conversation in self._talking

    @property
    def patience(self) -> float:
        """Seconds that `drain` needs at most."""
        return GO_ON + GOODBYE if self._talking else 0.0

    # ------------------------------------------------------------ beginning

    def serve(self, programs: Iterable[Program]) -> None:
        """These are served now. Returns at once; what is needed for those by voice begins."""
        for program in programs:
            known = program.name, program.digest  # all flows of a folder have one digest
            if VOICE.name in program.channels and known not in self._prepared:
                self._prepared.add(known)
                _beside(self._prepare(program), self._preparing)
                if wanted(program) and not self._recordings.able:
                    _log.warning(
                        "%s records, but FLOWENGINE_RECORDING_KEY is not set: nothing is recorded",
                        program.name,
                    )

    async def _prepare(self, program: Program) -> None:
        try:
            await self.exchange.start()
            self.exchange.prepare(program.written_in)
            await (await self._speaking()).prepare(program)
        except Exception as error:  # noqa: BLE001 - text is served without sound too
            _log.error("calls cannot be prepared: %s: %s", type(error).__name__, error)

    async def _speaking(self) -> Makers:
        """Opened once; where that fails, the next who asks tries again."""
        if self._makers is None or (self._makers.done() and self._makers.exception()):
            self._makers = asyncio.create_task(asyncio.to_thread(self._open_makers))
        return await asyncio.shield(self._makers)

    # ------------------------------------------------------------ what the exchange tells

    def arrived(self, arriving: Arriving) -> None:
        if arriving.desk and self.desk is NO_DESK:
            self.exchange.reject(arriving.call, "no-calls", NO_CALLS)
            return
        if arriving.desk:
            self.desk.arrived(arriving)
            return
        self._early[arriving.call] = []
        _beside(self._attend(arriving), self._calls)

    def reported(self, call: str, report: AnyReport) -> None:
        driver = self._drivers.get(call)
        if driver is not None:
            driver.report(report)
        elif call in self._early:
            self._early[call].append(report)
        else:
            self.desk.reported(call, report)

    async def _attend(self, arriving: Arriving) -> None:
        call, key = arriving.call, arriving.conversation
        try:
            if self._closing or key in self._talking:
                raise Refusal("not-now", OURS)
            self._talking.add(key)
            try:
                with measures.calls_running.track_inprogress(), self.switchboard.carries(key):
                    await self._drive(arriving)
            finally:
                self._talking.discard(key)
        except Refusal as refusal:
            self._refuse(call, refusal)
        except StoreError as error:
            _log.error("a call was not taken: %s", error, extra={"call": call})
            self._refuse(call, Refusal("busy", OURS))
        finally:
            self._early.pop(call, None)
            self._drivers.pop(call, None)

    def _refuse(self, call: str, refusal: Refusal) -> None:
        measures.calls_total.labels(outcome=refusal.code).inc()
        self.exchange.reject(call, refusal.code, str(refusal))

    async def _drive(self, arriving: Arriving) -> None:
        """From here on whatever goes wrong ends the call."""
        call = arriving.call
        found = await attended(self._conversations, arriving.conversation, arriving.token)
        try:
            means = Means(
                self._conversations,
                self.exchange,
                await self._speaking(),
                self._recordings,
                self._look,
                self.desk,
            )
            driver = self._drivers[call] = Driver(call, means, found)
            for report in self._early.pop(call, ()):
                driver.report(report)
            pulse = Pulse(self._conversations, arriving.conversation, found.back)
            async with pulse.beating():
                await driver.run()
            if not driver.cut_off:
                await pulse.stop()
        except Exception as error:  # noqa: BLE001 - nobody else would hang up
            about = {"call": call, "conversation": arriving.conversation}
            _log.error("a call was cut off: %s", type(error).__name__, extra=about)
            self.exchange.answer(call)
            self.exchange.order(call, HangUp(reason="ended", at_once=True))

    # ------------------------------------------------------------ the end

    async def drain(self) -> None:
        """Nobody new is taken; who is there ends by themselves, or is told after a while."""
        self._closing = True
        if not await self._ended(GO_ON):
            for driver in self._drivers.values():
                driver.close()
            await self._ended(GOODBYE)

    async def _ended(self, within: float) -> bool:
        """True where nobody calls any more."""
        if self._calls:
            await asyncio.wait(set(self._calls), timeout=within)
        return not self._calls

    async def stop(self) -> None:
        """Whoever is still there is cut off, and what they leave is kept."""
        self._closing = True
        await _ended(self._preparing)
        await self.exchange.stop()
        if not await self._ended(GOODBYE):
            _log.warning("calls took longer than %d seconds to be let go", GOODBYE)
            await _ended(self._calls)
        if self._makers is not None:
            (makers,) = await asyncio.gather(self._makers, return_exceptions=True)
            if not isinstance(makers, BaseException):
                await makers.close()


def _beside(work: Coroutine[None, None, None], tasks: set[asyncio.Task[None]]) -> None:
    task = asyncio.create_task(work)
    tasks.add(task)
    task.add_done_callback(tasks.discard)


async def _ended(tasks: set[asyncio.Task[None]]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
