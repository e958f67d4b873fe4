"""What may be said, walked word by word.

Sets of states of the `network` become the states that are walked, each made the first time
somebody gets there and kept, with the moves of every thread, so that one word costs one look-up.

It refuses to guess: a sentence fits or it does not. Forgiving is `search`'s business.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flowengine.grammar import typed
from flowengine.grammar.network import MAX_TAGGINGS, Network, Tags

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from collections.abc import Sequence as Row

    from flowengine.grammar.expansion import Expansion

MAX_KEPT = 20_000  # walked states kept; beyond it they are made anew

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
        network = Network(roots, rules)
        self._arcs = network.arcs
        self._labels = network.labels
        self._reachable = network.reachable
        self.vocabulary = network.vocabulary
        self.classes = network.classes
        self.tagged = network.tagged
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
