from __future__ import annotations

import pytest

from flowengine.host.sealing import Unopened, cipher, opened, sealed

KEY = "k" * 32
BODY = "таємниця".encode()


def test_what_is_sealed_opens_for_what_it_belongs_to_and_reads_different_each_time() -> None:
    by = cipher(KEY, "a purpose")
    first, second = sealed(by, BODY, b"user1"), sealed(by, BODY, b"user1")
    assert first != second
    assert BODY not in first
    assert opened(by, first, b"user1") == BODY


@pytest.mark.parametrize(
    ("key", "purpose", "bound"),
    [("l" * 32, "a purpose", b"user1"), (KEY, "another", b"user1"), (KEY, "a purpose", b"user2")],
)
def test_nothing_else_opens_it(key: str, purpose: str, bound: bytes) -> None:
    found = sealed(cipher(KEY, "a purpose"), BODY, b"user1")
    with pytest.raises(Unopened):
        opened(cipher(key, purpose), found, bound)


@pytest.mark.parametrize("body", [b"", b"short", b"x" * 40])
def test_what_was_never_sealed_is_refused(body: bytes) -> None:
    with pytest.raises(Unopened):
        opened(cipher(KEY, "a purpose"), body, b"")
