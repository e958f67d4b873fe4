from __future__ import annotations

from argparse import Namespace
from pathlib import Path

import pytest

from flowengine.cli.given_models import RECOGNISERS, folder, language
from flowengine.cli.refusal import Refusal
from flowengine.speech.recognition.models import available, usual_folder


def test_each_recogniser_can_be_named() -> None:
    assert set(RECOGNISERS) == {ear.name for ear in available("en")}


def test_the_folder_is_the_named_one_then_the_set_one_then_the_usual(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("FLOWENGINE_MODELS", raising=False)
    assert folder(Namespace(models=None)) == usual_folder()
    monkeypatch.setenv("FLOWENGINE_MODELS", "/set")
    assert folder(Namespace(models=None)) == Path("/set")
    assert folder(Namespace(models=Path("named"))) == Path("named")


def test_settings_that_make_no_sense_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FLOWENGINE_CALLS", "many")
    with pytest.raises(Refusal, match="FLOWENGINE_CALLS"):
        folder(Namespace(models=None))


@pytest.mark.parametrize(("text", "code"), [("uk", "uk"), ("fa_AF", "fa-af"), ("EN-us", "en-us")])
def test_a_language_is_told_by_its_short_name(text: str, code: str) -> None:
    assert language(text) == code


@pytest.mark.parametrize("text", ["", "u", "ukrainian", "1а", "../x"])
def test_what_is_no_language_is_told(text: str) -> None:
    with pytest.raises(Refusal, match="no language"):
        language(text)
