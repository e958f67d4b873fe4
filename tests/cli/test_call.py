from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from flowengine.speech.recognition.here import Here
from flowengine.speech.sound import wav
from tests.cli.conftest import BROKEN, HELLO

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Command


@pytest.fixture
def flow(tmp_path: Path) -> Path:
    path = tmp_path / "hello.flow"
    path.write_text(HELLO, encoding="utf-8")
    return path


@pytest.mark.slow
def test_a_call_by_keys_is_told_with_times_and_heard_in_a_file(
    command: Command, flow: Path, tmp_path: Path
) -> None:
    out, both = tmp_path / "heard.wav", tmp_path / "both.wav"
    told = command(
        "call", flow, "--keys", "2", "--recogniser", "none", "--out", out, "--record", both
    )
    assert (told.code, told.err) == (0, "")
    lines = told.out.splitlines()
    assert [line.partition(" ")[2] for line in lines if "caller:" in line] == ["caller: [2]"]
    assert lines[0].startswith("00:00.")
    assert any(line.endswith("bot:    Go on.") for line in lines)
    assert "ended: end" in lines[-1]
    assert wav.read(out).seconds == pytest.approx(wav.read(both).seconds, abs=1.0)


@pytest.mark.slow
def test_models_are_those_of_the_folder_that_is_named_or_set(
    command: Command, flow: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[Path | None, str]] = []

    def here(folder: Path | None = None, named: str = "") -> Any:
        asked.append((folder, named))
        return Here(tmp_path / "empty", "vosk")

    monkeypatch.setattr("flowengine.speech.recognition.here.Here", here)
    monkeypatch.setenv("FLOWENGINE_MODELS", str(tmp_path / "set"))
    assert command("call", flow, "--keys", "1").code == 0
    named = ("--models", tmp_path / "named", "--recogniser", "whisper")
    assert command("call", flow, "--keys", "1", *named).code == 0
    assert asked == [(tmp_path / "set", ""), (tmp_path / "named", "whisper")]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--wav", "nothing.wav"], "nothing.wav cannot be"),
        (["--say", "hello"], "“hello” is no WAV file"),
        (["--recogniser", "nobody"], "nobody"),
        (["--language", "xx"], "xx"),
        (["--at", "soon"], "soon"),
    ],
)
def test_what_is_not_understood_is_told(
    command: Command, flow: Path, options: list[str], words: str
) -> None:
    told = command("call", flow, *options)
    assert told.code == 2
    assert words in told.err


def test_a_flow_with_mistakes_is_not_called(command: Command, tmp_path: Path) -> None:
    (tmp_path / "broken.flow").write_text(BROKEN, encoding="utf-8")
    told = command("call", tmp_path / "broken.flow")
    assert told.code == 1
    assert "FE" in told.err


def test_who_speaks_where_nothing_understands_is_told_why(
    command: Command, flow: Path, tmp_path: Path
) -> None:
    flow.write_text('flow hello "Hello"\nlanguages hr\nchannels voice\n\nstart:\n  end\n')
    told = command("call", flow, "--say", "1", "--models", tmp_path)
    assert told.code == 0
    assert "Nothing here understands “hr”, so only keys count." in told.err
