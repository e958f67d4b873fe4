"""Which address of the operators' room leads where.

Everything in `OPERATORS` is behind the one door (`guard.signed_in`); a test walks through it.
"""

from __future__ import annotations

from importlib import resources
from pathlib import Path

from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from flowengine.server.operators import (
    audit,
    contact_changes,
    contacts,
    conversation,
    conversation_ends,
    conversations,
    in_words,
    nodes,
    outbox,
    overview,
    signing,
    versions,
)
from flowengine.server.operators.guard import SIGN_IN, TOP, Handler, anybody, signed_in

_TALK = f"{TOP}/conversations/{{conversation}}"
_CONTACT = f"{TOP}/contacts/{{contact}}"
_FLOW = f"{TOP}/versions/{{flow}}"

OPERATORS: tuple[tuple[str, str, Handler], ...] = (
    ("GET", TOP, overview.show),
    ("GET", f"{TOP}/conversations", conversations.show),
    ("GET", _TALK, conversation.show),
    ("GET", f"{_TALK}/files/{{upload}}", conversation.give),
    ("GET", f"{_TALK}/files/{{upload}}/words", in_words.show),
    ("GET", f"{_TALK}/end", conversation_ends.ask_end),
    ("POST", f"{_TALK}/end", conversation_ends.end),
    ("GET", f"{_TALK}/erase", conversation_ends.ask_erase),
    ("POST", f"{_TALK}/erase", conversation_ends.erase),
    ("GET", f"{TOP}/outbox", outbox.show),
    ("GET", f"{TOP}/message", outbox.letter),
    ("POST", f"{TOP}/outbox/again", outbox.again),
    ("GET", f"{TOP}/versions", versions.show),
    ("GET", f"{_FLOW}/compare", versions.compare),
    ("GET", f"{_FLOW}/roll-back", versions.ask_roll_back),
    ("POST", f"{_FLOW}/roll-back", versions.roll_back),
    ("GET", f"{TOP}/contacts", contacts.show),
    ("GET", _CONTACT, contacts.person),
    ("POST", f"{_CONTACT}/addresses", contacts.addresses),
    ("POST", f"{_CONTACT}/export", contacts.export),
    ("GET", f"{_CONTACT}/merge", contact_changes.ask_merge),
    ("POST", f"{_CONTACT}/merge", contact_changes.merge),
    ("POST", f"{_CONTACT}/part", contact_changes.part),
    ("GET", f"{_CONTACT}/erase", contact_changes.ask_erase),
    ("POST", f"{_CONTACT}/erase", contact_changes.erase),
    ("GET", f"{TOP}/audit", audit.show),
    ("GET", f"{TOP}/nodes", nodes.show),
    ("POST", f"{TOP}/sign-out", signing.leave),
)

# What others than operators may read, by section; and everybody may leave.
_READ = {f"{TOP}/audit": "audit", f"{TOP}/sign-out": "audit"}

ROUTES: list[BaseRoute] = [
    Route(SIGN_IN, anybody(signing.door), methods=["GET"]),
    Route(SIGN_IN, anybody(signing.enter), methods=["POST"]),
    Mount(
        f"{TOP}/static",
        StaticFiles(directory=Path(str(resources.files("flowengine.server.operators") / "static"))),
    ),
    *(
        Route(path, signed_in(handler, section=_READ.get(path, "")), methods=[method])
        for method, path, handler in OPERATORS
    ),
]
