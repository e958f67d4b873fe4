from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from tests.speech.installing.archives import VOSK

if TYPE_CHECKING:
    from tests.cli.conftest import Command


def test_half_a_model_can_be_removed_and_a_folder_that_is_none_stays(
    command: Command, tmp_path: Path
) -> None:
    half, other = tmp_path / "vosk-model-small-ru-0.22", tmp_path / "music"
    (half / "am").mkdir(parents=True)
    (half / "am" / "final.mdl").write_bytes(VOSK["am/final.mdl"])
    other.mkdir()
    assert command("voices", "remove", half.name, "--models", tmp_path).code == 0
    told = command("voices", "remove", "music", "--models", tmp_path)
    assert told.code == 1
    assert "There is no model or voice music" in told.err
    assert [each.name for each in tmp_path.iterdir()] == ["music"]
