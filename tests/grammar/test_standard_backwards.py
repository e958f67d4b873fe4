"""Every standard grammar read backwards: what it allows is understood as what it was made from."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from flowengine.grammar.kinds import KINDS
from flowengine.grammar.reading import Context, Reading, Readings
from flowengine.grammar.standard import Standard
from flowengine.grammar.values import read
from tests.grammar.backwards import Made, made
from tests.grammar.said_table import repairs

GRAMMARS = Path(__file__).parents[2] / "grammars"
LANGUAGES = sorted(folder.name for folder in GRAMMARS.iterdir() if folder.is_dir())
SPOKEN = sorted(set(KINDS) - {"email"})  # any word may be a part of an address
EACH = 60  # sentences a rule: with the repair words more than 500 a language
ENOUGH = 500


def said(standard: Standard, language: str, kind: str, limit: int) -> list[Made]:
    rules = standard.rules(language)
    return [each for name in KINDS[kind].rules for each in made(rules, name, limit)]


def wrong(
    standard: Standard, language: str, kind: str, sentence: Made, now: datetime
) -> Iterator[str]:
    """What is wrong with it; nothing when the world has no such value: 31 April."""
    meant = KINDS[kind].evaluate(sentence.tags, Context(language, now.date()))
    found = read(kind, sentence.text, standard, language, now)
    if not _agree(meant, found):
        yield f"{kind}: {sentence.text!r} was made from {meant}, and read as {found}"
    if read(kind, sentence.text.upper() + "!", standard, language, now) != found:
        yield f"{kind}: {sentence.text!r} is not the same in capitals"


def _agree(meant: Readings, found: tuple[Reading, ...]) -> bool:
    """All that was meant for sure is among the best; what is doubtful itself, among all."""
    readings = {each.value for each in found}
    best = {each.value for each in found if each.score == found[0].score}
    return all(one.value in (best if one.score == 1.0 else readings) for one in meant)


def has_meaning(language: str, kind: str, sentence: Made, now: datetime) -> bool:
    return bool(KINDS[kind].evaluate(sentence.tags, Context(language, now.date())))


@pytest.mark.parametrize("language", LANGUAGES)
def test_sentences_are_understood_as_they_were_made(
    standard: Standard, now: datetime, language: str
) -> None:
    tried = 0
    problems: list[str] = []
    for kind in SPOKEN:
        sentences = said(standard, language, kind, EACH)
        for sentence in sentences:
            problems += wrong(standard, language, kind, sentence, now)
        tried += sum(has_meaning(language, kind, sentence, now) for sentence in sentences)
    listener = repairs(standard, language)
    for rule in sorted(name for name in standard.rules(language) if name.startswith("repair.")):
        for sentence in made(standard.rules(language), rule, EACH):
            tried += 1
            keys = [match.key for match in listener.match(sentence.text)]
            if keys != [rule.partition(".")[2]]:
                problems.append(f"{rule}: {sentence.text!r} is read as {keys}")
    assert not problems, "\n".join(problems)
    assert tried >= ENOUGH


@pytest.mark.slow
@pytest.mark.parametrize("kind", SPOKEN)
@pytest.mark.parametrize("language", LANGUAGES)
def test_very_many_sentences(standard: Standard, now: datetime, language: str, kind: str) -> None:
    sentences = said(standard, language, kind, 1_000)
    problems = [
        problem
        for sentence in sentences
        for problem in wrong(standard, language, kind, sentence, now)
    ]
    assert not problems, "\n".join(problems[:50])
    assert sum(has_meaning(language, kind, sentence, now) for sentence in sentences) > 20
