"""Settings as one value, read from arguments first, then from the environment.

It decides what a setting leads to where another is missing; `values` knows what is a value at all.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from flowengine.config import names, stores, values
from flowengine.desk.permissions import FILE as RULES
from flowengine.host.calls.opening import Speech
from flowengine.host.gateways.setting import Setting, read
from flowengine.host.pseudonyms import LEAST

if TYPE_CHECKING:
    from collections.abc import Mapping

SPEECH = "speech"  # the folder beside a store for what was spoken
LOG_STYLES = ("text", "json")
LOG_LEVELS = ("debug", "info", "warning", "error")
EXPIRE_DAYS = 30


@dataclass(frozen=True, slots=True)
class Settings:
    """`store` is a file or the address of a PostgreSQL database; `watch` reads changed flows while
    serving; with `published` no folder is looked at.

    `keep` has the days by kind of row (see `names.KEPT`); what is not in it is kept for ever.
    `expire_days` is None where open conversations wait for ever. `sites` and `private` are names
    in small letters. `speech` is None where no calls are taken. `permissions` is the file of our
    own rules, None for the standard ones; `statuses` are further ones of agents; `demo` lets users
    of a demonstration in. What could hold a secret is not shown where settings are printed.
    """

    folder: Path
    host: str = "127.0.0.1"
    port: int = 8000
    store: str | Path = field(default=Path(stores.STORE), repr=False)
    workers: int = 1
    watch: bool = True
    published: bool = False
    private: frozenset[str] = frozenset()
    keep: Mapping[str, int] = field(default_factory=dict)
    expire_days: int | None = EXPIRE_DAYS
    sites: frozenset[str] = frozenset()
    gateways: tuple[Setting, ...] = ()
    log: str = LOG_STYLES[0]
    log_level: str = "info"
    metrics_token: str = field(default="", repr=False)
    anonymous: frozenset[str] = frozenset()
    pseudonym_key: str = field(default="", repr=False)
    speech: Speech | None = None
    recording_key: str = field(default="", repr=False)
    desk_key: str = field(default="", repr=False)
    permissions: Path | None = None
    statuses: tuple[str, ...] = ()
    demo: bool = False
    secrets: Mapping[str, str] = field(default_factory=dict, repr=False)


def settings(
    environment: Mapping[str, str],
    folder: Path,
    *,
    host: str = "127.0.0.1",
    port: int = 8000,
    store: str | Path | None = None,
    workers: int = 1,
    watch: bool = True,
    published: bool = False,
    demo: bool = False,
    log: str | None = None,
    log_level: str | None = None,
) -> Settings:
    """Arguments first, then the environment. Raises ValueError, in words, for what is no value."""
    if not 0 <= port <= 65_535:
        raise ValueError(f"{port} is no port. Take a number from 1 to 65535, for example 8000.")
    chosen = stores.address(store or environment.get(names.STORE, "").strip() or stores.STORE)
    if demo:
        stores.demand_own_machine(host, workers, chosen, published=published)
    return Settings(
        folder=folder,
        host=host,
        port=port,
        store=chosen,
        workers=stores.workers(workers, chosen),
        watch=watch and not published,
        published=published,
        private=values.listed(environment.get(names.PRIVATE, "")),
        keep=_keep(environment),
        expire_days=_expiry(environment.get(names.EXPIRE, "")),
        sites=values.sites(environment.get(names.SITES, "")),
        gateways=_gateways(environment),
        log=values.one_of(names.LOG, log or environment.get(names.LOG, ""), LOG_STYLES, "text"),
        log_level=values.one_of(
            names.LOG_LEVEL, log_level or environment.get(names.LOG_LEVEL, ""), LOG_LEVELS, "info"
        ),
        metrics_token=environment.get(names.METRICS, "").strip(),
        anonymous=values.listed(environment.get(names.ANONYMOUS, "")),
        pseudonym_key=_pseudonym_key(environment),
        speech=_speech(environment, chosen),
        recording_key=recording_key(environment),
        desk_key=values.key(names.DESK_KEY, environment),
        permissions=_rules(environment, folder, published=published),
        statuses=values.statuses(environment.get(names.STATUSES, "")),
        demo=demo,
        secrets=secrets(environment),
    )


def secrets(environment: Mapping[str, str]) -> dict[str, str]:
    """By the name that flows use."""
    return {
        name.removeprefix(names.SECRET).lower(): value
        for name, value in environment.items()
        if name.startswith(names.SECRET)
    }


def recording_key(environment: Mapping[str, str]) -> str:
    """What recordings are sealed with, "" where there is none. Raises ValueError."""
    return values.key(names.RECORDING_KEY, environment)


def _rules(environment: Mapping[str, str], folder: Path, *, published: bool) -> Path | None:
    named = environment.get(names.PERMISSIONS, "").strip()
    if named:
        return Path(named)
    beside = folder / RULES
    return beside if not published and beside.is_file() else None


def _pseudonym_key(environment: Mapping[str, str]) -> str:
    key = environment.get(names.PSEUDONYM_KEY, "").strip()
    if values.listed(environment.get(names.ANONYMOUS, "")) and len(key) < LEAST:
        raise ValueError(
            f"{names.ANONYMOUS} needs {names.PSEUDONYM_KEY}, a secret of {LEAST} characters or more"
            " that is kept outside of the store. Make one with: openssl rand -hex 32"
        )
    return key


def _speech(environment: Mapping[str, str], store: str | Path) -> Speech | None:
    if values.one_of(names.SPEECH, environment.get(names.SPEECH, ""), ("on", "off"), "on") == "off":
        return None
    cache = environment.get(names.SPEECH_CACHE, "").strip()
    models = environment.get(names.MODELS, "").strip()
    beside = (store if isinstance(store, Path) else Path(stores.STORE)).parent / SPEECH
    return Speech(
        cache=Path(cache) if cache else beside,
        models=Path(models) if models else None,
        most=values.calls(environment.get(names.CALLS, "").strip()),
    )


def _gateways(environment: Mapping[str, str]) -> tuple[Setting, ...]:
    """By name, so that every node has them in the same order."""
    found = []
    known = secrets(environment)
    for name, text in sorted(environment.items()):
        if name.startswith(names.GATEWAY):
            try:
                found.append(read(name.removeprefix(names.GATEWAY).lower(), text, known))
            except ValueError as error:
                raise ValueError(f"{name}: {error}") from error
    return tuple(found)


def _keep(environment: Mapping[str, str]) -> dict[str, int]:
    found = {
        kind: values.days(name, environment.get(name, "")) for name, kind in names.KEPT.items()
    }
    return {kind: days for kind, days in found.items() if days is not None}


def _expiry(text: str) -> int | None:
    if text.strip().lower() == "never":
        return None
    days = values.days(names.EXPIRE, text)
    return EXPIRE_DAYS if days is None else days
