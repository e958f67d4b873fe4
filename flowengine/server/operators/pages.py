"""The operators' pages as HTML: one frame, one table of words, everything from people escaped."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import jinja2
from markupsafe import Markup, escape
from starlette.responses import HTMLResponse

from flowengine.runtime import formats
from flowengine.server import given
from flowengine.server.languages import direction, read
from flowengine.server.operators.masking import masked, pseudonym
from flowengine.server.operators.words import spoken, words

if TYPE_CHECKING:
    from starlette.requests import Request

    from flowengine.server.operators.sessions import Operator
    from flowengine.server.wording import Words

SECTIONS = ("overview", "conversations", "outbox", "versions", "contacts", "audit", "nodes")
_BOLD = re.compile(r"\*([^*\s](?:[^*\n]*[^*\s])?)\*")  # as the chat's page reads it
_LATEST = 253_402_300_799.0  # the last second that has a year of four digits


@jinja2.pass_context
def moment(context: jinja2.runtime.Context, at: float) -> Markup:
    """A time for everybody, in UTC, as the page's language writes it; a script says it in the
    reader's own zone."""
    if not 0 < at < _LATEST:
        return Markup("–")
    told: Words = context["words"]
    found = datetime.fromtimestamp(at, UTC)
    machine = found.isoformat(timespec="seconds").replace("+00:00", "Z")
    day = formats.day(found.date(), "medium", told.language)
    clock = formats.clock(found, "HH:mm:ss", told.language)
    return Markup('<time datetime="{}">{}{}{} UTC</time>').format(
        machine, day, told["comma"], clock
    )


def marked(text: str) -> Markup:
    """Words as the person saw them: `*bold*` is bold, all else is text."""
    return Markup(_BOLD.sub(r"<strong>\1</strong>", str(escape(text))))  # noqa: S704 - escaped


def lasting(seconds: float, told: Words) -> str:
    """A span in the largest unit that it has two of."""
    if seconds >= 2 * 86_400:
        return told.say("days", count=int(seconds // 86_400))
    for size, unit in ((3_600, "h"), (60, "min")):
        if seconds >= 2 * size:
            return told.figure(f"{seconds // size:.0f} {unit}")
    return told.figure(f"{seconds:.0f} s")


@jinja2.pass_context
def figure(context: jinja2.runtime.Context, value: object) -> object:
    """A number, or one with its unit (`1.5 GB`), as the page's language writes it."""
    told: Words = context["words"]
    return told.figure(str(value)) if isinstance(value, (int, float, str)) else value


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
    moment=moment,
    lasting=lasting,
    figure=figure,
    marked=marked,
    masked=masked,
    pseudonym=pseudonym,
)


def page(request: Request, template: str, status: int = 200, **values: Any) -> HTMLResponse:
    """A page in the reader's language, with the way around for who has signed in (`guard`)."""
    language = reads(request)
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


def reads(request: Request) -> str:
    """The language of these pages for whoever reads (`languages.read`)."""
    operator: Operator | None = getattr(request.state, "signed", None)
    return read(request, operator.reads if operator is not None else "", spoken())


def notice(request: Request, language: str) -> str:
    """What the last action came to: only words of ours, so no link can put any in our mouth."""
    name, told = "notice_" + given.text(request, "notice", 40), words(language)
    counts = {one: given.number(request, one) or 0 for one in ("count", "missed")}
    return told.say(name, **counts) if name in told else ""
