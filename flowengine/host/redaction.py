"""What `forget` takes out of the transcript: the words that were forgotten, wherever they stand.

Only texts are found again, and only as they are kept: a telephone number that was typed in groups
is another text than the number it stands for. Very short ones stay, for they stand in other words.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flowengine.runtime.effects import Effect, Forgot

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from flowengine.host.lines import Line
    from flowengine.runtime import Session

SHORTEST = 3  # signs


def forgotten(before: Session, effects: Iterable[Effect], line: Line | None) -> tuple[str, ...]:
    """The texts, longest first; `line` is what the person said in the turn that forgets."""
    found = {
        text.strip()
        for effect in effects
        if isinstance(effect, Forgot)
        for text in _known(before, effect.path, line)
        if isinstance(text, str) and len(text.strip()) >= SHORTEST
    }
    return tuple(sorted(found, key=lambda text: (-len(text), text)))


def _known(before: Session, path: str, line: Line | None) -> Iterator[Any]:
    field = path.rpartition(".")[2]
    if path == "contact":
        yield from before.contact.values()
    else:
        yield before.contact.get(field)
    if "." not in path or field in before.values:
        yield before.values.get(field)
    # A wait is named by the slot it fills: this turn's words may be what is forgotten in it.
    if line is not None and before.place.endswith(f"/{field}"):
        yield line.text
