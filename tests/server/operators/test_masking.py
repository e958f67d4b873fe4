from __future__ import annotations

import pytest

from flowengine.server.operators.masking import masked, pseudonym, veiled


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("", ""),
        ("+380671234567", "+38•••67"),
        ("112", "•••"),
        ("maria@example.org", "m•••@example.org"),
        ("@example.org", "@ex•••rg"),
        ("https://hooks.example.org/T0/secret?x=1", "https://hooks.example.org/•••"),
        ("https://me:pass@hooks.example.org:8443/a", "https://hooks.example.org/•••"),
        ("https://[broken", "•••"),
        ("5f1d0a9e7c", "5f1•••7c"),
    ],
)
def test_an_address_is_told_apart_and_not_reached(address: str, shown: str) -> None:
    assert masked(address) == shown


def test_addresses_are_masked_however_deep_they_stand() -> None:
    told = [{"begin": {"caller": "+380671234567", "seed": 7}}, {"to": "+380671234567", "text": "a"}]
    assert veiled(told) == [
        {"begin": {"caller": "+38•••67", "seed": 7}},
        {"to": "+38•••67", "text": "a"},
    ]
    assert veiled({"to": 7}) == {"to": 7}


def test_a_pseudonym_is_the_beginning_of_an_id() -> None:
    assert pseudonym("7F3Aabcdefgh") == "7F3Aabcd"
