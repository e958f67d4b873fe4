"""The pages: the list of hotlines, one to talk to each, and one for what is not there."""

from __future__ import annotations

from mimetypes import guess_type
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

import jinja2
import msgspec
from starlette.exceptions import HTTPException
from starlette.responses import FileResponse, HTMLResponse, Response

from flowengine.host.refusal import Refusal
from flowengine.server.about import OPEN, called, description, numbers
from flowengine.server.languages import direction, own_name, preferred
from flowengine.server.protect import policy
from flowengine.server.rates import knock
from flowengine.server.users import demonstrates
from flowengine.server.words import spoken, words

if TYPE_CHECKING:
    from starlette.requests import Request

    from flowengine.host.house import House
    from flowengine.language.program import Program

_PICTURES = frozenset((".avif", ".gif", ".jpeg", ".jpg", ".png", ".webp"))
_SOUNDS = frozenset((".mp3", ".ogg", ".opus", ".wav"))
_SHOWN = _PICTURES | _SOUNDS | {".pdf"}

FOR_AGENTS = ("agent",)  # the channels of a script, which nobody else is led to
LONGEST = 20  # signs in the code of a language
KEPT = 300  # seconds that a browser may keep the words of a language

_pages = jinja2.Environment(
    loader=jinja2.PackageLoader("flowengine.server", "pages"),
    autoescape=True,
    undefined=jinja2.StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def page(template: str, language: str, status: int = 200, **values: Any) -> HTMLResponse:
    """A page in `language`, with the words and the direction of that language."""
    text = _pages.get_template(template).render(
        words=words(language),
        language=language,
        direction=direction(language),
        own_name=own_name,
        direction_of=direction,
        **values,
    )
    return HTMLResponse(text, status)


def house(request: Request) -> House:
    found: House = request.app.state.house
    return found


def reads(request: Request, offered: tuple[str, ...]) -> str | None:
    """The language a visitor asks for: in the address, else in the browser's settings."""
    named = request.query_params.get("lang", "")
    if named in offered:
        return named
    return preferred(request.headers.get("accept-language", ""), offered)


async def hotlines(request: Request) -> Response:
    programs = house(request).library.programs
    language = reads(request, tuple(spoken())) or "en"
    public = [one for one in programs.values() if one.channels != FOR_AGENTS]
    served = sorted(public, key=lambda program: program.title.casefold())
    return page(
        "hotlines.html",
        language,
        programs=served,
        offered=sorted(spoken()),
        demo=demonstrates(request),
    )


async def chat(request: Request) -> Response:
    return _talk(request, embedded=False)


async def embed(request: Request) -> Response:
    """The same for a frame on somebody's site; which sites may hold it is their owner's choice."""
    try:
        response = _talk(request, embedded=True)
    except HTTPException as error:  # whoever misspelt the flow's name should read so in the frame
        response = await missing(request, error)
    response.headers["Content-Security-Policy"] = policy(request.app.state.sites)
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


def _talk(request: Request, *, embedded: bool) -> Response:
    program = _program(request)
    language = reads(request, program.languages) or program.written_in
    calls = called(house(request), program)
    return page(
        "chat.html",
        language,
        program=program,
        embedded=embedded,
        calls=calls,
        numbers=numbers(program),
        words_json=_json(words(language)),
        flow_json=_json(description(program, calls=calls)),
    )


def _json(value: object) -> str:
    """For a `script` element that holds data; no `<` in it can end the element."""
    return msgspec.json.encode(value).decode().replace("<", "\\u003c")


async def about(request: Request) -> Response:
    """What a launcher on any site may read. Raises Refusal `unknown-flow`."""
    name = request.path_params["flow"]
    program = house(request).library.programs.get(name)
    if program is None or "chat" not in program.channels:
        raise Refusal("unknown-flow", "No such hotline is served here.")
    found = description(program, calls=called(house(request), program))
    body = msgspec.json.encode(found)
    return Response(body, headers=OPEN, media_type="application/json")


async def own_words(request: Request) -> Response:
    """The page's own words in one language, for a talk that goes over to another; as everywhere,
    English ones where we have none."""
    knock(request)
    language = request.path_params["language"][:LONGEST]
    body = {"language": language, "direction": direction(language), "words": words(language)}
    headers = {"Cache-Control": f"public, max-age={KEPT}"}
    return Response(msgspec.json.encode(body), headers=headers, media_type="application/json")


def _program(request: Request) -> Program:
    program = house(request).library.programs.get(request.path_params["flow"])
    if program is None or "chat" not in program.channels:
        raise HTTPException(404)
    return program


async def attachment(request: Request) -> Response:
    """A picture, sound or document that a flow names or that lies in `files/`, and nothing else."""
    name = request.path_params["name"]
    library = house(request).library
    if name not in library.files or PurePosixPath(name).suffix.lower() not in _SHOWN:
        raise HTTPException(404)
    file = library.file(name)
    if file is not None:
        return FileResponse(file)
    body = library.contents.get(name)
    if body is None:  # taken away since the folder was read
        raise HTTPException(404)
    return Response(body, media_type=guess_type(name)[0])


async def missing(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    language = reads(request, tuple(spoken())) or "en"
    return page("missing.html", language, status)
