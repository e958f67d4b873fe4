"""How good are the messages? Break every line of some flows in many ways, one at a time, and look.

    python tests/bench/mutations.py FLOW...

Prints for each kind of break how many were tried, how many still parse, how many were refused
without a message (must be none), how many first messages stand in the broken line, and how many
breaks gave exactly one message.
"""

from __future__ import annotations

import random
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from flowengine.language.parse import parse

if TYPE_CHECKING:
    from flowengine.language.diagnostics import Diagnostic

Break = Callable[[str], str | None]
GOAL = 98.0
_LATIN, _CYRILLIC = "aeopc", "аеорс"
_CHANCE = random.Random(7)


def judge(source: str) -> tuple[bool, tuple[Diagnostic, ...]]:
    """Is it accepted, and what is said. The one seam: a fuller check than the parser goes here."""
    built, told = parse(source, "mutated.flow")
    return built is not None, told


def _keyword(line: str) -> re.Match[str] | None:
    return re.match(r"(\s*)([a-z]{3,})\b(?!:)", line)


def _swap(line: str) -> str | None:
    found = _keyword(line)
    if not found:
        return None
    word = found[2]
    at = _CHANCE.randrange(len(word) - 1)
    if word[at] == word[at + 1]:
        return None
    return f"{found[1]}{word[:at]}{word[at + 1]}{word[at]}{word[at + 2 :]}{line[found.end() :]}"


def _lookalike(line: str) -> str | None:
    found = _keyword(line)
    if not found:
        return None
    other = found[2].translate(str.maketrans(_LATIN, _CYRILLIC))
    return found[1] + other + line[found.end() :]


def _capital(line: str) -> str | None:
    found = _keyword(line)
    return found and found[1] + found[2].capitalize() + line[found.end() :]


def _once(pattern: str, by: str) -> Break:
    rule = re.compile(pattern)
    return lambda line: rule.sub(by, line, count=1)


def _indented(by: int) -> Break:
    def broken(line: str) -> str | None:
        if by > 0:
            return " " * by + line if line.startswith(" ") else None
        return line[-by:] if line.startswith(" " * -by) else None

    return broken


BREAKS: dict[str, Break] = {
    "last quote dropped": _once(r'"(?=[^"]*$)', ""),
    "first quote dropped": _once(r'"', ""),
    "colon at the end dropped": _once(r"(?<=\w):$", ""),
    "colon inside dropped": _once(r"^(\s*\w[\w ]*?):(?=\s)", r"\1"),
    "arrow dropped": _once(r"->\s*", ""),
    "target dropped": _once(r"->\s*\w+$", "->"),
    "=> for ->": _once("->", "=>"),
    "- > for ->": _once("->", "- >"),
    "comma dropped": _once(r"(?<=\w),(?=\s\w)", ""),
    "or dropped": _once(r'" or "', '" "'),
    "= for ==": _once("==", "="),
    "curly quotes": _once(r'"([^"{}]*)"', r"“\1”"),
    "capital keyword": _capital,
    "two letters swapped": _swap,
    "Cyrillic letters": _lookalike,
    "two blanks more": _indented(2),
    "one blank more": _indented(1),
    "two blanks less": _indented(-2),
    "one blank less": _indented(-1),
}
HARMLESS = ("curly quotes", "capital keyword")
"""Understood on purpose."""


def broken(source: str, change: Break) -> Iterator[tuple[int, str]]:
    """The number of each line that can be broken so, with the whole broken source."""
    lines = source.split("\n")
    for index, line in enumerate(lines):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        other = change(line)
        if other is not None and other != line:
            yield index + 1, "\n".join([*lines[:index], other, *lines[index + 1 :]])


def measure(sources: list[str], change: Break, show: str = "") -> Counter[str]:
    count: Counter[str] = Counter()
    for source in sources:
        for number, text in broken(source, change):
            accepted, told = judge(text)
            count["tried"] += 1
            count["accepted"] += accepted
            count["silent"] += not accepted and not told
            count["right line"] += bool(told) and told[0].span.line == number
            count["one message"] += len(told) == 1
            if show and told and told[0].span.line != number:
                print(f"  {show}: line {number} {text.splitlines()[number - 1]!r}, told {told[0]}")
    return count


def main(files: list[str]) -> int:
    verbose = "-v" in files
    sources = [Path(file).read_text("utf-8") for file in files if file != "-v"]
    total: Counter[str] = Counter()
    start = time.perf_counter()
    columns = ("tried", "accepted", "silent", "right line", "one message")
    print(f"{'':26}" + "".join(f"{column:>13}" for column in columns))
    for name, change in BREAKS.items():
        count = measure(sources, change, name if verbose else "")
        total += count
        print(f"{name:26}" + "".join(f"{count[column]:13}" for column in columns))
    refused = total["tried"] - total["accepted"]
    share = 100 * total["right line"] / max(refused, 1)
    print(f"{total['tried']} breaks in {time.perf_counter() - start:.1f} s, {refused} refused;")
    print(f"{total['silent']} without a message, {share:.1f} % told in the broken line")
    return int(total["silent"] > 0 or share < GOAL)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
