"""Promises to phone and notes for the team, held against what became of them."""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from flowengine.desk import items, log
from flowengine.host.desk import callbacks, results
from flowengine.store.desk.erasing import ERASED
from tests.chaos.accounts import contents
from tests.desk_chaos import scene

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.chaos.accounts import Accounts, Row
    from tests.desk_chaos.reckoning import Lines

# How a promise ends: somebody tried, or whoever was promised it deleted all that was said.
_ENDS = frozenset({"", scene.OUTCOME, results.WRONG, results.NEVER, callbacks.NOT_REACHED, ERASED})
_ANYHOW = results.AGAIN | {results.NOT_NOW}  # where a further call was promised after the talk
_ANEW = frozenset({log.TRIED, log.RENEWED})  # after these it may stand for another moment
_SLOW = 1.0  # seconds between a line that was written and the entry of the same turn


def reckon(tables: Mapping[str, list[Row]], lines: Lines, gone: set[str], found: Accounts) -> None:
    entries: defaultdict[str, list[Row]] = defaultdict(list)
    for row in sorted(tables["desk_log"], key=lambda row: int(row["number"])):
        entries[row["item"]].append({**row, "body": contents(row)})
    bodies = {row["id"]: contents(row) for row in tables["item"]}
    _promises(tables, lines, bodies, entries, found)
    _one_each(bodies, entries, found)
    for key, body in bodies.items():
        match body.get("kind", items.CONTACT):
            case items.CALLBACK:
                _kept(key, body, entries[key], found)
            case items.MESSAGE:
                _read(key, body, entries[key], found)
    _notes(lines, bodies, gone, found)
    _letters(tables, bodies, found)
    _clocks(bodies, entries, found)


def _promises(
    tables: Mapping[str, list[Row]],
    lines: Lines,
    bodies: dict[str, dict[str, Any]],
    entries: Mapping[str, list[Row]],
    found: Accounts,
) -> None:
    """Whoever was told that they will be called had an item from then on, their own or the one
    that their number had already."""
    told = {(row["conversation"], int(row["number"])): row["at"] for row in tables["message"]}
    for conversation, said in lines.items():
        phone = ""
        for number, side, text, _ in said:
            if side == "person" and text.isdecimal() and text != scene.MARK:
                phone = text
            if side == "flow" and text == scene.PROMISED:
                at = told[conversation, number]
                found.counts["promises to phone"] += 1
                kept = any(
                    body.get("phone", "").endswith(phone[1:]) and _open(entries[key], at)
                    for key, body in bodies.items()
                    if body.get("kind") == items.CALLBACK
                )
                found.must(kept, f"{conversation}: nobody was to call {phone}")


def _open(entries: list[Row], at: float) -> bool:
    joined, last = entries[0]["at"], entries[-1]
    over = last["at"] if last["kind"] == log.CLOSED else float("inf")
    return bool(joined <= at + _SLOW and over >= at - _SLOW)


def _one_each(
    bodies: dict[str, dict[str, Any]], entries: Mapping[str, list[Row]], found: Accounts
) -> None:
    """Of one number and queue never two promises at a time; one is over when its call was made."""
    spans: defaultdict[tuple[str, str], list[tuple[int, int, str]]] = defaultdict(list)
    for key, body in bodies.items():
        if body.get("kind") == items.CALLBACK and body.get("phone"):
            first, *rest = entries[key]
            over = log.FINISHED if body.get("anew") else log.CLOSED
            last = max((int(row["number"]) for row in rest if row["kind"] == over), default=0)
            spans[first["queue"], body["phone"]].append((int(first["number"]), last, key))
    for (_, phone), several in spans.items():
        several.sort()
        for (_, ended, one), (began, _, other) in pairwise(several):
            found.must(0 < ended < began, f"{one}, {other}: two promises to {phone} at once")


def _kept(key: str, body: dict[str, Any], entries: list[Row], found: Accounts) -> None:
    """Somebody tried, as often as is told; and none is closed because nobody came."""
    last = entries[-1]
    outcome = last["body"].get("outcome", "")
    found.counts[f"promise ends: {outcome or 'reached'}"] += 1
    ends = _ENDS | _ANYHOW if body.get("anew") else _ENDS
    found.must(last["kind"] == log.CLOSED and outcome in ends, f"{key}: ended by {outcome!r}")
    kinds = Counter(row["kind"] for row in entries)
    found.counts["asked again while they were phoned"] += kinds[log.WISHED]
    found.counts["of these done with the call"] += "again" in last["body"]
    found.counts["asked again right after the call"] += bool(body.get("anew"))
    if outcome != ERASED:
        found.must(kinds[log.ACCEPTED], f"{key}: was promised, and nobody ever had it")
        found.must("unserved" not in last["body"], f"{key}: was closed unserved")
    tries = body.get("tries", 0)
    anew = (log.RENEWED, log.WISHED)
    since = max((n for n, row in enumerate(entries) if row["kind"] in anew), default=0)
    logged = sum(row["kind"] == log.TRIED for row in entries[since:])
    found.must(tries == logged, f"{key}: {tries} tries, {logged} in the log")
    if outcome == callbacks.NOT_REACHED:
        least = callbacks.TRIES - 1
        found.must(tries >= least, f"{key}: given up after {tries} tries")
    found.counts["tries to phone"] += kinds[log.TRIED]


def _read(key: str, body: dict[str, Any], entries: list[Row], found: Accounts) -> None:
    """Every note for the team was before somebody's eyes."""
    accepted = any(row["kind"] == log.ACCEPTED for row in entries)
    erased = body.get("outcome", "") == ERASED
    found.must(accepted or erased, f"{key}: nobody ever read that note")


def _notes(
    lines: Lines, bodies: dict[str, dict[str, Any]], gone: set[str], found: Accounts
) -> None:
    """One item for each note, and none for anything else."""
    made = Counter(
        body["conversation"] for body in bodies.values() if body.get("kind") == items.MESSAGE
    )
    for key, said in lines.items():
        left = sum(side == "flow" and text == scene.NOTED for _, side, text, _ in said)
        found.counts["notes for the team"] += left
        if key not in gone:
            found.must(made[key] == left, f"{key}: {left} notes, {made[key]} items")


def _letters(
    tables: Mapping[str, list[Row]], bodies: dict[str, dict[str, Any]], found: Accounts
) -> None:
    """Who was not reached at last is written to, once, where a message may be left."""
    written = {row["key"] for row in tables["outgoing"]}
    for key, body in bodies.items():
        if body.get("kind") == items.CALLBACK and body.get("outcome") == callbacks.NOT_REACHED:
            may = "no" not in (body.get("safe"), body.get("voicemail"))
            there = f"{key}/unreached" in written
            found.counts["letters to who was not reached"] += there
            found.must(there == may, f"{key}: may be written to: {may}; was: {there}")


def _clocks(
    bodies: dict[str, dict[str, Any]], entries: Mapping[str, list[Row]], found: Accounts
) -> None:
    """Who leaves the queue to be called at once keeps their place in it, until another moment is
    agreed on."""
    waited = {
        one["conversation"]: one["joined"]
        for one in bodies.values()
        if one.get("kind", items.CONTACT) == items.CONTACT and one["state"] == items.ABANDONED
    }
    for key, body in bodies.items():
        if body.get("kind") == items.CALLBACK and body["conversation"] in waited:
            first, *rest = entries[key]
            found.counts["places kept by a promise"] += "earlier" in first["body"]
            if "due" not in first["body"] and not {row["kind"] for row in rest} & _ANEW:
                same = body["joined"] == waited[body["conversation"]]
                found.must(same, f"{key}: the place in the queue was lost")
