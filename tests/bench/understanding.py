"""Typed answers understood a second: five languages as people type them, beside hassil.

The sentences are those of `tests/grammar/said`, in one order for every run. One in ten answers
another question than the one asked, one in ten is part of a longer sentence, so what is not
understood and what stands inside something else is in the mix too. hassil gets the English ones of
the kinds it has templates for here, one set of templates a kind, and no other language.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

from flowengine.grammar.standard import load
from tests.bench.measure import Row, in_turn, rate
from tests.grammar.said_table import Listener, Said, table

TOP = Path(__file__).parents[2]
SEED = 7
KINDS = ("yesno", "number", "date", "time", "duration", "money")

_LISTS = {
    "number": {"range": {"from": 0, "to": 1000}},
    "hour": {"range": {"from": 0, "to": 24}},
    "minute": {"range": {"from": 0, "to": 59}},
    "day": {"range": {"from": 1, "to": 31}},
    "year": {"range": {"from": 1900, "to": 2100}},
    "weekday": {"values": "monday tuesday wednesday thursday friday saturday sunday".split()},
    "month": {
        "values": (
            "january february march april may june july august september october november december"
        ).split()
    },
    "ordinal": {
        "values": (
            "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth "
            "1st 2nd 3rd 4th 5th 6th 7th 8th 9th 10th 11th 12th"
        ).split()
    },
    "currency": {"values": "dollars euros pounds hryvnias cents usd eur".split()},
}
_TEMPLATES = {
    "yesno": [
        "(yes|yeah|yep|sure|of course|correct|that is right|ok|okay|right)[ please]",
        "(no|nope|nah|not really|no thanks|no thank you|wrong|never)",
    ],
    "number": ["[there are |for |about ]{number}[ (people|of us|persons)][ please]"],
    "date": [
        "[on |for ](today|tomorrow|yesterday|the day after tomorrow)",
        "[on ][next |this |last ]{weekday}[ (morning|afternoon|evening)]",
        "[on ][the ]({ordinal}|{day})[ of] {month}[ {year}]",
        "{month} [the ]({ordinal}|{day})[ {year}]",
        "in {number} (day|days|week|weeks|month|months|year|years)",
    ],
    "time": [
        "[at ]{hour}[ (o'clock|am|pm|in the morning|in the afternoon|in the evening)]",
        "[at ]{hour} {minute}[ (am|pm)]",
        "[at ](half|[a ]quarter|{minute}[ minutes]) past {hour}[ (am|pm)]",
        "[at ]([a ]quarter|{minute}[ minutes]) to {hour}[ (am|pm)]",
        "[at ](noon|midnight)",
    ],
    "duration": [
        "[for ]({number}|a|an|half an|half a) (second|minute|hour|day|week)[s]",
        "[for ]{number} (hour|minute)[s] and {minute} (minute|second)[s]",
        "an hour and a half",
    ],
    "money": ["[about ]{number} {currency}[[ and] {minute}[ {currency}]]"],
}


def rows() -> list[Row]:
    mix = mixed()
    english = [said for language, said in mix if language == "en" and said.kind in KINDS]
    standard = load(TOP / "grammars")
    listeners = {language: Listener(standard, language) for language, _ in mix}

    def understand(sentences: list[tuple[str, Said]]) -> Callable[[], object]:
        return lambda: [listeners[language].understood(said) for language, said in sentences]

    peer = _hassil()
    both = [("en", said) for said in english if peer is None or peer(said)]
    chosen = [("en", said) for said in english]
    everything, same, simple, theirs, simple_theirs = in_turn(
        [
            lambda: rate(understand(mix), len(mix)),
            lambda: rate(understand(chosen), len(chosen)),
            lambda: rate(understand(both), len(both)),
            lambda: peer and rate(lambda: [peer(said) for said in english], len(english)),
            lambda: peer and rate(lambda: [peer(said) for _, said in both], len(both)),
        ]
    )
    found = f"(it finds {len(both) / len(english):.0%})" if peer else ""
    unit, reference = "sentences/s", "hassil"
    return [
        Row(
            "typed answers in five languages", unit, everything or 0, "", None, "more", ">= 20,000"
        ),
        Row(f"English answers {found}".strip(), unit, same or 0, reference, theirs, "more", ""),
        Row("those that both understand", unit, simple or 0, reference, simple_theirs, "more", ""),
    ]


def mixed() -> list[tuple[str, Said]]:
    """Language and sentence; `expected` counts only for those that are left as they were."""
    mix = []
    for path in sorted((TOP / "tests/grammar/said").glob("*.said")):
        cases = table(path)
        for at, said in enumerate(cases):
            other = cases[(at * 7 + 11) % len(cases)]
            if at % 10 == 3:
                said = Said(said.line, other.kind, said.text, frozenset(), is_known_miss=False)
            elif at % 10 == 7:
                text = f"{said.text}, {other.text}"
                said = Said(said.line, said.kind, text, frozenset(), is_known_miss=False)
            mix.append((path.stem, said))
    random.Random(SEED).shuffle(mix)
    return mix


def _hassil() -> Callable[[Said], bool] | None:
    """Whether it recognises a sentence; None where it is not installed."""
    try:
        from hassil import Intents, recognize
    except ImportError:
        return None
    intents = {
        kind: Intents.from_dict(
            {
                "language": "en",
                "intents": {kind: {"data": [{"sentences": sentences}]}},
                "lists": _LISTS,
            }
        )
        for kind, sentences in _TEMPLATES.items()
    }
    return lambda said: recognize(said.text, intents[said.kind]) is not None
