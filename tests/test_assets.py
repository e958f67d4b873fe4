"""The folders beside the code are found in a checkout, and in a wheel that was really built."""

from __future__ import annotations

import subprocess
import sys
import venv
from pathlib import Path

import pytest

from flowengine.assets import folder

NAMES = ("flows", "grammars", "voices")


@pytest.mark.parametrize("name", NAMES)
def test_a_checkout_has_its_folders_at_the_top(name: str, top: Path) -> None:
    assert folder(name) == top / name  # type: ignore[arg-type]  # the table holds plain strings


def test_an_installed_package_never_looks_beside_itself(tmp_path: Path) -> None:
    package = tmp_path / "flowengine"
    (package / "_data" / "flows").mkdir(parents=True)
    (tmp_path / "grammars").mkdir()  # somebody else's package of that name
    assert folder("flows", package) == package / "_data" / "flows"
    with pytest.raises(FileNotFoundError, match="grammars of flowengine is missing"):
        folder("grammars", package)


def run(*command: str | Path, at: Path) -> str:
    done = subprocess.run(command, cwd=at, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.slow
def test_a_wheel_carries_its_folders_and_all_of_a_room(tmp_path: Path, top: Path) -> None:
    pip = (sys.executable, "-m", "pip", "--disable-pip-version-check")
    run(*pip, "wheel", "--quiet", "--no-deps", "--no-build-isolation", "-w", tmp_path, top, at=top)
    (wheel,) = tmp_path.glob("flowengine-*.whl")
    home = tmp_path / "venv"
    venv.create(home, symlinks=True)
    python = home / "bin" / "python"
    run(*pip, "--python", python, "install", "--quiet", "--no-deps", "--no-index", wheel, at=top)

    ask = f"from flowengine.assets import folder; print(*map(folder, {NAMES}), sep='\\n')"
    found = [Path(line) for line in run(python, "-I", "-c", ask, at=tmp_path).splitlines()]

    assert [path.name for path in found] == list(NAMES)
    for path in found:
        assert path.is_relative_to(home)
        assert held(path) == held(top / path.name)
    assert held(found[0].parent.parent / "language") == held(top / "flowengine" / "language")


def held(folder: Path) -> set[Path]:
    return {
        path.relative_to(folder)
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
