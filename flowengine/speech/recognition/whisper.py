"""Whisper models by CTranslate2: a forced choice among what may be said, and dictation.

The choice is no transcription: a window just long enough is encoded once, and each phrase gets
the probability that the model would write it down. Nothing can be made up that way, one step
suffices for a digit, and its confidence can be trusted. Dictation is for free answers and
recordings; it can be wrong in ways that read well, so it is believed less.

A model made for English alone hears English whatever it is told; `models` keeps it from others.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import numpy as np

from flowengine.speech.recognition import frontend, mel
from flowengine.speech.recognition.forms import forms, siblings, spelled
from flowengine.speech.recognition.models import english_only
from flowengine.speech.recognition.recogniser import NOTHING, Guess

os.environ.setdefault("OMP_NUM_THREADS", "1")  # one utterance a core, not one on all of them

import ctranslate2
import tokenizers

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from flowengine.speech.recognition.choices import Choices
    from flowengine.speech.sound.pcm import Sound

Ids = tuple[int, ...]
Numbers: TypeAlias = "np.ndarray[tuple[int, ...], np.dtype[np.float32]]"

WINDOWS = (3.0, 6.0, 10.0, 20.0, 30.0)  # seconds; the first that is long enough
LEAD = 0.2  # of silence before

# Two speakers of spoken-digits teach 0.60 to 0.85, and 0.40, and the third bears them out; asking
# back earlier costs little (tests/bench/digits.py).
BELIEVE, ASK = 0.80, 0.25  # of the probability that one way has among all of them
LEAST_MASS = -5.0  # log probability of all of them together; below it, it is not believed
NO_MASS = -7.0  # below that it was something else, and is not even asked back
LEAST_MASS_A_TOKEN = -1.5  # more for each further token: longer phrases are written less surely

NEAR = 2.5  # nats behind the best; what cannot come nearer is not looked at to its end
SPELLED = 0.5  # nats behind another spelling of the same
UNLIKELY = -50.0  # log probability of such
_BATCH, _ROUNDS = 2, 6
MAX_GUESSES = 3

DICTATED, DOUBTED = -0.5, -1.0  # mean log probability of a token: believed, asked back
AGREED, PLAIN, ASKED = 0.85, 0.7, 0.5  # the confidences of what is written down
NO_SPEECH = 0.6
_MAX_TOKENS = 120


class Dictated(NamedTuple):
    text: str
    confidence: float


class Whisper:
    """A model, opened once for a process; may be used by several threads at once."""

    def __init__(self, folder: Path, language: str, threads: int = 1) -> None:
        self.language = language
        self._model = ctranslate2.models.Whisper(
            str(folder), device="cpu", compute_type="int8", inter_threads=threads, intra_threads=1
        )
        self._tokens = tokenizers.Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._forms: dict[str, tuple[Ids, ...]] = {}
        self._start = self._begins(english=english_only(folder))
        self._end = self._token("<|endoftext|>")
        self._closings = [self._end, *(self._ids(sign)[0] for sign in ".!?,")]

    # Choosing

    def choose(self, sound: Sound, choices: Choices) -> tuple[Guess, ...]:
        """What of the phrases was said; none when it was something else. `sound` is trimmed."""
        phrases = choices.phrases
        if not phrases or not len(sound.samples):
            return ()
        decoys = siblings(phrases, self.language)
        scores = self.scores(sound, (*phrases, *decoys))
        mass = float(np.logaddexp.reduce(list(scores.values())))
        best = max(scores, key=lambda each: scores[each])
        further = LEAST_MASS_A_TOKEN * self._further(best)
        if mass < NO_MASS + further or best in decoys:
            return ()
        shares = {phrase: float(np.exp(scores[phrase] - mass)) for phrase in phrases}
        return _guesses(choices, shares, 1.0 if mass >= LEAST_MASS + further else ASKED)

    def scores(self, sound: Sound, phrases: Iterable[str]) -> dict[str, float]:
        """Log probability of each phrase; `UNLIKELY` for those far behind the best."""
        wanted = {phrase: self._forms_of(phrase) for phrase in dict.fromkeys(phrases)}
        return Search(self, self._heard(sound), wanted).scores

    def _further(self, phrase: str) -> int:
        """Tokens after the first."""
        return min(len(ids) for ids in self._forms_of(phrase)) - 1

    # Typed and free answers

    def weigh(self, sound: Sound, choices: Choices, heard: tuple[Guess, ...]) -> tuple[Guess, ...]:
        """A typed or free answer; `heard` is what the first pass took it for.

        What both understand alike is believed; else what is written down fits, or is asked back.
        """
        written = self.dictate(sound)
        if not written.text:
            return ()
        if choices.free:
            return (Guess(choices.exactly(written.text) or written.text, written.confidence),)
        fits = list(filter(None, map(choices.exactly, spelled(written.text, self.language))))
        first = heard[0].text if heard else ""
        if first and first in fits:
            return (Guess(first, AGREED), *heard[1:])
        text = fits[0] if fits else first or written.text
        sure = written.confidence if fits and not first else min(written.confidence, ASKED)
        others = [each for each in heard if each.text != text]
        return (Guess(text, sure), *others[: MAX_GUESSES - 1])

    def dictate(self, sound: Sound) -> Dictated:
        """An utterance of up to half a minute in words; none when nobody spoke.

        In a shorter window it would write the same again and again.
        """
        if not len(sound.samples):
            return Dictated("", 0.0)
        found = self._model.generate(
            self._heard(sound, WINDOWS[-1:]), [self._start], beam_size=5, max_length=_MAX_TOKENS,
            return_scores=True, return_no_speech_prob=True,
        )[0]  # fmt: skip
        mean = found.scores[0]
        text = self._tokens.decode(found.sequences_ids[0]).strip()
        if not text or mean < 2 * DOUBTED or (found.no_speech_prob > NO_SPEECH and mean < DICTATED):
            return Dictated("", 0.0)
        sure = PLAIN if mean >= DICTATED else ASKED if mean >= DOUBTED else NOTHING
        return Dictated(_bare(text), sure)

    # The model

    def _heard(self, sound: Sound, windows: tuple[float, ...] = WINDOWS) -> ctranslate2.StorageView:
        """The shortest window that it fits into, encoded."""
        lead = np.zeros(int(LEAD * mel.RATE), np.float32)
        whole = np.concatenate([lead, frontend.levelled(sound) / 32_768])
        fits = (each for each in windows if len(whole) <= each * mel.RATE)
        size = int(next(fits, windows[-1]) * mel.RATE)
        window = np.pad(whole, (0, max(size - len(whole), 0)))[:size]
        spectrum = mel.spectrum(window, self._model.n_mels)
        return self._model.encode(_view(spectrum[None]))

    def onward(self, heard: ctranslate2.StorageView, rows: Sequence[Ids]) -> list[list[Numbers]]:
        """Log probabilities of the next token after each beginning of each row, "" first."""
        longest = max(map(len, rows))
        found = self._model.generate(
            _view(np.repeat(np.array(heard), len(rows), 0)),
            [[*self._start, *row] for row in rows],
            beam_size=1, max_length=2 * longest + 2, return_logits_vocab=True,
            suppress_blank=False, suppress_tokens=[],
        )  # fmt: skip
        return [
            [_log(np.array(each)) for each in one.logits[0][: len(row) + 1]]
            for one, row in zip(found, rows, strict=True)
        ]

    def closing(self, onward: Numbers) -> float:
        """Log probability that a phrase ends here, with or without a sign."""
        return float(np.logaddexp.reduce(onward[self._closings]))

    def _begins(self, *, english: bool) -> list[int]:
        named = [] if english else [f"<|{self.language.partition('-')[0]}|>", "<|transcribe|>"]
        return [*map(self._token, ("<|startoftranscript|>", *named, "<|notimestamps|>"))]

    def _token(self, name: str) -> int:
        found = self._tokens.token_to_id(name)
        if found is None:
            raise ValueError(f"the whisper model does not know “{name}”.")
        return int(found)

    def _ids(self, text: str) -> Ids:
        return tuple(self._tokens.encode(text, add_special_tokens=False).ids)

    def _forms_of(self, phrase: str) -> tuple[Ids, ...]:
        if phrase not in self._forms:
            found = map(self._ids, forms(phrase, self.language))
            self._forms[phrase] = tuple(dict.fromkeys(found))
        return self._forms[phrase]


class Search:
    """Best first: only phrases that may still win are scored to their end.

    Each run of the model tells the probabilities after every beginning of a row of tokens, so what
    others share with it is known then too. Single tokens need one run and no ends; where a phrase
    may be the beginning of another, the end counts, or the shorter would always win.
    """

    def __init__(
        self, whisper: Whisper, heard: ctranslate2.StorageView, rows: dict[str, tuple[Ids, ...]]
    ) -> None:
        self._whisper, self._heard, self._rows = whisper, heard, rows
        self._ends = any(len(row) > 1 for each in rows.values() for row in each)
        self._known: dict[Ids, Numbers] = {}
        self._learn([()])
        for _ in range(_ROUNDS):
            open_ = self._worth_a_run()
            if not open_:
                break
            self._learn(open_[:_BATCH])
        self.scores = {phrase: self._score(phrase) for phrase in rows}

    def _score(self, phrase: str) -> float:
        known = [self._bound(row) for row in self._rows[phrase] if self._closed(row)]
        return float(np.logaddexp.reduce([UNLIKELY, *known]))

    def _worth_a_run(self) -> list[Ids]:
        """Rows that could come near the best, and count beside other spellings of the same."""
        scores = {phrase: self._score(phrase) for phrase in self._rows}
        least = max(scores.values()) - NEAR
        bounds = {
            row: self._bound(row)
            for phrase, rows in self._rows.items()
            for row in rows
            if not self._closed(row) and self._bound(row) > max(least, scores[phrase] - SPELLED)
        }
        return sorted(bounds, key=lambda row: -bounds[row])

    def _closed(self, row: Ids) -> bool:
        return (row if self._ends else row[:-1]) in self._known

    def _learn(self, rows: list[Ids]) -> None:
        for row, after in zip(rows, self._whisper.onward(self._heard, rows), strict=True):
            for length, numbers in enumerate(after):
                self._known[row[:length]] = numbers

    def _bound(self, row: Ids) -> float:
        """At least as high as its probability, which it is once all of the row is known."""
        total = 0.0
        for at, token in enumerate(row):
            after = self._known.get(row[:at])
            if after is None:
                return total
            total += float(after[token])
        if self._ends and row in self._known:
            total += self._whisper.closing(self._known[row])
        return total


def _guesses(choices: Choices, shares: dict[str, float], most: float) -> tuple[Guess, ...]:
    """Of each way its likeliest phrase, with all that its phrases have together; best first, and
    none surer than `most`."""
    ways: dict[str, float] = {}
    said: dict[str, str] = {}
    for phrase, share in sorted(shares.items(), key=lambda each: -each[1]):
        way = choices.ways[phrase]
        ways[way] = ways.get(way, 0.0) + share
        said.setdefault(way, phrase)
    order = sorted(ways, key=lambda way: -ways[way])[:MAX_GUESSES]
    found = (Guess(said[way], min(confidence(ways[way]), most)) for way in order)
    return tuple(guess for guess in found if guess.confidence >= NOTHING)


def confidence(share: float) -> float:
    """From its own scale to the common one: BELIEVE is where the interpreter believes, 0.6."""
    return round(float(np.interp(share, (0.0, ASK, BELIEVE, 1.0), (0.0, NOTHING, 0.6, 1.0))), 4)


def _bare(text: str) -> str:
    return text.rstrip(".!?, ").strip()


def _log(logits: Numbers) -> Numbers:
    top = logits.max()
    found: Numbers = logits - (top + np.log(np.exp(logits - top).sum()))
    return found


def _view(array: Numbers) -> ctranslate2.StorageView:
    return ctranslate2.StorageView.from_array(np.ascontiguousarray(array, np.float32))
