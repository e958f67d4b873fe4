from __future__ import annotations

import json

from flowengine.authoring.walk.findings import Findings, Trap, Where
from flowengine.authoring.walk.told import as_json, in_words
from flowengine.authoring.walk.walker import Fault, Walk

FOUND = Findings(
    (Trap("a.x", True, ("1 A",)), Trap("", False, ())),
    (Fault("No.", "a.flow", 7, tuple(str(n) for n in range(20))),),
    (("lost", 9),),
    (
        Where("a.start/menu", "a.flow", 3, 0, (1, 2.4)),
        Where("a.far/menu", "a.flow", 30, 11, None),
    ),
)


def test_everything_is_told_with_its_place() -> None:
    walk = Walk("voice", "en", left=(1, 2))
    assert in_words(walk, FOUND, "a.flow").split("\n") == [
        "a.flow on voice in en: 0 situations, 0 moves",
        "Too many to walk them all: 2 situations were left.",
        "",
        "Dead ends and loops without a way out:",
        "  a.x: nothing leads on, after 1 A",
        "  a.flow: all ways lead back, after the beginning",
        "",
        "Faults:",
        "  a.flow:7: No.",
        "    after … → 8 → 9 → 10 → 11 → 12 → 13 → 14 → 15 → 16 → 17 → 18 → 19",
        "",
        "Never reached:",
        "  a.flow:9: lost",
        "",
        "Further than ten answers from the start:",
        "  a.flow:30: a.far/menu, 11 answers",
        "",
        "place         from the start  to a person",
        "a.start/menu  0 answers       1 answer, 2 s of listening",
        "a.far/menu    11 answers      no way",
    ]


def test_where_nothing_is_wrong_it_says_so() -> None:
    told = in_words(Walk("chat", "en"), Findings((), (), (), ()), "a.flow")
    assert told.count(": none") == 4


def test_as_json() -> None:
    whole = json.loads(as_json(Walk("voice", "en"), FOUND))
    assert whole["traps"][0] == {"place": "a.x", "dead": True, "path": ["1 A"]}
    assert whole["never_reached"] == [{"step": "lost", "line": 9}]
    assert whole["places"][1]["answers_to_person"] is None
    assert whole["places"][0]["seconds_to_person"] == 2.4
