"""Settings of a server, from its arguments and the environment.

Only the server and the command line read this module; every other room is given what it needs.
Secrets are values of the environment, never of a file beside the flows:

    FLOWENGINE_SECRET_<NAME>      what `secret.<name>` in a flow stands for
    FLOWENGINE_PRIVATE_SERVICES   host names, with commas, that flows may ask inside our network
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

STORE = ".flowengine/flowengine.db"
_SECRET = "FLOWENGINE_SECRET_"  # noqa: S105 - the beginning of a name, no secret
_PRIVATE = "FLOWENGINE_PRIVATE_SERVICES"


@dataclass(frozen=True, slots=True)
class Settings:
    """`store` is the file of conversations; `watch` reads changed flows while serving."""

    folder: Path
    host: str = "127.0.0.1"
    port: int = 8000
    store: Path = Path(STORE)
    watch: bool = True
    private: frozenset[str] = frozenset()
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
    """Arguments first, then the environment. Raises ValueError for a port that is none."""
    if not 0 <= port <= 65_535:
        raise ValueError(f"{port} is no port. Take a number from 1 to 65535, for example 8000.")
    return Settings(
        folder=folder,
        host=host,
        port=port,
        store=store or Path(STORE),
        watch=watch,
        private=_names(environment.get(_PRIVATE, "")),
        secrets={
            name.removeprefix(_SECRET).lower(): value
            for name, value in environment.items()
            if name.startswith(_SECRET)
        },
    )


def _names(text: str) -> frozenset[str]:
    return frozenset(name.strip().lower() for name in text.split(",") if name.strip())
