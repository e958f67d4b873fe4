"""Scenes of a shift on either store, as the desk's own room has them."""

from __future__ import annotations

from tests.host.desk.conftest import work

__all__ = ["work"]
