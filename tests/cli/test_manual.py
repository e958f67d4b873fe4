from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.cli.conftest import Command


def test_the_manual_begins_with_its_list_of_topics(command: Command) -> None:
    told = command("manual")
    assert told.code == 0
    assert told.out.startswith("# ")
    assert command("manual", "transcripts.md").out.startswith("# Transcripts")


def test_a_topic_that_is_none_is_refused_with_those_that_are(command: Command) -> None:
    told = command("manual", "cooking")
    assert told.code == 2
    assert "The manual has no page cooking. It has: " in told.err
    assert "transcripts" in told.err
