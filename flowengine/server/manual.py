"""The manual that ships with the program, from Markdown to pages.

Only files of the manual's own folder are shown, by their names; raw HTML in them is text.
"""

from __future__ import annotations

import re
from functools import cache
from importlib import resources
from itertools import pairwise
from typing import TYPE_CHECKING

from markdown_it import MarkdownIt
from markupsafe import Markup
from starlette.exceptions import HTTPException

from flowengine.server.pages import page

if TYPE_CHECKING:
    from markdown_it.token import Token
    from starlette.requests import Request
    from starlette.responses import Response

INDEX = "index"
_TOPIC = re.compile(r"[a-z][a-z0-9_-]*|mistakes/FE\d{3}")
_markdown = MarkdownIt("commonmark", {"html": False}).enable("table")


async def manual(request: Request) -> Response:
    topic = request.path_params.get("topic") or INDEX
    text = source(topic)
    if text is None:
        raise HTTPException(404)
    return page("manual.html", "en", title=title(text), body=Markup(rendered(topic)))  # noqa: S704


def source(topic: str) -> str | None:
    """The Markdown of a topic, None where there is none."""
    if not _TOPIC.fullmatch(topic):
        return None
    file = resources.files("flowengine").joinpath("manual", f"{topic}.md")
    return file.read_text(encoding="utf-8") if file.is_file() else None


def title(text: str) -> str:
    return text.lstrip().partition("\n")[0].lstrip("# ").strip()


@cache
def rendered(topic: str) -> str:
    """A topic that is there, as HTML."""
    return html(source(topic) or "", topic)


def html(text: str, topic: str) -> str:
    """Markdown as HTML; links between topics, seen from `topic`, lead to their pages."""
    tokens = _markdown.parse(text)
    for token in tokens:
        for child in token.children or ():
            _relink(child, topic)
    _anchor(tokens)
    _reach(tokens)
    return str(_markdown.renderer.render(tokens, _markdown.options, {}))


def _relink(token: Token, topic: str) -> None:
    """`answers.md#dates` becomes `/manual/answers#dates`, also from a mistake's page."""
    address = str(token.attrs.get("href", ""))
    name, dot, anchor = address.partition(".md")
    if dot and ":" not in name:
        folder = "mistakes/" if topic.startswith("mistakes/") and "/" not in name else ""
        token.attrs["href"] = f"/manual/{folder}{name.removeprefix('../')}{anchor}"


def _anchor(tokens: list[Token]) -> None:
    """Headings get names that a link can lead to, as GitHub makes them."""
    for opening, inside in pairwise(tokens):
        if opening.type == "heading_open":
            words = re.sub(r"[^\w\s-]", "", inside.content.lower())
            opening.attrs["id"] = re.sub(r"\s+", "-", words.strip())


def _reach(tokens: list[Token]) -> None:
    """What is wider than the page scrolls by itself, so the keyboard must get to it."""
    for token in tokens:
        if token.type in {"fence", "table_open"}:
            token.attrs["tabindex"] = "0"
