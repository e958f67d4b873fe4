"""The phrases of each thing that may be meant, in words that can be said, for a recogniser.

Sampled from the grammars that the interpreter hears by, and only what it understands back: a
phrase that another option, a command or an emergency word would take is left out. It holds no
phrase with a figure in it, and of a long grammar only the shortest
sentences, or the first.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from flowengine.grammar.expansion import Alternatives, Expansion, RuleRef
from flowengine.grammar.sampling import sentences
from flowengine.grammar.spoken import spoken_words
from flowengine.language import program as p
from flowengine.runtime import browsing, choices, hearing, readers, sureness
from flowengine.runtime.changing import FREE
from flowengine.runtime.phrases import phrase

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from flowengine.runtime.choices import Shown
    from flowengine.runtime.turn import Turn

SAMPLES = 200  # sentences of one grammar that are looked at
EACH = 40  # of them, the shortest, that are worth listing
USUAL = 12  # ways to say yes, no, next or a command that are worth listing
COUNTED = ("", "choice", "yes/no")  # what can be chosen by its key in words

Phrases = tuple[str, ...]


class Place:
    """Where somebody is heard: in a flow, and at a question of it unless a form asks for itself."""

    def __init__(
        self,
        turn: Turn,
        part: p.Part,
        wait: p.Question | None = None,
        offered: tuple[Shown, ...] = (),
    ) -> None:
        self.turn = turn
        self.part = part
        self.wait = wait
        self.offered = offered
        self.type = wait.type if isinstance(wait, p.Ask) else None
        self.matcher = hearing.matcher(turn, wait, offered) if wait and offered else None

    @property
    def accepts(self) -> str:
        return self.type.name if self.type else ""

    def option(self, said: str) -> str:
        """The id of the option that this is to the word, or ""."""
        found = self.matcher.exact(said) if self.matcher else None
        return str(found.key) if found else ""

    def is_danger(self, said: str) -> bool:
        return hearing.danger(self.turn, self.part, said) is not None


def listed(turn: Turn, label: str, *groups: Iterable[Expansion]) -> list[str]:
    """The label, then the phrases of each group, shortest first, in words and without doubles."""
    found = [" ".join(spoken_words(label))]
    for group in groups:
        found += sorted(_said(turn, group), key=lambda one: (one.count(" "), len(one)))
    return [one for one in dict.fromkeys(found) if one][:EACH]


def usual(turn: Turn, label: str, *groups: Iterable[Expansion]) -> list[str]:
    """The same in the order of the grammar, most usual first, and without lone letters."""
    found = [" ".join(spoken_words(label))]
    for group in groups:
        found += _said(turn, group)
    return [one for one in dict.fromkeys(found) if len(one) > 1]


def _said(turn: Turn, group: Iterable[Expansion]) -> list[str]:
    rules = hearing.rules(turn.program, turn.language)
    said = sentences(Alternatives(tuple(group)), rules, SAMPLES, typed=False)
    return list(dict.fromkeys(" ".join(spoken_words(" ".join(one))) for one in said))


# ------------------------------------------------------------ options


def of_options(here: Place) -> list[tuple[str, Phrases]]:
    """What is offered, by its words and, where it has a key, by that: "three", "number three"."""
    return [(one.id, tuple(dict.fromkeys(_of_option(here, one)))) for one in here.offered]


def _of_option(here: Place, one: Shown) -> Iterator[str]:
    turn, wait = here.turn, here.wait
    written = hearing.written(wait, one) if wait else None
    groups = hearing.own_and_others(written, turn.language) if written else ()
    for said in listed(turn, one.label, *groups):
        if here.option(said) == one.id and not here.is_danger(said):
            yield said
    if here.accepts == "yes/no" and one.option is None:
        yield from (said for said in agreeing(here, bool(one.value)) if not here.option(said))
    if isinstance(wait, p.Browse) and one.option is None:
        yield from _moving(here, one.id)
    if one.key and here.accepts in COUNTED:
        yield from (said for said in numbered(turn, one.key) if _chooses(here, said))


def _moving(here: Place, word: str) -> list[str]:
    """Ways to say next or previous."""
    found = usual(here.turn, "", _rules(here.turn, f"repair.{word}"))[:USUAL]
    return [
        said
        for said in found
        if not here.option(said)
        and browsing.word(here.turn, said) == word
        and not here.is_danger(said)
    ]


def _chooses(here: Place, said: str) -> bool:
    """Whether these words are a key: they are nothing else here."""
    if here.matcher and here.matcher.match(said):
        return False
    return hearing.command_meant(here.turn, here.part, said)[0] is None


def numbered(turn: Turn, key: str) -> Phrases:
    """How a key is said: "three", "number three", "option three"."""
    cached = ("numbers said", turn.language)
    found: dict[str, Phrases] | None = turn.program.cache.get(cached)
    if found is None:
        found = turn.program.cache[cached] = _numbers(turn)
    return found.get(key, ())


def named(turn: Turn, label: str, key: str) -> Phrases:
    """A label alone, as it is heard to the word, and its key in words."""
    return tuple(dict.fromkeys((*listed(turn, label), *numbered(turn, key))))


def _numbers(turn: Turn) -> dict[str, Phrases]:
    words: dict[str, list[str]] = {}
    for said in usual(turn, "", _rules(turn, "numbers.figure", "numbers.upto31")):
        words.setdefault(hearing.number_said(turn, said), []).append(said)
    frames = phrase(turn.language, "by number").split(", ")
    return {
        key: tuple(
            said
            for frame in frames
            for said in map(frame.format, ones[:2])
            if hearing.number_said(turn, said) == key
        )
        for key, ones in words.items()
        if key
    }


def _rules(turn: Turn, *names: str) -> list[Expansion]:
    there = hearing.rules(turn.program, turn.language)
    return [RuleRef(name) for name in names if name in there]


# ------------------------------------------------------------ yes and no


def agreeing(here: Place, value: bool) -> Phrases:
    """The usual ways to say yes, or no, that are no command and no emergency."""
    turn, word = here.turn, "yes" if value else "no"
    cached = ("agreeing", turn.language, value)
    found: Phrases | None = here.part.cache.get(cached)
    if found is None:
        said = usual(turn, phrase(turn.language, word), _rules(turn, f"yesno.{word}"))
        found = here.part.cache[cached] = tuple(
            one
            for one in said[: 2 * USUAL]
            if sureness.spoken(turn, one) is value
            and hearing.command_exactly(turn, here.part, one) is None
            and not here.is_danger(one)
        )[:USUAL]
    return found


# ------------------------------------------------------------ commands and emergencies


def of_commands(here: Place) -> list[tuple[str, Phrases]]:
    """The commands that hold now, by what is no answer to the question itself."""
    turn = here.turn
    known = _all_commands(here)
    return [
        (f"anywhere {at}", tuple(said for said in known[at] if _commands(here, said)))
        for at, option in enumerate(here.part.commands)
        if hearing.holds(turn, option)
    ]


def _commands(here: Place, said: str) -> bool:
    if here.option(said):
        return False
    return not isinstance(here.wait, p.Browse) or not browsing.word(here.turn, said)


def _all_commands(here: Place) -> list[Phrases]:
    """Of every command what counts as this command, whatever conditions hold."""
    type_ = here.type
    cached = ("commands said", here.turn.language, here.accepts, type_.rule if type_ else "")
    found: list[Phrases] | None = here.part.cache.get(cached)
    if found is None:
        found = here.part.cache[cached] = [
            tuple(islice(_of_command(here, option), USUAL)) for option in here.part.commands
        ]
    return found


def _of_command(here: Place, option: p.Option) -> Iterator[str]:
    turn, type_ = here.turn, here.type
    groups = hearing.own_and_others(option, turn.language)
    for said in usual(turn, choices.label_of(turn, option), *groups):
        if hearing.command_exactly(turn, here.part, said) is not option or here.is_danger(said):
            continue
        if type_ is None or type_.name in FREE or not readers.read(turn, type_, said):
            yield said


def of_dangers(here: Place) -> list[tuple[str, Phrases]]:
    """Emergency words: of the language we speak, and of the flow's own."""
    turn, part = here.turn, here.part
    cached = ("dangers said", turn.language)
    found: list[tuple[str, Phrases]] | None = part.cache.get(cached)
    if found is None:
        found = part.cache[cached] = [
            (f"words {danger.name}", _of_danger(turn, part, danger)) for danger in part.dangers
        ]
    return found


def _of_danger(turn: Turn, part: p.Part, danger: p.Danger) -> Phrases:
    own, others = danger.phrases.get(turn.language, ()), danger.phrases.get("", ())
    return tuple(
        said for said in listed(turn, "", own, others) if hearing.danger(turn, part, said) is danger
    )
