"""Whatever a recogniser is told to listen for is understood back: at every question of every
hotline, in every language, each phrase of each way leads where the way says."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from flowengine.language import program as p
from flowengine.runtime import begin, hearing, step
from flowengine.runtime import effects as fx
from flowengine.runtime import events as ev
from flowengine.runtime.expecting import MOST, Expected, Way, expected
from flowengine.runtime.turn import Turn
from tests.flows.test_despair import HOTLINES, NOON, program

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flowengine.runtime.session import Session

SPOKEN = 0.9  # how sure a recogniser is: never as sure as what is typed


def waiting(line: p.Program, language: str) -> Iterator[Session]:
    """A session at each question, as far as it can be begun at."""
    for name, block in line.blocks.items():
        if isinstance(block.exit, p.Question | p.Form):
            fresh = begin(line, channel="voice", seed=1, at=NOON, language=language)
            session, _ = step(line, fresh, ev.Started(at=NOON, place=name))
            if session.place == name:
                yield session


def outcome(line: p.Program, session: Session, event: ev.Event) -> tuple[object, ...]:
    """Where it leads and what is said there; not how the answer was worded."""
    after, effects = step(line, session, event)
    said = [(one.text if isinstance(one, fx.Say | fx.Prompt) else "", type(one)) for one in effects]
    tries = after.asked.tries if after.asked else 0
    return after.place, after.stack, tries, said


def missed(line: p.Program, session: Session, way: Way, most: int) -> Iterator[str]:
    """The phrases that do not lead where the way says."""
    assert session.asked is not None
    kind, _, name = way.id.partition(" ")
    picked = ev.Picked(at=NOON, turn=session.asked.turn, choice=way.id)
    wanted = None if name else outcome(line, session, picked)
    for said in way.phrases[:most]:
        if kind == "anywhere" and name:
            right = command(line, session, said) == int(name)
        elif kind == "words" and name:
            right = danger(line, session, said) == name
        else:
            spoken = ev.Said(at=NOON, text=said, confidence=SPOKEN)
            right = outcome(line, session, spoken) == wanted
        if not right:
            yield said


def command(line: p.Program, session: Session, said: str) -> int | None:
    """The command it is, and that it is heard as that."""
    turn = Turn(line, session, ev.Said(at=NOON, text=said), None)
    part = line.blocks[session.place].part
    option = hearing.command_exactly(turn, part, said)
    turn.release()
    after, _ = step(line, session, ev.Said(at=NOON, text=said, confidence=SPOKEN))
    failed = after.place == session.place and after.asked and after.asked.tries
    return None if option is None or failed else part.commands.index(option)


def danger(line: p.Program, session: Session, said: str) -> str:
    turn = Turn(line, session, ev.Said(at=NOON, text=said), None)
    found = hearing.danger(turn, line.blocks[session.place].part, said)
    turn.release()
    return found.name if found else ""


def check(name: str, most: int) -> list[tuple[str, str, str]]:
    """Every phrase that is missed, as language, place and phrase."""
    line, found = program(name), []
    for language in line.languages:
        for session in waiting(line, language):
            told = expected(line, session)
            assert isinstance(told, Expected)
            assert sum(len(way.phrases) for way in told.ways) <= MOST
            assert len({way.id for way in told.ways}) == len(told.ways)
            for way in told.ways:
                found += [(language, session.place, s) for s in missed(line, session, way, most)]
    return found


@pytest.mark.parametrize("name", ["food_bank", "clinic"])
def test_what_is_listened_for_is_understood(name: str) -> None:
    assert check(name, 1) == []


@pytest.mark.slow
@pytest.mark.parametrize("name", HOTLINES)
def test_every_phrase_is_understood(name: str) -> None:
    assert check(name, MOST) == []
