from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any

import pytest

from flowengine.host import bundles
from flowengine.language.compile import compile_flow
from flowengine.language.project import Sources

FLOW = 'flow a "A"\n\nstart:\n  say "Hi."\n    picture "a.png", "A door"\n  end\n'
OWN = Sources(
    {"a.flow": FLOW, "b.flow": "flow b", "project.flow": ""},
    {"t.csv": "x"},
    frozenset({"a.png", "large.png", "notes.txt"}),
    {"en/x.jsgf": "g"},
    {"locale/uk/a.po": "p", "locale/uk/b.po": "q"},
)


class Kept(dict[str, bytes]):
    """The verbs of a store that keep sources."""

    async def keep_sources(self, digest: str, bundle: bytes) -> None:
        self.setdefault(digest, bundle)

    async def sources(self, digest: str) -> bytes | None:
        return self.get(digest)


def test_sources_come_back_as_they_were() -> None:
    assert bundles.unpacked(bundles.packed(OWN)).sources == OWN


def test_sources_that_were_stored_before_there_were_translations_are_read() -> None:
    kept = b'{"flows":{"a.flow":"x"},"tables":{},"files":[],"grammars":{}}'
    assert bundles.unpacked(kept).sources == Sources({"a.flow": "x"})


def test_small_files_that_are_shown_are_kept_once_and_no_others() -> None:
    sources = Sources({"a.flow": FLOW}, files=frozenset({"a.png", "files/big.png", "notes.txt"}))
    program = compile_flow(sources, "a").program
    assert program is not None
    bodies = {"a.png": b"png", "files/big.png": b"x" * (bundles.LARGEST + 1), "notes.txt": b"no"}
    store = Kept()

    async def scene() -> None:
        await bundles.keep(store, program, sources, bodies.get)  # type: ignore[arg-type]
        bundle = await bundles.found(store, program.digest)  # type: ignore[arg-type]
        assert bundle is not None
        assert bundle.kept.keys() == {"a.png"}
        assert await bundles.contents(store, bundle) == {"a.png": b"png"}  # type: ignore[arg-type]
        store.pop(bundle.kept["a.png"])
        assert await bundles.contents(store, bundle) == {}  # type: ignore[arg-type]
        assert await bundles.found(store, "unknown") is None  # type: ignore[arg-type]

    asyncio.run(scene())


@pytest.mark.parametrize(
    ("group", "name", "changed"),
    [
        ("flows", "a.flow", True),
        ("flows", "b.flow", False),
        ("flows", "project.flow", True),
        ("tables", "t.csv", True),
        ("grammars", "en/x.jsgf", True),
        ("catalogues", "locale/uk/a.po", True),
        ("catalogues", "locale/uk/b.po", False),
        ("files", "", False),
    ],
)
def test_a_flow_has_changed_where_something_of_its_own_has(
    group: str, name: str, changed: bool
) -> None:
    new = replace(OWN, files=frozenset())
    if name:
        texts = getattr(OWN, group)
        changes: Any = {group: {**texts, name: texts[name] + " "}}
        new = replace(OWN, **changes)
    assert bundles.differ(OWN, new, ("a",)) is changed
