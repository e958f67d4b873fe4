"""A flow walked for a test: its source in, walk and findings out."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from flowengine.authoring.walk.findings import Findings, findings
from flowengine.authoring.walk.preparing import task
from flowengine.authoring.walk.walker import Task, Walk, walk
from flowengine.language.compile import compile_flow, scope_of
from tests.runtime.talk import sources

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from flowengine.authoring.transcript import Transcript

NOW = datetime(2027, 3, 1, 10, tzinfo=UTC)  # a Monday


def prepared(
    source: str,
    channel: str = "voice",
    *,
    transcripts: Iterable[Transcript] = (),
    others: Mapping[str, str] | None = None,
    language: str = "en",
) -> Task:
    found = sources(source, others=others)
    program = compile_flow(found, "line").program
    assert program is not None
    scopes = [scope_of(found, name) for name in program.parts]
    return task(program, scopes, transcripts, channel=channel, language=language, now=NOW)


def walked(source: str, channel: str = "voice", **more: Any) -> tuple[Walk, Findings]:
    ready = prepared(source, channel, **more)
    found = walk(ready)
    steps = scope_of(sources(source, others=more.get("others")), "line").steps
    return found, findings(found, ready.program, steps)
