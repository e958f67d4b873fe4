"""The file of an export: a line that says what it is, one a row, and one that says it is whole.

Each line is JSON (RFC 8259) in UTF-8; bytes stand as {"base64": "…"} (RFC 4648, section 4). A file
without its last line was cut off, and is refused as a whole.
"""

from __future__ import annotations

import base64
import binascii
import json
from typing import TYPE_CHECKING, Any

from flowengine.store.verbs import StoreError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable, Iterator

FORMAT = "flowengine store"
SHAPE = 1  # changes whenever a row of `dumping.TABLES` gets another shape


async def written(rows: AsyncIterator[tuple[str, dict[str, object]]]) -> AsyncIterator[str]:
    """The lines of a file, with their ends."""
    yield _line({"format": FORMAT, "schema": SHAPE})
    count = 0
    async for table, row in rows:
        yield _line([table, row])
        count += 1
    yield _line({"rows": count})


def _line(what: object) -> str:
    return json.dumps(what, ensure_ascii=False, separators=(",", ":"), default=_encoded) + "\n"


def _encoded(value: bytes) -> dict[str, str]:
    return {"base64": base64.b64encode(value).decode("ascii")}


async def read(lines: Iterable[str]) -> AsyncIterator[tuple[str, dict[str, object]]]:
    """The rows of a file. Raises StoreError when it is none of ours, or is not whole."""
    rest = iter(lines)
    _refuse_other(_parsed(next(rest, ""), 1))
    count = 0
    for number, line in enumerate(rest, start=2):
        what = _parsed(line, number)
        if isinstance(what, dict):
            _refuse_part(what, count, rest)
            return
        if not (isinstance(what, list) and [type(one) for one in what] == [str, dict]):
            raise StoreError(f"Line {number} of the file is no row of a store.")
        yield what[0], what[1]
        count += 1
    raise StoreError(f"The file ends after {count} rows without saying so: it was cut off.")


def _parsed(line: str, number: int) -> Any:
    try:
        return json.loads(line, object_hook=_decoded)
    except (ValueError, RecursionError) as error:
        raise StoreError(
            f"Line {number} of the file cannot be read. Is it an export, and is it whole?"
        ) from error


def _decoded(value: dict[str, Any]) -> object:
    if value.keys() != {"base64"}:
        return value
    try:
        return base64.b64decode(value["base64"], validate=True)
    except (binascii.Error, TypeError) as error:
        raise ValueError("no base64") from error


def _refuse_other(first: object) -> None:
    if not (isinstance(first, dict) and first.get("format") == FORMAT):
        raise StoreError("The file is no export of a store. Make one: flowengine store export.")
    if first.get("schema") != SHAPE:
        raise StoreError(
            f"The file was exported by another flowengine (its schema is {first.get('schema')},"
            f" this one reads {SHAPE}). Import it with that one."
        )


def _refuse_part(last: dict[str, Any], count: int, rest: Iterator[str]) -> None:
    if last.get("rows") != count or next(rest, None) is not None:
        raise StoreError(f"The file does not hold what its last line says: {count} rows were read.")
