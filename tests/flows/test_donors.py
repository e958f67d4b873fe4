"""The hotline that is translated by a catalogue: the translation is whole and fresh."""

from __future__ import annotations

from flowengine import assets
from flowengine.authoring.messages.check import findings
from flowengine.authoring.messages.wanted import wanted
from flowengine.host.library import read_folder

SOURCES = read_folder(assets.folder("flows"))


def test_its_translation_is_whole_and_fresh() -> None:
    of_donors = wanted(SOURCES, "donors")
    assert of_donors is not None
    assert of_donors.languages == ("uk",)
    assert len(of_donors.entries_in("uk")) > 100
    assert list(findings(SOURCES, of_donors)) == []


def test_nothing_that_it_says_asks_for_the_number_of_a_card() -> None:
    asks = [line for line in SOURCES.flows["donors.flow"].splitlines() if "  ask " in line]
    assert len(asks) > 10
    assert [line for line in asks if "card" in line.lower()] == []
