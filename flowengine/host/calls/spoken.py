"""Lines of the transcript as what is said on the phone.

A call is driven from the transcript's news, whoever made the turn: this call, another node, a
timer, or words typed on the page meanwhile. So a line becomes the effect again it was made of.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flowengine.channels.calls.sentences import CALL_NUMBER, sentence
from flowengine.channels.calls.utterances import Utterance, utterances
from flowengine.host.lines import ENDED, GONE_ON, PLAY, PROMPT, RECORD, TRANSFER, Line
from flowengine.runtime.effects import Effect, Play, Prompt, Say, Show

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


def spoken(found: Iterable[Line], language: str) -> tuple[Utterance, ...]:
    """What the flow's lines say, in order; `language` is that of lines which name none."""
    return utterances(effect for line in found for effect in _effects(line, language))


def _effects(line: Line, language: str) -> Iterator[Effect]:
    match line.kind:
        case "text":
            yield Say(
                text=line.text,
                language=line.language or language,
                recording=line.recording,
                interrupt=line.interrupt,
            )
        case kind if kind == PROMPT:
            yield _prompt(line)
        case kind if kind == PLAY:
            yield Play(file=str(line.reference), interrupt=line.interrupt)
        case kind if kind == TRANSFER:  # whoever calls by a page cannot be put through
            speaks, words = sentence(CALL_NUMBER, line.language or language)
            yield Say(text=words.format(number=line.text), language=speaks)
        case kind if kind not in (ENDED, GONE_ON, RECORD):
            yield Show(kind=kind, reference=line.reference, text=line.text)


def _prompt(line: Line) -> Prompt:
    cut = len(line.text) - line.hint
    return Prompt(
        turn=line.turn,
        wait="",
        kind="",
        text=line.text[:cut].rstrip("\n"),
        hint=line.text[cut:],
        language=line.language,
        choices=line.choices,
        recording=line.recording,
        says_keys=line.says_keys,
        interrupt=line.interrupt,
    )
