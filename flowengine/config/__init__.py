"""Settings of a server, from its arguments and the environment.

Only the server and the command line read this room; every other one is given what it needs.
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
    FLOWENGINE_KEEP_<WHAT>_DAYS   the same for a part of it, see `names.KEPT`
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

from flowengine.config.names import KEPT, unknown
from flowengine.config.reading import EXPIRE_DAYS, Settings, recording_key, secrets, settings
from flowengine.config.stores import STORE, shown

__all__ = [
    "EXPIRE_DAYS",
    "KEPT",
    "STORE",
    "Settings",
    "recording_key",
    "secrets",
    "settings",
    "shown",
    "unknown",
]
