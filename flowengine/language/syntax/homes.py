"""Which word belongs beneath which, read off the grammar.

A block is what stands between _INDENT and _DEDENT; the words that may begin its lines are at home
beneath the word that begins the rule the block belongs to.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from lark.grammar import NonTerminal, Rule, Symbol

Rules = dict[str, list[Sequence[Symbol]]]


def homes_of(rules: Iterable[Rule], spelling: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """Word to the words it may stand beneath, `step` for a step and `margin` for no word at all."""
    by_origin: Rules = defaultdict(list)
    for rule in rules:
        by_origin[rule.origin.name].append(rule.expansion)
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for word in _first(by_origin, "_item"):
        found[spelling.get(word, word)]["margin"] = None
    for origin, expansions in by_origin.items():
        for expansion in expansions:
            head = _head(origin, expansion, spelling)
            for word in _inside(by_origin, expansion) if head else ():
                found[spelling.get(word, word)][head] = None
    return {word: tuple(homes) for word, homes in found.items()}


def _head(origin: str, expansion: Sequence[Symbol], spelling: Mapping[str, str]) -> str:
    """The word a line of this rule begins with; empty where it begins with none."""
    if origin == "step":
        return "step"
    word = spelling.get(expansion[0].name, "") if expansion else ""
    return word if word.isalpha() else ""


def _inside(rules: Rules, expansion: Sequence[Symbol]) -> list[str]:
    """The words that may begin a line of the block below a line of this rule."""
    words: list[str] = []
    for place, symbol in enumerate(expansion):
        if symbol.name == "_INDENT":
            words += _firsts(rules, expansion[place + 1])
        elif isinstance(symbol, NonTerminal):
            words += _opened(rules, symbol.name)
    return words


def _opened(rules: Rules, origin: str) -> list[str]:
    """The same for a rule that is nothing but a block."""
    words: list[str] = []
    for expansion in rules[origin]:
        names = [symbol.name for symbol in expansion]
        if "_INDENT" in names[:2] and names[0] in ("_NL", "_INDENT"):
            words += _firsts(rules, expansion[names.index("_INDENT") + 1])
    return words


def _firsts(rules: Rules, symbol: Symbol) -> list[str]:
    return _first(rules, symbol.name) if isinstance(symbol, NonTerminal) else [symbol.name]


def _first(rules: Rules, origin: str) -> list[str]:
    """The terminals a rule may begin with. No rule of ours is empty."""
    seen, waiting, words = {origin}, [origin], []
    while waiting:
        for expansion in rules[waiting.pop()]:
            first = expansion[0]
            if not isinstance(first, NonTerminal):
                words.append(first.name)
            elif first.name not in seen:
                seen.add(first.name)
                waiting.append(first.name)
    return words
