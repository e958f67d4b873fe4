"""Yes and no, as `bool`: in words, or as a picture that means the same everywhere: 👍, ❌."""

from __future__ import annotations

from flowengine.grammar.normal import emoji
from flowengine.grammar.reading import Context, Kind, Readings, sure

YES = frozenset("👍👌✅✔☑🆗🙆💯")
NO = frozenset("👎❌✖🚫🙅⛔")
SIGNS = {"+": True, "++": True, "-": False}  # how many in Eastern Europe answer in a chat


def typed(text: str, _context: Context) -> Readings:
    """`+`, `-`, or pictures and nothing else, all of one mind; others beside them say nothing."""
    if text in SIGNS:
        return sure(SIGNS[text])
    if text.isascii() or any(character.isalnum() for character in text):
        return []
    shown = {character in YES for character in emoji(text) if character in YES | NO}
    return sure(*shown) if len(shown) == 1 else []


def evaluate(tags: tuple[str, ...], _context: Context) -> Readings:
    """`{yes}` or `{no}`; a sentence that says both says neither."""
    said = set(tags) & {"yes", "no"}
    return sure("yes" in said) if len(said) == 1 else []


KIND = Kind(("yesno.answer",), ("yesno.inside",), typed, evaluate)
