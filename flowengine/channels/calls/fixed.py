"""What is the same in every call of a program: it can be spoken before anybody calls.

All texts without holes, the hints, and a sentence for each option as long as all options before it
are offered. What depends on the conversation (holes, lists from data, keys that move up where an
option is not offered) is left for the call. It makes no sound and compiles nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import TYPE_CHECKING, Any

from flowengine.channels.calls.sentences import WHOLE
from flowengine.channels.calls.utterances import Utterance, utterances
from flowengine.channels.voice import VOICE
from flowengine.language import program as p
from flowengine.runtime import begin
from flowengine.runtime.choices import shown
from flowengine.runtime.effects import Choice, Prompt, Say
from flowengine.runtime.events import Started
from flowengine.runtime.phrases import phrase
from flowengine.runtime.turn import Turn
from flowengine.runtime.words import nearest

if TYPE_CHECKING:
    from collections.abc import Iterable

# What the engine itself asks and says, as far as nothing is woven into it.
_ENGINE = ("apology", "needed", "recorded", "what to change", "welcome back", "which one")


@dataclass(frozen=True, slots=True)
class Heard:
    """What is heard in one go, `language` being that of the call. `place` is None for what the
    engine says itself. `holes`: something in it depends on the conversation and is left out."""

    place: p.Place | None
    language: str
    utterances: tuple[Utterance, ...]
    holes: bool = False


def fixed(program: p.Program) -> frozenset[tuple[str, str]]:
    """Language and text of every piece that is the same for everybody."""
    return frozenset(
        (one.language or heard.language, one.text)
        for heard in heard_in(program)
        for one in heard.utterances
        if one.text
    )


def heard_in(program: p.Program) -> Iterator[Heard]:
    """In each language of the program; nothing where it is not on the phone."""
    if VOICE.name not in program.channels:
        return
    for language in program.languages:
        yield from _of_engine(language)
        for found in _written(program):
            if isinstance(found, p.Message):
                yield from _of_message(found, language)
            else:
                yield _of_question(program, found, language)


def _of_engine(language: str) -> Iterator[Heard]:
    says = [phrase(language, name) for name in _ENGINE]
    says += [texts[language] for texts in WHOLE if language in texts]
    for text in says:
        yield Heard(None, language, utterances([Say(text=text, language=language)]))
    answers = tuple(
        Choice(id=name, key=key, label=phrase(language, name))
        for name, key in (("yes", "1"), ("no", "2"))
    )
    yield Heard(None, language, utterances([_prompt(language, choices=answers)]))


def _of_message(message: p.Message, language: str) -> Iterator[Heard]:
    texts, own = _alternatives(message, language)
    recording = _recording(message, language)
    for text in texts:
        said = Say(text=text if isinstance(text, str) else "", language=own, recording=recording)
        yield Heard(message.place, language, utterances([said]), holes=not isinstance(text, str))


def _of_question(program: p.Program, question: p.Question, language: str) -> Heard:
    """The question in its longest words, its hint and its options."""
    asked, holes = _longest(question.question, language)
    hint, more = _longest(question.hint, language) if isinstance(question, p.Ask) else ("", False)
    turn = Turn(
        program,
        begin(program, channel=VOICE.name, seed=0, at=0.0, language=language),
        Started(at=0.0),
        None,
    )
    offered = shown(turn, _certain(question, language))
    prompt = _prompt(
        language,
        text=asked,
        hint=hint,
        recording=_recording(question.question, language),
        choices=tuple(one.as_choice() for one in offered),
        says_keys=question.says_keys,
    )
    moving = len(offered) < len(question.options) or isinstance(question, p.Browse)
    return Heard(question.place, language, utterances([prompt]), holes=holes or more or moving)


def _prompt(language: str, **said: Any) -> Prompt:
    return Prompt(turn=0, wait="", kind="menu", language=language, **{"text": "", **said})


def _certain(question: p.Question, language: str) -> p.Question:
    """With all its options that have fixed words, and without those that data brings."""
    options = tuple(
        replace(option, condition=None)
        for option in question.options
        if option.each is None
        and isinstance(option.labels[nearest(option.labels, VOICE.name, language)], str)
    )
    if isinstance(question, p.Ask):
        return replace(question, options=options, type=replace(question.type, source=None))
    return p.Menu(
        place=question.place,
        name=question.name,
        after=question.after,
        question=question.question,
        options=options,
        ladders=question.ladders,
        says_keys=question.says_keys,
        into="",
    )


def _longest(message: p.Message | None, language: str) -> tuple[str, bool]:
    """The longest of the fixed wordings, and whether there are others."""
    if message is None:
        return "", False
    texts, _ = _alternatives(message, language)
    known = [text for text in texts if isinstance(text, str)]
    return max(known, key=len, default=""), len(known) < len(texts)


def _alternatives(message: p.Message, language: str) -> tuple[tuple[p.Code | str, ...], str]:
    """The fitting wordings and the language they are in, as `runtime.words` takes them."""
    tags = nearest(message.variants, VOICE.name, language)
    return message.variants.get(tags, ()), tags[1] or message.written or language


def _recording(message: p.Message | None, language: str) -> str:
    if message is None:
        return ""
    return message.recordings.get(nearest(message.recordings, VOICE.name, language), "")


def _written(program: p.Program) -> Iterator[p.Message | p.Question]:
    """Every text and question that a call may come to, each once, in the order of the blocks."""
    blocks = [(block.operations, block.exit) for block in program.blocks.values()]
    places = (program.announcement, blocks)
    yield from {id(found): found for found in _below(places)}.values()


def _below(node: Any) -> Iterator[p.Message | p.Question]:
    if isinstance(node, p.Option) or (isinstance(node, p.Send) and node.channel != VOICE.name):
        return  # its body and goal are blocks of their own; it is a message by another road
    if isinstance(node, p.Message | p.Question):
        yield node
    for part in _parts(node):
        yield from _below(part)


def _parts(node: Any) -> Iterable[Any]:
    if isinstance(node, tuple | list):
        return node
    if isinstance(node, Mapping):
        return node.values()
    if is_dataclass(node) and not isinstance(node, type):
        return [getattr(node, field.name) for field in fields(node) if field.name != "cache"]
    return ()
