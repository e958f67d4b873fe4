from __future__ import annotations

import asyncio
import gc
import io
import json
import logging
import socket
import sys
import threading
from collections.abc import Callable, Coroutine, Iterator
from contextlib import suppress
from pathlib import Path

import httpx2
import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from flowengine.server.logs import Printed, logging_to, place, unhandled
from tests.nodes import Node, Service

SAID = "my name is Marjana"
_log = logging.getLogger("flowengine.host.timers")


@pytest.fixture
def out() -> Iterator[io.StringIO]:
    told = io.StringIO()
    with logging_to(told, "json", "debug", lambda: "n1"):
        yield told


def entries(out: io.StringIO) -> list[dict[str, str]]:
    return [json.loads(line) for line in out.getvalue().splitlines()]


def fail(said: str = SAID) -> None:
    raise ValueError(f"cannot read {said!r}")


def failed() -> ValueError:
    try:
        fail()
    except ValueError as error:
        return error
    raise AssertionError


def test_an_entry_has_its_fields(out: io.StringIO) -> None:
    _log.warning("not obeyed: %s", "Stale", extra={"conversation": "c1"})
    (told,) = entries(out)
    assert told.pop("time").endswith("Z")
    assert told == {
        "level": "warning",
        "node": "n1",
        "room": "host.timers",
        "event": "not obeyed: Stale",
        "conversation": "c1",
    }


def test_text_is_one_line_however_it_is_meant() -> None:
    out = io.StringIO()
    with logging_to(out, "text"):
        _log.info("two\nlines \x1b[31m", extra={"conversation": "c1"})
    time, _, rest = out.getvalue().partition(" ")
    assert time.endswith("Z")
    assert rest == "info two\\nlines \\n[31m room=host.timers conversation=c1\n"


def test_an_exception_is_told_by_its_kind_and_places(out: io.StringIO) -> None:
    _log.error("request failed", exc_info=failed())
    (told,) = entries(out)
    assert told["error"].startswith("ValueError in test_logs.py:")
    assert " < test_logs.py:" in told["error"]
    assert "Marjana" not in out.getvalue()


def test_what_caused_an_exception_is_told_too() -> None:
    outer = RuntimeError(SAID)
    outer.__cause__ = failed()
    assert place(outer).startswith("RuntimeError, caused by ValueError in test_logs.py:")


@pytest.mark.parametrize(
    ("name", "level", "told"),
    [
        ("flowengine.host", logging.DEBUG, True),
        ("httpx2", logging.INFO, False),  # the address that is asked, with what was said in it
        ("websockets.server", logging.DEBUG, False),  # each frame
        ("uvicorn.error", logging.INFO, False),  # the address of who opens a WebSocket
        ("uvicorn.error", logging.WARNING, True),
        ("flowenginery", logging.INFO, False),
    ],
)
def test_of_others_only_warnings_are_let_through(
    out: io.StringIO, name: str, level: int, told: bool
) -> None:
    log = logging.getLogger(name)
    before = log.level
    log.setLevel(logging.DEBUG)  # as somebody who looks for a fault in theirs may have it
    try:
        log.log(level, "something")
    finally:
        log.setLevel(before)
    assert bool(entries(out)) is told


def test_the_level_is_kept_and_everything_is_as_before_afterwards() -> None:
    before = (logging.getLogger().handlers[:], sys.excepthook, threading.excepthook)
    out = io.StringIO()
    with logging_to(out, level="warning"):
        _log.info("not this")
        _log.warning("this")
    _log.warning("no longer")
    assert out.getvalue().count("\n") == 1
    assert (logging.getLogger().handlers, sys.excepthook, threading.excepthook) == before


def in_a_thread() -> None:
    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()


def on_the_way_out() -> None:
    error = failed()
    sys.excepthook(ValueError, error, error.__traceback__)


def in_the_garbage() -> None:
    class Falls:
        def __del__(self) -> None:
            fail()

    Falls()
    gc.collect()


@pytest.mark.parametrize("somewhere", [in_a_thread, on_the_way_out, in_the_garbage])
def test_what_nobody_caught_is_told_without_its_text(
    out: io.StringIO, somewhere: Callable[[], None]
) -> None:
    somewhere()
    (told,) = entries(out)
    assert told["error"].startswith("ValueError in test_logs.py:")
    assert "Marjana" not in out.getvalue()


def test_a_task_that_nobody_awaits_is_told_without_what_it_holds(out: io.StringIO) -> None:
    async def falls(said: str) -> None:
        fail(said)

    async def main(work: Coroutine[None, None, None]) -> None:
        asyncio.get_running_loop().set_exception_handler(unhandled)
        task = asyncio.create_task(work, name=SAID)
        await asyncio.wait([task])
        del task
        gc.collect()

    asyncio.run(main(falls(SAID)))
    (told,) = entries(out)
    assert told["event"] == "Task exception was never retrieved"
    assert told["error"].startswith("ValueError in test_logs.py:")
    assert "Marjana" not in out.getvalue()


def test_a_callback_is_told_without_what_it_was_called_with(out: io.StringIO) -> None:
    async def main() -> None:
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(unhandled)
        loop.call_soon(fail, SAID)
        await asyncio.sleep(0)

    asyncio.run(main())
    (told,) = entries(out)
    assert told["event"] == "Exception in callback"
    assert "Marjana" not in out.getvalue()


def test_what_is_printed_for_people_becomes_entries(out: io.StringIO) -> None:
    printed = Printed("flowengine.server.start")
    print("Serving shop:", "The shop", file=printed)
    print("\nOpen http://127.0.0.1", end="", file=printed)
    print("/", file=printed)
    assert [one["event"] for one in entries(out)] == [
        "Serving shop: The shop",
        "Open http://127.0.0.1/",
    ]


WORD = "Zvirynets"  # what the person says, sends, names, and where they are
NUMBER = "+380441234567"
TALKS = """flow talks "Talk"
channels chat

service stock "{address}"

on fault: say "Oh."

start:
  ask name: text "Your name?"
  ask number: phone "Your number?"
  ask paper: file "A file?"
  fetch found from stock "/bread?for={{{{ name }}}}"
    on error: say "The shop does not answer, {{{{ name }}}}."
  say "{{{{ found.loaves * 2 }}}} loaves."
  send sms to number "{{{{ name }}}} was here."
  -> more

more:
  ask more: text "Anything else, {{{{ name }}}}?"
  -> more
"""


@pytest.mark.slow
def test_no_word_of_a_talk_is_in_the_log_on_any_level(tmp_path: Path) -> None:
    """A real server with everything it is made of, each part as talkative as it can be."""
    with Service() as service:
        (tmp_path / "talks.flow").write_text(TALKS.format(address=service.address))
        options = ("--log", "json", "--log-level", "debug")
        with Node(tmp_path, tmp_path / "s.db", *options) as node:
            with httpx2.Client(base_url=node.address, timeout=30) as http:
                _talk(http, node, service)
            assert node.stop() == 0
    whole = "".join(node.told)
    entries = [json.loads(line) for line in node.told]
    assert {one["level"] for one in entries} <= {"info", "warning", "error"}
    assert any(one.get("conversation") or "fault" in one["event"] for one in entries)
    for secret in (WORD, "127.0.0.1:", NUMBER[1:], "203.0.113", "49.98"):
        shown = [one for one in node.told if secret in one and "Open http" not in one]
        assert shown == [], whole


def _talk(http: httpx2.Client, node: Node, service: Service) -> None:
    asked = {"entry": WORD, "page": {WORD: WORD}}
    opened = http.post("/api/chat/talks", json=asked, headers={"x-forwarded-for": "203.0.113.7"})
    talk = opened.json()
    key = talk["conversation"]
    proof = {"authorization": f"Bearer {talk['token']}"}
    lines = f"/api/conversations/{key}/lines"
    for text in (WORD, NUMBER):
        say = {"type": "say", "id": text, "text": text}
        assert http.post(lines, json=say, headers=proof).status_code == 200
    name = {"x-name": WORD, "content-type": "text/plain"}
    sent = http.post(
        f"/api/conversations/{key}/uploads?name={WORD}.txt&id=u1",
        content=WORD.encode(),
        headers=proof | name,
    )
    assert sent.status_code == 200, sent.text
    assert WORD in service.asked.get(timeout=30)
    service.answer.put(json.dumps({"loaves": WORD}).encode())
    with connect(f"{node.address.replace('http', 'ws', 1)}/ws/{key}") as page:
        page.send(json.dumps({"type": "hello", "token": talk["token"], "since": 0}))
        page.recv(timeout=30)
        page.send(json.dumps({"type": "say", "id": "w1", "text": WORD * 20_000}))
        page.send(json.dumps({"type": "place", "id": "w2", "latitude": 49.98, "longitude": 36.2}))
        page.send(f"no JSON, {WORD}")
        with suppress(ConnectionClosed):
            while True:
                page.recv(timeout=30)
    http.get(f"/files/{WORD}")
    http.get(f"/chat/{WORD}")
    http.post(f"/api/chat/{WORD}", json={})
    http.post("/api/chat/talks", content=f"no JSON, {WORD}", headers={"content-type": "text/plain"})
    with socket.create_connection(("127.0.0.1", node.port)) as raw:
        raw.sendall(f"{WORD} is no HTTP\r\n\r\n".encode())
        raw.recv(1_000)
