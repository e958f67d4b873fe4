"""`key("grants")`, `word("help")`: what leads to a place, so that texts and options agree."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flowengine.language import program as p
from flowengine.runtime.choices import SIGNS, label_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flowengine.runtime.values import Values


def key(values: Values, place: str) -> str:
    """The written key of an option that leads to `place`; empty where none does."""
    for wait in _questions(values):
        for option in wait.options:
            if option.key != "-" and _leads_to(option, place):
                return SIGNS.get(option.key, option.key)
    return ""


def word(values: Values, place: str) -> str:
    """What a person says for a command of `anywhere`, in their language; else the name itself."""
    turn = values.turn
    for part in turn.program.parts.values():
        for option in part.commands:
            if _leads_to(option, place):
                return label_of(turn, option)
    return place


def _questions(values: Values) -> Iterator[p.Question]:
    """The question we are at before all others: keys differ from menu to menu."""
    blocks = values.turn.program.blocks
    here = blocks.get(values.turn.place)
    for block in (here, *blocks.values()):
        if block is not None and isinstance(block.exit, p.Question):
            yield block.exit


def _leads_to(option: p.Option, place: str) -> bool:
    return option.goes is not None and place in (
        option.goes.block,
        option.goes.block.rpartition(".")[2],
    )
