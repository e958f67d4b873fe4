"""The rules of the house hold for rooms that are built later, too."""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pathlib import Path

PURE = ("desk", "grammar", "language", "runtime")


@pytest.fixture(scope="module")
def contracts(top: Path) -> list[dict[str, Any]]:
    project = tomllib.loads((top / "pyproject.toml").read_text(encoding="utf-8"))
    found: list[dict[str, Any]] = project["tool"]["importlinter"]["contracts"]
    return found


@pytest.mark.parametrize("room", PURE)
def test_a_pure_room_is_held_to_purity(
    room: str, top: Path, contracts: list[dict[str, Any]]
) -> None:
    held = next(c for c in contracts if "sqlite3" in c.get("forbidden_modules", ()))
    assert f"flowengine.{room}" in held["source_modules"]
    assert (top / "flowengine" / room).is_dir()


def test_the_configuration_once_it_exists_is_read_by_server_and_cli_only(
    top: Path, contracts: list[dict[str, Any]]
) -> None:
    exists = (top / "flowengine" / "config").is_dir()
    held = [c for c in contracts if "flowengine.config" in c.get("protected_modules", ())]
    assert [set(c["allowed_importers"]) for c in held] == [
        {"flowengine.cli", "flowengine.server"} for _ in range(exists)
    ]


def test_the_lock_file_pins_and_hashes_everything_and_names_no_address(top: Path) -> None:
    text = (top / "requirements.lock").read_text(encoding="utf-8")
    entries = re.findall(r"^(\S+?)==(\S+)((?: \\\n    --hash=sha256:[0-9a-f]{64})+)$", text, re.M)
    assert len(entries) == len(re.findall(r"^[A-Za-z]", text, re.M))
    assert "://" not in text


def test_the_lock_file_knows_every_dependency_of_the_project(top: Path) -> None:
    project = tomllib.loads((top / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    wanted = [*project["dependencies"], *extras["dev"], *extras["bench"]]
    pinned = re.findall(r"^([\w.-]+)==", (top / "requirements.lock").read_text("utf-8"), re.M)
    names = {re.split(r"[<>=\[ ;]", line)[0].lower().replace("_", "-") for line in wanted}
    assert names <= set(pinned)


def test_every_room_is_a_package_so_that_the_contracts_see_it(top: Path) -> None:
    rooms = {path.parent for path in (top / "flowengine").rglob("*.py")}
    assert [room.name for room in rooms if not (room / "__init__.py").is_file()] == []
