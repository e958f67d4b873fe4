"""`browse`: one item of a list after another; next, previous and first are always understood."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from flowengine.grammar.expansion import RuleRef, Words
from flowengine.grammar.matcher import Choice, Matcher
from flowengine.grammar.normal import words as fold
from flowengine.runtime import prompts
from flowengine.runtime.hearing import rules
from flowengine.runtime.phrases import phrase

if TYPE_CHECKING:
    from flowengine.language import program as p
    from flowengine.runtime.turn import Turn

MOVES = {"next": 1, "previous": -1}


def present(turn: Turn, wait: p.Browse) -> str | None:
    """Shows the item we are at; nothing to browse goes on below."""
    asked = turn.so_far
    found = items(turn, wait)
    if not found:
        turn.asked = None
        return wait.after
    index = min(asked.index, len(found) - 1)
    turn.asked = replace(asked, index=index)
    turn.set(wait.variable, found[index])
    prompts.ask(turn, wait, wait.show)
    return None


def items(turn: Turn, wait: p.Browse) -> list[Any]:
    found = wait.items(turn.values)
    return list(found) if isinstance(found, list | tuple) else []


def heard(turn: Turn, wait: p.Browse, text: str) -> str | None:
    """A word of moving, in the language of the conversation. None where it was none of them."""
    found = word(turn, text)
    if found == "first":
        return moved(turn, wait, -len(items(turn, wait)))
    return moved(turn, wait, MOVES[found]) if found else None


def word(turn: Turn, text: str) -> str:
    """`next`, `previous` or `first`, where the whole message says so; else ""."""
    match = _words(turn).exact(text)
    return str(match.key) if match else ""


def moved(turn: Turn, wait: p.Browse, by: int) -> str:
    """Stops at either end, where the same item is shown again."""
    asked = turn.so_far
    last = len(items(turn, wait)) - 1
    turn.asked = replace(asked, index=max(0, min(asked.index + by, last)), silence=0, no_match=0)
    return wait.name


def _words(turn: Turn) -> Matcher:
    key = ("moves", turn.language)
    matcher: Matcher | None = turn.program.cache.get(key)
    if matcher is None:
        known = rules(turn.program, turn.language)
        choices = [
            Choice(word, (RuleRef(f"repair.{word}"),))
            for word in ("next", "previous", "first")
            if f"repair.{word}" in known
        ]
        labels = [
            Choice(word, (Words(tuple(fold(phrase(turn.language, word)))),)) for word in MOVES
        ]
        matcher = turn.program.cache[key] = Matcher([*labels, *choices], known)
    return matcher
