"""Settings of a server, from its arguments and the environment.

Only the server and the command line read this module; every other room is given what it needs.
Secrets are values of the environment, never of a file beside the flows:

    FLOWENGINE_SECRET_<NAME>      what `secret.<name>` in a flow stands for
    FLOWENGINE_PRIVATE_SERVICES   host names, with commas, that flows may ask inside our network
    FLOWENGINE_WIDGET_SITES       origins, with blanks or commas, whose pages may hold a chat in a
                                  frame, `https://example.org`; any site when it is not set
    FLOWENGINE_KEEP_DAYS          days after its last turn that a conversation is kept; for ever
                                  when it is not set
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

STORE = ".flowengine/flowengine.db"
_SECRET = "FLOWENGINE_SECRET_"  # noqa: S105 - the beginning of a name, no secret
_PRIVATE = "FLOWENGINE_PRIVATE_SERVICES"
_KEEP = "FLOWENGINE_KEEP_DAYS"
_SITES = "FLOWENGINE_WIDGET_SITES"
# A scheme, a host and perhaps a port (RFC 6454); a star for all hosts below one, as in CSP 3.
_ORIGIN = re.compile(r"https?://(\*\.)?[a-z0-9-]+(\.[a-z0-9-]+)*(:[0-9]{1,5})?")


@dataclass(frozen=True, slots=True)
class Settings:
    """`store` is the file of conversations; `watch` reads changed flows while serving.

    `keep_days` is None where conversations are kept for ever.
    """

    folder: Path
    host: str = "127.0.0.1"
    port: int = 8000
    store: Path = Path(STORE)
    watch: bool = True
    private: frozenset[str] = frozenset()
    keep_days: int | None = None
    sites: frozenset[str] = frozenset()
    secrets: Mapping[str, str] = field(default_factory=dict, repr=False)


def settings(
    environment: Mapping[str, str],
    folder: Path,
    *,
    host: str = "127.0.0.1",
    port: int = 8000,
    store: Path | None = None,
    watch: bool = True,
) -> Settings:
    """Arguments first, then the environment. Raises ValueError for no port, days, site."""
    if not 0 <= port <= 65_535:
        raise ValueError(f"{port} is no port. Take a number from 1 to 65535, for example 8000.")
    return Settings(
        folder=folder,
        host=host,
        port=port,
        store=store or Path(STORE),
        watch=watch,
        private=_names(environment.get(_PRIVATE, "")),
        keep_days=_days(environment.get(_KEEP, "")),
        sites=_sites(environment.get(_SITES, "")),
        secrets={
            name.removeprefix(_SECRET).lower(): value
            for name, value in environment.items()
            if name.startswith(_SECRET)
        },
    )


def _names(text: str) -> frozenset[str]:
    return frozenset(name.strip().lower() for name in text.split(",") if name.strip())


def _sites(text: str) -> frozenset[str]:
    found = frozenset(text.lower().replace(",", " ").split())
    for one in sorted(found):
        if not _ORIGIN.fullmatch(one):
            raise ValueError(
                f"{_SITES} has {one}, which is no site. Write each as https://example.org, without"
                " a path."
            )
    return found


def _days(text: str) -> int | None:
    if not text.strip():
        return None
    days = int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0
    if not days:
        raise ValueError(f"{_KEEP} is no number of days. Take one from 1 to 99999, for example 90.")
    return days
