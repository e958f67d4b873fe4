"""How large rules become when they are written out, and what keeps them from being compiled.

An automaton refuses the same while it is laid; here it is told beforehand, of every rule at once,
and each rule is looked at once only. Nothing here raises: what is wrong is a value.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from flowengine.grammar.expansion import (
    Alternatives,
    Expansion,
    GrammarError,
    Optional,
    Repeat,
    RuleRef,
    Sequence,
    Words,
)
from flowengine.grammar.normal import words as fold
from flowengine.grammar.typed import CLASSES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

MAX_NETWORK = 50_000  # states of one grammar with its rules written out
MAX_STATES = MAX_NETWORK * 4 // 5  # what is laid between phrases is not weighed
MAX_WITHIN = 60  # rules within rules
_FATHOMED = 3 * MAX_WITHIN  # deeper nobody looks: it is too deep already


class Weight(NamedTuple):
    """`states` is about what an automaton lays; `depth` counts rules within rules."""

    states: int
    depth: int

    @property
    def fits(self) -> bool:
        return self.states <= MAX_STATES and self.depth <= MAX_WITHIN


class Flaw(NamedTuple):
    """`owner` is the full name of the rule that is wrong; offsets are those of its own text."""

    owner: str
    error: GrammarError


class Weighing:
    """Of phrases over `rules`. `flaws` are what was met on the way."""

    def __init__(self, rules: Mapping[str, Expansion]) -> None:
        self.flaws: list[Flaw] = []
        self._rules = rules
        self._known: dict[str, Weight] = {}

    def weigh(self, expansion: Expansion, within: tuple[str, ...] = ()) -> Weight:
        """What is missing or goes round counts as nothing."""
        match expansion:
            case Words(words):
                return Weight(max(len(fold(" ".join(words))) - 1, 0), 0)
            case Sequence(items):
                return _together((self.weigh(item, within) for item in items), len(items))
            case Alternatives(items):
                return _together((self.weigh(item, within) for item in items), 0)
            case Optional(item):
                return self.weigh(item, within)
            case Repeat(item):
                return _together([self.weigh(item, within)], 2)
            case RuleRef() if expansion.name not in CLASSES:
                return self._rule(expansion, within)
            case _:
                return Weight(0, 0)

    def _rule(self, rule: RuleRef, within: tuple[str, ...]) -> Weight:
        owner = within[-1] if within else ""
        if len(within) >= _FATHOMED:
            return Weight(0, _FATHOMED)
        if rule.name in within:
            self.flaws.append(Flaw(owner, circular(rule, within)))
            return Weight(0, 0)
        if rule.name not in self._rules:
            self.flaws.append(Flaw(owner, unknown(rule)))
            return Weight(0, 0)
        if rule.name not in self._known:
            inner = self.weigh(self._rules[rule.name], (*within, rule.name))
            self._known[rule.name] = Weight(inner.states, inner.depth + 1)
        return self._known[rule.name]


def flaws(rules: Mapping[str, Expansion]) -> tuple[Flaw, ...]:
    """Everything that is wrong with these rules, each place once."""
    weighing = Weighing(rules)
    weights = {name: weighing.weigh(RuleRef(name)) for name in rules}
    unfit = [Flaw(name, too_large(name)) for name, weight in weights.items() if not weight.fits]
    return (*weighing.flaws, *unfit[:1])  # what is built on it is too large only for its sake


def _together(weights: Iterable[Weight], joints: int) -> Weight:
    states = depth = 0
    for weight in weights:
        states, depth = states + weight.states, max(depth, weight.depth)
    return Weight(states + joints, depth)


def unknown(rule: RuleRef) -> GrammarError:
    return GrammarError(
        f"There is no rule <{rule.name}>.",
        rule.start,
        rule.end,
        "Check its spelling; a rule of another grammar is named in full.",
    )


def circular(rule: RuleRef, within: tuple[str, ...]) -> GrammarError:
    """`within` are the rules on the way here, the outermost first."""
    chain = " → ".join((*within[within.index(rule.name) :], rule.name))
    return GrammarError(
        f"The rule <{rule.name}> contains itself.",
        rule.start,
        rule.end,
        f"Use “*” or “+” to repeat. The way round: {chain}.",
    )


def too_deep(rule: RuleRef) -> GrammarError:
    return GrammarError(
        f"The rule <{rule.name}> is nested too deep.",
        rule.start,
        rule.end,
        "Use fewer rules within rules.",
    )


def too_large(name: str = "") -> GrammarError:
    """`name` is the rule, where it is one; the offsets say nothing."""
    what = f"The rule <{name}>" if name else "This grammar"
    return GrammarError(f"{what} is too large.", 0, 0, "Use fewer rules within rules.")
