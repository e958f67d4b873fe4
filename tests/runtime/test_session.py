"""Sessions as bytes: equal again when read, small, and forged ones are refused."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowengine.runtime.session import CALL, DETOUR, Asked, Frame, Session, Step, decode, encode

VALUES: dict[str, Any] = {
    "text": "Ґанна",
    "number": 5,
    "exact": Decimal("19.90"),
    "day": date(2027, 1, 7),
    "clock": time(9, 30),
    "moment": datetime.fromisoformat("2027-03-01T18:00:00+02:00"),
    "span": timedelta(days=1, seconds=5),
    "list": [1, {"a": [date(2027, 1, 8), None, True, 1.5]}],
}


def session(**changes: Any) -> Session:
    plain = Session(
        digest="d", flow="line", channel="chat", language="en", seed=1, turn=3, at=5.0,
        place="line.start/a", asked=Asked(3), stack=(), values={"a": "b"}, trail=(), contact={},
        caller="", heard=3, late={}, ended="",
    )  # fmt: skip
    return msgspec.structs.replace(plain, **changes)


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"asked": None, "place": "", "ended": "end"},
        {"values": VALUES},
        {"contact": VALUES},
        {"late": {2: "line.start/order"}, "spoken": ("Hello.", "We are here.")},
        {"asked": Asked(3, held=(["", "Friday", date(2027, 1, 8), "fri"],), mode="confirm")},
        {"asked": Asked(3, 1, 2, 3, 4, page=5, index=6, slot=2, filled=(1, 0))},
        {"stack": (Frame("line.start/x", CALL, None, {"p": [VALUES], "q": []}),)},
        {"stack": (Frame("line.a", DETOUR, Asked(1, held=(["", "", time(9), ""],))),)},
        {"trail": (Step("line.start/a", (Frame("l", CALL),), {"a": [VALUES], "b": []}),)},
        {"trail": (Step("line.start/a", (Frame("l", DETOUR, Asked(2)),), {"a": ["x"]}),)},
    ],
)
def test_what_is_read_equals_what_was_written(changes: dict[str, Any]) -> None:
    kept = session(**changes)
    assert decode(encode(kept)) == kept


def test_a_value_that_no_flow_can_make_is_the_hosts_misuse() -> None:
    with pytest.raises(TypeError, match="a set cannot be kept"):
        encode(session(values={"x": {1}}))


def test_a_plain_session_is_small() -> None:
    assert len(encode(session())) < 80


FORGED = [
    b"",
    b"\x00",
    b"\xc1",
    b"\x90",
    b"\xff" * 40,
    encode(session())[:-3],
    encode(session()) + b"\x00",
    b"\xdd\xff\xff\xff\xff",
    b"\x91" * 100_000,
    msgspec.msgpack.encode({"digest": "d"}),
]


@pytest.mark.parametrize("data", FORGED, ids=range(len(FORGED)))
def test_forged_bytes_are_refused(data: bytes) -> None:
    with pytest.raises(msgspec.DecodeError):
        decode(data)


@pytest.mark.parametrize(
    ("code", "data"),
    [
        (1, b"2027-13-01"),
        (1, b"\xff\xfe"),
        (2, b"25:00"),
        (3, b"never"),
        (4, b"1e400"),
        (4, b"x"),
        (5, b"x"),
        (6, b"anything"),
    ],
)
def test_forged_values_are_refused(code: int, data: bytes) -> None:
    forged = session(values={"x": msgspec.msgpack.Ext(code, data)})
    with pytest.raises(msgspec.DecodeError):
        decode(msgspec.msgpack.encode(forged))


@pytest.mark.parametrize("value", [{(1, 2): 3}, "a" * 70_000])
def test_forged_structures_are_refused_or_read(value: Any) -> None:
    data = msgspec.msgpack.encode(session(values={"x": value}))
    assert decode(data).place == "line.start/a"


@given(data=st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        found = decode(data)
    except msgspec.DecodeError:
        return
    assert isinstance(found, Session)


@given(at=st.integers(0, 400), value=st.integers(0, 255))
def test_a_changed_byte_is_read_or_refused(at: int, value: int) -> None:
    data = bytearray(encode(session(values=VALUES, contact=VALUES)))
    data[at % len(data)] = value
    try:
        found = decode(bytes(data))
    except msgspec.DecodeError:
        return
    assert isinstance(found, Session)
