from __future__ import annotations

from functools import cache
from typing import Any

import pytest

from flowengine.desk.people import User
from flowengine.language.program import Program
from flowengine.server.checkup.desk import staffed
from flowengine.server.checkup.finding import OK, WARN
from tests.runtime.talk import program

LINE = """languages uk, en
written in en

queue day
  level 3
  {term}

queue night

start:
  handoff day
    needs language
    needs skill "law" level 4
    on nobody: -> late
  end

late:
  handoff night
  end
"""
KNOWS: dict[str, Any] = {"queues": ("*",), "languages": {"uk": 5, "en": 3}, "skills": {"law": 4}}


@cache
def line(term: str = "wrap up 2m") -> Program:
    return program(LINE.format(term=term))


def user(name: str = "olena", **about: Any) -> User:
    return User(id=name, name=name, shown=name, **{**KNOWS, **about})


def told(*users: User, term: str = "wrap up 2m") -> list[str]:
    found = list(staffed([line(term)], users))
    assert all(one.mend and one.level == WARN for one in found if one.level != OK)
    return [f"{one.what} {one.mend}".strip() for one in found]


def test_people_who_fit_are_well() -> None:
    assert told(user()) == ["Somebody answers each queue and knows what it needs."]


@pytest.mark.parametrize(
    ("users", "said"),
    [
        ((), ["Nobody answers the queue day", "Nobody answers the queue night"]),
        ((user(disabled=True),), ["queue day", "queue night"]),
        ((user(roles=("supervisor",)),), ["queue day", "queue night"]),
        ((user(queues=("day",)),), ["Nobody answers the queue night"]),
        (
            (user(), user("tamara", queues=("nihgt",))),
            ["tamara has the queue nihgt, and no flow has one of that name. flowengine users"
             " change tamara --queues night"],
        ),
        ((user(), user("tamara", queues=("xyz",))), ["change tamara --queues QUEUES"]),
        (
            (user(), user("tamara", languages={"ua": 5})),
            ["No flow speaks a language of tamara (ua). Flows speak en, uk: "],
        ),
        ((user(), user("tamara", languages={"uk": 5, "pl": 5})), []),
        ((user(skills={}),), ["Nobody who answers day has the skill law (level 4), which line"]),
        ((user(skills={"law": 3}),), ["Nobody who answers day has the skill law (level 4)"]),
        ((user(skills={}), user("tamara", queues=("night",))), ["the skill law (level 4)"]),
        ((user(languages={"uk": 5}),), ["Nobody who answers day speaks en (level 3)"]),
        ((user(languages={"uk": 2, "en": 3}),), ["Nobody who answers day speaks uk (level 3)"]),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_told_with_its_mend(users: tuple[User, ...], said: list[str]) -> None:
    found = told(*users) if said else told(*users)[1:]
    assert len(found) == len(said)
    assert all(part in one for part, one in zip(said, found, strict=True))


@pytest.mark.parametrize(
    ("term", "languages", "skills"),
    [
        ("relax after 1m to level 2", {"uk": 2, "en": 2}, {"law": 2}),
        ('relax after 1m without language, without skill "law"', {}, {}),
        ("relax after 1m without language", {"pl": 1, "en": 1}, {"law": 4}),
    ],
)
def test_terms_that_relax_ask_for_less_in_the_end(
    term: str, languages: dict[str, int], skills: dict[str, int]
) -> None:
    (found,) = told(user(languages=languages, skills=skills), term=term)
    assert found.startswith("Somebody answers each queue")


def test_people_of_a_queue_that_is_asked_later_count() -> None:
    weak, strong = user(skills={}, queues=("day",)), user("tamara", queues=("night",))
    (found,) = told(weak, strong, term="overflow after 1m to night")
    assert found.startswith("Somebody answers each queue")


def test_what_two_flows_ask_for_is_told_once() -> None:
    found = list(staffed([line(), line()], [user(skills={})]))
    assert len(found) == 1


def test_where_nobody_is_handed_over_nothing_is_told() -> None:
    assert list(staffed([program("queue day\nstart:\n  end\n")], [])) == []
