"""`flowengine store`: bring a store up to date, look it over, copy it, move it to another one."""

from __future__ import annotations

import os
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from flowengine.cli.counting import many
from flowengine.cli.refusal import Refusal

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import AsyncIterator, Iterator, Mapping

    from flowengine.store.database import Database

_DEEDS = {
    "upgrade": "bring the store to the schema of this flowengine, as serve does when it starts",
    "verify": "look the store over, and say what is wrong with it",
    "backup": "copy the store to a new file while the server goes on (SQLite)",
    "export": "write all that is kept to a file, a line of JSON a row",
    "import": "take an export into a new store",
}


def register(commands: Any) -> None:
    command = commands.add_parser(
        "store",
        help="look over, copy and move what a server keeps",
        description="Works on the store of a server; all but upgrade and import while it runs.",
    )
    deeds = command.add_subparsers(metavar="WHAT", required=True)
    for name, help_ in _DEEDS.items():
        deed = deeds.add_parser(name, help=help_, description=f"{help_.capitalize()}.")
        if name in {"backup", "export", "import"}:
            deed.add_argument(
                "file", type=Path, metavar="FILE", help="packed where its name ends in .gz"
            )
        deed.add_argument(
            "--store", metavar="STORE", help="the database of the server: a file, or postgresql://…"
        )
        deed.set_defaults(run=run, deed=name)


def run(chosen: Namespace) -> int:
    """1 where `verify` found something."""
    import asyncio

    from flowengine.config import settings, shown
    from flowengine.store import auditing
    from flowengine.store.verbs import StoreError

    try:
        set_ = settings(os.environ, Path(), store=chosen.store)
        address, chosen.key = set_.store, auditing.key(set_.desk_key)
        code = asyncio.run(_RUN[chosen.deed](address, chosen, shown(address)))
    except (StoreError, ValueError) as error:
        raise Refusal(str(error)) from error
    return code


async def _upgrade(address: str | Path, _: Namespace, name: str) -> int:
    _refuse_missing(address)
    async with _opened(address, beside=False):
        print(f"{name} is up to date.")
    return 0


async def _verify(address: str | Path, chosen: Namespace, name: str) -> int:
    _refuse_missing(address)
    async with _opened(address, beside=True) as store:
        store.key_audit(chosen.key)
        found = await store.verify()
        counts = await store.counts() if not found else {}
        number, last = await store.audit_head()
        keys = await store.audit_keys()
    for sentence in found:
        print(sentence)
    if not found:
        print(f"{name} is well: {many(counts['open'] + counts['ended'], 'conversation')}.")
        if last:
            print(f"The audit ends with row {number}, hash {last}.")
    for sentence in _under(keys, chosen.key):
        print(sentence)
    return 1 if found else 0


def _under(keys: Mapping[str, int], key: bytes) -> Iterator[str]:
    """Which rows of the audit were looked at under the key, and what the others were."""
    from flowengine.store.auditing import name

    own = name(key)
    for named, count in sorted(keys.items()):
        if named and named == own:
            yield f"{count:,} of its rows are under the key of FLOWENGINE_DESK_KEY ({named})."
        elif named:
            yield (
                f"{count:,} of its rows are under another key ({named}), and cannot be looked at"
                " without it: set FLOWENGINE_DESK_KEY as it was then."
            )
        else:
            yield f"{count:,} of its rows are under no key: whoever can write here can change them."


async def _backup(address: str | Path, chosen: Namespace, name: str) -> int:
    _refuse_missing(address)
    if isinstance(address, Path):
        from flowengine.store.sqlite.copying import backup

        # Whatever its schema is: before an upgrade, too.
        backup(address, chosen.file)
    else:
        async with _opened(address, beside=True) as store:
            await store.backup(chosen.file)
    print(f"{name} is copied to {chosen.file}.")
    return 0


async def _export(address: str | Path, chosen: Namespace, name: str) -> int:
    from flowengine.cli.progress import counted
    from flowengine.store.exporting import written

    _refuse_missing(address)
    count = 0
    async with _opened(address, beside=True) as store:
        with _new_file(chosen.file) as file, counted("exporting row {}") as tell:
            async for line in written(store.dump()):
                file.write(line)
                count += 1
                tell(count)
    print(f"{name} is exported to {chosen.file}: {many(count - 2, 'row')}.")
    return 0


async def _import(address: str | Path, chosen: Namespace, name: str) -> int:
    from flowengine.cli.progress import counted
    from flowengine.store.exporting import read

    with _old_file(chosen.file) as file, counted("importing row {}") as tell:

        async def told() -> AsyncIterator[tuple[str, dict[str, object]]]:
            count = 0
            async for row in read(file):
                count += 1
                tell(count)
                yield row

        async with _opened(address, beside=False) as store:
            store.key_audit(chosen.key)
            number = await store.load(told())
            found = await store.verify()
    for sentence in found:
        print(sentence)
    print(f"{many(number, 'row')} of {chosen.file} are in {name}.")
    return 1 if found else 0


@asynccontextmanager
async def _opened(address: str | Path, *, beside: bool) -> AsyncIterator[Database]:
    from flowengine.store.opening import opened

    store = opened(address, beside=beside)
    try:
        await store.start()
        yield store
    finally:
        await store.close()


def _refuse_missing(address: str | Path) -> None:
    if isinstance(address, Path) and not address.is_file():
        raise Refusal(f"There is no store {address}. Name it with --store.")


@contextmanager
def _new_file(path: Path) -> Iterator[TextIO]:
    """A file that only its owner reads; it is there whole or not at all."""
    import gzip

    try:
        handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError as error:
        raise Refusal(f"{path} is there already. Name a new file.") from error
    except OSError as error:
        raise Refusal(f"{path} cannot be written ({error.strerror}).") from error
    try:
        with os.fdopen(handle, "wb") as raw:
            with gzip.open(raw, "wt", encoding="utf-8") if _packed(path) else _plain(raw) as file:
                yield file
            raw.flush()
            os.fsync(raw.fileno())
    except BaseException as error:
        path.unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise Refusal(f"{path} cannot be written ({error.strerror}).") from error
        raise


@contextmanager
def _plain(raw: Any) -> Iterator[TextIO]:
    import io

    file = io.TextIOWrapper(raw, encoding="utf-8", newline="\n", write_through=True)
    yield file
    file.detach()


@contextmanager
def _old_file(path: Path) -> Iterator[TextIO]:
    import gzip
    import zlib

    try:
        with (
            gzip.open(path, "rt", encoding="utf-8")
            if _packed(path)
            else path.open(encoding="utf-8") as file
        ):
            yield file
    except UnicodeDecodeError as error:
        raise Refusal(f"{path} is no export of a store: it is no text.") from error
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise Refusal(f"{path} cannot be unpacked: it was cut off or damaged.") from error
    except OSError as error:
        raise Refusal(f"{path} cannot be read ({error.strerror}).") from error


def _packed(path: Path) -> bool:
    return path.suffix == ".gz"


_RUN = {
    "upgrade": _upgrade,
    "verify": _verify,
    "backup": _backup,
    "export": _export,
    "import": _import,
}
