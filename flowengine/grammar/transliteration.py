"""Cyrillic and Persian words in Latin letters, in whatever way people spell them.

`zavtra`, `yakshcho`, `shcho`, `scho`; `hochu`, `khochu`, `xochu`; `farda`, `bale`, `komak`. Every
letter has all the spellings that the official tables (Ukrainian 2010, BGN/PCGN, GOST 7.79, ISO 9)
and common habit give it, each word may mix them, and Persian may show the short vowels that its
script leaves out. A word is found by walking the known words letter by letter, so nothing is made
up: what comes out is known, and the walk is bounded by the length of the word.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MAX_LETTERS = 40
MAX_STEPS = 2_000  # of one walk

_SPELLINGS = {
    letter: tuple(spellings.split(","))
    for letter, _, spellings in (
        entry.partition("=")
        for entry in (
            "а=a б=b в=v,w г=h,g д=d е=e,ye,je,ie є=ye,je,ie,e ж=zh,j,z з=z и=y,i і=i,y,yi,ji,ii "
            "й=y,i,j,,ii к=k,c л=l м=m н=n о=o п=p р=r с=s т=t у=u,oo ф=f х=kh,h,x ц=ts,c,tz,cz "
            "ч=ch,4,c,tch ш=sh,6,s щ=shch,sch,shh,sh,w,sc ъ=,j ы=y,i ь=,i,j,y э=e,eh "
            "ю=yu,iu,ju,u я=ya,ia,ja,a ў=u,w "
            "ا=a,aa,o,e,i,u,â ب=b پ=p ت=t ث=s ج=j چ=ch ح=h خ=kh,x د=d ذ=z ر=r ز=z ژ=zh,j س=s ش=sh "
            "ص=s ض=z ط=t ظ=z ع=,a,e غ=gh,q,g ف=f ق=gh,q,g ک=k,c گ=g ل=l م=m ن=n و=v,o,u,oo,ou,w, "
            "ه=h,e,eh,a, ی=i,y,ee,ey,ei,e"
        ).split(" ")
    )
}
_SHORT_VOWELS = ("a", "e", "o")
_PERSIAN_FROM = "\u0600"
_END = ""

Node = dict[str, "Node"]


class Transliteration:
    """Over a vocabulary of folded words; those in other scripts are left out."""

    def __init__(self, vocabulary: Iterable[str]) -> None:
        self._root: Node = {}
        for word in sorted(vocabulary):
            if len(word) <= MAX_LETTERS and all(letter in _SPELLINGS for letter in word):
                node = self._root
                for letter in word:
                    node = node.setdefault(letter, {})
                node[_END] = {}

    def meant(self, typed: str) -> list[str]:
        """The known words that `typed`, in small Latin letters, may spell, in alphabetic order."""
        if not self._root or not typed.isascii() or len(typed) > MAX_LETTERS:
            return []
        return sorted(set(self._walk(typed)))

    def _walk(self, typed: str) -> Iterator[str]:
        waiting: list[tuple[int, Node, str]] = [(0, self._root, "")]
        for _ in range(MAX_STEPS):
            if not waiting:
                return
            at, node, word = waiting.pop()
            if at == len(typed) and _END in node:
                yield word
            for letter, child in node.items():
                waiting += [
                    (at + len(spelling), child, word + letter)
                    for spelling in _SPELLINGS.get(letter, ())
                    if typed.startswith(spelling, at)
                ]
            if word > _PERSIAN_FROM and typed[at : at + 1] in _SHORT_VOWELS:
                waiting.append((at + 1, node, word))
