"""How settings are named in the environment, and which names mean nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

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
SECRET = "FLOWENGINE_SECRET_"  # noqa: S105 - the beginning of a name, no secret
STORE = "FLOWENGINE_STORE"
GATEWAY = "FLOWENGINE_GATEWAY_"
PRIVATE = "FLOWENGINE_PRIVATE_SERVICES"
EXPIRE = "FLOWENGINE_EXPIRE_DAYS"
SITES = "FLOWENGINE_WIDGET_SITES"
METRICS = "FLOWENGINE_METRICS_TOKEN"
ANONYMOUS = "FLOWENGINE_ANONYMOUS"
PSEUDONYM_KEY = "FLOWENGINE_PSEUDONYM_KEY"
SPEECH = "FLOWENGINE_SPEECH"
SPEECH_CACHE = "FLOWENGINE_SPEECH_CACHE"
MODELS = "FLOWENGINE_MODELS"
CALLS = "FLOWENGINE_CALLS"
RECORDING_KEY = "FLOWENGINE_RECORDING_KEY"
DESK_KEY = "FLOWENGINE_DESK_KEY"
PERMISSIONS = "FLOWENGINE_PERMISSIONS"
STATUSES = "FLOWENGINE_STATUSES"
LOG = "FLOWENGINE_LOG"
LOG_LEVEL = "FLOWENGINE_LOG_LEVEL"
OURS = "FLOWENGINE_"
NAMES = {
    *(STORE, PRIVATE, EXPIRE, SITES, ANONYMOUS, PSEUDONYM_KEY, METRICS, LOG, LOG_LEVEL),
    *(SPEECH, SPEECH_CACHE, MODELS, CALLS, RECORDING_KEY, DESK_KEY, PERMISSIONS, STATUSES),
    *KEPT,
}
FAMILIES = (SECRET, GATEWAY)


def unknown(environment: Mapping[str, str]) -> list[str]:
    """Names that look like settings and are none: one that is misspelt does nothing."""
    return sorted(
        name
        for name in environment
        if name.startswith(OURS) and name not in NAMES and not name.startswith(FAMILIES)
    )
