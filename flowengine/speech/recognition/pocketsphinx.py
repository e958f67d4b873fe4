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
from math import inf
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pocketsphinx

from flowengine.speech.recognition import frontend
from flowengine.speech.recognition.decoding import Take
from flowengine.speech.recognition.pronouncing import NARROW, Pronouncing
from flowengine.speech.recognition.recogniser import Guess

if TYPE_CHECKING:
    from collections.abc import Iterable

    from flowengine.speech.recognition.choices import Choices
    from flowengine.speech.sound.pcm import Sound

ASK_BACK = 0.5  # of everything but yes and no
OTHERWISE = 0.3  # what it might have been instead
BELIEVED = 0.7  # yes and no, of which 24 of 24 were understood
COMMAND = 0.0  # score a frame more with which what is beside the offer comes before it
_MOST_TWICE = 100  # phrases of which the second best is looked for
_ALL, _OFFERED, _BESIDE, _SECOND = "answer", "offered", "beside", "second"

_BYTES = 320  # of 10 ms, which pocketsphinx calls a frame
_MODEL = Path(pocketsphinx.__file__).parent / "model" / "en-us"


class _Heard(NamedTuple):
    """`score` is the log likelihood of a frame, on pocketsphinx' own scale."""

    text: str
    score: float


_NOTHING_HEARD = _Heard("", -inf)


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
        self._loaded: set[str] = set()
        self._words: list[str] = []
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

    def lull(self, _start: float, _stop: float, /) -> str:
        return self._hypothesis() if self._open else ""

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
        """Of a trimmed clip, after `begin`.

        What the question offers is heard apart from commands and the like: 72 % of digits are
        understood so, and 54 % with all in one grammar, for the commands have many short words.
        What sounds clearly like a command comes first, and else last.
        """
        clip = frontend.clip(sound)
        offered = self._heard(_OFFERED, clip)
        beside = self._heard(_BESIDE, clip)
        found = [offered, self._second(offered, clip)]
        found.insert(0 if beside.score > offered.score + COMMAND else 2, beside)
        return self._ranked(each.text for each in found)

    def _second(self, best: _Heard, clip: bytes) -> _Heard:
        """What of the offer it would be if it were not the best: the decoder's own next best is the
        same word nearly always."""
        choices = self._choices
        if not best.text or len(choices.offered) > _MOST_TWICE or choices.yes_or_no(best.text):
            return _NOTHING_HEARD
        way = choices.ways[best.text]
        self._load(_SECOND, (each for each in choices.offered if choices.ways[each] != way))
        return self._heard(_SECOND, clip)

    def _heard(self, search: str, clip: bytes) -> _Heard:
        if search not in self._loaded:
            return _NOTHING_HEARD
        self._decoder.activate_search(search)
        self._decoder.set_cmn(self._unheard)
        self._decoder.start_utt()
        self._decoder.process_raw(clip, full_utt=True)
        self._decoder.end_utt()
        found = self._decoder.hyp()
        if not found or found.hypstr not in self._choices.ways:
            return _NOTHING_HEARD
        return _Heard(found.hypstr, found.score / (len(clip) / _BYTES))

    def _ranked(self, texts: Iterable[str]) -> tuple[Guess, ...]:
        """The first is asked back, the others after it where it is denied; each way once."""
        said: dict[str, str] = {}
        for text in filter(None, texts):
            said.setdefault(self._choices.ways[text], text)
        if not said:
            return ()
        first, *others = said.values()
        return (*self._guesses(first), *(Guess(each, OTHERWISE) for each in others))

    def _guesses(self, first: str) -> tuple[Guess, ...]:
        if not self._choices.standing(first).complete:
            return ()
        sure = BELIEVED if self._choices.yes_or_no(first) else ASK_BACK
        return (Guess(first, sure),)

    def _hypothesis(self) -> str:
        found = self._decoder.hyp()
        return found.hypstr if found else ""

    # The words and the grammar of a place

    def _prepare(self, choices: Choices) -> bool:
        """Whether there is anything here that it can hear."""
        if self._ready is not choices:
            self._ready, self._loaded = None, set()
            self._words = [word for word in choices.vocabulary if self._say(word)]
            known = set(self._words)
            self.left_out = sum(not known.issuperset(p.split()) for p in choices.phrases)
            self._load(_ALL)
            if _ALL not in self._loaded:
                return False
            if choices.listed:
                self._load(_OFFERED, choices.offered)
                self._load(_BESIDE, choices.beside)
            self._ready = choices
        self._decoder.activate_search(_ALL)
        return True

    def _load(self, search: str, phrases: Iterable[str] | None = None) -> None:
        """A grammar of all that is expected, or of these phrases, where they can be pronounced."""
        self._loaded.discard(search)
        grammar = self._choices.jsgf(self._words, phrases)
        if grammar:
            self._decoder.add_jsgf_string(search, grammar)
            self._loaded.add(search)

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
