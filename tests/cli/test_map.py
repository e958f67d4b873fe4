from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tests.cli.conftest import BROKEN, Command

if TYPE_CHECKING:
    from pathlib import Path


def test_a_flow_is_walked(command: Command, folder: Path) -> None:
    told = command("map", folder / "hello.flow")
    assert told.code == 0
    assert "hello.start/menu" in told.out


def test_a_fault_ends_with_one_and_json_names_it(command: Command, folder: Path) -> None:
    source = 'flow bad "Bad"\n\nstart:\n  set a = 0\n  say "{{ 1 / a }}"\n  end\n'
    (folder / "bad.flow").write_text(source, encoding="utf-8")
    told = command("map", folder / "bad.flow", "--on", "sms", "--language", "en", "--json")
    assert told.code == 1
    assert json.loads(told.out)["faults"][0]["line"] == 5


def test_a_flow_with_mistakes_is_not_walked(command: Command, folder: Path) -> None:
    (folder / "broken.flow").write_text(BROKEN, encoding="utf-8")
    told = command("map", folder / "broken.flow")
    assert (told.code, told.out) == (1, "")


def test_a_channel_that_the_flow_does_not_have_is_refused(command: Command, folder: Path) -> None:
    told = command("map", folder / "hello.flow", "--on", "sms")
    assert told.code == 2
    assert told.err == "The flow does not know “sms”. It has: voice, chat.\n"
