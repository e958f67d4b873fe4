from __future__ import annotations

import asyncio

from flowengine.host import guarded
from flowengine.host.gateways.opening import opened, roads
from flowengine.host.gateways.sender import Gateway, Pace
from flowengine.host.gateways.setting import read
from flowengine.host.gateways.smtp import Smtp
from flowengine.host.gateways.webhook import Subscribers, Webhook
from flowengine.host.parcels import WEBHOOK

SECRETS = {"sms": f"{'n' * 24} {'o' * 24}", "mail": "two words"}
LINES = {
    "sms": "channel=sms url=https://one.example secret=sms pace=2/s idempotent=yes most=3",
    "desk": "channel=sms flow=desk url=https://two.example secret=sms",
    "a_desk": "channel=telegram flow=desk url=https://bot.example secret=sms",
    "z_desk": "channel=telegram flow=night url=https://bot.example secret=sms",
    "email": "channel=email url=smtp://mail.example from=a@b.example user=u secret=mail",
}


def house() -> dict[str, Gateway]:
    async def whole() -> dict[str, Gateway]:
        client = guarded.client()
        await client.aclose()
        return opened([read(name, text, SECRETS) for name, text in LINES.items()], SECRETS, client)

    return asyncio.run(whole())


def test_each_is_ready_as_it_was_set() -> None:
    found = house()
    assert set(found) == {*LINES, WEBHOOK}
    sms = found["sms"]
    assert isinstance(sms.sender, Webhook)
    assert (sms.sender.url, sms.sender.idempotent) == ("https://one.example", True)
    assert (sms.channel, sms.flow, sms.idempotent, sms.pace, sms.most) == (
        "sms", "", True, Pace(2, 2), 3,
    )  # fmt: skip
    assert sms.secrets == tuple(sms.sender.secrets) == ("n" * 24, "o" * 24)
    assert found["desk"].flow == "desk"


def test_a_password_signs_nothing_and_is_not_taken_apart() -> None:
    mail = house()["email"]
    assert isinstance(mail.sender, Smtp)
    assert mail.sender.password == "two words"
    assert mail.secrets == ()


def test_subscribers_are_always_there_and_know_what_comes_twice() -> None:
    found = house()[WEBHOOK]
    assert isinstance(found.sender, Subscribers)
    assert found.idempotent
    assert (found.channel, found.secrets) == ("", ())


def test_no_secret_is_shown_where_a_gateway_is_printed() -> None:
    for gateway in house().values():
        assert "n" * 24 not in repr(gateway)
        assert "two words" not in repr(gateway)


def test_roads_prefer_the_flow_s_own_gateway_then_one_of_nobody_s_then_the_first_by_name() -> None:
    found = roads(house())
    assert found.gateway("desk", "sms") == "desk"
    assert found.gateway("other", "sms") == "sms"
    assert found.gateway("night", "telegram") == "z_desk"
    assert found.gateway("other", "telegram") == "a_desk"
    assert found.gateway("desk", "email") == "email"
    assert found.gateway("desk", "viber") == "viber"
