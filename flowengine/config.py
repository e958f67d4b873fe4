"""Settings of a server, from its arguments and the environment.

Only the server and the command line read this module; every other room is given what it needs.
Secrets are values of the environment, never of a file beside the flows:

    FLOWENGINE_SECRET_<NAME>      what `secret.<name>` in a flow stands for
    FLOWENGINE_PRIVATE_SERVICES   host names, with commas, that flows may ask inside our network
    FLOWENGINE_KEEP_DAYS          days after its last turn that a conversation is kept; for ever
                                  when it is not set
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
_KEEP = "FLOWENGINE_KEEP_DAYS"


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
    """Arguments first, then the environment. Raises ValueError for what is no port or no days."""
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
        secrets={
            name.removeprefix(_SECRET).lower(): value
            for name, value in environment.items()
            if name.startswith(_SECRET)
        },
    )


def _names(text: str) -> frozenset[str]:
    return frozenset(name.strip().lower() for name in text.split(",") if name.strip())


def _days(text: str) -> int | None:
    if not text.strip():
        return None
    days = int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0
    if not days:
        raise ValueError(f"{_KEEP} is no number of days. Take one from 1 to 99999, for example 90.")
    return days
