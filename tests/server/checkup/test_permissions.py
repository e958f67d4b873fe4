from __future__ import annotations

from pathlib import Path

import pytest

from flowengine.config import settings
from flowengine.desk.permissions import FILE, STANDARD
from flowengine.server.checkup import permissions
from flowengine.server.checkup.finding import BAD, OK


def test_without_own_rules_there_is_nothing_to_tell(tmp_path: Path) -> None:
    chosen = settings({}, tmp_path)
    assert permissions.own(chosen) is STANDARD
    assert list(permissions.rules(chosen)) == []


def test_own_rules_are_counted(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text("[recording]\nlisten = []\n")
    chosen = settings({}, tmp_path)
    assert permissions.own(chosen).own == {"recording.listen": ()}
    (found,) = permissions.rules(chosen)
    assert (found.level, found.what[:8]) == (OK, "1 of the")


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (b"item.lisen = []", "Did you mean item.listen?"),
        (b"\xff", "it is no text in UTF-8"),
    ],
)
def test_rules_that_cannot_be_read_are_told_with_the_mend(
    tmp_path: Path, body: bytes, told: str
) -> None:
    (tmp_path / FILE).write_bytes(body)
    (found,) = permissions.rules(settings({}, tmp_path))
    assert found.level == BAD
    assert told in found.what
    assert found.mend


def test_rules_that_were_named_and_are_not_there_are_told(tmp_path: Path) -> None:
    named = {"FLOWENGINE_PERMISSIONS": str(tmp_path / "no.toml")}
    (found,) = permissions.wrong(settings(named, tmp_path))
    assert "cannot be read (No such file" in found.what
