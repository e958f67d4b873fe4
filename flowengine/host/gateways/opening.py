"""Gateways as they were set, ready to send: the one place that knows every kind."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from flowengine.host import parcels
from flowengine.host.gateways.sender import Gateway, Sender
from flowengine.host.gateways.smtp import Smtp
from flowengine.host.gateways.webhook import Subscribers, Webhook

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    import httpx2

    from flowengine.host.gateways.setting import Setting

SUBSCRIBERS = 16  # notices sent at the same time by one node


def opened(
    settings: Iterable[Setting],
    secrets: Mapping[str, str],
    client: httpx2.AsyncClient,
    *,
    clock: Callable[[], float] = time.time,
) -> dict[str, Gateway]:
    """By name, with the one for subscriptions. `client` stays the caller's to close."""
    subscribers = Subscribers(client, secrets, clock)
    found = {
        parcels.WEBHOOK: Gateway(parcels.WEBHOOK, subscribers, idempotent=True, most=SUBSCRIBERS)
    }
    for one in settings:
        keys = tuple(secrets.get(one.secret, "").split()) if one.kind == "webhook" else ()
        found[one.name] = Gateway(
            name=one.name,
            sender=_sender(one, keys, secrets, client, clock),
            channel=one.channel,
            flow=one.flow,
            country=one.country,
            idempotent=one.idempotent,
            pace=one.pace,
            most=one.most,
            secrets=keys,
        )
    return found


def _sender(
    setting: Setting,
    keys: tuple[str, ...],
    secrets: Mapping[str, str],
    client: httpx2.AsyncClient,
    clock: Callable[[], float],
) -> Sender:
    if setting.kind == "smtp":
        return Smtp(setting, secrets.get(setting.secret, ""))
    return Webhook(client, setting.url, keys, clock, setting.idempotent)


def roads(gateways: Mapping[str, Gateway]) -> parcels.Roads:
    """Which of them carries what; of two for one channel the first by name."""
    ordered = [gateways[name] for name in sorted(gateways, reverse=True) if gateways[name].channel]
    return parcels.Roads(
        by_flow={(one.flow, one.channel): one.name for one in ordered if one.flow},
        by_channel={one.channel: one.name for one in sorted(ordered, key=lambda one: not one.flow)},
        countries={one.name: one.country for one in ordered if one.country},
    )
