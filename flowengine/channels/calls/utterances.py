"""What the effects of a turn say on the phone, one utterance after another.

Each is a piece that is synthesised and kept on its own: a text, the question, its hint, the
sentence of each option; so a prompt with one changing word costs one new piece. It makes no sound,
knows no voice, and leaves out what has no words (pictures, results, timers).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from flowengine.channels.lower import shown
from flowengine.channels.voice import VOICE, options
from flowengine.runtime.effects import Effect, Play, Prompt, Say, Send, Show
from flowengine.runtime.markup import plain
from flowengine.speech.duplex.orders import Piece

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

AFTER_TEXT = 0.4  # seconds: as long as a reader pauses between two paragraphs
AFTER_OPTION = 0.3  # enough to press a key for what was just named


@dataclass(frozen=True, slots=True)
class Utterance:
    """`text` in the words of `language`, "" where that is the conversation's own. `recording` is a
    file that is heard instead, as the flow names it; without a text nothing stands in for it.

    `interrupt` is what stops it (no, keys, speech, match), "" where the flow leaves it open;
    `silence_after` is in seconds.
    """

    text: str
    language: str = ""
    recording: str = ""
    interrupt: str = ""
    silence_after: float = 0.0


def utterances(effects: Iterable[Effect]) -> tuple[Utterance, ...]:
    """In the order of the effects; what is empty is left out, and after the last is no silence."""
    found = [one for effect in effects for one in _spoken(effect)]
    if found:
        found[-1] = replace(found[-1], silence_after=0.0)
    return tuple(found)


def pieces(utterance: Utterance, path: Path) -> tuple[Piece, ...]:
    """The utterance as it is played, its sound being in the file `path`."""
    heard = Piece(path=str(path), text=utterance.text)
    if not utterance.silence_after:
        return (heard,)
    return heard, Piece(silence=utterance.silence_after)


def _spoken(effect: Effect) -> Iterator[Utterance]:
    match effect:
        case Say():
            yield from _text(effect.text, effect.language, effect.interrupt, effect.recording)
        case Prompt():
            yield from _prompt(effect)
        case Show():
            yield from _text(shown(effect, VOICE))
        case Send(to="", text=text) if effect.channel == VOICE.name:
            yield from _text(text)
        case Play(file=file, interrupt=interrupt):
            yield Utterance("", "", file, interrupt, AFTER_TEXT)


def _prompt(prompt: Prompt) -> Iterator[Utterance]:
    """The question, its hint, and a sentence for each option, where no recording says them."""
    language, interrupt = prompt.language, prompt.interrupt
    yield from _text(prompt.text, language, interrupt, prompt.recording)
    yield from _text(prompt.hint, language, interrupt)
    for sentence in options(prompt):
        yield Utterance(plain(sentence), language, "", interrupt, AFTER_OPTION)


def _text(
    text: str, language: str = "", interrupt: str = "", recording: str = ""
) -> Iterator[Utterance]:
    """A piece for each line of it, for between lines there is a pause; recorded it is one piece."""
    lines = [text] if recording else text.split("\n")
    for line in lines:
        words = " ".join(plain(line).split())
        if words or recording:
            yield Utterance(words, language, recording, interrupt, AFTER_TEXT)
