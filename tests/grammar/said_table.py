"""The tables in `said/`: lines to cases, and a case to whether it is understood.

How a line is written stands in `said/README.md`. It refuses a line that it cannot read, with its
place: a table with a wrong line proves nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path

from flowengine.grammar.expansion import RuleRef
from flowengine.grammar.matcher import Choice, Matcher
from flowengine.grammar.money import Money
from flowengine.grammar.standard import Standard
from flowengine.grammar.values import read

TODAY = datetime(2027, 3, 3, 10, tzinfo=UTC)  # a Wednesday
KINDS = {  # a table's word -> the kind that reads it
    "yesno": "yes/no",
    "digits": "digits",
    "number": "number",
    "ordinal": "number",
    "date": "date",
    "time": "time",
    "duration": "duration",
    "phone": "phone",
    "money": "money",
    "letters": "name",
}
REPAIR = "repair"

_HIDDEN = re.compile(r"\\u([0-9a-fA-F]{4})")
_UNITS = {"w": "weeks", "d": "days", "h": "hours", "m": "minutes", "s": "seconds"}


@dataclass(frozen=True, slots=True)
class Said:
    """One line; `expected` is empty where nothing must be understood."""

    line: int
    kind: str
    text: str
    expected: frozenset[object]
    is_known_miss: bool


def table(path: Path) -> list[Said]:
    """Its lines. Raises `ValueError` naming the line that cannot be read."""
    cases = []
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        if line.strip() and not line.startswith("#"):
            try:
                cases.append(_case(number, line))
            except (ArithmeticError, KeyError, ValueError) as wrong:
                raise ValueError(f"{path.name}:{number}: {line!r}: {wrong!r}") from wrong
    return cases


def _case(number: int, line: str) -> Said:
    known, line = line.startswith("~"), line.removeprefix("~")
    kind, text, value = (part.strip() for part in line.split(" | "))
    if kind not in KINDS and kind != REPAIR:
        raise ValueError(f"there is no kind {kind}")
    text = _HIDDEN.sub(lambda found: chr(int(found[1], 16)), text)
    values = [] if value == "-" else value.split(" or ")
    return Said(number, kind, text, frozenset(_VALUES[kind](each) for each in values), known)


def _yesno(text: str) -> bool:
    return {"yes": True, "no": False}[text]


def _number(text: str) -> int | Decimal:
    return Decimal(text) if "." in text else int(text)


def _duration(text: str) -> timedelta:
    parts = {_UNITS[part[-1]]: float(part[:-1]) for part in text.split()}
    return timedelta(**parts)


def _money(text: str) -> Money:
    amount, _, currency = text.partition(" ")
    return Money(Decimal(amount), currency or None)


_VALUES: dict[str, Callable[[str], object]] = {
    "yesno": _yesno,
    "digits": str,
    "number": _number,
    "ordinal": _number,
    "date": date.fromisoformat,
    "time": time.fromisoformat,
    "duration": _duration,
    "phone": str,
    "money": _money,
    "letters": str,
    REPAIR: str,
}


class Listener:
    """Understands as the interpreter does, in one language."""

    def __init__(self, standard: Standard, language: str) -> None:
        self._standard = standard
        self._language = language
        self._repairs = repairs(standard, language)

    def understood(self, said: Said) -> frozenset[object]:
        """What was meant most likely: one value, several equals, or none."""
        if said.kind == REPAIR:
            return frozenset(match.key for match in self._repairs.match(said.text))
        found = read(KINDS[said.kind], said.text, self._standard, self._language, TODAY)
        return frozenset(each.value for each in found if each.score == found[0].score)

    def misses(self, cases: list[Said]) -> Iterator[tuple[Said, frozenset[object]]]:
        """Each case that is not understood, with what was understood instead."""
        for said in cases:
            found = self.understood(said)
            if found != said.expected:
                yield said, found


def repairs(standard: Standard, language: str) -> Matcher:
    """The words of repair as a conversation hears them."""
    names = [name for name in standard.rules(language) if name.startswith("repair.")]
    return Matcher(
        [Choice(name.partition(".")[2], (RuleRef(name),)) for name in names],
        standard.rules(language),
        standard.filler(language),
        standard.ordinary(language),
        standard.negation(language),
        standard.denial(language),
    )
