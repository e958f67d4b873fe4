"""From words or keys to what the person meant: an option, a command, or nothing we know.

The innermost hears first: the options of the question, then the commands of `anywhere` and the
standard words. An exact answer further out beats a guess further in. Matchers are compiled once a
question and language, and kept with it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from flowengine.grammar.expansion import Expansion, Words
from flowengine.grammar.matcher import Choice, Match, Matcher
from flowengine.grammar.search import RESPELLED_WITHOUT_FILLER, SLIP, WITHOUT_FILLER
from flowengine.grammar.standard import Standard, shared
from flowengine.grammar.values import read
from flowengine.language import program as p
from flowengine.runtime import values as known
from flowengine.runtime.choices import SIGNS, Shown, is_static

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from flowengine.runtime.turn import Turn

SURE = 0.6  # below this we ask back
LONG = 6  # letters of a word that no other word looks like
NUMERIC = ("number", "digits", "phone", "date", "time", "money")


class Meaning(NamedTuple):
    """What was meant, best first. Several are equals between which we ask back."""

    options: tuple[Shown, ...]
    score: float


def standard(program: p.Program) -> Standard:
    """The standard grammars, compiled as they are needed."""
    found: Standard | None = program.cache.get("standard")
    if found is None:
        found = program.cache["standard"] = shared(program.grammars)
    return found


def by_key(offered: Iterable[Shown], keys: str) -> Shown | None:
    """An empty message is no key: options that are only said have none."""
    if not keys:
        return None
    for one in offered:
        if one.key == keys:
            return one
    return None


def by_number(turn: Turn, offered: Iterable[Shown], text: str) -> Shown | None:
    """An option by its key in words, and nothing else said: "three", "number 3", "the third"."""
    return by_key(offered, number_said(turn, text))


def number_said(turn: Turn, text: str) -> str:
    """The number that these words are and nothing else, in figures; "" where they are none."""
    language, now = turn.language, known.now(turn.values)
    for reading in read("number", text, standard(turn.program), language, now):
        if reading.score >= WITHOUT_FILLER:
            return str(reading.value)
    return ""


def option_meant(turn: Turn, wait: p.Question, offered: tuple[Shown, ...], text: str) -> Meaning:
    """The options that these words choose; none, one, or several equals."""
    matches = matcher(turn, wait, offered).match(text)
    if not matches:
        return Meaning((), 0.0)
    best = matches[0].score
    equals = {match.key for match in matches if match.score == best}
    return Meaning(tuple(one for one in offered if one.id in equals), best)


def option_exactly(
    turn: Turn, wait: p.Question, offered: tuple[Shown, ...], text: str
) -> Shown | None:
    match = matcher(turn, wait, offered).exact(text)
    if match is None:
        return None
    return next((one for one in offered if one.id == match.key), None)


def command_exactly(turn: Turn, part: p.Part, text: str) -> p.Option | None:
    match = _commands(turn, part).exact(text)
    return _live(turn, part, (match,)) if match else None


def command_meant(turn: Turn, part: p.Part, text: str) -> tuple[p.Option | None, float]:
    matches = _commands(turn, part).match(text)
    option = _live(turn, part, tuple(one for one in matches if _sure(turn, part, one, text)))
    return option, matches[0].score if option else 0.0


def command_by_key(turn: Turn, part: p.Part, key: str, asked: str = "") -> p.Option | None:
    """`asked` is the type of answer awaited: digits that may be one are no command.

    A dash is how the author writes that a command has no key: nobody can press it.
    """
    if asked in NUMERIC and key.isdigit():
        return None
    for option in part.commands:
        written = SIGNS.get(option.key, option.key)
        if written == key != "-" and holds(turn, option):
            return option
    return None


def danger(turn: Turn, part: p.Part, text: str) -> p.Danger | None:
    """Emergency words, also inside a longer text, in every language they were written in.

    The one we speak goes first: in fear, people fall back to another.
    """
    kept: dict[str, Matcher] = part.cache.setdefault("dangers", {})
    written = dict.fromkeys(name for danger in part.dangers for name in danger.phrases)
    for language in sorted(written, key=lambda name: name != turn.language):
        if language not in kept:
            kept[language] = _alarm(turn.program, part, language)
        match = kept[language].find(text)
        if match is not None and isinstance(match.key, int):
            return part.dangers[match.key]
    return None


def _alarm(program: p.Program, part: p.Part, language: str) -> Matcher:
    """The emergency words of one language; "" is the flow's own."""
    known = standard(program)
    spoken = {part.written_in, *(program.languages)}
    return Matcher(
        [Choice(at, danger.phrases.get(language, ())) for at, danger in enumerate(part.dangers)],
        rules(program, language),
        ordinary=frozenset().union(*(known.harmless(one) for one in spoken)),
    )


def rules(program: p.Program, language: str) -> Mapping[str, Expansion]:
    return program.rules.get(language) or program.rules.get("", {})


def _sure(turn: Turn, part: p.Part, match: Match, text: str) -> bool:
    """What ends all messages is said outright: "I want it to stop" may be a cry for help."""
    if not isinstance(match.key, int) or not _stops_messages(turn, part.commands[match.key]):
        return True
    least = SLIP if len(text.strip()) >= LONG else RESPELLED_WITHOUT_FILLER
    return match.score >= least


def _stops_messages(turn: Turn, option: p.Option) -> bool:
    block = turn.program.blocks.get(option.goes.block) if option.goes else None
    return block is not None and any(isinstance(one, p.StopMessages) for one in block.operations)


def _live(turn: Turn, part: p.Part, matches: tuple[Match, ...]) -> p.Option | None:
    """The first command that holds; among equals the innermost, which stands first."""
    indices = [(-match.score, match.key) for match in matches if isinstance(match.key, int)]
    for _, index in sorted(indices):
        if holds(turn, part.commands[index]):
            return part.commands[index]
    return None


def holds(turn: Turn, option: p.Option) -> bool:
    """Whether a command counts now."""
    return option.condition is None or bool(option.condition(turn.values))


def _commands(turn: Turn, part: p.Part) -> Matcher:
    key = ("commands", turn.language)
    matcher: Matcher | None = part.cache.get(key)
    if matcher is None:
        choices = [
            Choice(index, _phrases(option, turn.language))
            for index, option in enumerate(part.commands)
        ]
        matcher = part.cache[key] = _forgiving(turn, choices)
    return matcher


def matcher(turn: Turn, wait: p.Question, offered: tuple[Shown, ...]) -> Matcher:
    """Whose keys are ids. For what is the same in every conversation a kept one; else a new one."""
    turners = tuple(one.id for one in offered if one.id in ("more", "less"))
    key = ("matcher", turn.language, turners)
    found: Matcher | None = wait.cache.get(key)
    if found is None:
        found = _forgiving(turn, [_choice(turn, wait, one) for one in offered])
        if is_static(wait):
            wait.cache[key] = found
    return found


def _choice(turn: Turn, wait: p.Question, one: Shown) -> Choice:
    """The label is plain words, never grammar: it may come from data."""
    phrases: list[Expansion] = [_literally(one.label)]
    option = written(wait, one)
    if option is not None:
        phrases.extend(one for one in _phrases(option, turn.language) if one not in phrases)
    return Choice(one.id, tuple(phrases))


def written(wait: p.Question, one: Shown) -> p.Option | None:
    """What its author wrote for it; for a yes or a no that is the line an ask may have."""
    return one.option or next((option for option in wait.options if option.key == one.id), None)


def own_and_others(
    option: p.Option, language: str
) -> tuple[tuple[Expansion, ...], tuple[Expansion, ...]]:
    """What it is heard by: what is written for our language, and what for none."""
    own = option.phrases.get(language, ())
    return own, tuple(one for one in _phrases(option, language) if one not in own)


def _phrases(option: p.Option, language: str) -> tuple[Expansion, ...]:
    """The labels of every channel too: who read one by SMS says it on the phone.

    Those with holes are heard where they are shown.
    """
    labels = [label for (_, own), label in option.labels.items() if own in (None, language)]
    words = [_literally(label) for label in labels if isinstance(label, str) and label]
    return (*words, *_both(option.phrases, language))


def _literally(label: str) -> Words:
    """As written: the matcher folds it, and knows that a half-blank joins or parts two words."""
    return Words(tuple(label.split()))


def _both(phrases: Mapping[str, tuple[Expansion, ...]], language: str) -> Iterable[Expansion]:
    """The phrases of our language, and those of the flow's own: people mix them."""
    own = phrases.get(language, ())
    return (*own, *(one for one in phrases.get("", ()) if one not in own))


def _forgiving(turn: Turn, choices: Sequence[Choice]) -> Matcher:
    """With what the language drops, takes for no slip, and denies by ("I don't want …")."""
    known, language = standard(turn.program), turn.language
    return Matcher(
        choices,
        rules(turn.program, language),
        filler=known.filler(language),
        ordinary=known.ordinary(language),
        negation=known.negation(language),
        denial=known.denial(language),
    )
