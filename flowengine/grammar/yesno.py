"""Yes and no, as `bool`."""

from __future__ import annotations

from flowengine.grammar.reading import Context, Kind, Readings, not_typed, sure


def evaluate(tags: tuple[str, ...], _context: Context) -> Readings:
    """`{yes}` or `{no}`; a sentence that says both says neither."""
    said = set(tags) & {"yes", "no"}
    return sure("yes" in said) if len(said) == 1 else []


KIND = Kind(("yesno.answer",), ("yesno.inside",), not_typed, evaluate)
