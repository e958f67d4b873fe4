"""The terms of a queue: who is asked, how long, and what agents find beside the talk."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flowengine.language.nodes.leaves import Node

if TYPE_CHECKING:
    from flowengine.language.nodes.leaves import Duration, Name, Number, Quote, Text, Variant


@dataclass(frozen=True, slots=True)
class Relax(Node):
    """`relax after 30s to level 2, without language`: from then on less is asked of an agent.

    `without` holds the quotes of skills; `language` whether the language goes too.
    """

    after: Duration
    level: Number | None
    without: tuple[Quote, ...]
    language: bool


@dataclass(frozen=True, slots=True)
class Overflow(Node):
    """`overflow after 90s to duty`: from then on the people of that queue are asked as well."""

    after: Duration
    queue: Name


@dataclass(frozen=True, slots=True)
class Reply(Node):
    """`reply "Hours"` and the words below it, which an agent sends with one click."""

    label: Quote
    text: Text


@dataclass(frozen=True, slots=True)
class Disposition(Node):
    """`outcome "Bullied" category "Violence"`: what an agent calls a talk, and what it counts as.
    `brief`: it was none."""

    label: Quote
    brief: bool
    category: Quote | None
    variants: tuple[Variant, ...]


@dataclass(frozen=True, slots=True)
class Terms(Node):
    """The lines below `queue NAME`, or below `queues`, where they hold for every queue that does
    not say otherwise. What a line leaves open is None, False or empty."""

    hours: Name | None
    most: Number | None
    offer: Duration | None
    wrap_up: Duration | None
    within: Duration | None
    level: Number | None
    relaxes: tuple[Relax, ...]
    overflows: tuple[Overflow, ...]
    record: bool
    anonymous: bool
    script: Name | None
    replies: tuple[Reply, ...]
    outcomes: tuple[Disposition, ...]
    outcome_needed: bool


@dataclass(frozen=True, slots=True)
class Queue(Node):
    """`queue advisers "Advice"`: the title is for people who work here, `variants` have it in
    other languages."""

    name: Name
    title: Quote | None
    variants: tuple[Variant, ...]
    terms: Terms
