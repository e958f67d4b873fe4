from __future__ import annotations

import pytest

from flowengine.host.gateways.signing import TOLERANCE, Forged, key, named, proved, signed

# From the standard's own tests: the one published pair of message and signature.
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
NAME, STAMP = "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330
BODY = b'{"test": 2432232314}'
SIGNATURE = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="

HEADERS = {
    "webhook-id": NAME,
    "webhook-timestamp": str(STAMP),
    "webhook-signature": SIGNATURE,
}
OTHER = "another-secret-with-some-more-letters"


def test_a_message_is_signed_as_the_standard_signs_it() -> None:
    assert signed(NAME, STAMP + 0.9, BODY, [SECRET]) == HEADERS


def test_a_signature_of_the_standard_is_believed() -> None:
    assert proved(HEADERS, BODY, [SECRET], STAMP) == NAME


def test_while_a_secret_is_changed_both_are_signed_with_and_believed() -> None:
    headers = signed(NAME, STAMP, BODY, [OTHER, SECRET])
    assert headers["webhook-signature"].split(" ")[1] == SIGNATURE
    for secrets in ([OTHER], [SECRET], ["x" * 24, OTHER]):
        assert proved(headers, BODY, secrets, STAMP) == NAME
    assert proved(HEADERS, BODY, [OTHER, SECRET], STAMP) == NAME


@pytest.mark.parametrize("away", [-TOLERANCE, 0, TOLERANCE])
def test_a_clock_may_be_a_little_wrong(away: float) -> None:
    assert proved(HEADERS, BODY, [SECRET], STAMP + away) == NAME


@pytest.mark.parametrize(
    ("changed", "body", "now"),
    [
        ({}, BODY + b" ", STAMP),
        ({}, b"", STAMP),
        ({}, BODY, STAMP + TOLERANCE + 1),
        ({}, BODY, STAMP - TOLERANCE - 1),
        ({"webhook-id": "msg_other"}, BODY, STAMP),
        ({"webhook-id": ""}, BODY, STAMP),
        ({"webhook-id": "a.b"}, BODY, STAMP),
        ({"webhook-id": "a" * 201}, BODY, STAMP),
        ({"webhook-id": "ї\ud800"}, BODY, STAMP),
        ({"webhook-timestamp": str(STAMP + 1)}, BODY, STAMP),
        ({"webhook-timestamp": ""}, BODY, STAMP),
        ({"webhook-timestamp": "-1"}, BODY, STAMP),
        ({"webhook-timestamp": "1e9"}, BODY, STAMP),
        ({"webhook-timestamp": "١٦١٤٢٦٥٣٣٠"}, BODY, STAMP),
        ({"webhook-timestamp": "9" * 5000}, BODY, STAMP),
        ({"webhook-signature": ""}, BODY, STAMP),
        ({"webhook-signature": "v1,"}, BODY, STAMP),
        ({"webhook-signature": SIGNATURE.replace("v1", "v1a")}, BODY, STAMP),
        ({"webhook-signature": SIGNATURE[:-1]}, BODY, STAMP),
        ({"webhook-signature": "підпис"}, BODY, STAMP),
        ({"webhook-signature": "v1,x " * 10 + SIGNATURE}, BODY, STAMP),
    ],
)
def test_a_forged_message_is_not_believed(changed: dict[str, str], body: bytes, now: float) -> None:
    with pytest.raises(Forged):
        proved(HEADERS | changed, body, [SECRET], now)


def test_without_a_secret_nobody_is_believed() -> None:
    with pytest.raises(Forged):
        proved(HEADERS, BODY, [], STAMP)
    with pytest.raises(Forged):
        proved({}, BODY, [SECRET], STAMP)


def test_a_dot_cannot_move_from_the_name_into_the_time() -> None:
    assert named("s1/c1/result.saved/2") == "s1/c1/result_saved/2"
    assert signed("a.1", 5, b"", [SECRET])["webhook-id"] == "a_1"
    # What was signed as `a` at five o'clock, read as `a.5` just now, with less of a body.
    headers = signed("a", 5, f"{STAMP}.{{}}".encode(), [SECRET])
    moved = headers | {"webhook-id": "a.5", "webhook-timestamp": str(STAMP)}
    with pytest.raises(Forged):
        proved(moved, b"{}", [SECRET], STAMP)


@pytest.mark.parametrize("secret", ["tiny", "whsec_c2hvcnQ=", "whsec_no base64 at all ………", ""])
def test_a_secret_that_protects_nothing_is_told_without_being_shown(secret: str) -> None:
    with pytest.raises(ValueError, match=r"too short|no base64") as found:
        key(secret)
    assert not secret or secret not in str(found.value)
