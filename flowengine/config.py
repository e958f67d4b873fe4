"""Settings of a server, from its arguments and the environment.

Only the server and the command line read this module; every other room is given what it needs.
Secrets are values of the environment, never of a file beside the flows, and never of a command
line, which every user of a machine can list:

    FLOWENGINE_SECRET_<NAME>      what `secret.<name>` in a flow stands for
    FLOWENGINE_STORE              the store, where `--store` names none: a file or `postgresql://…`
    FLOWENGINE_PRIVATE_SERVICES   host names, with commas, that flows may ask inside our network
    FLOWENGINE_GATEWAY_<NAME>     how people write to us and we to them (host.gateways.setting)
    FLOWENGINE_WIDGET_SITES       origins, with blanks or commas, whose pages may hold a chat in a
                                  frame, `https://example.org`; any site when it is not set
    FLOWENGINE_KEEP_DAYS          days after its last turn that a conversation is kept; for ever
                                  when it is not set
    FLOWENGINE_KEEP_<WHAT>_DAYS   the same for a part of it, see KEPT
    FLOWENGINE_EXPIRE_DAYS        days after which an open conversation that nobody continued ends
    FLOWENGINE_ANONYMOUS          gateways, with commas, whose people stay unknown, or `all`
    FLOWENGINE_PSEUDONYM_KEY      what their addresses are sealed with, 32 characters or more
    FLOWENGINE_SPEECH             on, or off where no calls are to be taken
    FLOWENGINE_SPEECH_CACHE       the folder for what was spoken; beside the store when not set
    FLOWENGINE_MODELS             the folder of models that understand speech
    FLOWENGINE_CALLS              how many calls are taken at once
    FLOWENGINE_RECORDING_KEY      what recordings are sealed with, 32 characters or more; without it
                                  nothing is recorded
    FLOWENGINE_DESK_KEY           what second factors of users are sealed with, 32 characters or
                                  more; without it nobody can have one
    FLOWENGINE_PERMISSIONS        the file of our own rules of who may do what; permissions.toml in
                                  the folder of flows when it is not set
    FLOWENGINE_STATUSES           statuses of agents beside the usual ones, with commas; in none of
                                  them is anything offered
    FLOWENGINE_METRICS_TOKEN      who shows it may read `/metrics` from another machine
    FLOWENGINE_LOG                text or json
    FLOWENGINE_LOG_LEVEL          debug, info, warning or error
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit, urlunsplit

from flowengine.desk import people
from flowengine.desk.permissions import FILE as RULES
from flowengine.host.calls.opening import MOST as MOST_CALLS
from flowengine.host.calls.opening import Speech
from flowengine.host.gateways.setting import Setting, read
from flowengine.host.pseudonyms import LEAST
from flowengine.host.sealing import LEAST as LEAST_OF_KEYS
from flowengine.store.opening import PARAMETERS, SCHEMES

if TYPE_CHECKING:
    from collections.abc import Mapping

STORE = ".flowengine/flowengine.db"
SPEECH = "speech"  # the folder beside a store for what was spoken
# How many days are kept: the name in the environment, and the kind of a store's rows.
KEPT = {
    "FLOWENGINE_KEEP_DAYS": "conversation",
    "FLOWENGINE_KEEP_MESSAGES_DAYS": "message",
    "FLOWENGINE_KEEP_TRACES_DAYS": "trace",
    "FLOWENGINE_KEEP_UPLOADS_DAYS": "upload",
    "FLOWENGINE_KEEP_RESULTS_DAYS": "fact",
    "FLOWENGINE_KEEP_OUTGOING_DAYS": "outgoing",
    "FLOWENGINE_KEEP_CONTACTS_DAYS": "contact",
    "FLOWENGINE_KEEP_AUDIT_DAYS": "audit",
    "FLOWENGINE_KEEP_LOG_DAYS": "log",
}
LOG_STYLES = ("text", "json")
LOG_LEVELS = ("debug", "info", "warning", "error")
EXPIRE_DAYS = 30
MOST_WORKERS = 64
_SECRET = "FLOWENGINE_SECRET_"  # noqa: S105 - the beginning of a name, no secret
_STORE = "FLOWENGINE_STORE"
_GATEWAY = "FLOWENGINE_GATEWAY_"
_PRIVATE = "FLOWENGINE_PRIVATE_SERVICES"
_EXPIRE = "FLOWENGINE_EXPIRE_DAYS"
_SITES = "FLOWENGINE_WIDGET_SITES"
_METRICS = "FLOWENGINE_METRICS_TOKEN"
_ANONYMOUS = "FLOWENGINE_ANONYMOUS"
_PSEUDONYM_KEY = "FLOWENGINE_PSEUDONYM_KEY"
_SPEECH = "FLOWENGINE_SPEECH"
_SPEECH_CACHE = "FLOWENGINE_SPEECH_CACHE"
_MODELS = "FLOWENGINE_MODELS"
_CALLS = "FLOWENGINE_CALLS"
_RECORDING_KEY = "FLOWENGINE_RECORDING_KEY"
_DESK_KEY = "FLOWENGINE_DESK_KEY"
_PERMISSIONS = "FLOWENGINE_PERMISSIONS"
_STATUSES = "FLOWENGINE_STATUSES"
_LOG = "FLOWENGINE_LOG"
_LOG_LEVEL = "FLOWENGINE_LOG_LEVEL"
_OURS = "FLOWENGINE_"
_NAMES = {
    *(_STORE, _PRIVATE, _EXPIRE, _SITES, _ANONYMOUS, _PSEUDONYM_KEY, _METRICS, _LOG, _LOG_LEVEL),
    *(_SPEECH, _SPEECH_CACHE, _MODELS, _CALLS, _RECORDING_KEY, _DESK_KEY, _PERMISSIONS, _STATUSES),
    *KEPT,
}
_FAMILIES = (_SECRET, _GATEWAY)
# Names of statuses are read by people, in any script; those that the desk uses itself are taken.
_STATUS = re.compile(r"[^\W_][\w -]{0,29}")
_TAKEN = frozenset((*people.STATUSES, people.AWAY, "after"))
_MOST_STATUSES = 12
# A scheme, a host and perhaps a port (RFC 6454); a star for all hosts below one, as in CSP 3.
_ORIGIN = re.compile(r"https?://(\*\.)?[a-z0-9-]+(\.[a-z0-9-]+)*(:[0-9]{1,5})?")


@dataclass(frozen=True, slots=True)
class Settings:
    """`store` is a file or the address of a PostgreSQL database; `watch` reads changed flows while
    serving; with `published` no folder is looked at.

    `keep` has the days by kind of row (see KEPT); what is not in it is kept for ever.
    `expire_days` is None where open conversations wait for ever. `sites` and `private` are names
    in small letters. `speech` is None where no calls are taken. `permissions` is the file of our
    own rules, None for the standard ones; `statuses` are further ones of agents; `demo` lets users
    of a demonstration in. What could hold a secret is not shown where settings are printed.
    """

    folder: Path
    host: str = "127.0.0.1"
    port: int = 8000
    store: str | Path = field(default=Path(STORE), repr=False)
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
    chosen = _store(store or environment.get(_STORE, "").strip() or STORE)
    if demo:
        _demand_own_machine(host, workers, chosen, published=published)
    return Settings(
        folder=folder,
        host=host,
        port=port,
        store=chosen,
        workers=_workers(workers, chosen),
        watch=watch and not published,
        published=published,
        private=_names(environment.get(_PRIVATE, "")),
        keep=_keep(environment),
        expire_days=_expiry(environment.get(_EXPIRE, "")),
        sites=_sites(environment.get(_SITES, "")),
        gateways=_gateways(environment),
        log=_one_of(_LOG, log or environment.get(_LOG, ""), LOG_STYLES, "text"),
        log_level=_one_of(
            _LOG_LEVEL, log_level or environment.get(_LOG_LEVEL, ""), LOG_LEVELS, "info"
        ),
        metrics_token=environment.get(_METRICS, "").strip(),
        anonymous=_names(environment.get(_ANONYMOUS, "")),
        pseudonym_key=_pseudonym_key(environment),
        speech=_speech(environment, chosen),
        recording_key=recording_key(environment),
        desk_key=_long_enough(_DESK_KEY, environment),
        permissions=_rules(environment, folder, published=published),
        statuses=_statuses(environment.get(_STATUSES, "")),
        demo=demo,
        secrets=secrets(environment),
    )


def secrets(environment: Mapping[str, str]) -> dict[str, str]:
    """By the name that flows use."""
    return {
        name.removeprefix(_SECRET).lower(): value
        for name, value in environment.items()
        if name.startswith(_SECRET)
    }


def recording_key(environment: Mapping[str, str]) -> str:
    """What recordings are sealed with, "" where there is none. Raises ValueError."""
    return _long_enough(_RECORDING_KEY, environment)


def _long_enough(name: str, environment: Mapping[str, str]) -> str:
    """A key that something is sealed with, "" where there is none."""
    key = environment.get(name, "").strip()
    if key and len(key) < LEAST_OF_KEYS:
        raise ValueError(
            f"{name} is too short to protect anybody. Take a secret of {LEAST_OF_KEYS} characters"
            " or more; make one with: openssl rand -hex 32"
        )
    return key


def _rules(environment: Mapping[str, str], folder: Path, *, published: bool) -> Path | None:
    named = environment.get(_PERMISSIONS, "").strip()
    if named:
        return Path(named)
    beside = folder / RULES
    return beside if not published and beside.is_file() else None


def _statuses(text: str) -> tuple[str, ...]:
    """As they are written, each once."""
    found = tuple(dict.fromkeys(name.strip() for name in text.split(",") if name.strip()))
    for name in found:
        if name.casefold() in _TAKEN or not _STATUS.fullmatch(name):
            raise ValueError(
                f"{_STATUSES}: {name[:40]} is no name for a status of your own. Take up to 30"
                f" letters, digits, blanks and hyphens, and none of {', '.join(sorted(_TAKEN))}."
            )
    if len(found) > _MOST_STATUSES:
        raise ValueError(
            f"{_STATUSES} has {len(found)} names, and nobody finds the right one in that menu."
            f" Keep at most {_MOST_STATUSES}."
        )
    return found


def _demand_own_machine(host: str, workers: int, store: str | Path, *, published: bool) -> None:
    """A demonstration asks nobody for a password: nobody but this machine may reach it."""
    for wrong, told in (
        (not _loopback(host), f"--host {host} lets other machines in"),
        (workers != 1, "--workers is for a server that works"),
        (isinstance(store, str), "a PostgreSQL database is for a server that works"),
        (published, "--published is for a server that works"),
    ):
        if wrong:
            raise ValueError(
                f"A demonstration lets everybody in without a password, and {told}. Leave out"
                " --demo, and add users: flowengine users add NAME --role administrator"
            )


def _loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def unknown(environment: Mapping[str, str]) -> list[str]:
    """Names that look like settings and are none: one that is misspelt does nothing."""
    return sorted(
        name
        for name in environment
        if name.startswith(_OURS) and name not in _NAMES and not name.startswith(_FAMILIES)
    )


def shown(store: str | Path) -> str:
    """The store as it may be printed: an address without its password."""
    if isinstance(store, Path):
        return str(store)
    try:
        parts = urlsplit(store)
    except ValueError:
        return "the database of --store"
    user, at, where = parts.netloc.rpartition("@")
    named = f"{user.partition(':')[0]}{at}{where}"
    # A password can also stand behind the question mark, and nobody needs what stands there.
    return urlunsplit((parts.scheme, named, parts.path, "", ""))


def _store(named: str | Path) -> str | Path:
    if isinstance(named, str) and named.startswith(SCHEMES):
        return named
    if "://" in str(named) or PARAMETERS.match(str(named)):
        raise ValueError(
            "The store is no address that can be served from. Name a file, or"
            " postgresql://user@host/database."
        )
    return Path(named)


def _workers(number: int, store: str | Path) -> int:
    if not 1 <= number <= MOST_WORKERS:
        raise ValueError(
            f"{number} is no number of workers. Take one from 1 to {MOST_WORKERS}, at most as many"
            " as the machine has cores."
        )
    if number > 1 and isinstance(store, Path):
        raise ValueError(
            f"{number} workers cannot serve from the file {store}: only one process may write it."
            " Leave out --workers, or take a PostgreSQL database: --store postgresql://…"
        )
    return number


def _pseudonym_key(environment: Mapping[str, str]) -> str:
    key = environment.get(_PSEUDONYM_KEY, "").strip()
    if _names(environment.get(_ANONYMOUS, "")) and len(key) < LEAST:
        raise ValueError(
            f"{_ANONYMOUS} needs {_PSEUDONYM_KEY}, a secret of {LEAST} characters or more that is"
            " kept outside of the store. Make one with: openssl rand -hex 32"
        )
    return key


def _speech(environment: Mapping[str, str], store: str | Path) -> Speech | None:
    if _one_of(_SPEECH, environment.get(_SPEECH, ""), ("on", "off"), "on") == "off":
        return None
    cache = environment.get(_SPEECH_CACHE, "").strip()
    models = environment.get(_MODELS, "").strip()
    beside = (store if isinstance(store, Path) else Path(STORE)).parent / SPEECH
    return Speech(
        cache=Path(cache) if cache else beside,
        models=Path(models) if models else None,
        most=_calls(environment.get(_CALLS, "").strip()),
    )


def _calls(text: str) -> int:
    most = int(text) if text.isascii() and text.isdigit() and len(text) < 5 else 0
    if text and not most:
        raise ValueError(f"{_CALLS} is no number of calls. Take one from 1 to 9999.")
    return most or MOST_CALLS


def _one_of(name: str, value: str, allowed: tuple[str, ...], otherwise: str) -> str:
    found = value.strip().lower() or otherwise
    if found not in allowed:
        raise ValueError(f"{name} is {found}. Take one of {', '.join(allowed)}.")
    return found


def _names(text: str) -> frozenset[str]:
    return frozenset(name.strip().lower() for name in text.split(",") if name.strip())


def _gateways(environment: Mapping[str, str]) -> tuple[Setting, ...]:
    """By name, so that every node has them in the same order."""
    found = []
    known = secrets(environment)
    for name, text in sorted(environment.items()):
        if name.startswith(_GATEWAY):
            try:
                found.append(read(name.removeprefix(_GATEWAY).lower(), text, known))
            except ValueError as error:
                raise ValueError(f"{name}: {error}") from error
    return tuple(found)


def _sites(text: str) -> frozenset[str]:
    found = frozenset(text.lower().replace(",", " ").split())
    for one in sorted(found):
        if not _ORIGIN.fullmatch(one):
            raise ValueError(
                f"{_SITES} has {one}, which is no site. Write each as https://example.org, without"
                " a path."
            )
    return found


def _keep(environment: Mapping[str, str]) -> dict[str, int]:
    found = {kind: _days(name, environment.get(name, "")) for name, kind in KEPT.items()}
    return {kind: days for kind, days in found.items() if days is not None}


def _expiry(text: str) -> int | None:
    if text.strip().lower() == "never":
        return None
    days = _days(_EXPIRE, text)
    return EXPIRE_DAYS if days is None else days


def _days(name: str, text: str) -> int | None:
    if not text.strip():
        return None
    days = int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0
    if not days:
        raise ValueError(f"{name} is no number of days. Take one from 1 to 99999, for example 90.")
    return days
