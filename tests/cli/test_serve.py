from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Command


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Any, ...]]:
    """What the server was asked to serve, in place of serving."""
    asked: list[tuple[Any, ...]] = []

    def serve(*arguments: Any, **named: Any) -> int:
        asked.append((*arguments, named))
        return 0

    monkeypatch.setattr("flowengine.server.serve", serve)
    return asked


def test_a_folder_is_served_on_this_machine_only(
    command: Command, folder: Path, served: list[tuple[Any, ...]]
) -> None:
    assert command("serve", folder).code == 0
    unsaid = {
        "workers": 1,
        "watch": True,
        "published": False,
        "demo": False,
        "log": None,
        "log_level": None,
    }
    assert served == [(folder, "127.0.0.1", 8000, None, unsaid)]


def test_every_setting_reaches_the_server(
    command: Command, folder: Path, served: list[tuple[Any, ...]]
) -> None:
    options = (
        "--host 192.0.2.1 --port 9 --store postgresql://db/calls --workers 4 --no-watch --published"
        " --demo --log json --log-level debug"
    )
    command("serve", folder, *options.split())
    named = {
        "workers": 4,
        "watch": False,
        "published": True,
        "demo": True,
        "log": "json",
        "log_level": "debug",
    }
    assert served == [(folder, "192.0.2.1", 9, "postgresql://db/calls", named)]


def test_what_was_published_needs_no_folder(
    command: Command, served: list[tuple[Any, ...]]
) -> None:
    assert command("serve", "nowhere", "--published").code == 0
    assert len(served) == 1


@pytest.mark.parametrize(
    ("arguments", "told"),
    [(("nowhere",), "There is no folder"), ((".", "--port", "70000"), "There is no port 70000")],
)
def test_what_cannot_be_served_is_refused(
    command: Command, served: list[tuple[Any, ...]], arguments: tuple[str, ...], told: str
) -> None:
    refused = command("serve", *arguments)
    assert refused.code == 2
    assert told in refused.err
    assert served == []
