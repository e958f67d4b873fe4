"""What a flow is made of, as the store keeps it: texts word for word, and small files beside them.

A bundle has the name of the program it makes (its digest) and is never changed. Files that a
visitor may see go with it, each once, under the hash of its content; one that is larger than
LARGEST stays where it is, in the folder, and is missing where a server has none.
"""

from __future__ import annotations

import asyncio
import hashlib
from typing import TYPE_CHECKING

import msgspec

from flowengine.host.files import shown
from flowengine.language.project import Sources

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from flowengine.language.program import Program
    from flowengine.store.verbs import Store

LARGEST = 1024 * 1024  # bytes of a file that the store keeps


class Bundle(msgspec.Struct, frozen=True):
    """`kept` are files in the store, by the name that flows have for them."""

    flows: dict[str, str]
    tables: dict[str, str]
    files: frozenset[str]
    grammars: dict[str, str]
    catalogues: dict[str, str] = {}
    kept: dict[str, str] = {}

    @property
    def sources(self) -> Sources:
        return Sources(self.flows, self.tables, self.files, self.grammars, self.catalogues)


def packed(sources: Sources, kept: Mapping[str, str] | None = None) -> bytes:
    return msgspec.json.encode(
        Bundle(
            dict(sources.flows),
            dict(sources.tables),
            sources.files,
            dict(sources.grammars),
            dict(sources.catalogues),
            dict(kept or {}),
        )
    )


def unpacked(bundle: bytes) -> Bundle:
    return msgspec.json.decode(bundle, type=Bundle)


async def keep(
    store: Store, program: Program, sources: Sources, read: Callable[[str], bytes | None]
) -> None:
    """Keep what `program` is made of; `read` gives a file that is small enough, or None."""
    kept: dict[str, str] = {}
    for name in sorted(shown(program, sources)):
        body = await asyncio.to_thread(read, name)
        if body is not None and len(body) <= LARGEST:
            kept[name] = f"file/{hashlib.sha256(body).hexdigest()}"
            await store.keep_sources(kept[name], body)
    await store.keep_sources(program.digest, packed(sources, kept))


async def found(store: Store, digest: str) -> Bundle | None:
    """What the program of that digest was made of, where anybody kept it."""
    body = await store.sources(digest)
    return None if body is None else unpacked(body)


async def contents(store: Store, bundle: Bundle) -> dict[str, bytes]:
    """The files that were kept with it."""
    bodies = {name: await store.sources(key) for name, key in bundle.kept.items()}
    return {name: body for name, body in bodies.items() if body is not None}


def differ(old: Sources, new: Sources, parts: Iterable[str]) -> bool:
    """Whether a flow that consists of these flow files is made of anything else now.

    Tables and grammars count all together; of translations only those of its own files.
    """
    names = {f"{part}.flow" for part in (*parts, "project")}
    return (
        _of(old.flows, names) != _of(new.flows, names)
        or dict(old.tables) != dict(new.tables)
        or dict(old.grammars) != dict(new.grammars)
        or _translations(old, names) != _translations(new, names)
    )


def _of(texts: Mapping[str, str], names: Iterable[str]) -> dict[str, str]:
    return {name: texts[name] for name in names if name in texts}


def _translations(sources: Sources, names: Iterable[str]) -> dict[str, str]:
    wanted = {name.removesuffix(".flow") for name in names}
    return {
        name: text
        for name, text in sources.catalogues.items()
        if name.rpartition("/")[2].removesuffix(".po") in wanted
    }
