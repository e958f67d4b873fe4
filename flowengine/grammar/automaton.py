"""Everything that may be said, as one automaton over folded words.

Theory: expansions become a network of states joined by words and by silent arcs that may carry a
tag (Thompson's construction). Sets of its states become the states that are walked, each made the
first time somebody gets there and kept, with the moves of every thread, so that one word costs
one look-up. Rules are written out where they are used; one that contains itself is refused.

A few reserved rules stand for classes of words (`typed`): `<INTEGER>`, `<CLOCK>`, `<WORD>`.
It refuses to guess: a sentence fits or it does not. Forgiving is `search`'s business.
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

MAX_KEPT = 20_000  # walked states kept; beyond it they are made anew
HALVES = "\u200c"
MAX_TAGGINGS = 8  # ways one sentence may be understood by one choice

Tags = tuple[str, ...]
Thread = tuple[int, str, Tags]  # from which core of the state before, over which class, tags
Step = tuple[tuple[tuple[Thread, ...], ...], str]  # to each core of the state after; the word


class State:
    """A place in the walk: `labels` are the numbers of the choices that may end here."""

    __slots__ = ("accepts", "cores", "labels", "moves", "next")

    def __init__(self, cores: tuple[int, ...], accepts: tuple[tuple[int, int], ...]) -> None:
        self.cores = cores
        self.accepts = accepts  # (position in cores, label)
        self.labels = tuple(dict.fromkeys(label for _, label in accepts))
        self.next: dict[str, State] = {}
        self.moves: dict[str, tuple[tuple[Thread, ...], ...]] = {}


class Automaton:
    """`roots` are numbered from 0; a number is the label of what was said."""

    def __init__(self, roots: Iterable[Expansion], rules: Mapping[str, Expansion]) -> None:
        """Raise `GrammarError` for an unknown rule, one that contains itself, one too large."""
        self._rules = rules
        self._arcs: list[dict[str, tuple[int, ...]]] = [{}]
        self._silent: list[tuple[tuple[int, Tags], ...]] = [()]
        self._labels: dict[int, int] = {}
        self._reach: dict[int, tuple[tuple[int, Tags], ...]] = {}
        self.vocabulary: set[str] = set()
        self.classes: set[str] = set()
        self.tagged = False
        for label, root in enumerate(roots):
            end = self._new()
            self._labels[end] = label
            self._lay(root, 0, end)
        self._kept: dict[tuple[int, ...], State] = {}
        self.dead = State((), ())
        self.start = self._begin()
        self.begins = frozenset(key for core in self.start.cores for key in self._arcs[core])
        self._any_begins = any(key[0] == "<" for key in self.begins)

    # Walking

    def walk(self, words: Iterable[str]) -> State:
        """Where these words lead; `dead` when nothing begins with them."""
        state = self.start
        for word in words:
            state = state.next.get(word) or self.step(state, word)
            if state is self.dead:
                break
        return state

    def step(self, state: State, word: str) -> State:
        """One word on."""
        key = self._key(word)
        known = state.next.get(key)
        if known is not None:
            return known
        return self._make(state, key, word) if key else self.dead

    def ends(self, words: Row[str], begin: int) -> list[tuple[int, State]]:
        """Every place after `begin` where something that was said may end, shortest first."""
        found = []
        state = self.start
        for at in range(begin, len(words)):
            state = state.next.get(words[at]) or self.step(state, words[at])
            if state is self.dead:
                break
            if state.labels:
                found.append((at + 1, state))
        return found

    def read(self, words: Iterable[str]) -> list[tuple[int, Tags]]:
        """Label and tags of every way to understand the whole sentence, at most a few each.

        Forwards to the end, backwards to see which threads get there, forwards with their tags.
        """
        state = self.start
        steps: list[Step] = []
        for word in words:
            key = word if word in state.moves else self._key(word)
            target = state.next.get(key) or self.step(state, word)
            if target is self.dead:
                return []
            steps.append((state.moves[key], word))
            state = target
        if len(state.accepts) == 1:
            found = self._straight(steps, *state.accepts[0])
            if found is not None:
                return found
        useful = {core for core, _ in state.accepts}
        plan = []
        for moves, word in reversed(steps):
            arrivals = [(core, moves[core]) for core in useful]
            plan.append((arrivals, word))
            useful = {thread[0] for _, incoming in arrivals for thread in incoming}
        threads = {core: self._first[core] for core in useful}
        for arrivals, word in reversed(plan):
            threads = {core: _carried(incoming, threads, word) for core, incoming in arrivals}
        found = [(label, tags) for core, label in state.accepts for tags in threads[core]]
        return list(dict.fromkeys(found))

    def _straight(self, steps: list[Step], core: int, label: int) -> list[tuple[int, Tags]] | None:
        """The same where only one thread got to the end, as in most sentences; None where not."""
        said: Tags = ()
        for moves, word in reversed(steps):
            if len(moves[core]) != 1:
                return None
            core, name, tags = moves[core][0]
            said = (*typed.tag(name, word), *tags, *said) if name else tags + said
        return [(label, tags + said) for tags in self._first[core]]

    def may_begin(self, word: str) -> bool:
        """Whether it is worth a look if something that was said begins with this word."""
        return word in self.begins or self._any_begins

    def onward(self, state: State) -> list[str]:
        """The words that lead on from here, sorted; an example for each class."""
        keys = {key for core in state.cores for key in self._arcs[core]}
        return sorted(typed.CLASSES[key[1:-1]] if key[0] == "<" else key for key in keys)

    # Making states

    def _key(self, word: str) -> str:
        """The word itself when the grammar has it, else its classes, else nothing."""
        if word in self.vocabulary:
            return word
        if not self.classes:
            return ""
        return "<" + "|".join(name for name in typed.classes(word) if name in self.classes)

    def _begin(self) -> State:
        reached: dict[int, list[Tags]] = {}
        for core, tags in self._reachable(0):
            reached.setdefault(core, []).append(tags)
        self._first = [tuple(tags) for tags in reached.values()]
        return self._state(tuple(reached))

    def _state(self, cores: tuple[int, ...]) -> State:
        if not cores:
            return self.dead
        if cores not in self._kept:
            accepts = tuple(
                (at, self._labels[core]) for at, core in enumerate(cores) if core in self._labels
            )
            self._kept[cores] = State(cores, accepts)
        return self._kept[cores]

    def _make(self, state: State, key: str, word: str) -> State:
        """Follow every thread over `word`, to wherever a next word or an end can be."""
        if len(self._kept) > MAX_KEPT:
            self._kept.clear()
            self.start.next.clear()
        arriving: dict[int, list[Thread]] = {}
        for index, core in enumerate(state.cores):
            for name, target in self._targets(core, word):
                for reached, tags in self._reachable(target):
                    threads = arriving.setdefault(reached, [])
                    if len(threads) < MAX_TAGGINGS * 4:
                        threads.append((index, name, tags))
        state.moves[key] = tuple(tuple(dict.fromkeys(threads)) for threads in arriving.values())
        state.next[key] = self._state(tuple(arriving))
        return state.next[key]

    def _targets(self, core: int, word: str) -> list[tuple[str, int]]:
        arcs = self._arcs[core]
        found = [("", target) for target in arcs.get(word, ())]
        for name in typed.classes(word):
            if name != typed.WORD or word not in self.vocabulary:
                found += [(name, target) for target in arcs.get(f"<{name}>", ())]
        return found

    def _reachable(self, state: int) -> tuple[tuple[int, Tags], ...]:
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
                if self._arcs[at] or at in self._labels
                for tags in many
            )
        return self._reach[state]

    # Laying the network: a part adds nothing that comes into its source or goes out of its target

    def _new(self) -> int:
        if len(self._arcs) >= MAX_NETWORK:
            raise too_large()
        self._arcs.append({})
        self._silent.append(())
        return len(self._arcs) - 1

    def _arc(self, source: int, word: str, target: int) -> None:
        known = self._arcs[source].get(word, ())
        if target not in known:
            self._arcs[source][word] = (*known, target)

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


def _carried(
    incoming: tuple[Thread, ...], threads: Mapping[int, tuple[Tags, ...]], word: str
) -> tuple[Tags, ...]:
    """The tags of every thread that arrives at one place, a few at most."""
    found: dict[Tags, None] = {}
    for index, name, tags in incoming:
        said = typed.tag(name, word) if name else ()
        for before in threads[index]:
            found[before + said + tags] = None
    return tuple(found)[:MAX_TAGGINGS]
