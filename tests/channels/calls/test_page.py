"""A page's connection: what is understood, what is refused, and who is too slow or gone."""

from __future__ import annotations

from typing import Any

import pytest

from flowengine.channels.calls import page as module
from flowengine.channels.calls.page import Page
from tests.channels.calls.connection import Client
from tests.channels.calls.loop import Loop
from tests.channels.calls.memory import Transport, connected

FRAME = b"\1\0" * 320


class Desk:
    """Reception and callee in one: writes down what it is told."""

    def __init__(self) -> None:
        self.told: list[Any] = []
        self.takes = True

    def knocked(self, page: Page) -> None:
        self.told.append(("knocked", page.conversation))

    def greeted(self, page: Page, token: str) -> Desk | None:
        self.told.append(("greeted", token))
        if self.takes:
            return self
        page.refuse("busy", "All lines are busy.", module.TRY_LATER)
        return None

    def ended(self, page: Page) -> None:  # noqa: ARG002 - its shape
        self.told.append("ended")

    def sound(self, data: bytes) -> None:
        self.told.append(len(data))

    def key(self, key: str) -> None:
        self.told.append(key)

    def mute(self, on: bool) -> None:
        self.told.append(on)

    def wish(self, what: str, on: bool) -> None:
        self.told.append((what, on))

    def left(self) -> None:
        self.told.append("left")

    def lost(self) -> None:
        self.told.append("lost")

    @property
    def last(self) -> Any:
        return self.told[-1]


class Called:
    def __init__(self, *, greeted: bool = True) -> None:
        self.loop, self.desk = Loop(), Desk()
        self.client: Client
        self.page: Page
        self.transport: Transport
        self.client, self.page, self.transport = connected(self.desk, self.loop, "conv%20x")
        if greeted:
            self.client.hello("secret")


@pytest.fixture
def called() -> Called:
    return Called()


def test_what_a_page_does_is_told(called: Called) -> None:
    called.client.speak(FRAME)
    called.client.say(type="key", key="#")
    called.client.say(type="mute", on=True)
    called.client.say(type="hang_up")
    assert called.desk.told == [
        ("knocked", "conv x"), ("greeted", "secret"), 640, "#", True, "left",
    ]  # fmt: skip


def test_after_hanging_up_what_is_on_its_way_is_for_nobody(called: Called) -> None:
    protocol = called.client.protocol
    protocol.send_text(b'{"type": "hang_up"}')
    protocol.send_binary(FRAME)
    called.client.connection.sendall(b"".join(protocol.data_to_send()))
    called.client.until_closed()
    assert (called.client.code, called.client.messages) == (1000, [])
    assert called.desk.last == "left"


def test_what_is_said_to_a_page_arrives(called: Called) -> None:
    called.page.send(type="caption", side="flow", text="Добрий день.", final=True)
    assert called.page.play(FRAME)
    caption = called.client.until("caption")
    assert (caption["text"], called.client.sound) == ("Добрий день.", 1)


def test_small_packets_go_at_once(called: Called) -> None:
    assert called.transport.options


@pytest.mark.parametrize(
    "message",
    [
        {"type": "key", "key": "11"},
        {"type": "key", "key": "A"},
        {"type": "key"},
        {"type": "dance"},
        {"type": "mute", "on": "yes"},
        {"type": "mute", "on": True, "more": 1},
        {"type": "hello", "token": "again"},
        {},
    ],
    ids=str,
)
def test_what_is_not_understood_ends_the_call_in_words(
    called: Called, message: dict[str, object]
) -> None:
    called.client.say(**message)
    assert called.client.until("refused")["code"] == "not-understood"
    called.client.until_closed()
    assert called.client.code == 4400
    assert called.desk.last == "left"


@pytest.mark.parametrize("first", ["key", "sound", "rubbish", "long token"])
def test_whoever_does_not_say_hello_first_is_refused(first: str) -> None:
    called = Called(greeted=False)
    match first:
        case "key":
            called.client.say(type="key", key="1")
        case "sound":
            called.client.speak(FRAME)
        case "rubbish":
            called.client.until_open()
            called.client.protocol.send_text(b"\x00{{{")
            called.client.connection.sendall(called.client.protocol.data_to_send()[0])
        case "long token":
            called.client.hello("x" * 101)
    called.client.until("refused")
    called.client.until_closed()
    assert called.client.code == 4400
    assert called.desk.told == [("knocked", "conv x")]


def test_whoever_says_nothing_is_refused_after_a_while() -> None:
    called = Called(greeted=False)
    called.client.until_open()
    called.loop.run(module.HELLO_WITHIN - 1)
    assert not called.transport.closed
    called.loop.run(3)
    assert called.client.until("refused")["code"] == "not-understood"


def test_a_page_that_does_not_close_is_cut_off(called: Called) -> None:
    called.page.close()
    called.loop.run(module.CLOSE_WITHIN + 2)
    assert called.transport.closed == "abort"


def test_a_refused_page_is_told_why_and_can_do_nothing_more() -> None:
    called = Called(greeted=False)
    called.desk.takes = False
    called.client.hello()
    assert called.client.until("refused")["code"] == "busy"
    called.client.until_closed()
    assert called.client.code == 1013
    assert called.desk.last == ("greeted", "t")


def test_no_websocket_is_answered_in_http() -> None:
    desk, transport = Desk(), Transport()
    page = Page(b"GET /call/c1 HTTP/1.1\r\nHost: x\r\n\r\n", desk, Loop())  # type: ignore[arg-type]
    page.connection_made(transport)  # type: ignore[arg-type]
    assert transport.written.startswith(b"HTTP/1.1 426 ")
    assert transport.closed
    assert not desk.told


@pytest.mark.parametrize(
    ("code", "told"), [(1000, "left"), (1001, "left"), (1011, "lost"), (4000, "lost")]
)
def test_a_page_that_closes_has_left_or_comes_back(called: Called, code: int, told: str) -> None:
    called.client.leave(code)
    called.page.connection_lost(None)
    assert called.desk.told[-2:] == [told, "ended"]


def test_a_connection_that_breaks_is_lost(called: Called) -> None:
    called.page.connection_lost(ConnectionResetError())
    assert called.desk.told[-2:] == ["lost", "ended"]
    assert called.loop.idle, "nobody watches it any more"


def test_messages_may_come_in_parts(called: Called) -> None:
    protocol = called.client.protocol
    protocol.send_binary(FRAME[:100], fin=False)
    protocol.send_continuation(FRAME[100:], fin=True)
    called.client.connection.sendall(b"".join(protocol.data_to_send()))
    assert called.desk.last == 640


@pytest.mark.parametrize("kind", ["too large", "unmasked"])
def test_whoever_breaks_the_rules_is_cut_off(called: Called, kind: str) -> None:
    if kind == "too large":
        called.client.speak(b"\0" * (module.MESSAGE + 1))
        called.client.until_closed()
        assert called.client.code == 1009
    else:
        called.client.connection.sendall(b"\x82\x01a")
    assert called.desk.last == "left"
    assert called.transport.closed


def test_sound_that_cannot_go_now_does_not_go(called: Called) -> None:
    called.transport.waiting = module.WAITING + 1
    assert not called.page.play(FRAME)
    called.transport.waiting = 0
    assert called.page.play(FRAME)


def test_a_page_that_reads_late_gets_no_late_sound(called: Called) -> None:
    """Somebody between us takes everything and passes it on slowly: pings come back late."""
    called.loop.run(module.PING_EVERY + 0.5)
    assert called.page.play(FRAME), "the ping has just gone"
    called.loop.run(module.SLOW_AFTER)
    assert not called.page.play(FRAME)
    called.client.until_sound(1)  # reads, and so answers the ping
    assert called.page.play(FRAME)


def test_a_page_that_is_gone_without_a_word_is_noticed(called: Called) -> None:
    called.loop.run(module.LOST_AFTER + 2)
    assert called.transport.closed == "abort"


def test_a_page_that_hears_and_says_nothing_stays(called: Called) -> None:
    for _ in range(60):
        called.loop.run(1)
        called.client._read()
    assert not called.transport.closed


def test_a_flood_is_read_as_fast_as_sound_needs_it(called: Called) -> None:
    for _ in range(8):
        called.client.speak(b"\0" * 60_000)
    assert not called.transport.reading
    called.loop.run(1.1)
    assert called.transport.reading


def test_many_small_messages_keep_nobody_waiting(called: Called) -> None:
    """What comes at once is taken bit by bit, in its order, and nothing of it is lost."""
    protocol = called.client.protocol
    for number in range(2000):
        protocol.send_text(b'{"type": "key", "key": "%d"}' % (number % 10))
    called.client.connection.sendall(b"".join(protocol.data_to_send()))
    keys = [one for one in called.desk.told if isinstance(one, str)]
    assert len(keys) < 2000 / 2
    assert not called.transport.reading
    called.loop.run(6.1)
    keys = [one for one in called.desk.told if isinstance(one, str)]
    assert keys == [str(number % 10) for number in range(2000)]
    assert called.transport.reading


def test_after_the_end_nothing_is_sent(called: Called) -> None:
    called.client.leave()
    called.page.send(type="clear")
    assert called.page.play(FRAME), "it is nobody's fault"
    called.page.close()
    called.client.until_closed()
    assert called.client.sound == 0


@pytest.mark.parametrize(
    ("path", "conversation", "desk"),
    [
        ("c1", "c1", False),
        ("desk/c1-3", "c1-3", True),
        ("desk/c1-3?desk=/call/desk/x", "c1-3", True),
        ("desk%2Fc1-3", "desk/c1-3", False),
        ("desk", "desk", False),
    ],
)
def test_one_of_ours_is_known_by_the_address(path: str, conversation: str, desk: bool) -> None:
    _, page, _ = connected(Desk(), Loop(), path)
    assert (page.conversation, page.desk) == (conversation, desk)


def test_only_one_of_ours_may_hold_and_pause_a_recording() -> None:
    desk = Desk()
    client, _, _ = connected(desk, Loop(), "desk/c1-3")
    client.hello()
    client.say(type="hold", on=True)
    client.say(type="record", on=False)
    assert desk.told[-2:] == [("hold", True), ("record", False)]


@pytest.mark.parametrize("kind", ["hold", "record"])
def test_a_caller_may_not(called: Called, kind: str) -> None:
    called.client.say(type=kind, on=True)
    assert called.client.until("refused")["code"] == "not-understood"
    assert called.desk.last == "left"
