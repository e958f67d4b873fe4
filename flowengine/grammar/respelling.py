"""The known words that somebody spelled in another way: on another keyboard, in other letters.

Beside wrong layouts (`layouts`) and Latin letters (`transliteration`): capitals that look like
those of another script, letters held down (`yesss`), the Croatian `dj` for đ, and blanks lost or
added (`to morrow`, `twentyfive`). What was changed is made of known words. A word that is known
already is never touched, so two right answers cannot become one.
"""

from __future__ import annotations

import re
from functools import cached_property, lru_cache
from itertools import islice, product
from typing import TYPE_CHECKING

from flowengine.grammar.layouts import ARABIC, retyped, script
from flowengine.grammar.lookalikes import capitals
from flowengine.grammar.normal import MAX_CHARACTERS
from flowengine.grammar.transliteration import Transliteration

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from collections.abc import Sequence as Row

    Fold = Callable[[str], Row[str]]

MAX_WORDS = 40  # in a longer message only what is spelled as usual is looked for
MAX_WAYS = 8  # to spell one message
MAX_KEPT = 1_000  # odd words remembered
MAX_LETTERS = 40  # nothing longer is a word, or several
MIN_SWAPPED, MAX_SWAPPED = 5, 12  # letters of a word that is in other letters and has a slip too
MAX_PARTS = 4  # words written as one

_HELD = re.compile(r"(.)\1{2,}")
_AND = "و"  # Persian numbers are joined by it: بیستوپنج

_transliteration = lru_cache(maxsize=32)(Transliteration)


class Respelling:
    """`vocabularies` hold what may be meant; `odd` says where words stand that are not right."""

    def __init__(
        self, vocabularies: tuple[frozenset[str], ...], odd: Callable[[Row[str]], list[int]]
    ) -> None:
        self._vocabularies = vocabularies
        self._odd = odd
        self._near: dict[str, tuple[str, ...]] = {}

    @cached_property
    def _scripts(self) -> list[str]:
        return sorted({script(word) for each in self._vocabularies for word in each} - {""})

    def ways(self, words: Row[str], text: str, fold: Fold) -> Row[Row[str]]:
        """The message with its odd words respelled, a few ways at most; `fold` made the words."""
        odd = self._odd(words)
        if not odd or len(words) > MAX_WORDS:
            return []
        found: dict[tuple[str, ...], None] = dict.fromkeys(self._word_by_word(words, odd))
        for other in self._texts(text[:MAX_CHARACTERS]):
            way = tuple(fold(other))
            if way and len(self._odd(way)) < len(odd):
                found[way] = None
        found.pop(tuple(words), None)
        return list(found)[:MAX_WAYS]

    def near(self, word: str) -> tuple[str, ...]:
        """What one odd word may stand for: known words, or several of them with blanks between."""
        if word not in self._near:
            if len(self._near) >= MAX_KEPT:
                self._near.clear()
            self._near[word] = tuple(dict.fromkeys(self._spelled(word)))
        return self._near[word]

    def swapped(self, word: str) -> list[str]:
        """What an odd word in Latin letters stands for once two neighbours change places."""
        if not (word.isascii() and MIN_SWAPPED <= len(word) <= MAX_SWAPPED):
            return []
        other = [
            word[:at] + word[at : at + 2][::-1] + word[at + 2 :] for at in range(len(word) - 1)
        ]
        alphabets = [_transliteration(vocabulary) for vocabulary in self._vocabularies]
        return sorted(
            {meant for each in other for known in alphabets for meant in known.meant(each)}
        )

    def _means(self, word: str) -> bool:
        return any(word in vocabulary for vocabulary in self._vocabularies)

    def _texts(self, text: str) -> Iterator[str]:
        yield from retyped(text, self._scripts)
        if any(letter.isupper() for letter in text):
            yield " ".join(capitals(piece) or piece for piece in text.split())

    def _word_by_word(self, words: Row[str], odd: list[int]) -> Iterator[tuple[str, ...]]:
        columns: list[tuple[str, ...]] = [(word,) for word in words]
        for at in odd:
            for begin in (at - 1, at):
                pair = words[begin : begin + 2] if begin >= 0 else ()
                if (
                    len(pair) == 2
                    and all(columns[begin : begin + 2])
                    and self._means("".join(pair))
                ):
                    columns[begin : begin + 2] = [("".join(pair),), ()]
            if columns[at] == (words[at],):
                columns[at] = self.near(words[at]) or columns[at]
        for way in islice(product(*(column for column in columns if column)), MAX_WAYS):
            yield tuple(" ".join(way).split())

    def _spelled(self, word: str) -> Iterator[str]:
        for other in (_HELD.sub(r"\1", word), _HELD.sub(r"\1\1", word), word.replace("dj", "d")):
            if other != word and self._means(other):
                yield other
        if len(word) > MAX_LETTERS:
            return
        if word.isascii():
            for vocabulary in self._vocabularies:
                yield from _transliteration(vocabulary).meant(word)
        yield from self._parted(word, MAX_PARTS, 2 if script(word) == ARABIC else 3)

    def _parted(self, word: str, parts: int, least: int) -> Iterator[str]:
        """Known words of so many letters that stand in `word` without the blanks between them."""
        for cut in range(least, len(word) - least + 1) if parts > 1 else ():
            head, rest = word[:cut], word[cut:]
            if self._means(head):
                if self._means(rest):
                    yield f"{head} {rest}"
                yield from (f"{head} {more}" for more in self._parted(rest, parts - 1, least))
                if rest.startswith(_AND) and self._means(rest[1:]):
                    yield f"{head} {_AND} {rest[1:]}"
