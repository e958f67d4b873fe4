"""Addresses of subscribers; what becomes of a subscription stands in `test_api`."""

from __future__ import annotations

import pytest

from flowengine.host.refusal import Refusal
from flowengine.server.api.subscriptions import checked

PRIVATE = frozenset(("crm.local", "10.0.0.7"))


@pytest.mark.parametrize(
    "url",
    [
        "https://crm.example.org/hook",
        "https://crm.example.org:8443/hook?key=1",
        "https://8.8.8.8/",
        "https://[2001:4860:4860::8888]/hook",
        "http://crm.local/hook",  # the owner of the server allowed these two
        "https://10.0.0.7/",
    ],
)
def test_one_on_the_internet_is_kept_as_it_is(url: str) -> None:
    assert checked(url, PRIVATE) == url


REFUSED = ["", "x", "http://crm.example.org/", "ftp://crm.example.org/", "file:///etc/passwd",
           "https://", "https://user:secret@crm.example.org/", "https://crm.example.org@10.0.0.1/",
           "https://localhost/", "https://localhost./", "https://a.localhost/",
           "https://127.0.0.1/", "https://[::1]/", "https://169.254.169.254/latest/meta-data",
           "https://10.0.0.8/", "https://2130706433/", "https://0x7f000001/", "https://0177.0.0.1/",
           "https://[::ffff:127.0.0.1]/", "https://[fe80::1]/", "https://metadata.google.internal/",
           "https://printer.local/", "https://127.1/", "javascript:alert(1)"]  # fmt: skip


@pytest.mark.parametrize("url", REFUSED)
def test_one_of_our_own_network_or_without_safety_is_refused(url: str) -> None:
    with pytest.raises(Refusal) as refused:
        checked(url, PRIVATE)
    assert refused.value.code == "no-url"


def test_the_answer_does_not_repeat_the_address() -> None:
    with pytest.raises(Refusal) as refused:
        checked("https://user:secret@crm.example.org/", PRIVATE)
    assert "secret" not in str(refused.value)
