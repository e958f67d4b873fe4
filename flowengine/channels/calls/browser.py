"""A call from a page: its microphone, its keypad and its loudspeaker, whatever connection it has.

A connection that breaks is waited for a while; a page that says hello again with the same token
goes on where the sound stopped, and the call's clock stands still meanwhile.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flowengine.channels.calls.call import Stats, Unable
from flowengine.channels.calls.jitter import Jitter
from flowengine.channels.calls.page import TRY_LATER

if TYPE_CHECKING:
    import asyncio

    from flowengine.channels.calls.call import Attendant, Call
    from flowengine.channels.calls.page import Page

RATE = 16_000
GRACE = 20.0  # seconds that a page has to come back: a telephone that changes networks needs ten
SOON = 0.015  # seconds after the frame before: one that comes sooner waits for the pacer
GAP = 2  # ticks without a frame are the network's unevenness; more of them are frames lost


class BrowserCall:
    """A `Call`, and its pages' `Callee`. `token` is what the page showed; who comes back must show
    it again."""

    rate = RATE

    def __init__(self, id_: str, page: Page, token: str, loop: asyncio.AbstractEventLoop) -> None:
        self.id = id_
        self.conversation = page.conversation
        self.desk = page.desk
        self.token = token
        self._page: Page | None = page
        self._loop = loop
        self._attendant: Attendant
        self._jitter = Jitter(RATE)
        self._muted = False
        self._answered = False
        self._since: float | None = None  # when the clock began to run; None: it stands
        self._before = 0.0  # what it showed then
        self._grace: asyncio.TimerHandle | None = None
        self._heard_at = 0.0  # when the attendant got its last frame
        self._without = 0  # ticks since then
        self._received = self._sent = self._lost = self._late = 0

    def attend(self, attendant: Attendant) -> None:
        self._attendant = attendant

    # ------------------------------------------------------------ the clock

    def at(self) -> float:
        running = 0.0 if self._since is None else self._loop.time() - self._since
        return self._before + running

    def away(self) -> bool:
        return self._page is None

    def _run(self) -> None:
        self._since = self._loop.time()

    def _stand(self) -> None:
        self._before, self._since = self.at(), None

    # ------------------------------------------------------------ to the page

    def answer(self) -> None:
        self._answered = True
        self._run()
        self._tell(type="answered")

    def early_media(self) -> None:
        raise Unable("a page hears nothing before it is answered")

    def reject(self, code: str, text: str) -> None:
        """Without a text the page may try again, and find another process of ours."""
        page = self._let_go()
        if page is None:
            return
        if text:
            page.refuse(code, text, TRY_LATER)
        else:
            page.close(TRY_LATER, code)

    def hang_up(self, reason: str) -> None:
        self._tell(type="ended", reason=reason)
        page = self._let_go()
        if page is not None:
            page.close()

    def play(self, frame: bytes) -> None:
        if self._page is None:
            return
        if self._page.play(frame):
            self._sent += 1
        else:
            self._late += 1

    def flush(self) -> None:
        self._tell(type="clear")

    def caption(self, side: str, text: str, *, final: bool) -> None:
        self._tell(type="caption", side=side, text=text, final=final)

    def sign(self, kind: str, text: str, *, on: bool) -> None:
        """Something that the page shows, until it is told otherwise."""
        self._tell(type=kind, on=on, text=text)

    def send_keys(self, keys: str) -> None:  # noqa: ARG002 - the interface's
        raise Unable("a page takes no keys")

    def hold(self, on: bool) -> None:
        self._tell(type="hold", on=on)

    def transfer(self, to: str) -> None:  # noqa: ARG002 - the interface's
        raise Unable("a page cannot be transferred")

    def bridge(self, other: Call) -> None:  # noqa: ARG002 - the interface's
        raise Unable("a page cannot be bridged")

    def stats(self) -> Stats:
        late = self._late + self._jitter.dropped
        return Stats(received=self._received, sent=self._sent, lost=self._lost, late=late)

    def _tell(self, **message: object) -> None:
        if self._page is not None:
            self._page.send(**message)

    def _let_go(self) -> Page | None:
        """It is over."""
        if self._grace is not None:
            self._grace.cancel()
        page, self._page = self._page, None
        return page

    # ------------------------------------------------------------ from the page

    def hear(self) -> None:
        """Frames that come one by one are given as they come; what comes at once waits for this."""
        self._without += 1
        frames = self._jitter.take()
        if frames:
            self._give(*frames)
        elif self._without > GAP and self._received and not self._muted:
            self._lost += 1

    def sound(self, data: bytes) -> None:
        if not self._answered:
            return
        self._received += self._jitter.put(data)
        if len(self._jitter) == 1 and self.at() - self._heard_at > SOON:
            self._give(*self._jitter.take())

    def _give(self, *frames: bytes) -> None:
        self._heard_at, self._without = self.at(), 0
        for frame in frames:
            self._attendant.frame(frame, self._heard_at)

    def key(self, key: str) -> None:
        if self._answered:
            self._attendant.key_down(key, self.at())
            self._attendant.key_up(key, self.at())

    def mute(self, on: bool) -> None:
        self._muted = on

    def wish(self, what: str, on: bool) -> None:
        if self._answered:
            self._attendant.wished(what, on, self.at())

    def left(self) -> None:
        self._let_go()
        self._attendant.gone("hung up", self.at())

    def lost(self) -> None:
        """The page may come back, but not to a call that was never answered."""
        if not self._answered:
            self.left()
            return
        self._page = None
        self._stand()
        self._jitter.clear()
        self._grace = self._loop.call_later(GRACE, self._given_up)

    def comes_back(self, page: Page) -> None:
        """On another connection, or in another window: that one goes on."""
        before = self._let_go()
        if before is not None:
            before.send(type="ended", reason="elsewhere")
            before.close()
        elif self._answered:
            self._run()
        self._page = page
        self._muted = False
        if self._answered:
            self._tell(type="answered")

    def _given_up(self) -> None:
        self._attendant.gone("lost", self.at())
