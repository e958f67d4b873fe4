"""Everything a running server consists of, put together, started and stopped in the right order."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Any, cast

from flowengine.desk.permissions import STANDARD, Permissions
from flowengine.host import guarded
from flowengine.host.access import Access
from flowengine.host.admission import Admission
from flowengine.host.calls import opening as speaking
from flowengine.host.calls.recordings import NOTHING_RECORDED, Recordings
from flowengine.host.calls.switchboard import Switchboard
from flowengine.host.cause import Cause
from flowengine.host.conversations import Conversations
from flowengine.host.credentials import Credentials
from flowengine.host.desk.calls import Legs
from flowengine.host.desk.desk import Desk
from flowengine.host.desk.tickets import key as ticket_key
from flowengine.host.editions import Editions
from flowengine.host.errands import Errands
from flowengine.host.fetch import Fetcher
from flowengine.host.gateways import opening
from flowengine.host.library import Library, Look
from flowengine.host.news import News
from flowengine.host.node import Node
from flowengine.host.outbox import Outbox
from flowengine.host.people import People
from flowengine.host.pseudonyms import NOBODY_HIDDEN, Pseudonyms
from flowengine.host.publishing import Publishing
from flowengine.host.retention import Retention
from flowengine.host.revealing import Revealing
from flowengine.host.second import Second
from flowengine.host.serving import Serving
from flowengine.host.telling import Telling
from flowengine.host.timers import Timers
from flowengine.host.tries import Tries
from flowengine.host.within import within
from flowengine.store import auditing
from flowengine.store.verbs import StoreError

if TYPE_CHECKING:
    from collections.abc import Coroutine, Iterable
    from pathlib import Path

    from flowengine.channels.calls.exchange import Exchange
    from flowengine.host.calls.calls import Calls
    from flowengine.host.calls.opening import Speech
    from flowengine.host.gateways.setting import Setting
    from flowengine.host.serving import Announce
    from flowengine.runtime.events import AnyEvent
    from flowengine.store.verbs import Store

# Seconds that all has at the end, calls apart, and each part of it at least: with a store that does
# not answer nothing would end by itself.
ENDS, LEAST = 20.0, 1.0
CUT_OFF = 20.0  # seconds that calls have to be cut off, and what they leave to be kept

_log = logging.getLogger(__name__)


class House:
    """`folder` is None where only what was published is served. `announce` is told of every change
    of what is served. `gateways` are as they were set; `secrets` are for them and for fetches, by
    name.

    `keep` is how many days things are kept, by kind, and `expire_days` how long nobody may continue
    an open conversation; see `Retention`. `draining` is set when this node has begun to end.

    `speech` says how calls are taken, None that there are none; `recordings` seal what callers
    leave as sound.

    `permissions` say what users may, `desk_key` seals their second factors; `statuses` are those
    that agents may choose beside the usual ones. `switchboard` leads to the other workers of this
    server, None where it has none.
    """

    def __init__(
        self,
        folder: Path | None,
        store: Store,
        *,
        secrets: Mapping[str, str] | None = None,
        private: frozenset[str] = frozenset(),
        fetcher: Fetcher | None = None,
        announce: Announce | None = None,
        keep: Mapping[str, int] | None = None,
        expire_days: int | None = None,
        gateways: Iterable[Setting] = (),
        pseudonyms: Pseudonyms = NOBODY_HIDDEN,
        speech: Speech | None = None,
        recordings: Recordings = NOTHING_RECORDED,
        permissions: Permissions = STANDARD,
        desk_key: str = "",
        statuses: tuple[str, ...] = (),
        switchboard: Switchboard | None = None,
    ) -> None:
        self.library = Library(folder)
        self.store = store
        self.secrets = secrets or {}
        self.private = private
        self.permissions = permissions
        self.recordings = recordings
        self.node = Node(store)
        self.conversations = Conversations(
            Editions(self.library, store), store, node=self.node.id, pseudonyms=pseudonyms
        )
        clock = self.conversations.clock
        self.publishing = self._publishing()
        self.fetcher = fetcher or Fetcher(secrets=self.secrets, private=private)
        self.errands = Errands(self.conversations, self.fetcher)
        self.timers = Timers(self.conversations, store)
        self.retention = Retention(self.conversations, store, keep or {}, expire_days)
        self.access = Access(store, clock)
        self.revealing = Revealing(store, pseudonyms, permissions, clock)
        self.admission = Admission(store)
        store.key_audit(auditing.key(desk_key))
        self.telling = Telling(store)
        self.client = guarded.client(private)
        self.gateways = opening.opened(gateways, self.secrets, self.client)
        self.outbox = self._outbox(pseudonyms)
        self.desk = Desk(self.conversations, store, self.errands, permissions)
        self.desk.attendance.own = statuses
        self.models = None if speech is None else speech.models
        self.switchboard = switchboard or Switchboard()
        self.tries = Tries(store, desk_key.encode() or self.switchboard.key, clock)
        self.calls = None if speech is None else self._calls(speech)
        if self.calls is not None:
            self.calls.desk = self.desk.calls = self._legs(self.calls, desk_key)
        self.serving = Serving(self.library, self.publishing, self.calls, announce)
        self.news = self._whom_news_concern()
        self.people = People(store, clock=clock, changed=self.news.another)
        self.credentials = Credentials(self.people, store, Second(desk_key), clock=clock)
        self._connect()
        self.draining = asyncio.Event()
        self.node.renamed = self._renamed
        self._tasks: list[asyncio.Task[None]] = []

    def _publishing(self) -> Publishing:
        talks = self.conversations
        return Publishing(
            self.library, self.store, talks.editions, clock=talks.clock, commit=talks.commit
        )

    def _outbox(self, pseudonyms: Pseudonyms) -> Outbox:
        return Outbox(
            self.store,
            self.gateways,
            node=lambda: self.conversations.node,  # it may be renamed
            lives=self.node.lives,
            clock=self.conversations.clock,
            pseudonyms=pseudonyms,
        )

    def _calls(self, speech: Speech) -> Calls:
        calls = speaking.calls(
            speech, self.conversations, self.library, self.store, self.recordings
        )
        calls.switchboard = self.switchboard
        self.timers.carries = calls.carries
        return calls

    def _legs(self, calls: Calls, desk_key: str) -> Legs:
        """Where agents join calls."""
        return Legs(
            self.store,
            calls.exchange,
            self.desk,
            self.conversations.clock,
            carries=calls.carries,
            permissions=self.permissions,
            key=ticket_key(desk_key) or self.switchboard.key,
        )

    def _whom_news_concern(self) -> News:
        return News(
            self.conversations.listeners,
            self.timers,
            self.outbox,
            self.publishing,
            self.admission,
            self.desk,
        )

    def _connect(self) -> None:
        """Who tells whom."""
        self.timers.reached = self.node.reached
        stepping = self.conversations.stepping
        stepping.telling = self.telling
        stepping.roads = self.publishing.roads = opening.roads(self.gateways)
        stepping.post = self.outbox.wake
        stepping.rescue = self.publishing.rescue
        self.outbox.hear = self._failed
        self.outbox.lost = self.telling.lost

    async def _failed(self, key: str, event: AnyEvent, message_id: str) -> None:
        """A message of the conversation did not arrive."""
        await self.conversations.obey(key, event, Cause(message_id=message_id))

    @property
    def exchange(self) -> Exchange | None:
        """Who takes a page's call; None where calls are not taken."""
        return None if self.calls is None else cast("Exchange", self.calls.exchange)

    @property
    def takes_calls(self) -> bool:
        return self.calls is not None

    @property
    def patience(self) -> float:
        """Seconds that `drain` may need for those who are calling."""
        return 0.0 if self.calls is None else self.calls.patience

    def read(self) -> Look:
        """Look at the folder of flows once. Raises NotADirectoryError where there is none."""
        return self.serving.read()

    async def start(self, *, watch: bool) -> None:
        """Raises StoreError; then nothing has been begun."""
        await self.store.start()
        self.store.tell(self.news.came)
        await self.node.join()
        await self.serving.begin(watch=watch)
        if self.exchange is not None:
            self.switchboard.open(self.exchange.adopt)
        await self.telling.refresh()
        await self.errands.take_up(self.store)
        for work in self._works():
            self._tasks.append(asyncio.create_task(work))
        if watch:
            self._tasks.append(asyncio.create_task(self.serving.watch()))

    def _works(self) -> list[Coroutine[None, None, None]]:
        """What goes on until the end."""
        works = [
            self.node.watch(),
            self.timers.watch(),
            self.errands.watch(self.store),
            self.telling.watch(),
            self.outbox.watch(),
            self.publishing.watch(self.serving.published),
            *(work() for work in self.desk.works()),
            self.desk.calls.watch(),
            self.admission.watch(),
        ]
        return works if self.retention.idle else [*works, self.retention.watch()]

    async def drain(self) -> None:
        """This node takes up nothing any more and finishes the turns it has begun; pages are told
        to go to another. Calls go on for a while, with all they wait for; fetches that are under
        way then go on until `stop`."""
        self.draining.set()
        self.conversations.listeners.ring_all()
        if self.calls is not None:
            await self.calls.drain()
        await self._end_works()
        await self.conversations.idle()

    async def stop(self) -> None:
        """In good order: what this node had claimed is anybody's at once. What does not end in
        time is left behind, and a turn that it breaks off was not accepted."""
        self.draining.set()
        self.switchboard.close()
        if self.calls is not None and not await within(CUT_OFF, self.calls.stop()):
            _log.warning("calls took longer than %d seconds to be cut off and are left", CUT_OFF)
        until = time.monotonic() + ENDS
        for what, part in self._parts():
            if not await within(max(until - time.monotonic(), LEAST), part()):
                _log.warning("%s could not be ended in time and is left behind", what)

    def _parts(self) -> tuple[tuple[str, Callable[[], Coroutine[Any, Any, None]]], ...]:
        """What is ended, in this order, by name."""
        return (
            ("what goes on by itself", self._end_works),
            ("a turn that has begun", self.conversations.idle),
            ("a turn nobody knows of", self.conversations.stepping.doubt.close),
            ("the desk's part in calls", self.desk.calls.close),
            ("what follows at the desk", self.desk.idle),
            ("an errand", self.errands.let_go),
            ("a message", self.outbox.close),
            ("a fetch", self.fetcher.close),
            ("a gateway", self.client.aclose),
            ("this node's name", self._leave),
            ("the store", self.store.close),
        )

    async def _leave(self) -> None:
        with suppress(StoreError):  # others notice by themselves that this node is gone
            await self.node.leave()

    async def _end_works(self) -> None:
        tasks, self._tasks = self._tasks, []
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _renamed(self, name: str) -> None:
        """This node was taken for dead: what it did, others may be doing."""
        self.conversations.node = name
        self.timers.let_go()
        await self.errands.let_go()
        await self.errands.take_up(self.store)
