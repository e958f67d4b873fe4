"""What speech this machine has: in each language who speaks, who understands, and what lacks."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from flowengine.server.checkup.finding import BAD, OK, WARN, Finding

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from flowengine.config import Settings
    from flowengine.host.library import Library
    from flowengine.language.program import Program
    from flowengine.speech.recognition.models import Ear

VOICE = "voice"
# A rough figure. One core recognises 59 voices at a time with Vosk and 111 with pocketsphinx; not
# all callers speak at once, and what speaks to them needs its part.
CALLS_EACH_CORE = 50
_SPEAKS = {"espeak": "espeak-ng", "piper": "Piper"}


def called(library: Library) -> list[Program]:
    """The flows that people can call."""
    return [one for _, one in sorted(library.programs.items()) if VOICE in one.channels]


def languages(programs: list[Program]) -> list[str]:
    return sorted({language for one in programs for language in one.languages})


def keys_only(library: Library, models: Path | None) -> Iterator[str]:
    """A sentence for each language of calls that nothing here understands, for the start."""
    from flowengine.speech.recognition.models import best

    for language in languages(called(library)):
        if best(language, models) is None:
            yield (
                f"Callers answer with keys in “{language}”: nothing here understands it. See"
                f" flowengine voices list {language}"
            )


def calls(library: Library, chosen: Settings) -> Iterator[Finding]:
    """Whether there are any, and how many at once."""
    programs = called(library)
    if chosen.speech is None:
        if programs:
            yield Finding(
                WARN,
                "calls",
                f"None are taken, though {_names(programs)} can be called.",
                "Unset FLOWENGINE_SPEECH, or set it to on.",
            )
        return
    if not programs:
        yield Finding(OK, "calls", "No flow has the channel voice, so none are taken.")
        return
    cores = len(os.sched_getaffinity(0))
    about = CALLS_EACH_CORE * cores
    told = f"{_names(programs)} can be called, {chosen.speech.most} at once."
    if chosen.speech.most > about:
        yield Finding(
            WARN,
            "calls",
            f"{told} This machine carries about {about}, by its {cores} cores.",
            f"Set FLOWENGINE_CALLS={about}, or measure with more.",
        )
    else:
        yield Finding(OK, "calls", f"{told} This machine carries about {about}.")


def _names(programs: list[Program]) -> str:
    return ", ".join(one.name for one in programs)


def voices(library: Library, chosen: Settings) -> Iterator[Finding]:
    """Who speaks, in each flow and language where that is not the same."""
    from flowengine.host.calls.opening import VOICES
    from flowengine.speech.voices import chosen as voice_of

    folders = [chosen.folder / VOICES]
    wanted = {
        (language, one.voices.get(language, ""))
        for one in (called(library) if chosen.speech else ())
        for language in one.languages
    }
    for language, named in sorted(wanted):
        voice = voice_of(language, named, folders)
        about = f"“{language}” is spoken by {voice.name} ({_SPEAKS[voice.engine]})."
        if named and voice.name != named:
            yield Finding(
                WARN,
                "voices",
                f"{about} {named}, whom a flow names, cannot be used.",
                f"Mend voices/{named}.toml, or name another voice.",
            )
        elif why := _mute(voice.engine, voice.model):
            yield Finding(
                WARN, "voices", f"{voice.name}, the voice of “{language}”, cannot speak.", why
            )
        else:
            yield Finding(OK, "voices", about)


def _mute(engine: str, model: str) -> str:
    """Why it cannot speak, and what to do."""
    if engine != "piper":
        return ""
    import importlib.util

    from flowengine.speech.synthesis.piper import model_file
    from flowengine.speech.synthesis.work import Unable

    if importlib.util.find_spec("piper") is None:
        return 'Piper is not installed: pip install "flowengine[piper]"'
    try:
        model_file(model)
    except Unable as error:
        return str(error)
    return ""


def recognisers(library: Library, chosen: Settings) -> Iterator[Finding]:
    """Who understands each language, and why nobody better does."""
    from flowengine.speech.recognition.models import available, installed, usual_folder

    if chosen.speech is None:
        return
    models = chosen.speech.models
    for language in languages(called(library)):
        yield _understood(language, available(language, models))
    for model in installed(models):
        if model.lacks:
            yield Finding(
                WARN, "recognisers", model.lacks, f"Or: flowengine voices remove {model.name}"
            )
    if called(library):
        yield Finding(OK, "recognisers", f"Models lie in {models or usual_folder()}.")


def _understood(language: str, ears: tuple[Ear, ...]) -> Finding:
    there = [ear for ear in ears if not ear.why]
    # The way that is nearest to be had, told by what it lacks.
    better = next((ear.why for ear in ears if ear.why and "that we know of" not in ear.why), "")
    if not there:
        return Finding(
            WARN,
            "recognisers",
            f"Nothing understands “{language}”: callers answer with keys.",
            better or f"flowengine voices list {language}",
        )
    told = f"“{language}” is understood by {there[0].name}"
    if there[0] == ears[0] or not better:
        return Finding(OK, "recognisers", f"{told}.")
    return Finding(OK, "recognisers", f"{told}. It could be better: {better}")


def sounds(library: Library, chosen: Settings) -> Iterator[Finding]:
    """Where what was spoken is kept."""
    programs = called(library)
    if chosen.speech is None or not programs:
        return
    cache = chosen.speech.cache
    there = next(one for one in (cache, *cache.absolute().parents) if one.is_dir())
    if os.access(there, os.W_OK):
        yield Finding(OK, "sounds", f"What is spoken is kept in {cache}.")
    else:
        yield Finding(
            BAD,
            "sounds",
            f"Nothing can be written in {there}, so every text is spoken anew in each call.",
            "Run this as the user that the server runs as, or set FLOWENGINE_SPEECH_CACHE.",
        )
