"""Everything that may be said, laid out as places joined by words.

Thompson's construction: expansions become states joined by words and by silent arcs that may carry
a tag. Rules are written out where they are used; one that contains itself is refused. It only
lays: who walks it is the `automaton`.

A few reserved rules stand for classes of words (`typed`): `<INTEGER>`, `<CLOCK>`, `<WORD>`.
"""

from __future__ import annotations

from functools import lru_cache
from sys import intern
from typing import TYPE_CHECKING

from flowengine.grammar import typed
from flowengine.grammar.expansion import (
    Alternatives,
    Expansion,
    Optional,
    Repeat,
    RuleRef,
    Sequence,
    Tag,
    Words,
)
from flowengine.grammar.normal import words as fold
from flowengine.grammar.weighing import (
    MAX_NETWORK,
    MAX_WITHIN,
    circular,
    too_deep,
    too_large,
    unknown,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from collections.abc import Sequence as Row

HALVES = "\u200c"
MAX_TAGGINGS = 8  # ways one sentence may be understood by one choice

Tags = tuple[str, ...]


class Network:
    """State 0 is where everything begins; `arcs` lead on by words, and by classes as `<NAME>`;
    `labels` are the numbers of the roots that end in a state, from 0."""

    def __init__(self, roots: Iterable[Expansion], rules: Mapping[str, Expansion]) -> None:
        """Raise `GrammarError` for an unknown rule, one that contains itself, one too large."""
        self._rules = rules
        self.arcs: list[dict[str, tuple[int, ...]]] = [{}]
        self.labels: dict[int, int] = {}
        self.vocabulary: set[str] = set()
        self.classes: set[str] = set()
        self.tagged = False
        self._silent: list[tuple[tuple[int, Tags], ...]] = [()]
        self._reach: dict[int, tuple[tuple[int, Tags], ...]] = {}
        for label, root in enumerate(roots):
            end = self._new()
            self.labels[end] = label
            self._lay(root, 0, end)

    def reachable(self, state: int) -> tuple[tuple[int, Tags], ...]:
        """Where silent arcs lead, with the tags on the way; only places with something to do.

        Each place is visited a few times at most, so `[{a}] [{b}] …` cannot run away.
        """
        if state not in self._reach:
            seen: dict[int, list[Tags]] = {}
            waiting: list[tuple[int, Tags]] = [(state, ())]
            while waiting:
                at, tags = waiting.pop()
                before = seen.setdefault(at, [])
                if tags in before or len(before) >= MAX_TAGGINGS:
                    continue
                before.append(tags)
                waiting += [(to, tags + more) for to, more in reversed(self._silent[at])]
            self._reach[state] = tuple(
                (at, tags)
                for at, many in seen.items()
                if self.arcs[at] or at in self.labels
                for tags in many
            )
        return self._reach[state]

    # Laying: a part adds nothing that comes into its source or goes out of its target

    def _new(self) -> int:
        if len(self.arcs) >= MAX_NETWORK:
            raise too_large()
        self.arcs.append({})
        self._silent.append(())
        return len(self.arcs) - 1

    def _arc(self, source: int, word: str, target: int) -> None:
        known = self.arcs[source].get(word, ())
        if target not in known:
            self.arcs[source][word] = (*known, target)

    def _leap(self, source: int, target: int, tags: Tags = ()) -> None:
        self._silent[source] = (*self._silent[source], (target, tags))

    def _lay(
        self, expansion: Expansion, source: int, target: int, within: tuple[str, ...] = ()
    ) -> None:
        """Make what may be said lead from `source` to `target`."""
        match expansion:
            case Words(words):
                self._lay_words(words, source, target)
            case Sequence(items):
                self._lay_row(items, source, target, within)
            case Alternatives(options):
                for option in options:
                    self._lay(option, source, target, within)
            case Optional(item):
                self._lay(item, source, target, within)
                self._leap(source, target)
            case Repeat(item, least):
                self._lay_repeat(item, least, source, target, within)
            case Tag(text):
                self.tagged = True
                self._leap(source, target, (text,))
            case _:
                self._lay_rule(expansion, source, target, within)

    def _lay_row(
        self, items: Row[Expansion], source: int, target: int, within: tuple[str, ...]
    ) -> None:
        if not items:
            self._leap(source, target)
        for at, item in enumerate(items, 1):
            end = target if at == len(items) else self._new()
            self._lay(item, source, end, within)
            source = end

    def _lay_words(self, words: tuple[str, ...], source: int, target: int) -> None:
        """A word of two halves (zero-width non-joiner) may be written as one word or as two."""
        if not any(HALVES in word for word in words):
            self._lay_folded(_folded(words), source, target)
            return
        for at, word in enumerate(words, 1):
            end = target if at == len(words) else self._new()
            for way in dict.fromkeys((word, word.replace(HALVES, " "))):
                self._lay_folded(_folded((way,)), source, end)
            source = end

    def _lay_folded(self, words: tuple[str, ...], source: int, target: int) -> None:
        if not words:
            self._leap(source, target)
        self.vocabulary.update(words)
        for at, word in enumerate(words, 1):
            end = target if at == len(words) else self._new()
            self._arc(source, word, end)
            source = end

    def _lay_repeat(
        self, item: Expansion, least: int, source: int, target: int, within: tuple[str, ...]
    ) -> None:
        begin, end = self._new(), self._new()
        self._leap(source, begin)
        self._lay(item, begin, end, within)
        self._leap(end, begin)
        self._leap(end if least else begin, target)

    def _lay_rule(self, rule: RuleRef, source: int, target: int, within: tuple[str, ...]) -> None:
        if rule.name in typed.CLASSES:
            self.tagged = True
            self.classes.add(rule.name)
            self._arc(source, f"<{rule.name}>", target)
            return
        if rule.name in within:
            raise circular(rule, within)
        if rule.name not in self._rules:
            raise unknown(rule)
        if len(within) >= MAX_WITHIN:
            raise too_deep(rule)
        self._lay(self._rules[rule.name], source, target, (*within, rule.name))


@lru_cache(maxsize=20_000)
def _folded(words: tuple[str, ...]) -> tuple[str, ...]:
    """The same phrases are laid in many automata."""
    return tuple(map(intern, fold(" ".join(words))))
