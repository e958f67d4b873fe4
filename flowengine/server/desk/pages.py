"""The desk's pages as HTML: one frame, one table of words, everything from people escaped."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import jinja2
from starlette.responses import HTMLResponse

from flowengine.desk.people import ADMINISTRATOR, AGENT, AUDITOR, SUPERVISOR
from flowengine.server import given
from flowengine.server.desk.words import spoken, words
from flowengine.server.languages import direction, own_name, read
from flowengine.server.operators.pages import marked, moment
from flowengine.server.users import demonstrates

if TYPE_CHECKING:
    from starlette.requests import HTTPConnection, Request

    from flowengine.desk.people import User
    from flowengine.server.users import Signed

TOP = "/desk"


class Section(NamedTuple):
    """A place of the way around: a key of the words, an address, and whose it is."""

    name: str
    address: str
    roles: frozenset[str]


SECTIONS = (
    Section("console", TOP, frozenset((AGENT, SUPERVISOR))),
    Section("board", f"{TOP}/board", frozenset((SUPERVISOR,))),
    Section("reports", f"{TOP}/reports", frozenset((SUPERVISOR, AUDITOR))),
    Section("users", f"{TOP}/users", frozenset((SUPERVISOR, ADMINISTRATOR))),
    Section("reveal", f"{TOP}/reveal", frozenset((SUPERVISOR,))),
    Section("operators", "/operators", frozenset((ADMINISTRATOR,))),
    Section("audit", "/operators/audit", frozenset((AUDITOR,))),
)

_pages = jinja2.Environment(
    loader=jinja2.PackageLoader("flowengine.server.desk", "pages"),
    autoescape=True,
    undefined=jinja2.StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_pages.filters.update(moment=moment, marked=marked)


def page(request: Request, template: str, status: int = 200, **values: Any) -> HTMLResponse:
    """A page in the reader's language, with the way around for who has signed in (`guard`).

    Every template knows `words`, `language`, `direction`, `signed` (None for nobody), `form_token`
    for its forms, `sections`, `section` (the name of its own), `demo` and `notice`.
    """
    language = reads(request)
    signed: Signed | None = getattr(request.state, "signed", None)
    text = _pages.get_template(template).render(
        {
            "words": words(language),
            "language": language,
            "direction": direction(language),
            "direction_of": direction,
            "own_name": own_name,
            "signed": signed,
            "form_token": signed.form if signed is not None else "",
            "sections": () if signed is None else sections(signed.user),
            "section": "",
            "home": TOP if signed is None else home(signed.user),
            "demo": demonstrates(request),
            "notice": words(language).get("notice_" + given.text(request, "notice", 40), ""),
            **values,
        }
    )
    return HTMLResponse(text, status)


def reads(request: HTTPConnection, user: User | None = None) -> str:
    """The language of these pages for whoever reads (`languages.read`). `user` is who has signed
    in, where no `guard` says so."""
    signed: Signed | None = getattr(request.state, "signed", None)
    user = user or (signed.user if signed is not None else None)
    return read(request, user.reads if user is not None else "", spoken())


def sections(user: User) -> tuple[Section, ...]:
    """Those that are theirs."""
    return tuple(one for one in SECTIONS if one.roles.intersection(user.roles))


def home(user: User) -> str:
    """Where somebody begins: who only supervises, before the board."""
    found = {one.name: one.address for one in sections(user)}
    first = "console" if AGENT in user.roles else "board"
    return found.get(first) or next(iter(found.values()), f"{TOP}/me")
