from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from flowengine.cli import COMMANDS, main

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Command

HEAVY = ("lark", "jinja2", "msgspec", "starlette", "uvicorn", "prompt_toolkit", "babel", "asyncio")


def test_the_help_names_every_command_and_imports_nothing_heavy() -> None:
    code = (
        "import sys\nfrom flowengine.cli import main\n"
        "try:\n    main(['--help'])\nexcept SystemExit:\n    pass\n"
        f"print('heavy:', [name for name in {HEAVY} if name in sys.modules])\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "heavy: []" in done.stdout
    for command in COMMANDS:
        assert f"\n    {command.__name__.rpartition('.')[2]} " in done.stdout


@pytest.mark.parametrize(
    "name", ["new", "check", "explain", "fmt", "show", "chat", "test", "serve", "manual"]
)
def test_every_command_explains_itself(command: Command, name: str) -> None:
    told = command(name, "--help")
    assert told.code == 0
    assert f"usage: flowengine {name}" in told.out


@pytest.mark.parametrize("arguments", [(), ("dance",), ("check", "--format", "xml"), ("explain",)])
def test_what_is_not_understood_ends_with_two(command: Command, arguments: tuple[str, ...]) -> None:
    told = command(*arguments)
    assert told.code == 2
    assert "usage: flowengine" in told.err


def test_the_version_is_told(command: Command) -> None:
    told = command("--version")
    assert told.code == 0
    assert told.out.startswith("flowengine ")


def test_an_interrupted_command_ends_as_a_shell_expects(
    monkeypatch: pytest.MonkeyPatch, folder: Path
) -> None:
    def interrupted(_chosen: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr("flowengine.cli.check.run", interrupted)
    assert main(["check", str(folder)]) == 130


def test_a_reader_that_has_gone_is_no_mistake(folder: Path) -> None:
    """`flowengine manual | head -1` once ended with a trace of the interpreter."""
    with subprocess.Popen(
        [sys.executable, "-m", "flowengine", "manual", "language"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdout.close()
        assert running.stderr.read() == ""
        assert running.wait() == 0
