from __future__ import annotations

import pytest

from flowengine.authoring.show import Lost, shown
from flowengine.language.project import Sources
from tests.authoring.conftest import SHOP

PROJECT = """\
channels voice, ussd
screen 40

anywhere
  0 "A person" -> person
  - "Repeat" -> repeat
"""

FLOW = """\
flow line "A line"

words danger
  "kill myself"

on word danger: say "Stay here."
on quiet 2m: say "Still there?"
on hang up:
  note "gone"

start:
  play "hello.wav"
  menu "Which?"
    1 "Talk" -> person
    2 "More" if office is open:
      say "More of it."
    3 "Nothing"
    silence: again
    no match 2: ask "Talk is 1."
    give up after 3: -> person
  if late:
    say "It is late."
  elif early:
    say "Early."
  else:
    say "So so."
  form "Tell me."
    ask beds: number "How many?"
      wrong if beds > 9: say "Too many."
    ask day: date "Which day?"
    read back "{{ beds }} on {{ day }}?"
  browse p in places
    show "{{ p.name }}"
    - "this one" -> person
  for r in places:
    say "{{ r.name }}"
  repeat up to 3 times:
    say "Again."
    wait 5s
  fetch order from club "/orders"
    slow 2s: say "One moment."
    on error: say "No."
    on late: send sms "Late {{ order }}."
  set beds = 2
  call survey
  end

person:
  handoff team
    while waiting every 45s: say "Wait."
    after 3m: -> gone
    on nobody: say "Nobody."
  transfer to "112"

gone:
  language uk
  say "A text that is surely longer than forty characters."
  return
"""

WHOLE = """\
A line, on voice, in en

start:
  [hello.wav]
  Which? For Talk, press 1. For More, press 2. For Nothing, press 3.
  (voice · 4 s)
  “Talk” -> person
  “More” (only if office is open)
  “More”:
    More of it.
    (voice · 1 s)
  silence:
    (the question again)
  no match 2:
    Talk is 1.
    (voice · 1 s)
    (the choices stay)
  give up after 3:
    -> person
  if late:
    It is late.
    (voice · 1 s)
  elif early:
    Early.
    (voice · 1 s)
  else:
    So so.
    (voice · 1 s)
  Tell me.
  (voice · 1 s)
  How many?
  (voice · 1 s)
  wrong if beds > 9:
    Too many.
    (voice · 1 s)
  Which day?
  (voice · 1 s)
  {{ beds }} on {{ day }}?
  (voice · about 1 s)
  {{ p.name }} For this one, press 1.
  (voice · about 2 s)
  “this one” -> person
  for each r in places:
    {{ r.name }}
    (voice · about 1 s)
  up to 3 times:
    Again.
    (voice · 1 s)
  while order takes long:
    One moment.
    (voice · 1 s)
  if order cannot be fetched:
    No.
    (voice · 1 s)
  if order comes late:
    [sends sms]
      Late {{ order }}.
      (sms · 1 segment · about 14/160 GSM-7)
  [survey]
  (end)

person:
  [waits for team]
  every 45 s:
    Wait.
    (voice · 1 s)
  after 180 s:
    -> gone
  on nobody:
    Nobody.
    (voice · 1 s)
  [transfer to 112]

gone:
  [goes on in uk]
  A text that is surely longer than forty characters.
  (voice · 3 s)

on word danger:
  Stay here.
  (voice · 1 s)

on quiet 120 s:
  Still there?
  (voice · 1 s)

anywhere (not announced):
  0 A person -> person
  - Repeat -> repeat"""


def test_a_whole_flow_is_shown_place_by_place() -> None:
    text, mistakes = shown(Sources({"line.flow": FLOW, "project.flow": PROJECT}), "line.flow")
    assert mistakes == ()
    assert text == WHOLE


def test_a_text_longer_than_the_screen_is_told_where_there_is_one() -> None:
    text, _ = shown(Sources({"line.flow": FLOW, "project.flow": PROJECT}), "line.flow", "ussd")
    assert (
        "  A text that is surely longer\n"
        "  1. More\n"
        "  (ussd · 36/40 GSM-7 · page 1 of 2)\n"
        "  than forty characters.\n"
        "  (ussd · 22/40 GSM-7 · page 2 of 2)\n"
    ) in text
    assert "silence:" not in text
    assert "  Which?\n  1. Talk\n  2. More\n  3. Nothing\n  (ussd · 33/40 GSM-7)\n" in text


def test_what_is_said_in_a_row_is_one_screen_with_its_question() -> None:
    flow = (
        'flow a "A"\nchannels chat, sms\n\nstart:\n  say "Hello."\n  set x = 1\n  say "You."\n'
        '  menu "Which?"\n    1 "Red"\n  note "n"\n  say "Bye."\n    chat: ""\n  end\n'
    )
    text, _ = shown(Sources({"a.flow": flow}), "a.flow", "sms")
    assert (
        "  Hello.\n  You.\n  Which?\n  1. Red\n  (sms · 1 segment · 25/160 GSM-7)\n  Bye." in text
    )


def test_a_messenger_shows_what_the_chat_would_be_there() -> None:
    text, _ = shown(Sources({"shop.flow": SHOP}), "shop.flow", "whatsapp", "uk")
    assert text.startswith("Shop, on whatsapp, in uk\n")
    assert "  Чим допомогти?\n  ▾ Ліжка\n" in text


def test_the_language_is_chosen_or_the_one_it_is_written_in() -> None:
    text, _ = shown(Sources({"shop.flow": SHOP}), "shop.flow", "sms")
    assert text.startswith("Shop, on sms, in en\n")
    text, _ = shown(Sources({"shop.flow": SHOP}), "shop.flow", "voice", "uk")
    assert text.startswith("Shop, on voice, in uk\n")
    assert "Чим допомогти? Ліжка – натисніть 1." in text


@pytest.mark.parametrize(
    ("channel", "language", "known"),
    [("ussd", "", "voice, sms, chat"), ("", "fr", "en, uk")],
)
def test_what_the_flow_does_not_have_is_told_with_what_it_has(
    channel: str, language: str, known: str
) -> None:
    with pytest.raises(Lost, match=known):
        shown(Sources({"shop.flow": SHOP}), "shop.flow", channel, language)


@pytest.mark.parametrize("broken", ["line.flow", "project.flow"])
def test_mistakes_keep_it_from_being_shown(broken: str) -> None:
    flows = {"line.flow": FLOW, "project.flow": PROJECT, broken: 'say "x\n'}
    text, mistakes = shown(Sources(flows), "line.flow")
    assert text == ""
    assert {one.file for one in mistakes} == {broken}


def test_what_a_catalogue_translates_is_shown() -> None:
    flow = 'flow shop "Shop"\nlanguages en, uk\nstart:\n  say "Hello."\n  end\n'
    po = 'msgctxt "start/say"\nmsgid "Hello."\nmsgstr "Вітаю."\n'
    sources = Sources({"shop.flow": flow}, catalogues={"locale/uk/shop.po": po})
    assert "Вітаю." in shown(sources, "shop.flow", "sms", "uk")[0]
    assert "Hello." in shown(sources, "shop.flow", "sms", "en")[0]
