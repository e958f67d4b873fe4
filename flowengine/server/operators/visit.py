"""One request in the operators' room."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from flowengine.server import visit
from flowengine.server.operators.pages import page
from flowengine.server.operators.sessions import Operator


@dataclass(frozen=True, slots=True)
class Visit(visit.Visit[Operator]):
    """What every room's is, drawn as the operators' pages are."""

    draws: ClassVar[visit.Page] = staticmethod(page)
