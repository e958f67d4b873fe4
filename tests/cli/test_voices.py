from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.cli.conftest import Command


def test_its_deeds_are_listed(command: Command) -> None:
    told = command("voices", "--help")
    assert told.code == 0
    assert "render" in told.out
