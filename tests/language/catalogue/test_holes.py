from __future__ import annotations

import pytest

from flowengine.language.catalogue.holes import strange, wanting


@pytest.mark.parametrize(
    ("text", "translation", "lost", "odd"),
    [
        ("Hello.", "Вітаю.", "", ""),
        ("Hello {{ name }}.", "Вітаю, {{ name }}.", "", ""),
        ("Hello {{ name }}.", "Вітаю.", "{{ name }}", ""),
        ("Hello.", "Вітаю, {{ name }}.", "", "{{ name }}"),
        ("{{ a.b }} and {{ c }}", "{{ c }} і {{ a.b }}", "", ""),
        ("{{ a.b }}", "{{ a.c }}", "{{ a.b }}", "{{ a.c }}"),
        ("On {{ day | date }}.", "{{ day | date('full') }}", "", ""),
        ("{{ n }} {{ n | plural('x', 'y') }}", "{{ n }} {{ n | plural('а', 'б', 'в') }}", "", ""),
        ("{{ name or 'you' }}", "{{ name or 'ви' }}", "", ""),
        ("{{ name }}", "{{ name", "{{ name }}", ""),
    ],
)
def test_the_same_values_stand_in_both(text: str, translation: str, lost: str, odd: str) -> None:
    assert (wanting(text, translation), strange(text, translation)) == (lost, odd)
