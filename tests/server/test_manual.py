from __future__ import annotations

import pytest

from flowengine.server import manual


@pytest.mark.parametrize(
    "topic",
    [
        "../config",
        "..",
        "/etc/passwd",
        "mistakes/../index",
        "Index",
        "mistakes/FE01",
        "",
        "no_such",
    ],
)
def test_only_files_of_the_manual_are_shown(topic: str) -> None:
    assert manual.source(topic) is None


def test_the_index_has_a_title_and_leads_to_pages_that_are_there() -> None:
    text = manual.source(manual.INDEX)
    assert text is not None
    assert manual.title(text)
    html = manual.rendered(manual.INDEX)
    assert "<h1" in html
    assert ".md" not in html


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
        ("[x](javascript:alert(1))", "[x](javascript:alert(1))"),
        ("[a](answers.md#dates)", '<a href="/manual/answers#dates">a</a>'),
        ("[a](mistakes/FE012.md)", '<a href="/manual/mistakes/FE012">a</a>'),
        ("[a](https://example.org/x.md)", '<a href="https://example.org/x.md">a</a>'),
        ("# Dates and *times*!", '<h1 id="dates-and-times">Dates and <em>times</em>!</h1>'),
        ("|a|b|\n|-|-|\n|1|2|", "<td>2</td>"),
    ],
)
def test_markdown_becomes_a_page(markdown: str, html: str) -> None:
    assert html in manual.html(markdown, "index")


@pytest.mark.parametrize(
    ("written", "leads_to"),
    [
        ("FE013.md", "/manual/mistakes/FE013"),
        ("../language.md", "/manual/language"),
        ("../language.md#menus", "/manual/language#menus"),
    ],
)
def test_links_of_a_mistake_s_page_are_seen_from_its_folder(written: str, leads_to: str) -> None:
    assert f'href="{leads_to}"' in manual.html(f"[x]({written})", "mistakes/FE012")
