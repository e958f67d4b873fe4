"""English with nothing downloaded: pocketsphinx and the model that its wheel carries.

It hears what the grammar of the place allows, and free speech never. Its confidence cannot be
trusted (it accepts 94 % of words that are on no menu), so what it understands is always asked
back, but for yes and no, which could not end otherwise. It holds Python's lock while it works:
give it processes, not threads.

What is passed to `Decoder()` of cmn, remove_noise, upperf and the like is overridden in silence by
the model's own `feat.params`; the model's are the best ones found, so nothing of that is set here.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pocketsphinx

from flowengine.speech.recognition import frontend
from flowengine.speech.recognition.decoding import Take
from flowengine.speech.recognition.pronouncing import NARROW, Pronouncing
from flowengine.speech.recognition.recogniser import Guess

if TYPE_CHECKING:
    from flowengine.speech.recognition.choices import Choices
    from flowengine.speech.sound.pcm import Sound

ASK_BACK = 0.5  # of everything but yes and no
OTHERWISE = 0.3  # what it might have been instead
BELIEVED = 0.7  # yes and no, of which 24 of 24 were understood
MAX_OTHERS = 2
_NBEST = 8  # hypotheses looked at
_MOST_LISTED = 40  # phrases of which other hypotheses are looked for

_MODEL = Path(pocketsphinx.__file__).parent / "model" / "en-us"


class Pocketsphinx:
    """The dictionary is shared by all decoders of a process, which take 3 MB and 11 ms each."""

    def __init__(self) -> None:
        self._pronouncing = Pronouncing(_MODEL / "cmudict-en-us.dict")

    def decoder(self) -> PocketsphinxDecoder:
        return PocketsphinxDecoder(self._pronouncing)


class PocketsphinxDecoder:
    """Of one call. `left_out` counts phrases of the place in which a word cannot be pronounced."""

    def __init__(self, pronouncing: Pronouncing) -> None:
        self._pronouncing = pronouncing
        self._decoder = pocketsphinx.Decoder(
            hmm=str(_MODEL / "en-us"), dict=os.devnull, lm=None, samprate=frontend.RATE,
            loglevel="FATAL",
            bestpath=False,  # of no use with a grammar, and seconds long with that of a date
        )  # fmt: skip
        self._unheard = self._decoder.get_cmn(False)
        self._known: dict[str, bool] = {}
        self._ready: Choices | None = None
        self._open = False
        self.left_out = 0

    def begin(self, choices: Choices, rate: int) -> None:
        self.drop()
        self._take, self._choices = Take(rate), choices
        if not self._prepare(choices):
            return
        self._stream = frontend.Stream(rate)
        self._decoder.set_cmn(self._unheard)  # else the last caller's microphone stays in it
        self._decoder.start_utt()
        self._open = True

    def feed(self, frame: bytes) -> str:
        self._take.add(frame)
        if not self._open:
            return ""
        wide = self._stream.feed(frame)
        if wide:
            self._decoder.process_raw(wide)
        return self._hypothesis()

    def end(self, start: float, stop: float, /) -> tuple[Guess, ...]:
        """The whole clip once more, with all of it known: 83 % of digits where the stream has 76.

        Typed answers stay as they were streamed: their second pass is slow and no better.
        """
        if not self._open:
            return ()
        streamed = self._hypothesis()
        self.drop()
        if not self._choices.listed:
            return self._guesses(streamed)
        return self.understand(self._take.clip(start, stop))

    def drop(self) -> None:
        if self._open:
            self._decoder.end_utt()
            self._open = False

    def understand(self, sound: Sound) -> tuple[Guess, ...]:
        """Of a trimmed clip, after `begin`."""
        self._decoder.set_cmn(self._unheard)
        self._decoder.start_utt()
        self._decoder.process_raw(frontend.clip(sound), full_utt=True)
        self._decoder.end_utt()
        return self._guesses(self._hypothesis())

    def _guesses(self, first: str) -> tuple[Guess, ...]:
        if not self._choices.standing(first).complete:
            return ()
        sure = BELIEVED if self._choices.yes_or_no(first) else ASK_BACK
        return (Guess(first, sure), *(Guess(each, OTHERWISE) for each in self._others(first)))

    def _others(self, first: str) -> list[str]:
        """What else it might have been, of another meaning each; a long list takes too long."""
        if not self._choices.listed or len(self._choices.phrases) > _MOST_LISTED:
            return []
        found: dict[str, str] = {}
        for _, hypothesis in zip(range(_NBEST), self._decoder.nbest(), strict=False):
            text = hypothesis.hypstr if hypothesis else ""
            meaning = self._choices.ways.get(text, text)
            if self._choices.standing(text).complete:
                found.setdefault(meaning, text)
        found.pop(self._choices.ways.get(first, first), None)
        return list(found.values())[:MAX_OTHERS]

    def _hypothesis(self) -> str:
        found = self._decoder.hyp()
        return found.hypstr if found else ""

    # The words and the grammar of a place

    def _prepare(self, choices: Choices) -> bool:
        """Whether there is anything here that it can hear."""
        if self._ready is not choices:
            self._ready = None
            said = [word for word in choices.vocabulary if self._say(word)]
            self.left_out = sum(not set(said).issuperset(p.split()) for p in choices.phrases)
            grammar = choices.jsgf(said)
            if not grammar:
                return False
            self._decoder.add_jsgf_string("answer", grammar)
            self._decoder.activate_search("answer")
            self._ready = choices
        return True

    def _say(self, word: str) -> bool:
        """Make the decoder know a word; false when nobody knows how it is said."""
        if word not in self._known:
            ways = dict.fromkeys((*self._pronouncing.of(word), *NARROW.get(word, ())))
            for number, way in enumerate(ways, 1):
                name = word if number == 1 else f"{word}({number})"
                if self._decoder.lookup_word(name) is None:
                    self._decoder.add_word(name, way, False)
            self._known[word] = bool(ways)
        return self._known[word]
