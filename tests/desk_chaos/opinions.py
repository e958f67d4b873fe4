"""Opinions: after a talk only, of nobody twice, and each mark once where it was given."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from flowengine.host.desk import surveys
from tests.desk_chaos import scene

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.chaos.accounts import Accounts, Row
    from tests.desk_chaos.reckoning import Lines


def reckon(tables: Mapping[str, list[Row]], lines: Lines, gone: set[str], found: Accounts) -> None:
    facts: defaultdict[str, list[Row]] = defaultdict(list)
    for row in tables["fact"]:
        facts[row["conversation"]].append(row)
    contacts = {row["id"]: row["contact"] for row in tables["conversation"]}
    of_contact: Counter[str] = Counter()
    for key, said in lines.items():
        if key not in gone:
            asked = sum(row["kind"] == surveys.ASKED for row in facts[key])
            of_contact[contacts[key]] += asked
            _conversation(key, said, facts[key], asked, found)
    for contact, count in of_contact.items():
        if contact:
            found.counts["contacts with an opinion"] += bool(count)
            found.must(count <= 1, f"{contact} was asked for an opinion {count} times in a week")


def _conversation(
    key: str,
    said: list[tuple[int, str, str, str]],
    facts: list[Row],
    asked: int,
    found: Accounts,
) -> None:
    flow = [text for _, side, text, _ in said if side == "flow"]
    heard = sum(text.startswith(scene.OPINION) for text in flow)
    found.counts["asked for an opinion"] += asked
    # Who answers something else hears the question again.
    found.must(asked <= 1, f"{key}: asked for an opinion {asked} times")
    found.must(asked == min(heard, 1), f"{key}: heard the question {heard} times, kept {asked}")
    found.must(asked <= flow.count(scene.SERVED), f"{key}: asked although nobody had served them")
    marks = [row for row in facts if row["kind"] == "saved" and _name(row) == surveys.RATING]
    given = sum(side == "person" and text == scene.MARK for _, side, text, _ in said)
    found.counts["marks"] += len(marks)
    found.must(len(marks) <= min(asked, given), f"{key}: {len(marks)} marks, {given} given")


def _name(row: Row) -> str:
    return str(json.loads(row["body"]).get("name"))
