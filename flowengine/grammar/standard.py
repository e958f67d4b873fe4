"""The standard grammars of every language, compiled when first asked for and kept.

File and rule names are the same in every language; a rule is known by the name of its file and
its own, `numbers.number`. A language without files understands what is typed in digits and
nothing else: that is no error. Reading files from disk belongs to whoever calls `load`.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from flowengine.grammar.automaton import Automaton
from flowengine.grammar.expansion import (
    Alternatives,
    Expansion,
    Grammar,
    GrammarError,
    Optional,
    Repeat,
    RuleRef,
    Sequence,
)
from flowengine.grammar.files import SUFFIXES, parse_file, stem
from flowengine.grammar.sampling import sentences
from flowengine.grammar.search import Search

if TYPE_CHECKING:
    from collections.abc import Mapping
    from importlib.resources.abc import Traversable

FILLER = "filler.filler"
ORDINARY = "filler.ordinary"
HARMLESS = "danger.harmless"
NEGATION = "filler.negation"
DENIAL = "filler.denial"
MAX_FILLERS = 1_000

_SILENCE = Alternatives(())
_Common = tuple[Automaton, frozenset[str], frozenset[str], frozenset[str]]


class Standard:
    """`files` are texts by name, `en/numbers.jsgf`; the suffix may be left out."""

    def __init__(self, files: Mapping[str, str]) -> None:
        self._texts: dict[str, dict[str, str]] = {}
        for name, text in files.items():
            language = name.rpartition("/")[0]
            self._texts.setdefault(language, {})[stem(name)] = text
        self._rules: dict[str, dict[str, Expansion]] = {}
        self._searches: dict[tuple[str, tuple[str, ...]], Search] = {}
        self._fillers: dict[str, tuple[str, ...]] = {}
        self._harmless: dict[str, frozenset[str]] = {}
        self._common: dict[str, _Common] = {}

    @property
    def languages(self) -> tuple[str, ...]:
        """Language tags, sorted."""
        return tuple(sorted(self._texts))

    def nearest(self, language: str) -> str:
        """The language whose files serve: `en` for `en-US` unless that has its own."""
        return language if language in self._texts else language.partition("-")[0]

    def rules(self, language: str) -> Mapping[str, Expansion]:
        """Every rule by its full name. Raises `GrammarError`, noting the file, if one is wrong."""
        language = self.nearest(language)
        if language not in self._rules:
            found: dict[str, Expansion] = {}
            for name, text in self._texts.get(language, {}).items():
                found |= qualified(grammar_of(f"{language}/{name}", text))
            self._rules[language] = found
        return self._rules[language]

    def filler(self, language: str) -> tuple[str, ...]:
        """Words and phrases that say nothing: "um", "please"."""
        language = self.nearest(language)
        if language not in self._fillers:
            rules = self.rules(language)
            said = sentences(rules.get(FILLER, _SILENCE), rules, MAX_FILLERS)
            self._fillers[language] = tuple(" ".join(words) for words in said)
        return self._fillers[language]

    def ordinary(self, language: str) -> frozenset[str]:
        """Words, folded, that only look like a slip: "soon" is not "noon"."""
        return self._shared(self.nearest(language))[1]

    def harmless(self, language: str) -> frozenset[str]:
        """Words, folded, that only look like a slip in a cry for help: "I want to lie" down."""
        language = self.nearest(language)
        if language not in self._harmless:
            rules = self.rules(language)
            said = Automaton([rules.get(HARMLESS, _SILENCE)], rules)
            self._harmless[language] = frozenset(said.vocabulary) | self.ordinary(language)
        return self._harmless[language]

    def negation(self, language: str) -> frozenset[str]:
        """Words, folded, that undo what follows: "not"."""
        return self._shared(self.nearest(language))[2]

    def denial(self, language: str) -> frozenset[str]:
        """Words, folded, that undo what stands before them, in languages with the verb last."""
        return self._shared(self.nearest(language))[3]

    def search(self, language: str, names: tuple[str, ...]) -> Search:
        """For these rules by full name; the label of a find is the name's number."""
        language = self.nearest(language)
        if (language, names) not in self._searches:
            rules = self.rules(language)
            automaton = Automaton((rules.get(name, _SILENCE) for name in names), rules)
            self._searches[language, names] = Search(automaton, *self._shared(language))
        return self._searches[language, names]

    def _shared(self, language: str) -> _Common:
        """Filler, ordinary words, negation and denial, the same for every search of a language."""
        if language not in self._common:
            rules = self.rules(language)
            filler, *others = (
                Automaton([rules.get(name, _SILENCE)], rules)
                for name in (FILLER, ORDINARY, NEGATION, DENIAL)
            )
            ordinary, negation, denial = (frozenset(other.vocabulary) for other in others)
            self._common[language] = (filler, ordinary, negation, denial)
        return self._common[language]


@lru_cache(maxsize=8)
def _compiled(files: tuple[tuple[str, str], ...]) -> Standard:
    return Standard(dict(files))


def shared(files: Mapping[str, str]) -> Standard:
    """One `Standard` for the same texts: many programs use the same grammars."""
    return _compiled(tuple(sorted(files.items())))


def load(folder: Traversable) -> Standard:
    """The grammars in `folder`, one folder a language."""
    return Standard(
        {
            f"{language.name}/{file.name}": file.read_text("utf-8")
            for language in folder.iterdir()
            if language.is_dir()
            for file in language.iterdir()
            if file.name.endswith(SUFFIXES)
        }
    )


def qualified(grammar: Grammar) -> dict[str, Expansion]:
    """Its rules by full name, their references to each other in full too."""
    return {
        f"{grammar.name}.{name}": _qualified(expansion, grammar)
        for name, expansion in grammar.rules.items()
    }


def grammar_of(name: str, text: str) -> Grammar:
    """The grammar of the file `name`. Raises `GrammarError`, noting the file, if it is wrong.

    Rules are looked for by the file's name, so a grammar that calls itself otherwise is refused.
    """
    try:
        grammar = parse_file(name, text)
        if grammar.name != stem(name):
            at = max(text.find(grammar.name), 0)
            raise GrammarError(
                f"The grammar calls itself `{grammar.name}`, its file `{stem(name)}`.",
                at,
                at + len(grammar.name),
                "Give both one name.",
            )
    except GrammarError as error:
        error.add_note(f"in the grammar {name}")
        raise
    return grammar


def _qualified(expansion: Expansion, grammar: Grammar) -> Expansion:
    match expansion:
        case RuleRef(name, start, end) if name in grammar.rules:
            return RuleRef(f"{grammar.name}.{name}", start, end)
        case Alternatives(options, weights):
            return Alternatives(tuple(_qualified(option, grammar) for option in options), weights)
        case Sequence(items):
            return Sequence(tuple(_qualified(item, grammar) for item in items))
        case Optional(item):
            return Optional(_qualified(item, grammar))
        case Repeat(item, least):
            return Repeat(_qualified(item, grammar), least)
        case _:
            return expansion
