"""Two options that one and the same answer would choose, for the checker.

The automaton of all choices is walked breadth first over the words that lead on; a place where two
keys may end is a clash, and the way there is the shortest answer that shows it. Exact, not sampled,
up to a bound on the places visited.
"""

from __future__ import annotations

from collections import deque
from itertools import combinations
from typing import TYPE_CHECKING

from flowengine.grammar.automaton import Automaton, State
from flowengine.grammar.expansion import Alternatives, Expansion

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping
    from collections.abc import Sequence as Row

    from flowengine.grammar.matcher import Choice

MAX_PLACES = 5_000


def clashes(
    choices: Row[Choice], rules: Mapping[str, Expansion]
) -> list[tuple[Hashable, Hashable, str]]:
    """Each pair of keys once, with the shortest answer (folded) that fits both."""
    automaton = Automaton((Alternatives(choice.phrases) for choice in choices), rules)
    found: dict[tuple[Hashable, Hashable], str] = {}
    seen: set[State] = {automaton.start, automaton.dead}
    waiting: deque[tuple[State, tuple[str, ...]]] = deque([(automaton.start, ())])
    while waiting and len(seen) < MAX_PLACES:
        state, said = waiting.popleft()
        for word in automaton.onward(state):
            target = automaton.step(state, word)
            if target not in seen:
                seen.add(target)
                waiting.append((target, (*said, word)))
                for pair in _pairs(target, choices):
                    found.setdefault(pair, " ".join((*said, word)))
    return [(one, other, said) for (one, other), said in found.items()]


def _pairs(state: State, choices: Row[Choice]) -> list[tuple[Hashable, Hashable]]:
    keys = dict.fromkeys(choices[label].key for label in sorted(state.labels))
    return list(combinations(keys, 2))
