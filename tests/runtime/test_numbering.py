"""Telephone numbers as each country writes them; anything else is left to others."""

from __future__ import annotations

import pytest

from flowengine.runtime.numbering import grouped


@pytest.mark.parametrize(
    ("digits", "language", "text"),
    [
        ("+380501112233", "en", "+380 50 111 22 33"),
        ("+79161234567", "uk", "+7 916 123-45-67"),
        ("+38514567890", "hr", "+385 1 4567 890"),
        ("+385912345678", "hr", "+385 91 234 5678"),
        ("+447400123456", "en", "+44 7400 123456"),
        ("+442079460018", "en", "+44 20 7946 0018"),
        ("0501112233", "uk", "050 111 22 33"),
        ("0501112233", "ru", "050 111 22 33"),
        ("0501112233", "en", "050 111 22 33"),
        ("89161234567", "ru", "8 916 123-45-67"),
        ("0912345678", "hr", "091 234 5678"),
        ("091234567", "hr", "091 234 567"),
        ("014567890", "hr", "01 4567 890"),
        ("07400123456", "en", "07400 123456"),
        ("02079460018", "en-GB", "020 7946 0018"),
        ("09123456789", "fa", "0912 345 6789"),
        ("02188334455", "fa-IR", "021 8833 4455"),
        ("+989123456789", "en", "+98 912 345 6789"),
        ("+982188334455", "fa", "+98 21 8833 4455"),
        ("112", "uk", ""),
        ("+4915112345678", "uk", ""),
        ("0501112233", "de", ""),
        ("", "uk", ""),
        ("+", "uk", ""),
    ],
)
def test_a_number_in_the_groups_of_its_country(digits: str, language: str, text: str) -> None:
    assert grouped(digits, language) == text
