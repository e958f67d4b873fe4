"""Flows of any length, made of the steps of an example."""

from __future__ import annotations

import re
from pathlib import Path

EXAMPLE = Path(__file__).parents[2] / "flows" / "food_bank.flow"
_PLACE = re.compile(r"^(?:menu (\w+)|(\w+)(?= with [\w, ]+:|:))", re.M)


def flow(lines: int, example: str) -> str:
    """At least `lines` lines: the example's head once, then its steps again under new names."""
    head, steps = split(example)
    names = sorted({a or b for a, b in _PLACE.findall(steps)} - {"start"}, key=len, reverse=True)
    named = re.compile(rf"(->\s*|^|\bcall |\bmenu )({'|'.join(names)})\b", re.M)
    made, count, number = [head, steps], (head + steps).count("\n"), 0
    again = re.sub(r"^start:", "begin:", steps, flags=re.M)
    while count < lines:
        number += 1
        copy = named.sub(rf"\1\2_{number}", again).replace("begin:", f"begin_{number}:", 1)
        made.append(copy)
        count += copy.count("\n")
    return "\n".join(made)


def split(example: str) -> tuple[str, str]:
    """What is declared once, and the steps."""
    at = re.search(r"^start:", example, re.M)
    if at is None:
        raise SystemExit("The example has no start.")
    return example[: at.start()], example[at.start() :]


def broken(source: str, every: int = 100) -> str:
    """The same with a quotation mark or a colon lost in every hundredth line."""
    lines = source.split("\n")
    for index in range(every // 2, len(lines), every):
        lines[index] = lines[index].replace('"', "", 1).replace(":", "", 1)
    return "\n".join(lines)
