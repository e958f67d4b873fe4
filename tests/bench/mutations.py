"""How good are the messages? Break every line of some flows in many ways, one at a time, and look.

    python -m tests.bench.mutations [FLOW...]

Prints for each kind of break how many were tried, how many can still be served, how many were
refused without a message (must be none), how many first messages stand in the broken line, and how
many breaks gave exactly one message. Without names it breaks the examples.
"""

from __future__ import annotations

import dataclasses
import random
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from flowengine.host.library import read_folder
from flowengine.language.checks import check_flow
from flowengine.language.compile import scope_of
from flowengine.language.diagnostics import Diagnostic, Severity
from flowengine.language.parse import parse
from flowengine.language.project import Sources

Break = Callable[[str], str | None]
GOAL = 98.0
EXAMPLES = Path(__file__).parents[2] / "flows"
_LATIN, _CYRILLIC = "aeopc", "аеорс"
_CHANCE = random.Random(7)


def judge(folder: Sources, name: str, source: str) -> tuple[bool, tuple[Diagnostic, ...]]:
    """Is it accepted, and what is said: by the parser, or where that is content by the checks."""
    built, told = parse(source, name)
    if built is None:
        return False, told
    flows = {**folder.flows, name: source}
    scope = scope_of(dataclasses.replace(folder, flows=flows), name.removesuffix(".flow"))
    told = check_flow(scope)
    return all(one.severity is Severity.WARNING for one in told), told


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


def _misspelt(pattern: str) -> Break:
    """Two letters of the name that the pattern's group finds, the other way round."""
    rule = re.compile(pattern)

    def broken(line: str) -> str | None:
        found = rule.search(line)
        if not found or found[1][1] == found[1][2]:
            return None
        at, word = found.start(1), found[1]
        return line[:at] + word[0] + word[2] + word[1] + word[3:] + line[at + len(word) :]

    return broken


BREAKS: dict[str, Break] = {
    "target misspelt": _misspelt(r"-> (\w{4,})$"),
    "name in a hole misspelt": _misspelt(r"\{\{ (\w{4,})"),
    "name after if misspelt": _misspelt(r"\bif (?:not )?(\w{4,})"),
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


def measure(files: list[Path], change: Break, show: str = "") -> Counter[str]:
    count: Counter[str] = Counter()
    for file in files:
        folder = read_folder(file.parent)
        for number, text in broken(folder.flows[file.name], change):
            accepted, told = judge(folder, file.name, text)
            count["tried"] += 1
            count["accepted"] += accepted
            count["silent"] += not accepted and not told
            count["told"] += bool(told)
            count["right line"] += bool(told) and told[0].span.line == number
            count["one message"] += len(told) == 1
            if show and told and told[0].span.line != number:
                print(f"  {show}: line {number} {text.splitlines()[number - 1]!r}, told {told[0]}")
    return count


def main(files: Sequence[str] = ()) -> int:
    verbose = "-v" in files
    named = [Path(file) for file in files if file != "-v"] or sorted(EXAMPLES.glob("*.flow"))
    total: Counter[str] = Counter()
    start = time.perf_counter()
    columns = ("tried", "accepted", "silent", "right line", "one message")
    print(f"{'':26}" + "".join(f"{column:>13}" for column in columns))
    for name, change in BREAKS.items():
        count = measure(named, change, name if verbose else "")
        total += count
        print(f"{name:26}" + "".join(f"{count[column]:13}" for column in columns))
    refused = total["tried"] - total["accepted"]
    share = 100 * total["right line"] / max(total["told"], 1)
    print(f"{total['tried']} breaks in {time.perf_counter() - start:.1f} s, {refused} refused;")
    print(f"{total['silent']} without a message, {share:.1f} % of messages in the broken line")
    return int(total["silent"] > 0 or share < GOAL)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
