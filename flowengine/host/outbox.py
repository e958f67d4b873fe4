"""Messages for others, from the store to their gateways: each sent once, or known not to be known.

A message is claimed before it is sent and settled after it. What happened in between to a node that
died nobody knows: such a message is ambiguous and waits for a person, unless its gateway recognises
repeated ones. Of one conversation and address the store gives out only the earliest message, so the
second never overtakes the first; one that fails for good lets the next one go.
"""

from __future__ import annotations

import asyncio
import logging
import random
import time
from collections import Counter
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

import msgspec

from flowengine.host import backoff, measures, parcels
from flowengine.host.gateways.sender import Later, Outcome, Refused, Sent, Unknown
from flowengine.host.pacing import Pacing
from flowengine.host.pseudonyms import NOBODY_HIDDEN, Forgotten, Pseudonyms
from flowengine.host.unwanted import LEFT, QUIETLY, unwanted
from flowengine.runtime.events import DeliveryFailed
from flowengine.store.records import AMBIGUOUS, FAILED, QUEUED, SENDING, SENT, Outgoing
from flowengine.store.verbs import Replayed, StoreError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from flowengine.host.gateways.sender import Gateway
    from flowengine.runtime.events import AnyEvent
    from flowengine.store.verbs import Store

EVERY = 1.0  # seconds between two looks while nobody rings
LOST_EVERY = 5.0  # seconds between two looks for what dead nodes were sending
AFTER_TROUBLE = 10.0  # seconds until a store that could not do something is asked again
STALE = 24 * 3600.0  # seconds after it was due that nobody sends a message unasked any more
LEAVE_WITHIN = 10.0  # seconds that messages under way have at the end
TOLD = 5  # failures of a conversation that its flow hears of: an answer to each could fail, too

_STALE = "It could not be sent within a day. Send it again if it is still of use."
_log = logging.getLogger(__name__)


async def _deaf(_conversation: str, _event: AnyEvent, _message_id: str) -> None:
    pass


def _lives() -> bool:
    return True


def _no_notices(_message: Outgoing, _at: float) -> tuple[Outgoing, ...]:
    return ()


class Outbox:
    """`gateways` by name. `node` gives this node's id as it is now, and `lives` is false while
    others may take it for dead (a machine that slept): then it sends nothing.

    `hear(conversation, event, message_id)` tells a conversation that a message failed; `lost` makes
    the notices for those who want to know. `chance` gives numbers from 0 to 1.
    """

    def __init__(
        self,
        store: Store,
        gateways: Mapping[str, Gateway],
        *,
        node: Callable[[], str],
        lives: Callable[[], bool] = _lives,
        clock: Callable[[], float] = time.time,
        chance: Callable[[], float] = random.random,
        pseudonyms: Pseudonyms = NOBODY_HIDDEN,
    ) -> None:
        self.gateways = gateways
        self.hear: Callable[[str, AnyEvent, str], Awaitable[object]] = _deaf
        self.lost: Callable[[Outgoing, float], tuple[Outgoing, ...]] = _no_notices
        self._store = store
        self._node = node
        self._lives = lives
        self._clock = clock
        self._chance = chance
        self._pacing = Pacing(store)
        self._pseudonyms = pseudonyms
        self._bell = asyncio.Event()
        self._busy: Counter[str] = Counter()
        self._tasks: set[asyncio.Task[None]] = set()
        self._look_for_lost = 0.0

    # ------------------------------------------------------------ looking

    def wake(self) -> None:
        """There is something new, or room for more."""
        self._bell.set()

    async def watch(self) -> None:
        """Look again and again, until cancelled."""
        trouble = False
        while True:
            self._bell.clear()
            try:
                await self.look()
                trouble = False
            except Exception as error:  # noqa: BLE001 - all messages wait behind this one look
                why = error if isinstance(error, StoreError) else type(error).__name__
                if not trouble:
                    _log.error("messages could not be looked for: %s", why)
                trouble = True
            with suppress(TimeoutError):
                async with asyncio.timeout(AFTER_TROUBLE if trouble else await self._patience()):
                    await self._bell.wait()

    async def look(self) -> int:
        """Begin to send what is due and has room; how many that were."""
        now = self._clock()
        if now >= self._look_for_lost:
            self._look_for_lost = now + LOST_EVERY
            await self.recover()
        count = 0
        for gateway in self.gateways.values():
            room = self._pacing.room(gateway, self._busy[gateway.name], now)
            if room:
                found = await self._store.claim_outgoing(now, room, self._node(), (gateway.name,))
                for message in found:
                    self._begin(gateway, message)
                count += len(found)
        return count

    async def recover(self) -> None:
        """What a dead node was sending: tried again where the gateway would recognise it."""
        again = [one.name for one in self.gateways.values() if one.idempotent]
        for message in await self._store.lost_outgoing(self._node(), again):
            if message.state == QUEUED:
                continue
            _log.error("message %s: its node died, nobody knows whether it went", message.key)
            _count(message)
            await self._store.post(self.lost(message, self._clock()))

    async def report(self, gateway: str, *, key: str, name: str, arrived: bool, why: str) -> bool:
        """The provider tells what became of a message, by our `key` or by its own `name` for it.

        False where it is still being sent: then it is too early. Raises LookupError where the
        gateway has no such message.
        """
        store = self._store
        found = await (store.letter(key) if key else store.sent_as(gateway, name))
        if found is None or found.gateway != gateway:
            raise LookupError("This gateway has no such message.")
        named = replace(found, sent_as=name or found.sent_as)
        if arrived:
            after = replace(named, state=SENT, error="")
        else:
            after = replace(named, state=FAILED, error=why)
        if found.state == after.state:
            return True
        if found.state in (QUEUED, SENDING):
            return False
        if not arrived:
            await self._tell(after)
        if not await store.reported(after):
            return False
        _count(after)
        if not arrived:
            await store.post(self.lost(after, self._clock()))
        return True

    async def idle(self) -> None:
        """Until nothing is under way."""
        while self._tasks:
            await asyncio.gather(*self._tasks)

    async def close(self) -> None:
        """What is under way has some seconds to end; of the rest nobody will know."""
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=LEAVE_WITHIN)
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _patience(self) -> float:
        due = await self._next()
        return min(EVERY, max(0.01, due - self._clock())) if due else EVERY

    async def _next(self) -> float:
        """When something will be due that is not yet; 0 where nothing is, or nobody can say."""
        with suppress(StoreError):
            due = await self._store.next_outgoing()
            return due if due > self._clock() else 0.0
        return 0.0

    # ------------------------------------------------------------ one message

    def _begin(self, gateway: Gateway, message: Outgoing) -> None:
        self._busy[gateway.name] += 1
        task = asyncio.create_task(self._carry(gateway, message, self._node()))
        self._tasks.add(task)
        task.add_done_callback(lambda done: self._done(gateway, done))

    def _done(self, gateway: Gateway, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        self._busy[gateway.name] -= 1
        if not task.cancelled() and task.exception() is not None:
            _log.error("a message was not settled: %s", type(task.exception()).__name__)
        self.wake()

    async def _carry(self, gateway: Gateway, message: Outgoing, node: str) -> None:
        settled = await self._tried(gateway, message)
        if settled.state == FAILED and settled.error not in QUIETLY:
            await self._tell(settled)
        while not await self._settled(settled, node):
            await asyncio.sleep(AFTER_TROUBLE)
        _count(settled)

    async def _tried(self, gateway: Gateway, message: Outgoing) -> Outgoing:
        """The message as it stands after this try, or as it stood where there was none."""
        try:
            why = self._stale(message) or await unwanted(self._store, message)
            wait = 0.0 if why else await self._pacing.wait(gateway, self._clock())
        except StoreError:
            why, wait = "", AFTER_TROUBLE
        if not why and not self._lives():
            wait = wait or EVERY  # somebody else may have sent it, and what comes after it
        if why:
            return replace(message, state=FAILED, error=why)
        if wait:
            return replace(message, state=QUEUED, due=self._clock() + wait, tries=message.tries - 1)
        return self._judged(gateway, message, await self._sent(gateway, message))

    def _stale(self, message: Outgoing) -> str:
        """What lay while no server ran, or before its gateway was there, is not news any more; a
        notice to a subscriber still is. Sent again by a person it is due anew."""
        late = self._clock() - message.due > STALE
        return _STALE if late and message.gateway != parcels.WEBHOOK else ""

    async def _sent(self, gateway: Gateway, message: Outgoing) -> Outcome:
        try:
            opened = replace(message, to=self._pseudonyms.opened(message.to))
            with measures.send_seconds.time():
                return await gateway.sender.send(opened)
        except Forgotten:
            return Refused("The address was sealed with another key, so nobody knows it any more.")
        except msgspec.MsgspecError:
            return Refused("It was written by another version and cannot be read.")
        except Exception as error:  # noqa: BLE001 - one message's trouble is not the others'
            return Unknown(f"Something went wrong here ({type(error).__name__}).")

    def _judged(self, gateway: Gateway, message: Outgoing, outcome: Outcome) -> Outgoing:
        match outcome:
            case Sent(name):
                return replace(message, state=SENT, sent_as=name, error="")
            case Refused(why):
                return replace(message, state=FAILED, error=why)
            case Unknown(why) if not gateway.idempotent:
                return replace(message, state=AMBIGUOUS, error=why)
        if message.tries >= backoff.TRIES:
            state = AMBIGUOUS if isinstance(outcome, Unknown) else FAILED
            return replace(message, state=state, error=outcome.why)
        least = outcome.seconds if isinstance(outcome, Later) else 0.0
        due = self._clock() + backoff.pause(message.tries, self._chance(), least)
        return replace(message, state=QUEUED, due=due, error=outcome.why)

    async def _settled(self, message: Outgoing, node: str) -> bool:
        """False when it has to be tried again: a provider's yes must not be forgotten."""
        try:
            done = await self._store.settle(message, node, drop=message.error == LEFT)
            if not done and message.state == SENT:
                # We were taken for dead meanwhile. It is ambiguous for the others, but we know.
                await self._store.reported(message)
            if message.state in (FAILED, AMBIGUOUS):
                await self._store.post(self.lost(message, self._clock()))
        except StoreError as error:
            _log.error("message %s could not be settled: %s", message.key, error)
            return False
        if message.state in (FAILED, AMBIGUOUS):
            _log.warning("message %s by %s: %s", message.key, message.gateway, message.state)
        return True

    async def _tell(self, message: Outgoing) -> None:
        """The flow hears of it before it is settled: if we die now it is ambiguous, not silent."""
        if not message.conversation or message.gateway == parcels.WEBHOOK:
            return
        with suppress(StoreError):
            failed = await self._store.outgoing(
                FAILED, limit=TOLD, conversation=message.conversation
            )
            if len(failed) >= TOLD:
                return
        event = DeliveryFailed(at=self._clock(), reason=message.error)
        await self._heard(message, event)

    async def _heard(self, message: Outgoing, event: AnyEvent) -> None:
        name = f"failed/{message.key}/{message.tries}"
        while True:
            try:
                await self.hear(message.conversation, event, name)
            except Replayed:
                return
            except StoreError as error:
                _log.error("a failure could not be told to %s: %s", message.conversation, error)
                await asyncio.sleep(AFTER_TROUBLE)
            except Exception as error:  # noqa: BLE001 - the conversation may be gone
                _log.warning("%s did not hear: %s", message.conversation, type(error).__name__)
                return
            else:
                return


def _count(message: Outgoing) -> None:
    measures.outgoing_total.labels(message.gateway, message.state).inc()
