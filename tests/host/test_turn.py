from __future__ import annotations

from typing import Any

import msgspec
import pytest

from flowengine.host import lines
from flowengine.host.cause import Cause
from flowengine.host.lines import Line
from flowengine.host.turn import Stepped, dropped, written
from flowengine.runtime import Session
from flowengine.runtime import effects as fx
from flowengine.runtime.events import Started
from flowengine.runtime.session import Asked
from flowengine.store.records import Conversation, Errand, Timer, Turn, Upload

BEFORE = Conversation(
    "c1", "shop", "d1", "chat", b"t", b"", '{"kind":"prompt"}', False, 1.0, messages=4, revision=2
)  # fmt: skip
PROMPT = fx.Prompt(turn=3, wait="shop.main", kind="ask", text="Name?", language="en")


def session(place: str = "shop.main", asked: int | None = 2) -> Session:
    return Session(
        digest="d1",
        flow="shop",
        channel="chat",
        language="en",
        seed=1,
        turn=3,
        at=1.0,
        place=place,
        asked=None if asked is None else Asked(asked),
        stack=(),
        values={},
        trail=(),
        contact={},
        caller="",
        heard=0,
        late={},
        ended="",
    )


def turn(*effects: fx.Effect, after: Session | None = None, **cause: Any) -> Turn:
    step = Stepped(Started(at=100.0), (session(), after or session()), effects)
    return written(BEFORE, step, Cause(**cause), 100.0)


def test_lines_go_on_counting_and_the_person_s_come_first() -> None:
    found = turn(
        fx.Say(text="Hi", language="en"), PROMPT, line=Line(kind="text", text="1"), message_id="m1"
    )
    assert [(one.number, one.side) for one in found.messages] == [
        (5, "person"),
        (6, "flow"),
        (7, "flow"),
    ]
    assert {one.at for one in found.messages} == {100.0}
    assert found.message_id == "m1"


def test_what_is_slow_becomes_rows() -> None:
    fetch = fx.Fetch(
        turn=3, key="k", method="GET", url="https://x.example", headers={}, secrets={}, body=None,
        timeout=5, retry=0,
    )  # fmt: skip
    found = turn(fx.Timer(turn=3, timer="slow", seconds=2.5), fetch, after=session("shop.f", 3))
    assert found.timers == (Timer("c1", 3, "slow", 102.5),)
    (errand,) = found.errands
    assert (errand.conversation, errand.turn, errand.kind) == ("c1", 3, "fetch")
    assert msgspec.json.decode(errand.body, type=fx.Fetch) == fetch


def test_messages_for_other_roads_are_queued_under_one_key() -> None:
    sent = fx.Send(key="7-3", channel="sms", to="+1", text="Hi")
    here = fx.Send(key="7-4", channel="chat", to="", text="Hi")
    found = turn(sent, here)
    assert [one.key for one in found.outgoing] == ["c1/7-3"]
    assert [lines.decode(one.body).text for one in found.messages] == ["Hi"]


def test_results_are_facts() -> None:
    found = turn(
        fx.Saved(name="Rating", value=5, category="5", raw="five"),
        fx.Tagged(subject="contact", tag="x"),
        fx.Noted(text="n"),
    )
    assert [one.kind for one in found.facts] == ["saved", "tagged", "noted"]


@pytest.mark.parametrize(
    ("effects", "after", "prompt"),
    [
        ((PROMPT,), session(), lines.encode(lines.prompted(PROMPT))),
        # Beside the question: an agent accepted, a late answer, a timer that came too late.
        ((), session(), BEFORE.prompt),
        ((fx.Say(text="By the way", language="en"),), session(), BEFORE.prompt),
        ((fx.Dropped(reason="late"),), session(), BEFORE.prompt),
        # Elsewhere: something is being looked up, or all is over.
        ((), session("shop.fetch", 3), ""),
        ((), session("shop.main", 3), ""),
        ((), session("", None), ""),
    ],
)
def test_what_the_person_is_asked_is_known_after_every_turn(
    effects: tuple[fx.Effect, ...], after: Session, prompt: str
) -> None:
    assert turn(*effects, after=after).conversation.prompt == prompt


@pytest.mark.parametrize(("place", "ended"), [("shop.main", False), ("", True)])
def test_a_conversation_without_a_place_has_ended(place: str, ended: bool) -> None:
    assert turn(after=session(place)).conversation.ended is ended


def test_what_began_the_turn_is_cleared_with_it() -> None:
    timer, errand = Timer("c1", 2, "quiet", 9.0), Errand("c1", 2, "fetch", "{}")
    found = turn(fired=timer, answered=errand)
    assert (found.fired, found.answered) == (timer, errand)


def test_an_event_that_was_not_obeyed_is_seen() -> None:
    assert dropped((fx.Dropped(reason="late"),))
    assert not dropped((PROMPT,))


@pytest.mark.parametrize("where", ["session", "effect", "nowhere"])
def test_a_file_that_nobody_took_is_not_kept(where: str) -> None:
    upload = Upload("u-1", 1.0, "a.png", "image/png", b"x")
    line = Line(kind="photo", text="a.png", reference={"upload": "u-1"})
    after = msgspec.structs.replace(session(), values={"x": "u-1"} if where == "session" else {})
    told = (fx.ToAgent(text="u-1"),) if where == "effect" else ()
    found = turn(*told, after=after, line=line, upload=upload)
    kept = where != "nowhere"
    assert found.uploads == ((upload,) if kept else ())
    assert lines.decode(found.messages[0].body) == (
        line if kept else Line(kind="photo", text="a.png")
    )


def test_a_file_that_comes_while_a_name_is_forgotten_does_not_keep_it() -> None:
    before = msgspec.structs.replace(session(), values={"name": "Anna"})
    after = msgspec.structs.replace(session(), values={"photo": "u-1"})
    upload = Upload("u-1", 1.0, "Anna.png", "image/png", b"x")
    line = Line(kind="photo", text="Anna.png", reference={"upload": "u-1"})
    cause = Cause(line, upload=upload)
    step = Stepped(Started(at=100.0), (before, after), (fx.Forgot(path="name"),))
    found = written(BEFORE, step, cause, 100.0)
    assert [one.name for one in found.uploads] == [f"{lines.HIDDEN}.png"]
    assert lines.decode(found.messages[0].body).text == f"{lines.HIDDEN}.png"
