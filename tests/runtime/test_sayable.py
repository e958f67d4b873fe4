"""Phrases to say: each is what the interpreter hears by it, and nobody else's."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from flowengine.language import program as p
from flowengine.runtime import choosing, sayable
from flowengine.runtime import events as ev
from flowengine.runtime.turn import Turn
from tests.runtime.talk import Talk

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def place(source: str) -> Iterator[sayable.Place]:
    talk = Talk(source, "voice")
    talk.start()
    turn = Turn(talk.program, talk.session, ev.Event(at=talk.clock), None)
    block = talk.program.blocks[talk.session.place]
    assert isinstance(block.exit, p.Question)
    try:
        yield sayable.Place(turn, block.part, block.exit, choosing.on_offer(turn, block.exit))
    finally:
        turn.release()


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ('1 "A"', ("a", "one", "number one", "option one")),
        ('1 "A bed" or "bed[s]"', ("a bed", "bed", "beds", "one", "number one", "option one")),
        ('star "Again, please"', ("again please",)),
        # the word of a key is another option's here, or a command's
        ('1 "A"\n    2 "one"', ("a",)),
        ('1 "A"\n    2 "B" # number one', ("a", "one", "option one")),
    ],
)
def test_an_option_by_its_words_then_its_key(options: str, expected: tuple[str, ...]) -> None:
    source = 'anywhere\n  - "number one" -> start\n' if "number one" in options else ""
    with place(f'{source}start:\n  menu "?"\n    {options}\n  end\n') as here:
        assert sayable.of_options(here)[0][1] == expected


def test_what_is_an_emergency_is_never_an_option_nor_a_command() -> None:
    with place(
        'words alarm\n  "fire"\non word alarm: say "Out!"\n'
        'anywhere\n  9 "the fire brigade" or "firemen" -> start\n'
        'start:\n  menu "?"\n    1 "fire" or "flames"\n  end\n'
    ) as here:
        assert sayable.of_options(here)[0][1][:1] == ("flames",)
        commands = dict(sayable.of_commands(here))
        assert commands["anywhere 0"] == ("firemen",)
        assert sayable.of_dangers(here) == [("words alarm", ("fire",))]


def test_yes_and_no_are_the_usual_words_and_no_command() -> None:
    with place('anywhere\n  9 "okay" -> start\nstart:\n  ask n: yes/no "?"\n  end\n') as here:
        yes, no = sayable.agreeing(here, True), sayable.agreeing(here, False)
        assert (yes[0], no[0]) == ("yes", "no")
        assert "okay" not in yes
        assert not set(yes) & set(no)
        assert max(len(yes), len(no)) <= sayable.USUAL


def test_a_label_is_named_with_its_key_where_it_can_be_said() -> None:
    with place('start:\n  menu "?"\n    1 "A"\n  end\n') as here:
        keys = ("two", "number two", "option two")
        assert sayable.named(here.turn, "Nine, to five!", "2") == ("nine to five", *keys)
        assert sayable.named(here.turn, "9 to 5", "2") == keys
        assert sayable.numbered(here.turn, "*") == ()
