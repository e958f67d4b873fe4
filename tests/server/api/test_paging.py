from __future__ import annotations

import base64

import pytest

from flowengine.host.refusal import Refusal
from flowengine.server.api.paging import behind, cursor, number


@pytest.mark.parametrize(
    ("at", "key"), [(1_000.25, "c1"), (1_700_000_000.123456, "a/b/3"), (1e9, "ключ")]
)
def test_a_cursor_leads_back_to_the_very_row(at: float, key: str) -> None:
    made = cursor(at, key)
    assert behind(made) == (at, key)
    assert made.replace("-", "").replace("_", "").isalnum()


def test_none_is_the_beginning() -> None:
    assert behind("") == (0.0, "")
    assert number("") == 0


def packed(text: str) -> str:
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


MADE_UP = ["x", "!!!!", "AAAA", packed("[]"), packed('["1","a"]'), packed("[1,2]"), packed("{}"),
           packed("[-1,\"a\"]"), packed("[1e999,\"a\"]"), packed('[1,"\\u0000"]'),
           packed('[1,"a",3]'), base64.urlsafe_b64encode(b'[1,"\xff"]').decode()]  # fmt: skip


@pytest.mark.parametrize("text", MADE_UP)
def test_one_that_was_made_up_is_refused(text: str) -> None:
    with pytest.raises(Refusal) as refused:
        behind(text)
    assert refused.value.code == "no-cursor"


def test_a_number_counts_rows() -> None:
    assert number("207") == 207


@pytest.mark.parametrize("text", ["-1", "1.5", "x", "٣", "²", "9" * 16])
def test_a_number_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(Refusal):
        number(text)
