"""Rows of a report with their names in the reader's words: what page, file and paper all show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flowengine.desk import cutting
from flowengine.desk.reports import AGENT, INTERVAL, LANGUAGE, QUEUE
from flowengine.server.desk.reports.asked import label, read_label
from flowengine.server.desk.reports.columns import BRIEF, COLUMNS, OF_AGENTS
from flowengine.server.languages import name_in

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from flowengine.desk.figures import Figures
    from flowengine.host.desk.reporting import Account
    from flowengine.server.desk.reports.asked import Asked
    from flowengine.server.desk.reports.columns import Column
    from flowengine.server.desk.words import Words


@dataclass(frozen=True, slots=True)
class Row:
    """`key` as in the log, `name` as people read it."""

    key: str
    name: str
    figures: Figures
    told: Words
    careful: bool = False

    def texts(self, columns: Sequence[Column]) -> list[str]:
        """In the figures of the language that `told` is in."""
        return [self.told.figure(one.text(self.figures, careful=self.careful)) for one in columns]

    def numbers(self, columns: Sequence[Column]) -> list[float | None]:
        return [one.number(self.figures, careful=self.careful) for one in columns]


def columns(asked: Asked) -> tuple[Column, ...]:
    """Of a table on a page: of agents there is nothing that says how fast they are."""
    return OF_AGENTS if _of_agents(asked) else BRIEF


def all_columns(asked: Asked) -> tuple[Column, ...]:
    return OF_AGENTS if _of_agents(asked) else COLUMNS


def _of_agents(asked: Asked) -> bool:
    return asked.by == AGENT or bool(asked.agent)


def rows(account: Account, asked: Asked, told: Words, shown: Mapping[str, str]) -> list[Row]:
    """In order of their names; nobody is first for being fast. `told` are the words, `shown` the
    names of agents."""
    begins = asked.begins if asked.by == INTERVAL else None
    made = cutting.regrouped(account.finest, (asked.by,), begins)
    found = [
        Row(str(key), _name(asked, key, told, shown), figures, told, asked.careful)
        for (key,), figures in made.rows.items()
        if asked.by != AGENT or key
    ]
    return found if asked.by == INTERVAL else sorted(found, key=lambda one: one.name.casefold())


def filed(row: Row, asked: Asked) -> str:
    """What a row is called in a file that other programs read: queues by their own names, moments
    the same in every language."""
    if asked.by == INTERVAL and row.key:
        return label(float(row.key), asked.span, asked.zone)
    return row.key if asked.by == QUEUE else row.name


def total(account: Account, asked: Asked, told: Words) -> Row:
    return Row("", told["report_total"], account.finest.total, told, bool(asked.language))


def _name(asked: Asked, key: str | float, told: Words, shown: Mapping[str, str]) -> str:
    if asked.by == INTERVAL:
        return read_label(float(key), asked.span, asked.zone, told)
    text = str(key)
    if asked.by == LANGUAGE:
        return name_in(told.language, text) if text else told["report_no_language"]
    if asked.by == AGENT:
        return shown.get(text, text)
    if asked.by == QUEUE and text:
        return told.titled(text)
    return told.get(f"channel_{text}", text) if text else told["report_unknown"]
