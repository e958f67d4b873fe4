"""Which category of child-helpline statistics an outcome belongs to.

The ten categories are those that helpline software carries for the yearly count of child
helplines; the framework's own text is not public, so names may have to be adapted. `outcomes.csv`
maps the starter set; what is no contact (silence, hang-up, abuse) has none. An outcome of one's own
has the one that its flow names.
"""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


def table() -> str:
    """`outcomes.csv`: outcome, contact (yes or no) and category."""
    return (files("flowengine.language") / "standard" / "outcomes.csv").read_text("utf-8")


@cache
def categories() -> Mapping[str, str]:
    """Outcome (its English label) to category, "" for none."""
    return {row["outcome"]: row["category"] for row in csv.DictReader(table().splitlines())}


@cache
def names() -> tuple[str, ...]:
    """Of the categories there are, in the order of the table."""
    return tuple(dict.fromkeys(one for one in categories().values() if one))


def category_of(written: str) -> str:
    """As the table writes it, however an author did; "" for one that there is not."""
    wanted = written.strip().casefold()
    return next((one for one in names() if one.casefold() == wanted), "")
