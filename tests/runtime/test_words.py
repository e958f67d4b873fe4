"""Words by channel and language, recordings, attachments, chance."""

from __future__ import annotations

from tests.runtime.talks import Case, cases


@cases("words.talks")
def test_words(case: Case) -> None:
    case.play()
