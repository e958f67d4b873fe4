from __future__ import annotations

from starlette.testclient import TestClient

from flowengine.server.launcher import WORDS, script
from flowengine.server.words import spoken


def test_any_site_may_load_it(client: TestClient) -> None:
    answer = client.get("/widget.js")
    assert answer.text == script()
    assert answer.headers["content-type"].startswith(("text/javascript", "application/javascript"))
    assert answer.headers["cross-origin-resource-policy"] == "cross-origin"
    assert answer.headers["cache-control"] == "public, max-age=300"


def test_it_has_its_words_in_every_language_of_the_pages() -> None:
    for words in spoken().values():
        assert all(words[name] in script() for name in WORDS)


def test_its_style_comes_inside_and_nothing_of_it_is_seen_by_the_site() -> None:
    assert "inset-inline-end" in script()
    lines = script().strip().splitlines()
    assert (lines[0], lines[-1]) == ("(() => {", "})();")
