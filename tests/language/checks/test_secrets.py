from __future__ import annotations

import pytest

from flowengine.language.checks.secrets import secrets_stay_secret
from tests.language.checks.scopes import told

ASK = '  ask pin: digits 4, secret "?"\n'


@pytest.mark.parametrize(
    ("lines", "where"),
    [
        (['note "{{ pin }}"'], "a note"),
        (['save "Pin" = pin'], "a saved result"),
        (['tag contact "{{ pin }}"'], "a tag"),
        (["set contact.pin = pin"], "a contact"),
        (["handoff team", '  brief "{{ pin }}"'], "a brief"),
        (['say "{{ secret.key }}"'], "this place"),
        (["set x = secret.key"], "this place"),
        (["set x = pin"], "a value that is not secret"),
        (['say "{{ pin }}"'], None),
        (['note "{{ age }}"'], None),
        (['fetch x from "u"', "  send pin = pin", '  header "A" = secret.key'], None),
        (['fetch x from "u"', "  send key = secret.key"], "this place"),
    ],
)
def test_secrets(lines: list[str], where: str | None) -> None:
    body = "".join(f"  {line}\n" for line in lines)
    source = f"start:\n{ASK}{body}  end\n"
    assert told(secrets_stay_secret, source) == ([("FE131", 3 + len(lines))] if where else [])


def test_a_slot_may_be_secret_for_all_questions() -> None:
    source = 'slots\n  pin: digits, secret\n  age: number\nstart:\n  note "{{ pin }}"\n  end\n'
    assert told(secrets_stay_secret, source) == [("FE131", 6)]
