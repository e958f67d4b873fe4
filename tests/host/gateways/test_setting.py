from __future__ import annotations

import pytest

from flowengine.host.gateways.sender import Pace
from flowengine.host.gateways.setting import Setting, read

SECRETS = {"sms": "s" * 24, "mail": "x", "short": "abc", "two": f"{'a' * 24} {'b' * 24}"}
WEB = "channel=sms url=https://sms.example/send secret=sms"
MAIL = "channel=email url=smtp://mail.example from=desk@help.example"


def test_the_least_a_webhook_needs() -> None:
    assert read("sms", WEB, SECRETS) == Setting(
        name="sms", kind="webhook", url="https://sms.example/send", channel="sms", secret="sms"
    )


def test_all_that_can_be_said() -> None:
    text = f"{WEB} flow=food_bank pace=100/m idempotent=yes most=2 country=380"
    found = read("sms_2", text, SECRETS)
    assert (found.flow, found.idempotent, found.most) == ("food_bank", True, 2)
    assert found.country == "380"
    assert found.pace == Pace(100 / 60, 100 / 60)


def test_a_mail_server() -> None:
    found = read("email", f"{MAIL} user='Desk Of Help' secret=MAIL tls=no", SECRETS)
    assert (found.kind, found.sender, found.user, found.secret, found.tls) == (
        "smtp", "desk@help.example", "Desk Of Help", "mail", False,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("pace", "expected"), [("10/s", Pace(10, 10)), ("1/m", Pace(1 / 60, 1)), ("7200/h", Pace(2, 2))]
)
def test_a_pace_lets_a_second_s_worth_go_at_once(pace: str, expected: Pace) -> None:
    assert read("sms", f"{WEB} pace={pace}", SECRETS).pace == expected


def test_two_secrets_while_one_is_changed() -> None:
    assert read("sms", WEB.replace("secret=sms", "secret=two"), SECRETS).secret == "two"


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("webhook", WEB, "webhook cannot be the name"),
        ("2sms", WEB, "2sms cannot be the name"),
        ("s.m", WEB, "cannot be the name"),
        ("", WEB, "cannot be the name"),
        ("sms", "", "url= is missing"),
        ("sms", f"{WEB} colour=red", "colour=red is not understood. Known are channel"),
        ("sms", f"{WEB} flow", "flow is not understood"),
        ("sms", f"{WEB} flow=", "flow= is not understood"),
        ("sms", f"{WEB} flow='a", "quotation mark"),
        ("sms", f"{WEB} channel=sms", "channel stands there twice"),
        ("sms", "channel=sms url=ftp://a.example secret=sms", "no address of a gateway"),
        ("sms", "channel=sms url=https:// secret=sms", "no address of a gateway"),
        ("sms", "channel=sms url=https://a:99999 secret=sms", "is no address"),
        ("sms", "channel=sms url=https://u:p@a.example secret=sms", "No user stands in url="),
        ("sms", "url=https://a.example secret=sms", "channel= is missing"),
        ("sms", "channel=SMS! url=https://a.example secret=sms", "channel= is missing"),
        ("sms", "channel=chat url=https://a.example secret=sms", "our own page"),
        ("sms", "channel=sms url=https://a.example", "secret= is missing"),
        ("sms", "channel=sms url=https://a.example secret=gone", "Set FLOWENGINE_SECRET_GONE"),
        ("sms", "channel=sms url=https://a.example secret=short", "too short"),
        ("sms", f"{WEB} pace=fast", "pace=fast is no pace"),
        ("sms", f"{WEB} pace=0/s", "is no pace"),
        ("sms", f"{WEB} idempotent=maybe", "neither yes nor no"),
        ("sms", f"{WEB} country=+380", "country=.380 is no country code"),
        ("sms", f"{WEB} country=0", "is no country code"),
        ("sms", f"{WEB} most=0", "from 1 to 100"),
        ("sms", f"{WEB} most=²", "from 1 to 100"),
        ("email", "channel=email url=smtp://mail.example", "from= is missing"),
        ("email", "channel=email url=smtp://m.example from=nobody@", "from= is missing"),
        ("email", f"{MAIL} user=desk", "go together"),
        ("email", f"{MAIL} secret=mail", "go together"),
    ],
)
def test_what_makes_no_sense_is_told(name: str, text: str, expected: str) -> None:
    with pytest.raises(ValueError, match=expected):
        read(name, text, SECRETS)


def test_an_empty_secret_is_told() -> None:
    with pytest.raises(ValueError, match="too short"):
        read("sms", WEB, {"sms": " "})
