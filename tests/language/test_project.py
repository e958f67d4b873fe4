"""Sources are named by what is in them, whatever order it came in."""

from __future__ import annotations

import pytest

from flowengine.language.project import Sources, shipped


def test_the_same_texts_have_the_same_name() -> None:
    one = Sources({"a.flow": "x", "b.flow": "y"}, {"t.csv": "1"})
    two = Sources({"b.flow": "y", "a.flow": "x"}, {"t.csv": "1"}, frozenset({"hello.wav"}))
    assert one.digest == two.digest
    assert len(one.digest) == 16


@pytest.mark.parametrize(
    "other",
    [
        Sources({"a.flow": "z"}),
        Sources({"b.flow": "x"}),
        Sources({"a.flow": "x"}, {"t.csv": "1"}),
        Sources({"a.flow": "x"}, grammars={"en/x.jsgf": "1"}),
        Sources({"a.flow": "x", "b.flow": ""}),
        Sources({"a.flow": "x"}, catalogues={"locale/uk/a.po": "1"}),
    ],
)
def test_another_text_has_another_name(other: Sources) -> None:
    assert Sources({"a.flow": "x"}).digest != other.digest


def test_a_mistake_may_stand_in_a_flow_a_catalogue_or_a_grammar() -> None:
    catalogues, grammars = {"locale/uk/a.po": "po"}, {"en/x.jsgf": "g"}
    sources = Sources({"a.flow": "x"}, {"t.csv": "a"}, grammars=grammars, catalogues=catalogues)
    assert sources.texts == {
        "a.flow": "x", "locale/uk/a.po": "po", "grammars/en/x.jsgf": "g",
    }  # fmt: skip


def test_what_ships_with_us() -> None:
    names = {"standard", "callback", "by_sms", "voicemail", "survey"}
    assert set(shipped()) == {f"{name}.flow" for name in names}
