from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from flowengine.config import Settings
from flowengine.server import checkup
from flowengine.server.checkup import BAD, OK, WARN, Finding

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from tests.cli.conftest import Command


@pytest.mark.parametrize(
    ("levels", "code", "told"),
    [
        ((OK,), 0, "All is well."),
        ((OK, WARN), 0, "2 checks, 1 to look at."),
        ((OK, WARN, BAD), 1, "3 checks, 2 to look at."),
    ],
)
def test_what_is_bad_is_the_exit_code(
    command: Command,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    levels: tuple[str, ...],
    code: int,
    told: str,
) -> None:
    def check(chosen: Settings, environment: Mapping[str, str]) -> Iterator[Finding]:
        assert chosen.store == "postgresql://db/calls"
        for level in levels:
            yield Finding(level, "disk", f"It is {level}.", "" if level == OK else "Mend it.")

    monkeypatch.setattr(checkup, "checkup", check)
    ended = command("doctor", folder, "--store", "postgresql://db/calls")
    assert ended.code == code
    assert told in ended.out
    assert ended.out.count("    Mend it.") == len(levels) - 1


def test_a_small_installation_is_looked_at_as_a_whole(command: Command, folder: Path) -> None:
    ended = command("doctor", folder, "--port", "0", "--store", folder / "s.db")
    assert ended.code == 0
    assert "will be made at the first start" in ended.out


def test_settings_that_make_no_sense_are_refused(
    command: Command, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FLOWENGINE_KEEP_DAYS", "soon")
    refused = command("doctor", folder)
    assert refused.code == 2
    assert "FLOWENGINE_KEEP_DAYS is no number of days" in refused.err
