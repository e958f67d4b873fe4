"""Events and effects are plain tagged data: each can be stored, and read back as what it was."""

from __future__ import annotations

from typing import Any, get_args

import msgspec
import pytest

from flowengine.runtime import effects as fx
from flowengine.runtime import events as ev
from flowengine.runtime.taking import TAKE

SAMPLES: dict[type, Any] = {
    float: 1.0, str: "x", int: 2, bool: True, tuple: (), dict: {"a": "b"}, type(None): None,
}  # fmt: skip


def sample(kind: type[msgspec.Struct]) -> msgspec.Struct:
    """One with every field that must be given."""
    hints = msgspec.structs.fields(kind)
    given = {f.name: _value(f.type) for f in hints if f.required}
    return kind(**given)


def _value(hint: Any) -> Any:
    origin = getattr(hint, "__origin__", hint)
    if origin is tuple and get_args(hint)[:1] == (int,):
        return (1, 2)
    return SAMPLES.get(origin, "x")


@pytest.mark.parametrize("kind", get_args(ev.AnyEvent), ids=lambda kind: kind.__name__)
def test_an_event_is_read_back(kind: type[ev.Event]) -> None:
    made = sample(kind)
    assert msgspec.json.decode(msgspec.json.encode(made), type=ev.AnyEvent) == made


@pytest.mark.parametrize("kind", get_args(fx.AnyEffect), ids=lambda kind: kind.__name__)
def test_an_effect_is_read_back(kind: type[fx.Effect]) -> None:
    made = sample(kind)
    assert msgspec.json.decode(msgspec.json.encode(made), type=fx.AnyEffect) == made


def test_every_event_is_taken() -> None:
    assert set(TAKE) == set(get_args(ev.AnyEvent))


def test_nothing_of_them_can_be_changed() -> None:
    with pytest.raises(AttributeError):
        ev.Silence(at=1.0).at = 2.0  # type: ignore[misc]
