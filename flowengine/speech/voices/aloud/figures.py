"""What is read figure by figure: telephones, codes, and digits that were set apart for it.

Figures come in small groups with a pause between, as people dictate them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from flowengine.runtime.formats import grouped
from flowengine.speech.voices.aloud.tongues.tongue import MASCULINE, NOMINATIVE

if TYPE_CHECKING:
    from flowengine.speech.voices.aloud.tongues.tongue import Tongue

_TELEPHONE = re.compile(
    r"(?<![\w.,/-])(?P<number>"
    r"\+ ?\d[\d ()-]{5,}\d|\(0\d[\d ()-]{5,}\d|0[ (-]?\d[\d ()-]{5,}\d"
    r"|8[ (-]{1,2}\d{3}\)?[\d ()-]{5,}\d"
    r"|\d{3}-\d{4})(?!\w|[.,]\d)"
)
_FEWEST, _MOST = 7, 15  # digits of a telephone; E.164 allows 15
_SINGLE = re.compile(r"(?<![\w.,/–-])\d(?: \d(?!\d))+(?![/–-]\d|[.,]\d)")
_CAPITALS = r"[A-ZА-ЯІЇЄҐЁČĆĐŠŽ]"
_CODE = re.compile(
    rf"(?<!\w)(?<!-)(?=[\w-]{{0,40}}\d)(?=[\w-]{{0,40}}{_CAPITALS})"
    rf"(?:{_CAPITALS}|\d)+(?:-(?:{_CAPITALS}|\d)+)*(?!\w)"
)
_WORD = 4  # capitals together are a word: COVID-19
_COUNTED = 2  # digits together in a code are a number: A12


def telephones(text: str, tongue: Tongue) -> str:
    def said(found: re.Match[str]) -> str:
        number = found["number"]
        digits = re.sub(r"\D", "", number)
        if not _FEWEST <= len(digits) <= _MOST:
            return found[0]
        plus = tongue.signs["plus"] + " " if number.startswith("+") else ""
        groups = re.findall(r"\d+", number)
        if len(groups) == 1:
            groups = re.findall(r"\d+", _grouped(number, tongue.code))
        return plus + tongue.comma.join(in_groups(group, tongue, most=4) for group in groups)

    return _TELEPHONE.sub(said, text)


def _grouped(number: str, language: str) -> str:
    """By its country's plan where it tells its country, else by that of the language."""
    if not number.startswith("+"):
        return grouped(number, language)
    import phonenumbers

    try:
        parsed = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return grouped(number, language)
    shape = phonenumbers.PhoneNumberFormat.INTERNATIONAL
    return str(phonenumbers.format_number(parsed, shape))


def single_digits(text: str, tongue: Tongue) -> str:
    """4 7 1 1, as `| digits` writes them."""
    return _SINGLE.sub(lambda found: in_groups(found[0].replace(" ", ""), tongue), text)


def codes(text: str, tongue: Tongue) -> str:
    """FB-2931, A12: letters by name, longer numbers figure by figure."""

    def said(found: re.Match[str]) -> str:
        runs = re.findall(r"\d+|[^\W\d_]+", found[0])
        if found[0].isdigit() or any(len(run) >= _WORD for run in runs if not run.isdigit()):
            return found[0]
        pause = tongue.comma if any(run.isdigit() and len(run) > _COUNTED for run in runs) else " "
        return pause.join(_run(run, tongue) for run in runs)

    return _CODE.sub(said, text)


def _run(run: str, tongue: Tongue) -> str:
    if not run.isdigit():
        return letters(run, tongue)
    if len(run) <= _COUNTED and not run.startswith("0"):
        return tongue.cardinal(int(run), MASCULINE, NOMINATIVE)
    return in_groups(run, tongue)


def letters(word: str, tongue: Tongue) -> str:
    return " ".join(tongue.letters.get(letter, letter).replace("_", " ") for letter in word)


def by_digit(digits: str, tongue: Tongue) -> str:
    return " ".join(tongue.cardinal(int(digit), MASCULINE, NOMINATIVE) for digit in digits)


def in_groups(digits: str, tongue: Tongue, most: int = 3) -> str:
    """Twos where there are four, else threes with the rest before: 12, 345, 678. Up to `most`
    are one group."""
    if len(digits) <= most:
        return by_digit(digits, tongue)
    size = 2 if len(digits) == 4 else 3
    head = len(digits) % size
    if head == 1 and len(digits) > size:
        head += size
    cut = [digits[:head]] if head else []
    cut += [digits[at : at + size] for at in range(head, len(digits), size)]
    return tongue.comma.join(by_digit(group, tongue) for group in cut)
