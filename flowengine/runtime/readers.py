"""From words to a typed value, and whether it lies in the range that was asked for.

A value that is understood but not allowed is *wrong*; what is no value of the type at all is *no
match*. The two lead to different words of the flow.
"""

from __future__ import annotations

from datetime import datetime, time
from typing import TYPE_CHECKING, Any, NamedTuple

from flowengine.grammar import values as grammar_values
from flowengine.grammar.matcher import Choice, Matcher
from flowengine.runtime import values as known
from flowengine.runtime.hearing import rules, standard
from flowengine.runtime.limits import EVENT_TEXT

if TYPE_CHECKING:
    from flowengine.language import program as p
    from flowengine.runtime.turn import Turn

SPOKEN = ("number", "digits", "yes/no", "date", "time", "phone", "email", "money", "name")
MEDIA = ("photo", "file", "location", "recording")


class Read(NamedTuple):
    value: Any
    score: float


def read(turn: Turn, type_: p.AnswerType, text: str) -> list[Read]:
    """All readings of the whole message as this type, best first."""
    if type_.name == "text":
        cut = text.strip()[:EVENT_TEXT]
        return [Read(cut, 1.0)] if cut else []
    if type_.name == "rule":
        return _by_rule(turn, type_.rule, text)
    if type_.name not in SPOKEN:
        return []
    found = grammar_values.read(
        type_.name, text, standard(turn.program), turn.language, known.now(turn.values)
    )
    return [Read(kept(one.value), one.score) for one in found]


def read_keys(turn: Turn, type_: p.AnswerType, keys: str) -> list[Read]:
    """Keys of a phone as an answer: numbers as they are, 0903 as a time, 07012027 as a date."""
    digits = keys.rstrip("#")
    if not digits.isdigit():
        return []
    if type_.name == "time" and len(digits) == 4:
        digits = f"{digits[:2]}:{digits[2:]}"
    if type_.name == "date" and len(digits) == 8:
        digits = f"{digits[4:]}-{digits[2:4]}-{digits[:2]}"
    if type_.name in ("number", "digits", "phone", "money", "time", "date"):
        return read(turn, type_, digits)
    return []


def allowed(turn: Turn, type_: p.AnswerType, value: Any) -> bool:
    """Within `from … to …` (both included), and of the length asked for."""
    if type_.length and isinstance(value, str) and len(value) != type_.length:
        return False
    if type_.low is None and type_.high is None:
        return True
    low = type_.low(turn.values) if type_.low else None
    high = type_.high(turn.values) if type_.high else None
    if type_.name == "number" and _is_fraction(value) and isinstance(low or high, int):
        return False  # from 1 to 6 people: half a person is no answer
    return _above(value, low) and _above(high, value)


def _is_fraction(value: Any) -> bool:
    return bool(value != int(value))


def _above(value: Any, low: Any) -> bool:
    """`low <= value`; a bound that is unset, or of another kind, bounds nothing."""
    if low is None or value is None:
        return True
    try:
        return bool(_like(low, value) <= _like(value, low))
    except TypeError:
        return True


def _like(one: Any, other: Any) -> Any:
    """Of a moment only what the other has: its time of day, or its day."""
    if isinstance(one, datetime) and not isinstance(other, datetime):
        return one.time() if isinstance(other, time) else one.date()
    return one


def kept(value: Any) -> Any:
    """Money is kept as its amount: flows compute with it, and name the currency to show it."""
    return getattr(value, "amount", value)


def _by_rule(turn: Turn, rule: str, text: str) -> list[Read]:
    language_rules = rules(turn.program, turn.language)
    key = ("rule", rule, turn.language)
    matcher: Matcher | None = turn.program.cache.get(key)
    if matcher is None:
        choices = [Choice(rule, (language_rules[rule],))]
        matcher = turn.program.cache[key] = Matcher(choices, language_rules)
    return [Read(" ".join(m.tags) or text.strip(), m.score) for m in matcher.match(text)]
