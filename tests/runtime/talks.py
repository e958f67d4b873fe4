"""Tables of cases as texts: a flow, what happens to it, and beneath each event all that came of it.

A `.talks` file beside a test holds cases like this one:

    == a name that says what would break
    channel ussd
    -- line.flow
    start:
      say "Hello."
      end
    -- talk
    start
      Hello.
      ended: end

Lines before the first `--` are options of `Talk` (channel, language, caller, seed, at, contact).
Other `--` sections are further files. In the talk, an event stands at the margin and its effects
below it, two blanks in; `values`, `place`, `prompt` and `details KIND` look instead of doing.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.runtime.talk import Talk

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Case:
    """`files` by name; `talk` are (event, expected lines)."""

    name: str
    options: dict[str, Any]
    files: dict[str, str]
    talk: tuple[tuple[str, tuple[str, ...]], ...]

    def __str__(self) -> str:
        return self.name.replace(" ", "-")

    def begin(self) -> Talk:
        others = {n: t for n, t in self.files.items() if n.endswith(".flow") and n != "line.flow"}
        tables = {n: t for n, t in self.files.items() if n.endswith(".csv")}
        return Talk(self.files["line.flow"], others=others, tables=tables, **self.options)

    def play(self) -> None:
        talk = self.begin()
        for event, expected in self.talk:
            assert (event, tuple(happens(talk, event))) == (event, expected)


def cases(name: str) -> pytest.MarkDecorator:
    """Parametrizes a test with `case`, from the file `name` beside it."""
    return pytest.mark.parametrize("case", list(read((FOLDER / name).read_text("utf-8"))), ids=str)


def read(text: str) -> Iterator[Case]:
    for piece in ("\n" + text).split("\n== ")[1:]:
        name, _, rest = piece.partition("\n")
        head, *sections = ("\n" + rest).split("\n-- ")
        files = {title: body + "\n" for title, _, body in (one.partition("\n") for one in sections)}
        talk = files.pop("talk")
        yield Case(name, dict(map(_option, head.split("\n")[1:])), files, tuple(_turns(talk)))


def _option(line: str) -> tuple[str, Any]:
    name, _, value = line.partition(" ")
    match name:
        case "files":
            return name, value.split()
        case "seed":
            return name, int(value)
        case "at":
            return name, datetime.fromisoformat(value).timestamp()
        case "contact":
            return name, json.loads(value)
    return name, value


def _turns(talk: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    event = ""
    expected: list[str] = []
    for line in talk.split("\n"):
        if line.startswith("  "):
            expected.append(line[2:])
            continue
        if event:
            yield event, tuple(expected)
        event, expected = line, []
    if event:
        yield event, tuple(expected)


def happens(talk: Talk, line: str) -> list[str]:
    """One line of a talk, and what came of it."""
    first, _, rest = line.partition(" ")
    word, _, number = first.partition("@")
    if word in _LOOKS:
        return _LOOKS[word](talk, rest)
    done = _EVENTS[word](talk, rest, int(number) if number else None)
    return [one.replace("\n", " / ") for one in done]


def _start(talk: Talk, rest: str, _: int | None) -> list[str]:
    place, values = (f"{rest} ").split(" ", 1)
    return talk.start(place or None, **json.loads(values.strip() or "{}"))


def _says(talk: Talk, rest: str, percent: int | None) -> list[str]:
    """`says@40 yes | 30 no | 20 next`: with other hearings behind bars, each with its per cent."""
    text, *others = rest.split(" | ")
    pairs = [(words, int(figure) / 100) for figure, words in (one.split(" ", 1) for one in others)]
    return talk.says(text, 1.0 if percent is None else percent / 100, *pairs)


def _sends(talk: Talk, rest: str, _: int | None) -> list[str]:
    kind, reference, label = (rest + "  ").split(" ", 2)
    return talk.sends(kind, reference, label.strip())


def _fetched(talk: Talk, rest: str, turn: int | None) -> list[str]:
    word, _, what = rest.partition(" ")
    if word == "status":
        return talk.fetched({}, status=int(what), turn=turn)
    if word == "error":
        return talk.fetched(error=what, turn=turn)
    return talk.fetched(json.loads(rest), turn=turn)


def _handed(talk: Talk, rest: str, turn: int | None) -> list[str]:
    """`handed done {"place": "main"}`: what more there is, as JSON."""
    outcome, _, more = rest.partition(" ")
    return talk.handed(outcome, turn, **json.loads(more or "{}"))


def _figures(rest: str) -> tuple[Any, ...]:
    """`queued 2 0-0`: the place, and the wait in seconds."""
    place, _, wait = rest.partition(" ")
    if not wait:
        return (int(place),)
    low, high = wait.split("-")
    return int(place), (int(low), int(high))


def _later(talk: Talk, rest: str, _: int | None) -> list[str]:
    talk.clock += float(rest)
    return []


_EVENTS: dict[str, Callable[[Talk, str, int | None], list[str]]] = {
    "start": _start,
    "says": _says,
    "presses": lambda talk, rest, _: talk.presses(rest),
    "picks": lambda talk, rest, _: talk.picks(rest),
    "silent": lambda talk, *_: talk.silent(),
    "sends": _sends,
    "switches": lambda talk, rest, _: talk.switches(rest),
    "fetched": _fetched,
    "due": lambda talk, rest, turn: talk.due(rest, turn),
    "queued": lambda talk, rest, _: talk.queued(*_figures(rest)),
    "accepted": lambda talk, *_: talk.accepted(),
    "handed": _handed,
    "signalled": lambda talk, rest, _: talk.signalled(*rest.split(" ", 1)),
    "hangs": lambda talk, *_: talk.hangs_up(),
    "misses": lambda talk, *_: talk.misses(),
    "fails": lambda talk, rest, _: talk.fails(rest),
    "later": _later,
}


def _details(talk: Talk, rest: str) -> list[str]:
    """Every field of the effect of this kind that is not at its default."""
    effect = next(one for one in talk.effects if type(one).__name__ == rest)
    return str(effect).removeprefix(f"{rest}(").removesuffix(")").split("\n")


def _prompt(talk: Talk, _: str) -> list[str]:
    assert talk.prompt is not None
    fields = ("accepts", "hint", "recording", "says_keys", "secret", "limit", "language")
    return [" ".join(f"{name}={getattr(talk.prompt, name)!r}" for name in fields)]


_LOOKS: dict[str, Callable[[Talk, str], list[str]]] = {
    "values": lambda talk, _: [f"{k} = {v!r}" for k, v in sorted(talk.values.items())],
    "contact": lambda talk, _: [f"{k} = {v!r}" for k, v in sorted(talk.session.contact.items())],
    "place": lambda talk, _: [talk.place],
    "prompt": _prompt,
    "details": _details,
}
