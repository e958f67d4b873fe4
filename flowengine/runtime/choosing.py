"""What can be chosen at a question as it stands now, and what choosing it does.

What a person meant is found out before (`questions`, and `asking` for a form).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from msgspec.structs import replace

from flowengine.language import program as p
from flowengine.runtime import answers, browsing, lists, moves, screens
from flowengine.runtime.choices import Shown, shown
from flowengine.runtime.ladders import detour

if TYPE_CHECKING:
    from flowengine.runtime.turn import Turn


def on_offer(turn: Turn, wait: p.Question) -> tuple[Shown, ...]:
    """What can be chosen now: this part's options by their keys, then the others by words."""
    everything = shown(turn, wait)
    if lists.is_long(turn, everything):
        page = lists.part_now(turn, everything)
    elif screens.is_small(turn):
        page = screens.page_now(turn, everything)
    else:
        return everything
    rest = tuple(one for one in everything if one.id not in {other.id for other in page})
    return page + tuple(screens.keyless(one) for one in rest)


def take(
    turn: Turn,
    wait: p.Question,
    one: Shown,
    *,
    said: str = "",
    confirmed: bool = False,
    score: float = 1.0,
) -> str | None:
    """This option, or this value, is the answer."""
    option = one.option
    if turns_page(one):
        turn_page(turn, wait, one)
        return wait.name
    if option is None and isinstance(wait, p.Browse):
        return browsing.moved(turn, wait, browsing.MOVES[one.id])
    if option is not None:
        turn.mark(option.place)
        if not (isinstance(wait, p.Ask) and _is_value(option)):
            return _follow(turn, wait, one, option, said)
    value = one.value if option is None or option.keeps else one.label
    ask = cast("p.Ask", wait)  # nothing else has answers that are no options
    return answers.accept(turn, ask, value, one.label, said, score, confirmed=confirmed)


def _follow(turn: Turn, wait: p.Question, one: Shown, option: p.Option, said: str) -> str | None:
    """Where the option leads: a detour leaves the question open, anything else answers it."""
    if option.detour:
        return detour(turn, wait.name, option.body)
    if option.visits and option.goes is not None:
        return moves.visit(turn, option.goes)
    turn.answered()
    slot = wait.slot if isinstance(wait, p.Ask) else wait.into if isinstance(wait, p.Menu) else ""
    if slot and (option.keeps or isinstance(wait, p.Menu)):
        turn.keep(slot, one.value if option.keeps else one.label, one.label, said)
    if option.goes is not None:
        return moves.jump(turn, option.goes)
    return option.body or wait.after


def _is_value(option: p.Option) -> bool:
    return option.goes is None and not option.body


def turns_page(one: Shown) -> bool:
    return one.option is None and one.id in ("more", "less")


def turn_page(turn: Turn, wait: p.Question, one: Shown) -> None:
    offered, by = shown(turn, wait), 1 if one.id == "more" else -1
    turned = lists.turned if lists.is_long(turn, offered) else screens.turned
    first = turned(turn, offered, by)
    turn.asked = replace(turn.so_far, page=first)
