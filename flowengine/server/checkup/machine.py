"""The machine: what it is, what is installed, what it allows, and what its environment sets."""

from __future__ import annotations

import importlib.metadata
import re
import resource
import socket
import sys
import time
from typing import TYPE_CHECKING

from flowengine.config import Settings, unknown
from flowengine.server.checkup.finding import BAD, OK, WARN, Finding

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

PYTHON = (3, 11)
FEW_FILES = 4_096
EARLIEST = 1_735_689_600  # 2025-01-01 in POSIX seconds: an earlier clock was never set


def python() -> Iterator[Finding]:
    version = ".".join(str(part) for part in sys.version_info[:3])
    if sys.version_info < PYTHON:
        yield Finding(BAD, "Python", f"This is Python {version}.", "Install 3.11 or newer.")
    else:
        yield Finding(OK, "Python", f"This is Python {version}.")


def packages() -> Iterator[Finding]:
    missing = [name for name in _required() if not _installed(name)]
    if missing:
        yield Finding(
            BAD, "packages", f"Missing: {', '.join(missing)}.", "Install flowengine again with pip."
        )
    else:
        yield Finding(OK, "packages", "All are there.")


def _required() -> list[str]:
    try:
        lines = importlib.metadata.requires("flowengine") or []
    except importlib.metadata.PackageNotFoundError:
        return []
    always = [line for line in lines if "extra ==" not in line]
    return [re.split(r"[^A-Za-z0-9._-]", line, maxsplit=1)[0] for line in always]


def _installed(name: str) -> bool:
    try:
        importlib.metadata.distribution(name)
    except importlib.metadata.PackageNotFoundError:
        return False
    return True


def clock() -> Iterator[Finding]:
    if time.time() < EARLIEST:
        yield Finding(
            BAD,
            "clock",
            "The clock of this machine was never set.",
            "Set it, and keep it right with NTP: timers and opening hours go by it.",
        )
    else:
        yield Finding(
            OK, "clock", f"It is {time.strftime('%Y-%m-%d %H:%M:%S UTC', time.gmtime())}."
        )


def files() -> Iterator[Finding]:
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard != resource.RLIM_INFINITY and hard < FEW_FILES:
        yield Finding(
            WARN,
            "open files",
            f"The system allows {hard}, and each open page is one.",
            "Allow more, with LimitNOFILE=65536 in the systemd unit or with ulimit -n.",
        )
    else:
        yield Finding(OK, "open files", "Enough are allowed.")


def names(environment: Mapping[str, str]) -> Iterator[Finding]:
    """A setting with a misspelt name is no setting; nobody would tell otherwise."""
    for name in unknown(environment):
        yield Finding(
            WARN,
            "settings",
            f"{name} is no setting, so it does nothing.",
            "Compare its name with `flowengine manual settings`.",
        )


def port(chosen: Settings) -> Iterator[Finding]:
    family = socket.AF_INET6 if ":" in chosen.host else socket.AF_INET
    where = f"{chosen.host} port {chosen.port}"
    try:
        socket.create_server((chosen.host, chosen.port), family=family).close()
    except OSError as error:
        yield Finding(
            WARN,
            "port",
            f"{where} cannot be taken now ({error.strerror}).",
            "That is right while the server runs. Otherwise choose another with --port.",
        )
    else:
        yield Finding(OK, "port", f"{where} is free.")
