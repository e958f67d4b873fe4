"""Addresses are said so that they can be written down; what is none is left alone."""

from __future__ import annotations

import pytest

from flowengine.speech.voices.aloud import read_aloud


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Write to help@open-table.example.", "Write to help at open dash table dot example."),
        ("HELP@EXAMPLE.ORG", "HELP at EXAMPLE dot ORG"),
        ("first.last+news@example.org", "first dot last plus news at example dot org"),
        ("ann7@example.org", "ann seven at example dot org"),
        ("See https://www.example.org.", "See example dot org."),
        (
            "See example.org/a/b_c/, please",
            "See example dot org slash a slash b underscore c, please",
        ),
        ("http://localhost/x", "localhost slash x"),
        ("https://example.org/receipt/9f8e7d6c5b4a3f2e1d0c9b8a7f6e5d4c3b2a1f0e", "example dot org"),
        ("example.org?token=abc#top", "example dot org"),
        ("No end.Of a sentence", "No end.Of a sentence"),
        ("me@home", "me home"),
        ("version 2.com", "version two dot com"),
    ],
)
def test_addresses(text: str, said: str) -> None:
    assert read_aloud(text, "en") == said
