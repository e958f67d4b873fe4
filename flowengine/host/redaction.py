"""What `forget` takes out of the transcript: the words that were forgotten, wherever they stand.

Only texts are found again, and only as they are kept: a telephone number that was typed in groups
is another text than the number it stands for. Very short ones stay, for they stand in other words.
A file that was forgotten is named in no line, and none leads to it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import msgspec

from flowengine.host import lines
from flowengine.runtime.effects import Choice, Effect, Field, Forgot

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from flowengine.host.lines import Line
    from flowengine.runtime import Session
    from flowengine.store.records import Message, Upload

SHORTEST = 3  # signs


def forgotten(before: Session, effects: Iterable[Effect], line: Line | None) -> tuple[str, ...]:
    """The texts, longest first; `line` is what the person said in the turn that forgets."""
    known = (
        text
        for effect in effects
        if isinstance(effect, Forgot)
        for text in _known(before, effect.path, line)
        if isinstance(text, str)
    )
    # An answer that was typed in several messages has a line of the transcript for each.
    parts = (part.strip() for text in known for part in (text, *text.split("\n")))
    found = {part for part in parts if len(part) >= SHORTEST}
    return tuple(sorted(found, key=lambda text: (-len(text), text)))


def redacted(messages: Iterable[Message], texts: Sequence[str]) -> tuple[Message, ...]:
    """Those of the lines in which one of the texts stood, without it.

    Only what is read of a line is looked at: a person may be called “kind”, or say “true”.
    """
    if not texts:
        return ()
    found = ((one, _without(lines.decode(one.body), texts)) for one in messages)
    bodies = ((one, lines.encode(line)) for one, line in found)
    return tuple(replace(one, body=body) for one, body in bodies if body != one.body)


def renamed(upload: Upload, texts: Sequence[str]) -> Upload:
    """A file that came in the turn that forgets: its own name goes with its line's."""
    return replace(upload, name=_hidden(upload.name, texts))


def hidden(text: str, texts: Sequence[str]) -> str:
    """The text without those; a longer one goes before one that stands in it."""
    for one in texts:
        text = text.replace(one, lines.HIDDEN)
    return text


def _without(line: Line, texts: Sequence[str]) -> Line:
    upload = line.reference.get("upload") if isinstance(line.reference, dict) else None
    if upload is not None and upload in texts:  # a slot has a file by its id
        return msgspec.structs.replace(line, text=lines.HIDDEN, reference=None)
    return msgspec.structs.replace(
        line,
        text=_hidden(line.text, texts),
        choices=_hidden(line.choices, texts),
        fields=_hidden(line.fields, texts),
        reference=line.reference if upload is not None else _hidden(line.reference, texts),
    )


def _hidden(value: Any, texts: Sequence[str]) -> Any:
    """The same, with the texts hidden in whatever of it is shown."""
    match value:
        case str():
            return hidden(value, texts)
        case list() | tuple():
            return type(value)(_hidden(one, texts) for one in value)
        case dict():
            return {name: _hidden(one, texts) for name, one in value.items()}
        case Choice():
            return msgspec.structs.replace(value, label=_hidden(value.label, texts))
        case Field():
            return msgspec.structs.replace(
                value,
                label=_hidden(value.label, texts),
                hint=_hidden(value.hint, texts),
                choices=_hidden(value.choices, texts),
            )
    return value


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
