"""What `flowengine doctor` looks at: each check tells how it is, and how to mend what is not well.

A check changes nothing that a server would not change at its start, asks nobody outside for more
than where a host lies, and never tells a secret. What would take long has a command of its own
(`flowengine store verify`).
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from flowengine.host.library import Library
from flowengine.server.checkup import flows, machine, permissions, speech, store
from flowengine.server.checkup.finding import BAD, OK, WARN, Finding

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from flowengine.config import Settings

__all__ = ["BAD", "OK", "WARN", "Finding", "checkup"]


def checkup(chosen: Settings, environment: Mapping[str, str]) -> Iterator[Finding]:
    """Every finding, as it is found: first the machine, then the flows, then the store."""
    library = Library(chosen.folder)
    checks: tuple[Callable[[], Iterator[Finding]], ...] = (
        machine.python,
        machine.packages,
        machine.clock,
        machine.files,
        lambda: machine.names(environment),
        lambda: machine.port(chosen),
        lambda: flows.served(library, chosen),
        lambda: flows.secrets(library, chosen),
        lambda: flows.recordings(library, chosen),
        lambda: flows.zones(library),
        lambda: flows.holidays(library, datetime.now(UTC).year),
        lambda: flows.gateways(chosen),
        lambda: flows.reached(library, chosen),
        lambda: flows.hidden(chosen),
        lambda: permissions.rules(chosen),
        lambda: speech.calls(library, chosen),
        lambda: speech.voices(library, chosen),
        lambda: speech.recognisers(library, chosen),
        lambda: speech.sounds(library, chosen),
        lambda: store.opens(chosen, tuple(library.programs.values())),
    )
    for check in checks:
        yield from check()
