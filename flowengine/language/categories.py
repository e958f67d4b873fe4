"""Which category of child-helpline statistics an outcome of the starter set belongs to.

The ten categories are those that helpline software carries for the yearly count of child
helplines; the framework's own text is not public, so names may have to be adapted. What is no
contact (silence, hang-up, abuse) has none. Outcomes of one's own have none either, until somebody
maps them.
"""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@cache
def categories() -> Mapping[str, str]:
    """Outcome (its English label) to category, "" for none."""
    text = (files("flowengine.language") / "standard" / "outcomes.csv").read_text("utf-8")
    return {row["outcome"]: row["category"] for row in csv.DictReader(text.splitlines())}
