"""The operators' pages as HTML: one frame, one table of words, everything from people escaped."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import jinja2
from markupsafe import Markup, escape
from starlette.responses import HTMLResponse

from flowengine.server import given
from flowengine.server.languages import direction, preferred
from flowengine.server.operators.masking import masked, pseudonym
from flowengine.server.operators.words import FALLBACK, spoken, words

if TYPE_CHECKING:
    from starlette.requests import Request

    from flowengine.server.operators.sessions import Operator

SECTIONS = ("overview", "conversations", "outbox", "versions", "contacts", "audit", "nodes")
_BOLD = re.compile(r"\*([^*\s](?:[^*\n]*[^*\s])?)\*")  # as the chat's page reads it
_LATEST = 253_402_300_799.0  # the last second that has a year of four digits


def moment(at: float) -> Markup:
    """A time for everybody, in UTC; a script says it in the reader's own."""
    if not 0 < at < _LATEST:
        return Markup("–")
    found = datetime.fromtimestamp(at, UTC)
    machine = found.isoformat(timespec="seconds").replace("+00:00", "Z")
    return Markup('<time datetime="{}">{}</time>').format(
        machine, found.strftime("%Y-%m-%d %H:%M:%S UTC")
    )


def marked(text: str) -> Markup:
    """Words as the person saw them: `*bold*` is bold, all else is text."""
    return Markup(_BOLD.sub(r"<strong>\1</strong>", str(escape(text))))  # noqa: S704 - escaped


def lasting(seconds: float, told: Mapping[str, str]) -> str:
    """A span in the largest unit that it has two of; `told` are the words of a language."""
    for size, unit in ((86_400, "days"), (3_600, "hours"), (60, "minutes")):
        if seconds >= 2 * size:
            return f"{seconds // size:.0f} {told[unit]}"
    return f"{seconds:.0f} {told['seconds']}"


def exact(at: float) -> str:
    """A time that comes back from an address as the number it was."""
    return repr(float(at))


_pages = jinja2.Environment(
    loader=jinja2.PackageLoader("flowengine.server.operators", "pages"),
    autoescape=True,
    undefined=jinja2.StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_pages.filters.update(
    moment=moment, lasting=lasting, marked=marked, masked=masked, pseudonym=pseudonym
)


def page(request: Request, template: str, status: int = 200, **values: Any) -> HTMLResponse:
    """A page in the reader's language, with the way around for who has signed in (`guard`)."""
    language = preferred(request.headers.get("accept-language", ""), tuple(spoken())) or FALLBACK
    operator: Operator | None = getattr(request.state, "signed", None)
    text = _pages.get_template(template).render(
        {
            "words": words(language),
            "language": language,
            "direction": direction(language),
            "sections": (operator.only if operator is not None else ()) or SECTIONS,
            "section": "",
            "operator": operator.name if operator is not None else "",
            "form_token": operator.form if operator is not None else "",
            "notice": notice(request, language),
            "here": given.address(request, notice=""),
            **values,
        }
    )
    return HTMLResponse(text, status)


def notice(request: Request, language: str) -> str:
    """What the last action came to: only words of ours, so no link can put any in our mouth."""
    found = words(language).get("notice_" + given.text(request, "notice", 40), "")
    counts = {name: given.number(request, name) or 0 for name in ("count", "missed")}
    return found.format(**counts)
