"""The names an expression can see: what the conversation keeps, and behind it what is known anyway.

A plain dictionary of the session's own values, so that the common look-up costs what a dictionary
costs; a name that is not in it is asked of the built-in ones. What is not known at all is unset.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from flowengine.runtime import formats, hours

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from flowengine.runtime.turn import Turn

OPENING = "next_opening"  # opening hours have it, queues don't


class SecretName(str):
    """The name of a secret, as `secret.club_key` gives it: only a fetch's header carries it out."""

    __slots__ = ()


class Secrets(dict[str, SecretName]):
    """Any field of `secret` exists; whether the environment has it, the host sees when it sends."""

    def get(self, key: str, _: Any = None) -> Any:
        return SecretName(key)


class Values(dict[str, Any]):
    """`turn` is set by the turn that owns the values."""

    __slots__ = ("turn",)
    turn: Turn

    def __missing__(self, name: str) -> Any:
        known = BUILT_IN.get(name)
        if known is not None:
            return known(self)
        program = self.turn.program
        if name in program.hours:
            return opening(self, name)
        if name in program.tables:
            return table(self, name)
        if name in program.queues:
            return {"name": name, "open": queue_is_open(self, name)}
        return self._of_answer(name)

    def _of_answer(self, name: str) -> Any:
        """`x.label` and `x.said` are kept only where they differ from the answer itself."""
        slot, _, part = name.rpartition(".")
        value = self.get(slot) if part in ("label", "said") else None
        if value is None or isinstance(value, dict):
            return None
        return formats.plain(value, self.turn.language)

    def call(self, name: str, *arguments: Any) -> Any:
        """A filter, a test (`is open`) or a function of the vocabulary."""
        from flowengine.runtime.functions import FUNCTIONS

        return FUNCTIONS[name](self, *arguments)


def now(values: Values) -> datetime:
    """The moment of the event, in the flow's zone."""
    turn = values.turn
    return datetime.fromtimestamp(turn.event.at, UTC).astimezone(ZoneInfo(turn.program.zone))


def today(values: Values) -> date:
    return now(values).date()


def opening(values: Values, name: str) -> dict[str, Any]:
    """What an author may ask of opening hours."""
    schedule, moment = values.turn.program.hours[name], now(values).astimezone(UTC)
    return {
        "name": name,
        "open": hours.is_open(schedule, moment),
        OPENING: hours.next_opening(schedule, moment),
    }


def open_at(
    values: Values, subject: Mapping[str, Any], day: date, hour: time | None = None
) -> bool:
    """`subject` is what `opening` gives, or a queue; one without hours is always open."""
    program, name = values.turn.program, str(subject.get("name", ""))
    if OPENING not in subject:
        name = program.queues[name].hours if name in program.queues else ""
    return hours.open_at(program.hours[name], day, hour) if name in program.hours else True


def is_open(values: Values, subject: Mapping[str, Any]) -> bool:
    """Now. The queue we wait in is known by its name."""
    name = subject.get("name")
    return bool(subject["open"] if "open" in subject else queue_is_open(values, str(name)))


def queue_is_open(values: Values, name: str) -> bool:
    """A queue without hours is always open."""
    queue = values.turn.program.queues.get(name)
    office = queue.hours if queue else ""
    return not office or bool(opening(values, office)["open"])


def table(values: Values, name: str) -> list[dict[str, str]]:
    """The rows, each column in the language of the conversation where `column.uk` exists."""
    language, cache = values.turn.language, values.turn.program.cache
    rows = cache.get(("table", name, language))
    if rows is None:
        raw = values.turn.program.tables[name]
        rows = cache["table", name, language] = [_row(row, f".{language}") for row in raw]
    return rows


def _row(row: Any, suffix: str) -> dict[str, str]:
    plain = {column: cell for column, cell in row.items() if "." not in column}
    for column, cell in row.items():
        if column.endswith(suffix) and cell:
            plain[column.removesuffix(suffix)] = cell
    return plain


BUILT_IN: dict[str, Callable[[Values], Any]] = {
    "now": now,
    "today": today,
    "yes": lambda _: True,
    "no": lambda _: False,
    "channel": lambda values: values.turn.session.channel,
    "language": lambda values: values.turn.language,
    "caller": lambda values: {"phone": values.turn.session.caller or None},
    "contact": lambda values: values.turn.contact,
    "event": lambda values: values.turn.about,
    "secret": lambda _: Secrets(),
}
