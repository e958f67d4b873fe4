"""A process of ours finds our modules, and nobody else's."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from flowengine.speech.child import command, environment


def begun(module: str, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command(module), cwd=folder, env=environment(), check=False, capture_output=True, text=True,
        input="",
    )  # fmt: skip


def test_files_that_lie_where_the_server_stands_are_no_modules(tmp_path: Path) -> None:
    for name in ("queue", "msgspec", "flowengine"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit('a file of somebody')")
    worker = begun("flowengine.speech.synthesis.worker", tmp_path)
    assert (worker.returncode, worker.stderr) == (0, "")
    assert "ready" in worker.stdout


def test_a_child_gets_no_setting_of_ours_and_keeps_what_is_the_systems(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("FLOWENGINE_RECORDING_KEY", "a secret")
    monkeypatch.setenv("PYTHONPATH", "/elsewhere")
    given = environment(OMP_NUM_THREADS="1")
    assert "FLOWENGINE_RECORDING_KEY" not in given
    assert given["PYTHONPATH"].endswith(":/elsewhere")
    assert (given["OMP_NUM_THREADS"], "PATH" in given) == ("1", True)
