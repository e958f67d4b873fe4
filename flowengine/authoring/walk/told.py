"""Findings in plain words for an author, and as JSON for other tools."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from flowengine.authoring.walk.findings import Distance, Findings, Where
    from flowengine.authoring.walk.walker import Walk

MOST_MOVES = 12  # of one path that are printed


def in_words(walk: Walk, found: Findings, file: str) -> str:
    """The whole report; `file` is the flow as the author named it."""
    count = f"{len(walk.situations):,} situations, {len(walk.ways):,} moves"
    lines = [f"{file} on {walk.channel} in {walk.language}: {count}"]
    if walk.left:
        lines.append(f"Too many to walk them all: {len(walk.left):,} situations were left.")
    for title, rows in (
        ("Dead ends and loops without a way out", _traps(found, file)),
        ("Faults", _faults(found)),
        ("Never reached", (f"  {file}:{line}: {name}" for name, line in found.unreached)),
        ("Further than ten answers from the start", (_far(one) for one in found.long)),
    ):
        told = list(rows)
        lines += ["", f"{title}: {'none' if not told else ''}".rstrip(), *told]
    return "\n".join([*lines, "", *_table(found)])


def _traps(found: Findings, file: str) -> Iterator[str]:
    for trap in found.traps:
        what = "nothing leads on" if trap.dead else "all ways lead back"
        yield f"  {trap.place or file}: {what}, after {_path(trap.path)}"


def _faults(found: Findings) -> Iterator[str]:
    for fault in found.faults:
        yield f"  {fault.file}:{fault.line}: {fault.message}\n    after {_path(fault.path)}"


def _path(moves: tuple[str, ...]) -> str:
    shown = moves if len(moves) <= MOST_MOVES else ("…", *moves[-MOST_MOVES:])
    return " → ".join(shown) or "the beginning"


def _far(where: Where) -> str:
    return f"  {where.file}:{where.line}: {where.place}, {where.turns} answers"


def _table(found: Findings) -> Iterator[str]:
    """Where people wait, and how far it is from there to a person."""
    head = ("place", "from the start", "to a person")
    rows = [(one.place, _answers(one.turns), _distance(one.person)) for one in found.places]
    wide = [max(len(row[column]) for row in (head, *rows)) for column in (0, 1)]
    for row in (head, *rows):
        yield f"{row[0]:<{wide[0]}}  {row[1]:<{wide[1]}}  {row[2]}".rstrip()


def _answers(count: int) -> str:
    return "1 answer" if count == 1 else f"{count} answers"


def _distance(person: Distance | None) -> str:
    if person is None:
        return "no way"
    return f"{_answers(person[0])}, {person[1]:.0f} s of listening"


def as_json(walk: Walk, found: Findings) -> str:
    """One object; the names are those of the report."""
    whole: dict[str, Any] = {
        "channel": walk.channel,
        "language": walk.language,
        "situations": len(walk.situations),
        "moves": len(walk.ways),
        "left": len(walk.left),
        "traps": [{"place": t.place, "dead": t.dead, "path": t.path} for t in found.traps],
        "faults": [
            {"message": f.message, "file": f.file, "line": f.line, "path": f.path}
            for f in found.faults
        ],
        "never_reached": [{"step": name, "line": line} for name, line in found.unreached],
        "places": [
            {
                "place": one.place,
                "file": one.file,
                "line": one.line,
                "answers_from_start": one.turns,
                "answers_to_person": one.person[0] if one.person else None,
                "seconds_to_person": round(one.person[1], 1) if one.person else None,
            }
            for one in found.places
        ],
    }
    return json.dumps(whole, ensure_ascii=False, indent=2)
