"""A shop that is called: the host on its folder and a clock that stands, an exchange that only
writes down what it is told, and voices that say at once, later, or never what they should."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from flowengine.channels.calls.utterances import Utterance
from flowengine.channels.calls.wire import Arriving
from flowengine.host.calls.calls import Calls, Opening
from flowengine.host.calls.recordings import NOTHING_RECORDED, Recordings
from flowengine.host.conversations import Conversations, Opened
from flowengine.host.editions import Editions
from flowengine.host.errands import Errands
from flowengine.host.library import Library
from flowengine.host.lines import Line
from flowengine.host.timers import Timers
from flowengine.language.program import Program
from flowengine.speech.duplex import orders, reports
from flowengine.speech.recognition.recogniser import Guess
from flowengine.store.database import Database
from flowengine.store.opening import opened

KEY = "0123456789abcdef0123456789abcdef"
WITHIN = 60.0  # seconds until a scene that waits for something is a failure
SHOP = """flow shop "The shop"
languages en, uk
channels chat, voice

slots
  pin: digits 4, secret

service stock "https://stock.example"
  timeout 30s

queue people

start:
  say "Welcome."
    uk: "Вітаємо."
  -> main

menu main "What would you like?"
  uk: "Що бажаєте?"
  1 "Our stock" or "stock" -> stock
    uk: "Склад"
  2 "Leave a message" or "message" -> message
    uk: "Повідомлення"
  3 "A PIN" -> secret
    uk: "Код"
  4 "Nothing" or "nothing" -> bye
    uk: "Нічого"
  5 "The office" -> office
    uk: "Офіс"

stock:
  fetch goods from stock "/goods"
    on error: say "I can't look it up." -> main
      uk: "Не можу подивитися."
  say "We have {{ goods.count }}."
    uk: "Є {{ goods.count }}."
  -> main

message:
  ask words: recording up to 60s "Speak after the tone."
    uk: "Говоріть після сигналу."
    silence: -> no_message
  say "Thank you."
    uk: "Дякуємо."
  -> main

no_message:
  say "Then not."
    uk: "Тоді ні."
  -> main

secret:
  ask pin "Your PIN?"
    uk: "Ваш код?"
  say "Taken."
    uk: "Прийнято."
  -> main

office:
  transfer to "+380800100102"
  end

bye:
  say "Goodbye."
    uk: "До побачення."
  end
"""


class Exchange:
    """What calls were told, in order: ("answer", call, language), orders, rejections."""

    def __init__(self, arrived: Callable[[Arriving], None], reported: Callable[..., None]) -> None:
        self.arrived = arrived
        self.reported = reported
        self.told: list[Any] = []
        self.captions: list[tuple[str, str, bool]] = []
        self.signs: list[tuple[str, bool]] = []
        self.started = 0
        self.languages: list[str] = []
        self.changed = asyncio.Event()

    async def start(self) -> None:
        self.started += 1

    def prepare(self, language: str) -> None:
        self.languages.append(language)

    async def stop(self) -> None:
        for call in {one for one, _ in self.ordered()}:
            self.reported(call, reports.Gone(at=0.0, why="fault"))

    def answer(self, call: str, language: str = "") -> None:
        self._note(("answer", call, language))

    def reject(self, call: str, code: str, text: str) -> None:
        assert text
        self._note(("reject", call, code))

    def order(self, call: str, order: orders.AnyOrder) -> None:
        self._note((call, order))

    def caption(self, call: str, side: str, text: str, *, final: bool = True) -> None:
        assert call
        self.captions.append((side, text, final))

    def sign(self, call: str, kind: str, *, on: bool = True, text: str = "") -> None:
        assert call
        assert not text
        self.signs.append((kind, on))

    def ordered(self) -> list[tuple[str, Any]]:
        return [one for one in self.told if len(one) == 2]

    def _note(self, told: Any) -> None:
        self.told.append(told)
        self.changed.set()


class Voices:
    """`slow` texts wait for `gate`; `mute` ones cannot be spoken. Everything else is ready."""

    def __init__(self) -> None:
        self.slow: set[str] = set()
        self.mute: set[str] = set()
        self.gate = asyncio.Event()
        self.prepared: list[str] = []
        self.closed = False
        self.ended: list[str] = []

    def voiced(self, conversation: str, program: Program) -> Voices:
        assert conversation
        assert program.digest
        return self

    def over(self, conversation: str) -> None:
        self.ended.append(conversation)

    async def prepare(self, program: Program) -> None:
        self.prepared.append(program.name)

    async def close(self) -> None:
        self.closed = True

    def ready(self, utterance: Utterance) -> tuple[orders.Piece, ...] | None:
        if utterance.text in self.slow or utterance.text in self.mute:
            return None
        return (piece(utterance),)

    async def made(self, utterance: Utterance) -> tuple[orders.Piece, ...]:
        if utterance.text in self.mute:
            return ()
        await self.gate.wait()
        return (piece(utterance),)


def piece(utterance: Utterance) -> orders.Piece:
    return orders.Piece(path=utterance.recording or "tts", text=utterance.text)


class Caller:
    """One call, from the caller's side."""

    def __init__(self, shop: CalledShop, call: str, key: str) -> None:
        self.shop = shop
        self.call = call
        self.key = key
        self.at = 0

    async def until(self, kind: type[Any], nth: int = 1) -> Any:
        """The `nth` order of that kind since the last one asked for."""
        async with asyncio.timeout(WITHIN):
            while True:
                self.shop.exchange.changed.clear()
                mine = [o for call, o in self.shop.exchange.ordered() if call == self.call]
                found = [at for at, o in enumerate(mine) if at >= self.at and isinstance(o, kind)]
                if len(found) >= nth:
                    self.at = found[nth - 1] + 1
                    return mine[self.at - 1]
                await self.shop.exchange.changed.wait()

    def heard(self) -> list[str]:
        """All texts that were ordered to be played so far."""
        return [
            one.text
            for call, order in self.shop.exchange.ordered()
            if call == self.call and isinstance(order, orders.Play)
            for one in order.pieces
        ]

    def tell(self, report: reports.AnyReport) -> None:
        self.shop.exchange.reported(self.call, report)

    def played(self) -> None:
        """All that was ordered has been heard to its end."""
        for call, order in self.shop.exchange.ordered():
            if call == self.call and isinstance(order, orders.Play):
                self.tell(reports.Played(at=1.0, id=order.id, whole=True))

    async def presses(self, keys: str) -> None:
        listen = await self.until(orders.Listen)
        self.tell(reports.Pressed(at=1.0, turn=listen.expected.turn, keys=keys))

    async def says(self, text: str, confidence: float = 0.9) -> None:
        listen = await self.until(orders.Listen)
        guesses = (Guess(text, confidence),)
        turn = listen.expected.turn
        self.tell(reports.Heard(at=1.0, turn=turn, guesses=guesses, began=0.5, ended=0.9))

    def hangs_up(self) -> None:
        self.tell(reports.Gone(at=2.0, why="hung up"))


class CalledShop:
    def __init__(
        self,
        folder: Path,
        recordings: Recordings,
        flow: str,
        files: tuple[str, ...] = (),
        store: str = "",
    ) -> None:
        flows = folder / "flows"
        flows.mkdir()
        for name in files:  # that the flow names, and nobody reads
            (flows / name).touch()
        (flows / "shop.flow").write_text(flow, encoding="utf-8")
        self.now = 1_000_000.0
        self.store: Database = opened(store or folder / "store.db")
        self.library = Library(flows)
        self.recordings = recordings
        self.voices = Voices()
        self.fetched = asyncio.Event()

    async def open(self) -> None:
        await self.store.start()
        self.library.refresh()
        self.conversations = Conversations(
            Editions(self.library, self.store), self.store, clock=lambda: self.now
        )
        self.errands = Errands(self.conversations, self)  # type: ignore[arg-type]
        self.timers = Timers(self.conversations, self.store)
        self.calls = Calls(
            self.conversations,
            Opening(Exchange, lambda: self.voices),
            self.recordings,
            alone=True,
        )
        exchange: Any = self.calls.exchange
        self.exchange: Exchange = exchange

    async def close(self) -> None:
        self.voices.gate.set()
        await self.calls.stop()
        await self.conversations.idle()
        await self.conversations.stepping.doubt.close()
        await self.errands.let_go()
        await self.store.close()

    async def answers(self, _request: Any) -> Any:
        """In the place of a fetcher: its service answers when `fetched` is set."""
        from flowengine.host.fetch import Answer

        await self.fetched.wait()
        yield Answer(status=200, body={"count": 7})

    async def begin(self, channel: str = "voice", **wanted: Any) -> Opened:
        return await self.conversations.begin("shop", channel=channel, **wanted)

    async def called(self, found: Opened, call: str = "call1", token: str = "") -> Caller:
        """The page of that conversation calls; gives when it was answered or refused."""
        key = found.conversation.id
        self.exchange.arrived(Arriving(call, key, token or found.token))
        async with asyncio.timeout(WITHIN):
            while not [one for one in self.exchange.told if one[1] == call]:
                self.exchange.changed.clear()
                await self.exchange.changed.wait()
        return Caller(self, call, key)

    async def over(self) -> None:
        """Until nobody calls any more."""
        async with asyncio.timeout(WITHIN):
            while self.calls.count:
                with suppress(TimeoutError):
                    await asyncio.wait_for(asyncio.Event().wait(), 0.01)

    async def lines(self, key: str) -> list[tuple[str, Line]]:
        return [(side, line) for _, side, line in await self.conversations.read(key, 0)]


Scene = Callable[[CalledShop], Awaitable[Any]]


def played(
    folder: Path,
    scene: Scene,
    *,
    recordings: Recordings = NOTHING_RECORDED,
    flow: str = SHOP,
    files: tuple[str, ...] = (),
    store: str = "",
) -> None:
    """`store` is the address of a database, "" for a file in the folder."""

    async def whole() -> None:
        shop = CalledShop(folder, recordings, flow, files, store)
        await shop.open()
        try:
            await scene(shop)
        finally:
            await shop.close()

    asyncio.run(whole())
