from __future__ import annotations

import pytest

from flowengine.host.pseudonyms import MARK, NOBODY_HIDDEN, Forgotten, Pseudonyms

KEY = "0123456789abcdef" * 2
NUMBER = "+380671234567"


def test_one_address_has_one_pseudonym_and_whoever_has_the_key_opens_it() -> None:
    some = Pseudonyms(KEY, {"sms"})
    sealed = some.sealed("sms", NUMBER)
    assert sealed.startswith(MARK)
    assert "67" not in sealed or NUMBER not in sealed
    assert Pseudonyms(KEY, {"sms"}).sealed("sms", NUMBER) == sealed
    assert some.sealed("sms", NUMBER + "8") != sealed
    assert some.opened(sealed) == NUMBER


def test_another_key_forgets_everybody() -> None:
    sealed = Pseudonyms(KEY, {"all"}).sealed("sms", NUMBER)
    other = Pseudonyms(KEY[::-1], {"all"})
    assert other.sealed("sms", NUMBER) != sealed
    with pytest.raises(Forgotten):
        other.opened(sealed)
    with pytest.raises(Forgotten):
        NOBODY_HIDDEN.opened(sealed)


@pytest.mark.parametrize("forged", ["~", "~x", "~AAAA", "~" + "A" * 80, "~\u0439"])
def test_what_was_never_sealed_opens_nothing(forged: str) -> None:
    with pytest.raises(Forgotten):
        Pseudonyms(KEY, {"all"}).opened(forged)


def test_only_the_people_of_its_gateways_are_hidden() -> None:
    some = Pseudonyms(KEY, {"sms"})
    assert (some.hides("sms"), some.hides("telegram")) == (True, False)
    assert some.sealed("telegram", "ann") == "ann"
    assert some.opened("ann") == "ann"
    assert Pseudonyms(KEY, {"all"}).hides("telegram")


def test_a_short_key_protects_nobody() -> None:
    with pytest.raises(ValueError, match="32 characters"):
        Pseudonyms("x" * 31, {"sms"})
