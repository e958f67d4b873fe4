"""Whatever happens, in whatever order: nothing raises, every turn ends in one wait or in the end.

`Talk.feed` proves after each event that the step is deterministic, that the session goes to bytes
and back, and that the old one is untouched. Here it is fed with anything.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flowengine import assets
from flowengine.host.library import read_folder
from flowengine.language import program as p
from flowengine.language.compile import compile_flow
from flowengine.runtime import effects as fx
from flowengine.runtime import encode
from flowengine.runtime import events as ev
from tests.runtime.talk import NOON, Talk, program

EVERYTHING = """languages en, uk
written in en

slots
  name: text, remembered
  pin: digits 4, secret

hours office
  zone Europe/Kyiv
  every day 9:00-17:00

queue listeners
  hours office

words danger
  "kill myself"

anywhere
  0 "a person" -> person
  star "privacy" -> privacy
  - "ukrainian":
    language uk

on word danger: say "112."
on quiet 1h: say "Still there?"
on quiet 2h: -> bye
on message: -> start
on missed call: send sms "You called."
on failed: note "{{ event.reason }}"
on wrong media: say "Words, please."
on hang up: note "{{ event.place }}"

start:
  say "Hello." or "Hi."
  ask name "Name?"
    uk: "Ім'я?"
  ask pin, optional "PIN?"
  ask n: number from 0 to 5 "Number?"
    hint "0 to 5."
    confirm below 80%
    wrong if n == 3: ask "Not three."
    unsure: ask "{{ event.guess }}?"
  say "{{ 10 / n }}"
  -> main

menu main "Main?" into choice
  1 "Book" -> book
  2 "Queue" -> queue_up
  3 "Look" -> look
  4 "Browse" -> shelf
  5 "Wait" -> later
  6 "Ask" -> ask_town
  7 "About" -> privacy
  8 "Bye" -> bye

book:
  form "What?"
    ask beds: number from 1 to 6 "How many?"
    ask day: date from today to today + 60 days "Which day?"
      wrong if day is weekend: say "Not at weekends."
    ask hour: time from 9:00 to 18:00 "When?"
    ask why: text, optional "Why?"
    read back "{{ beds }} {{ day | date }} {{ hour | time }} {{ why or '' }}?"
  -> main

queue_up:
  handoff listeners
    needs language
    while waiting every 45s: say "{{ queue.position }}"
    offer callback after 2m
    after 3m: also listeners
    after 10m: -> main
    on closed: say "Closed."
    on nobody: -> main
  call survey
  -> main

look:
  fetch found from "https://a.example/{{ name }}"
    slow 2s: say "One moment."
    on error: -> main
    on late: send sms "{{ found }}"
  say "{{ found }}"
  -> main

shelf:
  for kind in ["a", "b"]:
    set list = [1, 2, 3]
    browse item in list
      show "{{ kind }} {{ item }}"
      - "take it":
        set taken = item
  -> main

later:
  wait until tomorrow 9:00
  -> main

ask_town:
  ask town: choice "Town?"
    fetch place from "https://a.example/{{ town }}"
    wrong if place is empty: again
    1 "Kyiv"
    2 "Lviv"
  -> main

privacy:
  say "Nothing is kept."
  ask ok: yes/no "All right?"
  return

person:
  handoff listeners
  end

bye:
  say "Bye."
  end
"""

WORDS = (
    *"0 1 2 3 4 5 6 7 8 1234 yes no back skip repeat help cancel operator stop privacy".split(),
    *"ukrainian next previous first five book queue look Kyiv книга так назад".split(),
    *("main menu", "two tomorrow at 10", "no, on friday", "kill myself", "take it", "call me back"),
)
NASTY = (
    *("", " ", "\x00", "\ud800", "½", "²", "१२", "İ", "{{ 1/0 }}", "12345678901234567"),
    *("\u202e\u0661\u0662", "👩\u200d👩\u200d👧", "ﷺ" * 40, "ß\u0301" * 30),
)
TIMERS = ("pause", "slow", "waiting", "offer", "after 0", "after 1", "after x", "quiet 3600", "")
SAID = st.one_of(st.sampled_from(WORDS), st.sampled_from(NASTY), st.text(max_size=30))
CHOICES = st.sampled_from(("0", "1", "yes", "no", "next", "more", "less", "item0", ""))
MEDIA = st.sampled_from(("photo", "file", "recording", "x"))
STATUS = st.sampled_from((200, 200, 404, 0))
OUTCOMES = st.sampled_from(("done", "closed", "nobody", "full", "x"))
TURNS = st.one_of(st.just(-1), st.integers(0, 12))
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda one: st.lists(one, max_size=3) | st.dictionaries(st.text(max_size=3), one, max_size=3),
    max_leaves=6,
)


def _event(kind: Any, /, **fields: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.tuples(st.just(kind), st.fixed_dictionaries(fields))


HAPPENS = st.one_of(
    _event(ev.Said, text=SAID, confidence=st.sampled_from((1.0, 0.4))),
    _event(ev.Said, text=SAID),
    _event(ev.Pressed, keys=st.text("0123456789*#", max_size=9)),
    _event(ev.Picked, turn=TURNS, choice=CHOICES),
    _event(ev.Received, kind=MEDIA, reference=st.text(max_size=5)),
    _event(
        ev.Fetched, turn=TURNS, status=STATUS, body=JSON, error=st.sampled_from(("", "timeout"))
    ),
    _event(ev.Due, turn=TURNS, timer=st.sampled_from(TIMERS)),
    _event(ev.Queued, position=st.integers(-1, 5)),
    _event(ev.HandoffEnded, turn=TURNS, outcome=OUTCOMES),
    *map(_event, (ev.Started, ev.Silence, ev.Accepted)),
    *map(_event, (ev.HungUp, ev.MissedCall, ev.DeliveryFailed)),
)
SEQUENCES = st.lists(HAPPENS, min_size=1, max_size=25)


@cache
def hotline(name: str, folder: Path) -> p.Program | None:
    return compile_flow(read_folder(folder), name).program


def live(flow: p.Program, channel: str, happens: list[tuple[Any, dict[str, Any]]]) -> None:
    """Feeds one event after another; turn -1 means the one that is waited for now."""
    talk = Talk(flow, channel, at=NOON)
    talk.start()
    for number, (kind, fields) in enumerate(happens):
        now = talk.session.asked.turn if talk.session.asked else 0
        fields = fields | ({"turn": now} if fields.get("turn") == -1 else {})
        talk.feed(kind(at=NOON + 60.0 * number, **fields))
        for one in talk.effects:
            secret = isinstance(one, fx.Noted | fx.Handoff) and "1234" in str(one)
            assert not secret


@pytest.mark.parametrize("channel", ["chat", "voice", "ussd"])
@settings(max_examples=150)
@given(happens=SEQUENCES)
def test_anything_may_happen(channel: str, happens: list[tuple[Any, dict[str, Any]]]) -> None:
    live(program(EVERYTHING), channel, happens)


@pytest.mark.parametrize("name", ["college_line", "food_bank"])
@settings(max_examples=60)
@given(happens=SEQUENCES)
def test_anything_may_happen_to_the_hotlines(
    name: str, happens: list[tuple[Any, dict[str, Any]]]
) -> None:
    flow = hotline(name, assets.folder("flows"))
    assert flow is not None
    live(flow, "sms", happens)


@settings(max_examples=60)
@given(path=st.lists(st.integers(0, 7), min_size=1, max_size=20), noise=SEQUENCES)
def test_whoever_follows_the_menus_is_led_on(
    path: list[int], noise: list[tuple[Any, dict[str, Any]]]
) -> None:
    """Mostly sensible answers reach deeper than chance does; between them anything."""
    talk = Talk(program(EVERYTHING), "chat", at=NOON)
    talk.start()
    for one in ("Ann", "skip", "2"):
        talk.says(one)
    for number, (kind, fields) in zip(path, [*noise, *noise, *noise], strict=False):
        if talk.prompt is not None and talk.prompt.choices and talk.session.place:
            choice = talk.prompt.choices[number % len(talk.prompt.choices)]
            talk.feed(ev.Picked(at=NOON, turn=talk.prompt.turn, choice=choice.id))
        if "turn" in fields and talk.session.asked is not None:
            fields = fields | {"turn": talk.session.asked.turn}
        talk.feed(kind(at=NOON, **fields))


def test_a_waiting_form_of_three_slots_is_small() -> None:
    talk = Talk(program(EVERYTHING), "chat", at=NOON)
    talk.start("main")
    talk.says("book")
    talk.says("two tomorrow at 10")
    assert talk.prompt is not None
    assert len(encode(talk.session)) <= 500
