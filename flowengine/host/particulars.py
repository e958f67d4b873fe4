"""What may be said of a user, and how people write it.

Pure: it takes a user and gives one, or says in a sentence what makes no sense.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import msgspec

from flowengine.desk.items import MEDIA
from flowengine.desk.people import CAPS, ROLES, User
from flowengine.host.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

LONGEST_SHOWN = 60  # characters
MOST_AT_ONCE = 20  # conversations of one medium
LEVELS = range(1, 6)
_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,39}")
_WORD = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,39}")  # of a queue, language or skill


def demand_name(name: str) -> None:
    """Raises Refusal `no-name` for what nobody could sign in with."""
    if not _NAME.fullmatch(name):
        raise Refusal(
            "no-name",
            "A user's name has up to 40 small letters, digits, dots and hyphens, and begins"
            " with a letter or digit: olena, or o.koval.",
        )


def checked(user: User, about: Mapping[str, Any]) -> User:
    """The user with these things changed, put in order.

    Raises Refusal `no-shown`, `no-role`, `no-queue`, `no-level`, `no-cap`; TypeError for what is
    none of a user's.
    """
    after = msgspec.structs.replace(user, **about)
    after = msgspec.structs.replace(after, shown=after.shown.strip())
    _demand_shown(after.shown)
    if not after.roles or not set(after.roles) <= set(ROLES):
        raise Refusal("no-role", f"A user has one or more of the roles: {', '.join(ROLES)}.")
    _demand_queues(after.queues)
    _demand_levels("language", after.languages)
    _demand_levels("skill", after.skills)
    _demand_caps(after.caps)
    return msgspec.structs.replace(
        after,
        roles=tuple(role for role in ROLES if role in after.roles),
        queues=tuple(dict.fromkeys(after.queues)),
        caps={**CAPS, **after.caps},
    )


def _demand_shown(shown: str) -> None:
    if not shown or len(shown) > LONGEST_SHOWN or not shown.isprintable():
        text = f"The shown name has 1 to {LONGEST_SHOWN} characters."
        raise Refusal("no-shown", text, count=LONGEST_SHOWN)


def _demand_queues(queues: Iterable[str]) -> None:
    for queue in queues:
        if queue != "*" and not _WORD.fullmatch(queue):
            text = f"{queue} is no name of a queue. Take names, or * for all."
            raise Refusal("no-queue", text, queue=queue)


def _demand_levels(kind: str, levels: Mapping[str, int]) -> None:
    for name, level in levels.items():
        if not _WORD.fullmatch(name) or level not in LEVELS:
            text = f"{name}:{level} is no {kind} with a level of 1 to 5."
            raise Refusal("no-level", text, about=kind, name=name, level=level)


def _demand_caps(caps: Mapping[str, int]) -> None:
    for media, most in caps.items():
        if media not in MEDIA or not 0 <= most <= MOST_AT_ONCE:
            raise Refusal(
                "no-cap",
                f"{media}:{most} is no number of conversations. Take 0 to {MOST_AT_ONCE} of"
                f" {', '.join(MEDIA)}.",
                most=MOST_AT_ONCE,
            )


def called(name: str) -> str:
    """What is shown of somebody of whom nothing but the name is known: O Koval of o.koval."""
    return re.sub(r"[._-]+", " ", name).strip().title()


def levels(text: str) -> dict[str, int]:
    """Names with numbers as people write them: `uk:5, en:3`; a name alone has the best level, 5.

    Raises Refusal `no-level`.
    """
    found = {}
    for part in text.replace(",", " ").split():
        name, colon, level = part.partition(":")
        if colon and not (level.isascii() and level.isdigit() and len(level) < 4):
            text = f"{part} is no name with a number. Write for example: uk:5"
            raise Refusal("no-level", text, about="number", part=part)
        found[name] = int(level) if colon else LEVELS[-1]
    return found
