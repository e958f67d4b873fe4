"""The flows, and what they need of this machine: secrets, time zones, gateways."""

from __future__ import annotations

import re
import socket
import zoneinfo
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from flowengine.host.calls.recordings import wanted
from flowengine.server.checkup.finding import BAD, OK, WARN, Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flowengine.config import Settings
    from flowengine.host.library import Library

_SECRET = re.compile(r"\bsecret\.([a-z_][a-z0-9_]*)")


def served(library: Library, chosen: Settings) -> Iterator[Finding]:
    try:
        library.refresh()
    except OSError as error:
        yield Finding(BAD, "flows", str(error), "Name the folder that holds your .flow files.")
        return
    for name, mistakes in library.broken.items():
        count = len(mistakes)
        yield Finding(
            BAD,
            "flows",
            f"{name} has {count} mistake{'s' * (count != 1)} and is not served.",
            f"flowengine check {chosen.folder / name}.flow lists them.",
        )
    if library.programs:
        yield Finding(OK, "flows", f"Ready to be served: {', '.join(sorted(library.programs))}.")
    elif not library.broken:
        yield Finding(
            BAD,
            "flows",
            f"There is no .flow file in {chosen.folder}.",
            "Write one, or make a folder that works with `flowengine new NAME`.",
        )


def secrets(library: Library, chosen: Settings) -> Iterator[Finding]:
    named: dict[str, str] = {}
    for program in library.programs.values():
        sources = library.sources(program.digest)
        for file, text in () if sources is None else sorted(sources.flows.items()):
            named.update((one, file) for one in _SECRET.findall(text))
    missing = sorted(set(named) - set(chosen.secrets))
    for one in missing:
        yield Finding(
            WARN,
            "secrets",
            f"{named[one]} needs secret.{one}, which is not set: its fetches fail.",
            f"Set FLOWENGINE_SECRET_{one.upper()} in the environment of the server.",
        )
    if named and not missing:
        yield Finding(OK, "secrets", "All that flows name are set.")


def recordings(library: Library, chosen: Settings) -> Iterator[Finding]:
    """Whether flows that record can."""
    flows = [name for name, program in sorted(library.programs.items()) if wanted(program)]
    if not flows or chosen.speech is None:
        return
    if chosen.recording_key:
        yield Finding(OK, "recordings", "They are sealed with the key of the environment.")
    else:
        yield Finding(
            WARN,
            "recordings",
            f"{', '.join(flows)} would record, but there is no key to seal it with: callers are"
            " told that no message can be left.",
            "Set FLOWENGINE_RECORDING_KEY; make one with: openssl rand -hex 32",
        )


def zones(library: Library) -> Iterator[Finding]:
    unknown = sorted({it.zone for it in library.programs.values() if not _zone(it.zone)})
    if unknown:
        yield Finding(
            BAD,
            "time zones",
            f"This machine does not know {', '.join(unknown)}.",
            "Install its time zone data: `apt install tzdata`, or `pip install tzdata`.",
        )
    else:
        yield Finding(OK, "time zones", "Those of the flows are known.")


def _zone(name: str) -> bool:
    try:
        zoneinfo.ZoneInfo(name or "UTC")
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def holidays(library: Library, year: int) -> Iterator[Finding]:
    """Whether there are any: a country can suspend them, as Ukraine has for as long as the war."""
    countries = {
        (one.holidays[0], name)
        for program in library.programs.values()
        for name, one in program.hours.items()
        if one.holidays is not None
    }
    if not countries:
        return
    from holidays import country_holidays

    for country, name in sorted(countries):
        if not country_holidays(country, years=(year, year + 1)):
            yield Finding(
                WARN,
                "holidays",
                f"The calendar of {country} has no holidays in {year} and {year + 1}, so `holidays"
                f" {country}` in the hours {name} changes nothing.",
                f"Write your own days below `hours {name}`, one a line: {year + 1}-01-01 closed",
            )


def gateways(chosen: Settings) -> Iterator[Finding]:
    """Whether their hosts have an address; nobody is connected to, for that could mean sending."""
    for one in chosen.gateways:
        host = urlsplit(one.url).hostname or ""
        try:
            socket.getaddrinfo(host, None)
        except OSError:
            yield Finding(
                BAD,
                "gateways",
                f"The host {host} of the gateway {one.name} has no address.",
                f"Mend FLOWENGINE_GATEWAY_{one.name.upper()}, or this machine's DNS.",
            )
        else:
            yield Finding(OK, "gateways", f"The host of {one.name} has an address.")


def reached(library: Library, chosen: Settings) -> Iterator[Finding]:
    """Whether people who write through a gateway find the hotline that it names, on its channel."""
    for one in chosen.gateways:
        program = library.programs.get(one.flow)
        if one.flow and (program is None or one.channel not in program.channels):
            lacks = "is not in this folder" if program is None else f"has no channel {one.channel}"
            yield Finding(
                WARN,
                "gateways",
                f"Who writes through {one.name} reaches nobody: the flow {one.flow} {lacks}.",
                f"Mend flow= in FLOWENGINE_GATEWAY_{one.name.upper()}, or the flow.",
            )


def hidden(chosen: Settings) -> Iterator[Finding]:
    """Whether those who are to stay unknown do: a misspelt name would keep their numbers."""
    known = {one.name for one in chosen.gateways} | {"all", "chat"}
    for name in sorted(chosen.anonymous - known):
        yield Finding(
            WARN,
            "gateways",
            f"FLOWENGINE_ANONYMOUS names {name}, and there is no such gateway.",
            "Mend the name, or people of the gateway that is meant are kept with their addresses.",
        )
