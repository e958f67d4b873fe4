"""How an installation speaks: what its owner set, as the parts that carry and speak calls."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flowengine.host.calls.calls import Calls, Opening
from flowengine.host.calls.prompts import Prompts
from flowengine.host.calls.speaking import Speaking

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from flowengine.channels.calls.exchange import Exchange
    from flowengine.channels.calls.wire import Arriving
    from flowengine.host.calls.recordings import Recordings
    from flowengine.host.conversations import Conversations
    from flowengine.host.library import Library
    from flowengine.speech.duplex.reports import AnyReport
    from flowengine.store.verbs import Store

VOICES = "voices"  # the folder of a project's own, beside its flows
PUBLISHED = "published"  # within the cache: sounds of flows that came without a folder
MOST = 100  # calls at once


@dataclass(frozen=True, slots=True)
class Speech:
    """`cache` is the folder for what was spoken, `models` that of recognisers, None the standard
    one; `most` calls are taken at once."""

    cache: Path
    models: Path | None = None
    most: int = MOST


def calls(
    speech: Speech,
    conversations: Conversations,
    library: Library,
    store: Store,
    recordings: Recordings,
) -> Calls:
    """Nothing begins before a flow is served by voice."""

    def exchange(
        arrived: Callable[[Arriving], None], reported: Callable[[str, AnyReport], None]
    ) -> Exchange:
        from flowengine.channels.calls.exchange import Exchange

        return Exchange(arrived, reported, models=speech.models, most=speech.most)

    def makers() -> Speaking:
        from flowengine.speech.synthesis import passing
        from flowengine.speech.synthesis.studio import Studio

        passing.sweep()  # what was said to callers of a process that was killed
        prompts = Prompts(library, store, recordings, speech.cache / PUBLISHED)
        folders = () if library.path is None else (library.path / VOICES,)
        return Speaking(Studio(speech.cache), prompts, folders)

    return Calls(conversations, Opening(exchange, makers), recordings, alone=store.alone)
