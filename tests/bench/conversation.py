"""The conversation that every engine holds: a menu, a question, a confirmation, good-bye."""

from __future__ import annotations

from pathlib import Path

from flowengine.host.library import read_folder
from flowengine.language.compile import Program, compile_flow
from flowengine.language.project import Sources
from flowengine.runtime import Session, begin, decode, encode, step
from flowengine.runtime.effects import Effect, Say
from flowengine.runtime.events import Said, Started

MENU = """flow bench "Bench"

start:
  menu "Press 1 for times, 2 for address"
    1 "Times" -> times
    2 "Address" -> address

times:
  say "Open 9 to 5"
  end

address:
  ask city: text "Which city?"
  -> confirm

confirm:
  ask right: yes/no "You said {{ city }}. Right?"
  if not right: -> address
  say "Goodbye"
  end
"""

FORM = """flow bench "Bench"

start:
  form "What shall I book?"
    ask beds: number from 1 to 6 "For how many people?"
    ask day: date from today to today + 60 days "For which day?"
    ask hour: time from 9:00 to 18:00 "At what time?"
    read back "{{ beds }} beds on {{ day | date }} at {{ hour | time }}. Is that right?"
  end
"""

EXAMPLES = Path(__file__).parents[2] / "flows"
AT = 1_800_000_000.0
ANSWERS = tuple(Said(at=AT, text=text) for text in ("2", "Paris", "1"))
STARTED = Started(at=AT)


def program(source: str) -> Program:
    grammars = read_folder(EXAMPLES).grammars
    compiled = compile_flow(Sources({"bench.flow": source}, grammars=grammars), "bench")
    if compiled.program is None:
        raise SystemExit(f"The bench's own flow is broken: {compiled.diagnostics}")
    return compiled.program


def fresh(of: Program) -> Session:
    return begin(of, channel="chat", seed=1, at=AT)


def hold(of: Program) -> None:
    """One conversation, the session kept in memory."""
    session, effects = step(of, fresh(of), STARTED)
    for answer in ANSWERS:
        session, effects = step(of, session, answer)
    said_goodbye(effects)


def hold_persisted(of: Program) -> None:
    """The same, with the session encoded after every turn and decoded before the next."""
    session, effects = step(of, fresh(of), STARTED)
    stored = encode(session)
    for answer in ANSWERS:
        session, effects = step(of, decode(stored), answer)
        stored = encode(session)
    said_goodbye(effects)


def waiting_form(of: Program) -> bytes:
    """A form with two of its three slots filled, as it is stored while it waits for the third."""
    session, _ = step(of, fresh(of), STARTED)
    session, effects = step(of, session, Said(at=AT, text="four beds on 1 February"))
    if session.values.keys() != {"beds", "day"}:
        raise SystemExit(f"The form is not filled as it should be: {session.values} {effects}")
    return encode(session)


def said_goodbye(effects: tuple[Effect, ...]) -> None:
    if not any(isinstance(effect, Say) and effect.text == "Goodbye" for effect in effects):
        raise SystemExit(f"The conversation did not end as it should: {effects}")
