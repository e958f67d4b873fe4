"""A sentence reads in English, and remembers what it is made of."""

from __future__ import annotations

from flowengine.desk.sentences import Sentence


def test_a_sentence_is_text_that_knows_its_parts() -> None:
    levels = (Sentence("level", "{name} {level}", name="uk", level=3), Sentence("none", "nothing"))
    found = Sentence("asked", "{count} asked for: {what}.", count=2, what=levels)
    assert found == "2 asked for: uk 3, nothing."
    assert (found.key, found.holes) == ("asked", {"count": 2, "what": levels})


def test_what_is_filled_in_is_not_filled_in_again() -> None:
    assert Sentence("next", "It is next in {queue}.", queue="{queue}") == "It is next in {queue}."
