"""The standard grammars as they stand in the checkout, compiled once."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from flowengine.grammar.standard import Standard, load


@pytest.fixture(scope="session")
def standard(top: Path) -> Standard:
    return load(top / "grammars")


@pytest.fixture
def now() -> datetime:
    """A Wednesday."""
    return datetime(2027, 3, 3, 12, tzinfo=UTC)
