from __future__ import annotations

import pytest

from flowengine.authoring.walk.samples import TEXTS, fitting, is_media, outside
from flowengine.runtime import effects as fx
from flowengine.runtime.readers import SPOKEN


def _field(accepts: str, **more: str) -> fx.Field:
    return fx.Field(slot="x", label="?", accepts=accepts, **more)  # type: ignore[arg-type]


def test_there_is_an_answer_for_every_type_that_can_be_typed() -> None:
    assert set(SPOKEN) <= TEXTS.keys()


@pytest.mark.parametrize(
    ("field", "inside", "out"),
    [
        (_field("number"), "2", ""),
        (_field("number", least="5"), "5", "987654"),
        (_field("date", most="2027-03-09"), "2027-03-09", "1901-01-01"),
        (_field("time", least="09:00"), "09:00", "04:44"),
        (_field("time"), "12:00", ""),
        (_field("photo"), "", ""),
    ],
)
def test_values(field: fx.Field, inside: str, out: str) -> None:
    assert (fitting(field), outside(field)) == (inside, out)


@pytest.mark.parametrize(("length", "text"), [(0, "123456"), (4, "1234"), (12, "1" * 12)])
def test_digits_of_a_length(length: int, text: str) -> None:
    assert fitting(_field("digits"), length) == text


def test_media() -> None:
    assert is_media("photo")
    assert not is_media("text")
