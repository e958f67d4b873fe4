from __future__ import annotations

import pytest

from flowengine.authoring.pages import page, topics


def test_every_topic_has_a_page_with_a_title() -> None:
    assert "index" in topics()
    for topic in topics():
        text = page(topic)
        assert text is not None
        assert text.startswith("# ")


@pytest.mark.parametrize("topic", ["nothing", "", "../README", "mistakes/../index", "mistakes"])
def test_what_is_no_topic_has_none(topic: str) -> None:
    assert page(topic) is None
